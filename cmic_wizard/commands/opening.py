"""Opens hand-off files, sealed ones with the reviewer's key, a key file, or the words."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cmic_wizard.bounds import LARGEST
from cmic_wizard.commands import secrets
from cmic_wizard.commands.common import folder_of
from cmic_wizard.files import typed_path
from cmic_wizard.handoff import document, sealed
from cmic_wizard.handoff.attached import read_openable
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret

if TYPE_CHECKING:
    from cmic_wizard.handoff.keys import Identity


def contents_of(path: str) -> bytes:
    """The bytes of a file that the user names, or of what is attached to it where it is an e-mail."""
    return read_openable(typed_path(path), LARGEST)


def open_handoff(
    options: argparse.Namespace, data: bytes, passphrase: Secret | None
) -> tuple[HandOff, Secret | None]:
    """The hand-off of a file's bytes, and the password where it was sealed with one."""
    return open_age(options, data, passphrase) if sealed.is_age(data) else (document.parse(data), None)


def open_age(
    options: argparse.Namespace, data: bytes, passphrase: Secret | None
) -> tuple[HandOff, Secret | None]:
    """The hand-off and the password of a sealed file's bytes."""
    secrets.harden()
    if sealed.needs_passphrase(data):
        words = secrets.words_of(options) or passphrase
        if words is None and secrets.can_ask():
            words = secrets.prompted(_("The words that open the file:"))
        try:
            return sealed.open_sealed(data, passphrase=words)
        except sealed.PassphraseNeeded as error:
            hint = _("Use --words-fd or --words-file.")
            raise sealed.PassphraseNeeded(f"{error} {hint}") from None
    try:
        return sealed.open_sealed(data, given_keys(options) or own_key(options, passphrase))
    except sealed.KeyNeeded as error:
        raise sealed.KeyNeeded(f"{error} " + _("Name its file with --identity.")) from None


def given_keys(options: argparse.Namespace) -> Sequence[Identity]:
    """The secret keys of the files named with --identity."""
    from cmic_wizard.handoff.keys import identities_from

    if options.identity:
        secrets.harden()
    return [key for name in options.identity for key in identities_from(Path(name))]


def own_key(options: argparse.Namespace, passphrase: Secret | None) -> Sequence[Identity]:
    """The reviewer's own key; none where they have none."""
    from cmic_wizard.credentials import identity
    from cmic_wizard.handoff.keys import read_identities

    folder = folder_of(options)
    kept = identity.find(folder)
    if kept is None:
        return ()
    secret = secrets.load(
        options,
        kept.place,
        passphrase,
        lambda keeper, words: identity.own_identity(folder, keeper, passphrase=words),
    )
    return () if secret is None else read_identities(secret)
