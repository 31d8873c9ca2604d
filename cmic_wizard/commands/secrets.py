"""Secrets come in by prompt, file or descriptor, and are kept in the key ring or the vault."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cmic_wizard.commands.common import folder_of
from cmic_wizard.commands.output import tell
from cmic_wizard.commands.parser import quoted
from cmic_wizard.encodings import as_utf8
from cmic_wizard.errors import CredentialError, FileRefused, UsageError, WizardError
from cmic_wizard.files import typed_path
from cmic_wizard.i18n import _
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.draft_store import Store
from cmic_wizard.secret import Secret

if TYPE_CHECKING:
    from cmic_wizard.credentials.keeper import Keeper, Kept, Place
    from cmic_wizard.credentials.naming import Entry

_SECRET_AT_MOST = 65_536


def keeper_of(options: argparse.Namespace) -> Keeper:
    """The door to stored passwords."""
    from cmic_wizard.credentials.keeper import Keeper

    return Keeper(folder_of(options))


def passphrase_of(options: argparse.Namespace) -> Secret | None:
    """The passphrase that was handed in, if any; to be asked for once, early."""
    return secret_of(options.passphrase_fd, options.passphrase_file)


def words_of(options: argparse.Namespace) -> Secret | None:
    """The words that open a sealed file, where they were handed in apart from the passphrase."""
    return secret_of(options.words_fd, options.words_file)


def secret_of(descriptor: int | None, file: str | None) -> Secret | None:
    """A secret from a descriptor or a private file, one final newline dropped; None for neither."""
    if descriptor is not None and file is not None:
        raise UsageError(_("Give either the file descriptor or the file, not both."))
    if descriptor is None and file is None:
        return None
    harden()
    if descriptor is not None:
        return _without_newline(_all_of(descriptor))
    return _without_newline(_private(typed_path(str(file))))


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def prompted(question: str, *, again: str = "") -> Secret:
    """A secret typed at the terminal, unseen; with `again` it is asked for twice and compared."""
    if not can_ask():
        raise UsageError(_("There is no terminal to ask at: use the option that ends in -fd or -file."))
    from getpass import getpass

    harden()
    first = getpass(f"{question} ")
    if again and getpass(f"{again} ") != first:
        raise WizardError(_("The two entries differ. Nothing was changed."))
    return Secret(first)


def agreed(question: str) -> bool:
    """Whether somebody at the terminal answers a question with yes, in either language."""
    return input(f"{question} ").strip().casefold() in ("yes", "y", "sí", "si", "s")


def keep(
    options: argparse.Namespace,
    entry: Entry,
    secret: Secret,
    passphrase: Secret | None,
    *,
    fresh: bool = False,
) -> Kept:
    """Keep a secret; only where there is no key ring is a passphrase for a new vault asked for.

    What people should know of the place, its note, is for the caller to tell, once it is so.
    """
    keeper = keeper_of(options)
    try:
        return keeper.save(entry, secret, passphrase=passphrase, fresh=fresh)
    except CredentialError as error:
        if passphrase is not None or not keeper.wants_new_vault(error):
            raise
        if not can_ask():
            hint = _("Use --passphrase-fd or --passphrase-file.")
            raise CredentialError(f"{error} {hint}", error.state) from None
        tell(str(error))
        asked = prompted(_("Passphrase for a new vault:"), again=_("The same once more:"))
        return keeper.save(entry, secret, passphrase=asked, fresh=fresh)


def load(
    options: argparse.Namespace,
    place: Place,
    passphrase: Secret | None,
    read: Callable[[Keeper, Secret | None], Secret | None],
) -> Secret | None:
    """What `read` finds in a place; the vault's passphrase is asked for where it was not handed in."""
    from cmic_wizard.credentials.keeper import Place as Places
    from cmic_wizard.credentials.states import VaultState

    harden()
    if place is Places.VAULT and passphrase is None and can_ask():
        passphrase = prompted(_("Passphrase of the vault:"))
    try:
        return read(keeper_of(options), passphrase)
    except CredentialError as error:
        if error.state is not VaultState.LOCKED:
            raise
        hint = _("Use --passphrase-fd or --passphrase-file.")
        raise CredentialError(f"{error} {hint}", error.state) from None


def password_of(options: argparse.Namespace, draft: Draft, passphrase: Secret | None) -> Secret | None:
    """The profile's password; None where none is kept."""
    if draft.password is None:
        return None
    from cmic_wizard.credentials import naming
    from cmic_wizard.credentials.keeper import Place

    entry, place = naming.password_of(draft.id), Place(draft.password.place)
    return load(options, place, passphrase, lambda keeper, words: keeper.load(entry, place, passphrase=words))


def forget(options: argparse.Namespace, store: Store) -> None:
    """Remove the profile's password from where it is kept, and bring that to the disk."""
    kept = store.draft.password
    if kept is None:
        return
    from cmic_wizard.credentials import naming
    from cmic_wizard.credentials.leftovers import forget_password

    def record() -> None:
        store.keep_password(None)
        store.save()

    forget_password(keeper_of(options), naming.password_of(store.draft.id), kept, record)


def keep_password(
    options: argparse.Namespace,
    store: Store,
    password: Secret,
    passphrase: Secret | None,
    *,
    fresh: bool = False,
) -> None:
    """Keep the profile's password and record that; what another place held of it goes last."""
    from cmic_wizard.credentials import naming

    entry = naming.password_of(store.draft.id)
    kept = keep(options, entry, password, passphrase, fresh=fresh)
    if kept.note:
        tell(kept.note)
    store.keep_password(kept.record(store.now()))
    store.save()
    if left := keeper_of(options).keep_only(entry, kept.place):
        tell(left)


def settle(options: argparse.Namespace) -> None:
    """Complete or undo what was cut before."""
    from cmic_wizard.commands.common import profiles_of
    from cmic_wizard.credentials import leftovers

    leftovers.settle(profiles_of(options), keeper_of(options))


def harden() -> None:
    """Before a secret is in memory, see to it that no dump of the memory can be made."""
    from cmic_wizard.credentials.hardening import harden_process

    harden_process()


def _all_of(descriptor: int) -> bytes:
    try:
        with os.fdopen(descriptor, "rb") as source:
            data = source.read(_SECRET_AT_MOST + 1)
    except OSError:
        raise FileRefused(
            _("Nothing can be read from file descriptor {number}.").format(number=descriptor)
        ) from None
    if len(data) > _SECRET_AT_MOST:
        raise FileRefused(_("This is too long for a password or a passphrase."))
    return data


def _private(path: Path) -> bytes:
    from cmic_wizard.files import read_regular
    from cmic_wizard.presence import open_to_others

    data = read_regular(path, _SECRET_AT_MOST, follow=True)
    if open_to_others(path):
        sentence = _("“{path}” is open to others. Make it yours alone: chmod 600 “{path}”.")
        raise FileRefused(sentence.format(path=quoted(str(path))))
    return data


def _without_newline(data: bytes) -> Secret:
    try:
        text = as_utf8(data).decode("utf-8")
    except UnicodeDecodeError:
        raise FileRefused(_("The password or passphrase is not text in UTF-8.")) from None
    ending = "\r\n" if text.endswith("\r\n") else "\n"
    return Secret(text.removesuffix(ending))
