"""`review`: the specialist's read-only view of a hand-off file, a folder of them, or a stored profile."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cmic_wizard import presence
from cmic_wizard.commands import status_command
from cmic_wizard.commands.chosen_profile import chosen, folder_of, judged, profiles_of, write_out
from cmic_wizard.commands.output import STANDARD_OUTPUT, say_bytes, say_json, tell
from cmic_wizard.commands.screen import prepare_screen
from cmic_wizard.commands.secrets import passphrase_of
from cmic_wizard.errors import ExitStatus, FileRefused, UsageError, WizardError
from cmic_wizard.files import shown, typed_path
from cmic_wizard.i18n import _
from cmic_wizard.presence import is_folder
from cmic_wizard.profile.draft import Draft

if TYPE_CHECKING:
    from cmic_wizard.handoff.document import HandOff
    from cmic_wizard.profile.assessment import Assessment
    from cmic_wizard.review.model import Review
    from cmic_wizard.secret import Secret


def run(options: argparse.Namespace) -> int:
    """Print, write the remarks, or open the screen."""
    if (options.json or options.csv) and options.save:
        raise UsageError(_("Use either --json or --save, not both."))
    if not options.paths:
        return _profile(options)
    places = [typed_path(path) for path in options.paths]
    if len(places) > 1 or _is_folder(places[0]):
        return _folder(options, places)
    return _file(options, options.paths[0])


def _is_folder(path: Path) -> bool:
    """Whether it is one; a path that can't be looked at is said to be none, and refused as a file."""
    try:
        return is_folder(path)
    except FileRefused:
        return False


def _profile(options: argparse.Namespace) -> int:
    if not options.profile:
        raise UsageError(_("Name a hand-off file, a folder of them, or a stored profile with --profile."))
    profiles = profiles_of(options)
    draft = profiles.load(chosen(options, profiles).slug)
    if options.save:
        return _save(options, draft.id, draft.name)
    if options.json:
        say_json({**status_command.as_json(judged(draft)), "check_number": None})
        return ExitStatus.DONE
    return _on_screen(options, draft)


def _on_screen(options: argparse.Namespace, draft: Draft) -> int:
    _prepare()
    from cmic_wizard.tui.review.app import review_profile

    return review_profile(folder_of(options), draft, options.lang)


def _file(options: argparse.Namespace, path: str) -> int:
    from cmic_wizard.commands import review_acts
    from cmic_wizard.commands.handoff_files import contents_of, open_handoff
    from cmic_wizard.review.own_assessment import judge

    if options.csv:
        raise UsageError(_("--csv prints the table of a folder, or of several files."))
    decides = review_acts.wanted(options)
    try:
        handoff, password = open_handoff(options, contents_of(path), passphrase_of(options))
    except FileRefused as refusal:
        if options.fail_on != "fault":
            raise
        tell(str(refusal))
        return ExitStatus.OUTSTANDING
    assessment = judge(handoff, datetime.now(UTC))
    if decides:
        review_acts.decided(options, handoff, assessment)
    if options.save:
        _save(options, handoff.profile.id, handoff.profile.name, (handoff, assessment))
    elif options.json:
        _print(options, handoff, assessment, sealed=password is not None)
    if options.save or options.json or decides or options.fail_on:
        return _status(options, handoff, assessment)
    return _reviewed(options, handoff, password)


def review_on_screen(options: argparse.Namespace, path: str) -> int:
    """The review of one file on the screen."""
    from cmic_wizard.commands.handoff_files import contents_of, open_handoff

    return _reviewed(options, *open_handoff(options, contents_of(path), passphrase_of(options)))


def _reviewed(options: argparse.Namespace, handoff: HandOff, password: Secret | None) -> int:
    _prepare()
    from cmic_wizard.tui.review.app import review_file

    return review_file(folder_of(options), handoff, password, options.lang)


def _print(options: argparse.Namespace, handoff: HandOff, assessment: Assessment, *, sealed: bool) -> None:
    """The file for programs: its judgement, what it claims, and what was decided on it here."""
    from cmic_wizard.commands import review_json
    from cmic_wizard.review import reviews
    from cmic_wizard.review.claims import claims_of

    review = reviews.find(folder_of(options), handoff.profile.id)
    review = review or reviews.Review(handoff.profile.id, handoff.profile.name)
    claims = claims_of(handoff, assessment, review, datetime.now(UTC), sealed=sealed)
    for claim in claims:
        if claim.alarm or claim.what == "differs":
            tell(claim.says)
    found = status_command.as_json(assessment)
    say_json({**found, **review_json.of_file(handoff), **review_json.of_review(review, claims)})


def _status(options: argparse.Namespace, handoff: HandOff, assessment: Assessment) -> int:
    """The exit status that `--fail-on` asks for."""
    from cmic_wizard.profile.assessment import State
    from cmic_wizard.review import reviews
    from cmic_wizard.review.judging import Judging

    found = False
    if options.fail_on == "wrong":
        found = any(state.state is State.WRONG for state in assessment.steps.values())
    elif options.fail_on == "open":
        found = not assessment.complete
    elif options.fail_on == "mine":
        review = reviews.load(folder_of(options), handoff.profile.id, handoff.profile.name)
        judging = Judging(review.seen_by(options.by or ""), assessment)
        found = bool(judging.to_judge or judging.own)
    return ExitStatus.OUTSTANDING if found else ExitStatus.DONE


def _folder(options: argparse.Namespace, places: Sequence[Path]) -> int:
    if options.save or options.by:
        raise UsageError(_("--save and --by work with one file, not with several or a folder."))
    if options.json and options.csv:
        raise UsageError(_("Use either --json or --csv, not both."))
    from cmic_wizard.commands.handoff_files import given_keys

    keys = given_keys(options)
    if options.json or options.csv or options.fail_on:
        from cmic_wizard.commands.review_table import print_table

        return print_table(options, places, keys)
    _prepare()
    from cmic_wizard.tui.review.app import review_folder

    return review_folder(folder_of(options), places, options.lang, keys)


def _save(
    options: argparse.Namespace,
    profile_id: str,
    name: str,
    handed_in: tuple[HandOff, Assessment] | None = None,
) -> int:
    """Write the remarks of the review that the reviewer has begun on the screen.

    WizardError where the verdicts are on another hand-off than the one that was handed in. Where they are on
    none, as on a stored profile, it becomes the one looked at: remarks say which hand-off they are about.
    """
    from cmic_wizard.handoff import remarks
    from cmic_wizard.review import desk, reviews
    from cmic_wizard.review.model import name_of
    from cmic_wizard.review.standing import decided

    now = datetime.now(UTC)
    review, set_aside = reviews.load_or_set_aside(folder_of(options), profile_id, name, now)
    if set_aside:
        tell(set_aside)
    review = review.seen_by(name_of(options.by or ""))
    if not review.summary:
        raise WizardError(
            _("Nothing has been remarked on “{name}” yet: review it on the screen first.").format(name=name)
        )
    if handed_in is not None:
        review = _about(review, options, *handed_in, now)
    file = review.to_remarks(now)
    data = remarks.to_bytes(file)
    if options.save == STANDARD_OUTPUT:
        say_bytes(data)
    else:
        path = typed_path(options.save)
        if presence.imprint_of(path) is not None and not options.force:
            text = _("“{path}” is there already. With --force it is replaced.")
            raise FileRefused(text.format(path=shown(path)))
        write_out(options, path, data)
        tell(_("Written: {path}").format(path=shown(path)))

    def sent(kept: Review) -> Review:
        return (kept if kept.check_number else kept.at_hand_off_of(review)).sending(file)

    reviews.update(folder_of(options), profile_id, name, now, sent, tell)
    desk.keep_sent(folder_of(options), profile_id, decided(review))
    return ExitStatus.DONE


def _about(
    review: Review, options: argparse.Namespace, handoff: HandOff, assessment: Assessment, now: datetime
) -> Review:
    """The review as one of this hand-off; WizardError where it is of another."""
    from cmic_wizard.commands import review_acts
    from cmic_wizard.handoff.document import check_number

    if not review.check_number:
        return review_acts.looking(review, options, handoff, assessment, now)
    if review.check_number != check_number(handoff):
        text = _("Your verdicts on “{name}” are on another hand-off: review this one on the screen first.")
        raise WizardError(text.format(name=handoff.profile.name))
    return review


def _prepare() -> None:
    prepare_screen(_("Without one, use --json or --save."))
