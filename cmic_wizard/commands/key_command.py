"""`key`: the specialist's own age key."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cmic_wizard.commands import secrets
from cmic_wizard.commands.chosen_profile import demand_free, folder_of, write_out
from cmic_wizard.commands.output import say, tell
from cmic_wizard.commands.parser import one_of
from cmic_wizard.errors import ExitStatus, UsageError, WizardError
from cmic_wizard.files import read_regular, shown, typed_path
from cmic_wizard.i18n import _
from cmic_wizard.text import visible

if TYPE_CHECKING:
    from cmic_wizard.credentials.keeper import Kept
    from cmic_wizard.credentials.naming import Entry
    from cmic_wizard.secret import Secret


def run(options: argparse.Namespace) -> int:
    """Make, show, back up or take back a key; its public half alone goes to standard output."""
    if not options.verbs:
        raise UsageError(_("Use `key new` to make a key, or `key show` to see its public half."))
    verb, *rest = options.verbs
    verb = one_of("new", "show", "export", "import")(verb)
    if len(rest) != (verb == "import"):
        raise UsageError(_("Use `key new`, `key show`, `key export -o FILE`, or `key import FILE`."))
    if (verb == "export") != bool(options.output):
        raise UsageError(_("`key export` needs -o FILE, which no other use of `key` takes."))
    secrets.settle(options)
    match verb:
        case "new":
            say(_new(options))
        case "show":
            say(_shown(options))
        case "export":
            _export(options)
        case "import":
            say(_import(options, rest[0]))
    return ExitStatus.DONE


def _new(options: argparse.Namespace) -> str:
    from cmic_wizard.handoff.keys import new_identity

    secrets.harden()
    _demand_none(options)
    secret, public = new_identity()
    _keep(options, secret, public.text, secrets.passphrase_of(options))
    tell(_("The secret half is kept on this computer. Give this public half to your customers:"))
    return public.text


def _export(options: argparse.Namespace) -> None:
    """Write the backup, and show its words once."""
    from cmic_wizard.credentials.keeping import read_own_key
    from cmic_wizard.handoff.key_backup import sealed_key
    from cmic_wizard.words import new_phrase

    secrets.harden()
    public, path = _shown(options), typed_path(options.output)
    demand_free(options, path)
    act = read_own_key(
        secrets.keeper_of(options), folder_of(options), passphrase=secrets.passphrase_of(options)
    )
    secret = secrets.carried_out(act)
    if secret is None:
        raise _no_key()
    words = new_phrase()
    tell(_("Sealing takes some seconds…"))
    write_out(options, path, sealed_key(secret, public, words))
    tell(_("Written: {path}").format(path=shown(path)))
    tell(_("The six words that open it, shown only this once. Keep them apart from the file:"))
    tell(words.reveal())


def _import(options: argparse.Namespace, name: str) -> str:
    """Take a key back out of its backup; its public half."""
    from cmic_wizard.handoff.key_backup import opened_key
    from cmic_wizard.handoff.keys import LIMIT, public_half

    secrets.harden()
    _demand_none(options)
    data = read_regular(typed_path(name), LIMIT, follow=True)
    passphrase = secrets.passphrase_of(options)
    words = secrets.words_of(options) or secrets.prompted(_("The words that open the file:"))
    identity = opened_key(data, words)
    public = public_half(identity)
    _keep(options, identity.text, public.text, passphrase)
    tell(_("Your key is kept on this computer again. Its public half is:"))
    return public.text


def _demand_none(options: argparse.Namespace) -> None:
    """WizardError where there is a key already that is not to be replaced."""
    from cmic_wizard.credentials import identity

    if not options.replace and identity.find(folder_of(options)) is not None:
        raise WizardError(
            _(
                "There is a key already. With --replace a new one takes its place, and what was sealed for"
                " the old one can't be opened any more."
            )
        )


def _keep(options: argparse.Namespace, secret: Secret, public: str, passphrase: Secret | None) -> None:
    """Keep a key as the reader's own, in the place of one that was there."""
    from cmic_wizard.credentials import identity
    from cmic_wizard.credentials.keeping import keep_secret

    keeper, notes = secrets.keeper_of(options), list[str]()

    def keep(entry: Entry) -> Kept:
        kept = secrets.carried_out(keep_secret(keeper, entry, secret, passphrase=passphrase))
        notes.append(kept.note)
        return kept

    left = identity.take_over(folder_of(options), keeper, public, keep)
    for note in filter(None, (*notes, left)):
        tell(note)


def _shown(options: argparse.Namespace) -> str:
    from cmic_wizard.credentials import identity

    found = identity.find(folder_of(options))
    if found is None:
        raise _no_key()
    return visible(found.public)


def _no_key() -> WizardError:
    return WizardError(_("There is no key yet: `cmic-wizard key new` makes one."))
