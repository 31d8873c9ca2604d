"""`import`: takes a hand-off as a profile, or remarks and others' answers into one."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from cmic_wizard.bounds import LARGEST
from cmic_wizard.commands import secrets
from cmic_wizard.commands.chosen_profile import profiles_of
from cmic_wizard.commands.handoff_files import open_handoff
from cmic_wizard.commands.others_answers import bring_answers
from cmic_wizard.commands.output import tell
from cmic_wizard.errors import CredentialError, ExitStatus, UsageError
from cmic_wizard.files import read_regular, typed_path
from cmic_wizard.handoff import sealed
from cmic_wizard.handoff.answer_sheet import Sheet
from cmic_wizard.handoff.attached import sealed_in
from cmic_wizard.handoff.importing import (
    Brought,
    OlderFile,
    Taken,
    ThereAlready,
    UnknownHandOff,
    take,
    understand,
)
from cmic_wizard.i18n import _
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.secret import Secret


def run(options: argparse.Namespace) -> int:
    """Take the file in, and keep the password where it was sealed with one."""
    if len(options.paths) != 1:
        raise UsageError(_("`import` takes one file."))
    passphrase = secrets.passphrase_of(options)
    data = read_regular(typed_path(options.paths[0]), LARGEST, follow=True)
    brought: Brought
    password: Secret | None = None
    if (closed := sealed_in(data)) is not None:
        brought, password = open_handoff(options, closed, passphrase)
        if sealed.needs_passphrase(closed) and options.words_fd is None and options.words_file is None:
            passphrase = None
    else:
        brought = understand(data)
    profiles = profiles_of(options)
    if (status := bring_answers(options, brought, profiles)) is not None:
        return status
    taken = _take(options, brought, profiles)
    tell(taken.sentence)
    if password is not None:
        _keep(options, profiles, taken, password, passphrase)
    return ExitStatus.DONE


def _take(options: argparse.Namespace, brought: Brought, profiles: Profiles) -> Taken:
    if isinstance(brought, Sheet):
        raise UsageError(_("--replace is for a hand-off or a copy of a profile."))
    if options.take:
        raise UsageError(_("--take is for answers that are compared with those of a profile here."))
    try:
        return take(
            brought,
            profiles,
            datetime.now(UTC),
            name=options.named,
            replacing=options.replace,
            older=options.older,
            anyway=options.anyway,
        )
    except ThereAlready as error:
        hint = _("With --replace the file's answers replace those here.")
        raise ThereAlready(f"{error} {hint}") from None
    except OlderFile as error:
        raise OlderFile(f"{error} " + _("With --older the file is imported anyway.")) from None
    except UnknownHandOff as error:
        raise UnknownHandOff(f"{error} " + _("With --anyway they are imported all the same.")) from None


def _keep(
    options: argparse.Namespace,
    profiles: Profiles,
    taken: Taken,
    password: Secret,
    passphrase: Secret | None,
) -> None:
    with profiles.open(taken.slug) as store:
        try:
            secrets.keep_brought_password(options, store, password, passphrase, had_one=taken.had_password)
        except CredentialError as error:
            if passphrase is None and (options.passphrase_fd is not None or options.passphrase_file):
                hint = _("Give the words with --words-fd or --words-file beside it, and --replace.")
                raise secrets.hinted(error, hint) from None
            raise
    tell(_("The password is kept as well."))
