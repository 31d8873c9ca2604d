"""`export`: writes the hand-off, in the open without the password or sealed with it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from cmic_wizard.commands.chosen_profile import chosen, demand_free, judged, profiles_of, write_out
from cmic_wizard.commands.output import STANDARD_OUTPUT, say_bytes, tell, tell_steps
from cmic_wizard.commands.secrets import passphrase_of, password_of
from cmic_wizard.errors import ExitStatus, UsageError, WizardError
from cmic_wizard.files import shown, typed_path
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.environments import stem_of
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.secret import Secret


def run(options: argparse.Namespace) -> int:
    """Write the file; 1 with the list of what is missing while the profile is not ready."""
    _demand_sense(options)
    passphrase = passphrase_of(options)
    profiles = profiles_of(options)
    slug = chosen(options, profiles).slug
    assessment = judged(profiles.load(slug))
    if not assessment.ready and not options.draft:
        return _refuse(assessment)
    keep = partial(_keep_number, profiles, slug)
    if options.seal:
        if options.output != STANDARD_OUTPUT:
            demand_free(options, typed_path(options.output))
        number = _sealed(options, assessment, passphrase, keep)
    else:
        number = _plain(options, assessment, slug, keep)
    if number:
        tell(_("Check number, to be compared by phone: {number}").format(number=number))
    return ExitStatus.DONE


def _demand_sense(options: argparse.Namespace) -> None:
    """Refuse options that contradict each other."""
    wrong = ""
    if not options.output:
        wrong = _("Give the file to write with -o FILE; -o - is standard output.")
    elif options.seal and options.format:
        wrong = _("A sealed file has no --format.")
    elif options.seal and bool(options.to) == options.words:
        wrong = _("Seal either for keys with --to RECIPIENT, or with --words.")
    elif not options.seal and (options.to or options.words):
        wrong = _("--to and --words need --seal.")
    elif options.mail and options.format != "eml":
        wrong = _("--mail needs --format eml.")
    if wrong:
        raise UsageError(wrong)


def _refuse(assessment: Assessment) -> int:
    from cmic_wizard.handoff.writing import NotReady

    tell(f"cmic-wizard: {NotReady(assessment.unready)}")
    tell_steps(assessment.unready)
    tell(_("With --draft it is written as a draft."))
    return ExitStatus.REFUSED


def _plain(
    options: argparse.Namespace, assessment: Assessment, slug: str, keep: Callable[[str], None]
) -> str:
    from cmic_wizard.handoff.export import beside, make
    from cmic_wizard.handoff.kinds import open_kind

    kind = open_kind(options.format or "json", options.mail or "")
    made = make(kind.name, assessment, datetime.now(UTC), draft=options.draft, stem=stem_of(slug, assessment))
    if options.output == STANDARD_OUTPUT:
        keep(made.check_number)
        say_bytes(made.whole or made.data)
    else:
        path = typed_path(options.output)
        demand_free(options, path, made.data)
        keep(made.check_number)
        for file, data in ((path, made.data), *((beside(path, name), data) for name, data in made.more)):
            write_out(options, file, data)
            tell(_("Written: {path}").format(path=shown(file)))
    return made.check_number


def _sealed(
    options: argparse.Namespace,
    assessment: Assessment,
    passphrase: Secret | None,
    keep: Callable[[str], None],
) -> str:
    from cmic_wizard.handoff.export import make_sealed
    from cmic_wizard.handoff.keys import keys_text, passed_over, passed_over_in_words, recipients_of

    recipients = list({found.text: found for text in options.to for found in recipients_of(text)}.values())
    for text in options.to:
        if said := passed_over_in_words(passed_over(keys_text(text))):
            tell(said)
    password = password_of(options, assessment.draft, passphrase)
    if password is None:
        tell(_("No password is stored, so none is in the file."))
    if options.words:
        tell(_("Sealing takes some seconds…"))
    now, words = datetime.now(UTC), options.words
    made = make_sealed(assessment, now, password, draft=options.draft, recipients=recipients, words=words)
    keep(made.check_number)
    _write(options, made.data)
    if made.phrase is not None:
        tell(_("The six words, shown only this once. Tell them by phone, never by e-mail:"))
        tell(made.phrase.reveal())
    for recipient in recipients:
        key = f"{recipient.fingerprint} {recipient.comment}".strip()
        tell(_("Sealed for: {key}").format(key=key))
    return made.check_number


def _write(options: argparse.Namespace, data: bytes) -> None:
    if options.output == STANDARD_OUTPUT:
        say_bytes(data)
        return
    path = typed_path(options.output)
    write_out(options, path, data)
    tell(_("Written: {path}").format(path=shown(path)))


def _keep_number(profiles: Profiles, slug: str, number: str) -> None:
    """Have the profile know the hand-off, by which remarks on it are known as such, before it is written.

    A number without its file does no harm; a file whose number was not kept would be a strange one.
    """
    if not number:
        return
    try:
        with profiles.open(slug) as store:
            store.keep_handed(number)
    except WizardError as error:
        text = _("The check number is not kept in the profile, so remarks on this file will need --anyway.")
        tell(f"{error} {text}")
