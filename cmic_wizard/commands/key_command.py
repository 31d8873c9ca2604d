"""`key`: the specialist's own age key."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cmic_wizard.commands import secrets
from cmic_wizard.commands.chosen_profile import folder_of
from cmic_wizard.commands.output import say, tell
from cmic_wizard.commands.parser import one_of
from cmic_wizard.errors import ExitStatus, UsageError, WizardError
from cmic_wizard.i18n import _
from cmic_wizard.text import visible

if TYPE_CHECKING:
    from cmic_wizard.credentials.keeper import Kept
    from cmic_wizard.credentials.naming import Entry


def run(options: argparse.Namespace) -> int:
    """Make a key, or show the public half of the one there is; that half alone goes to standard output."""
    if len(options.verbs) != 1:
        raise UsageError(_("Use `key new` to make a key, or `key show` to see its public half."))
    secrets.settle(options)
    if one_of("new", "show")(options.verbs[0]) == "new":
        say(_new(options))
    else:
        say(_shown(options))
    return ExitStatus.DONE


def _new(options: argparse.Namespace) -> str:
    from cmic_wizard.credentials import identity
    from cmic_wizard.credentials.keeping import keep_secret
    from cmic_wizard.handoff.keys import new_identity

    secrets.harden()
    keeper = secrets.keeper_of(options)
    passphrase = secrets.passphrase_of(options)
    if not options.replace and identity.find(folder_of(options)) is not None:
        raise WizardError(
            _(
                "There is a key already. With --replace a new one takes its place, and what was sealed for"
                " the old one can't be opened any more."
            )
        )
    secret, public = new_identity()
    notes: list[str] = []

    def keep(entry: Entry) -> Kept:
        kept = secrets.carried_out(keep_secret(keeper, entry, secret, passphrase=passphrase))
        notes.append(kept.note)
        return kept

    left = identity.take_over(folder_of(options), keeper, public.text, keep)
    for note in filter(None, (*notes, left)):
        tell(note)
    tell(_("The secret half is kept on this computer. Give this public half to your customers:"))
    return public.text


def _shown(options: argparse.Namespace) -> str:
    from cmic_wizard.credentials import identity

    found = identity.find(folder_of(options))
    if found is None:
        raise WizardError(_("There is no key yet: `cmic-wizard key new` makes one."))
    return visible(found.public)
