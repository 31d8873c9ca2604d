"""The backup of a specialist's own key: an age file under words, which `age -d` opens too."""

from __future__ import annotations

from cmic_wizard import age_header
from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import passphrase
from cmic_wizard.handoff.keys import Identity, read_identities
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret

_HEAD = "# cmic-wizard: "


def sealed_key(secret: Secret, public: str, words: Secret) -> bytes:
    """The backup of a key; takes seconds. WizardError where this computer can't make it."""
    lines = f"{_HEAD}{public}\n{secret.reveal()}\n"
    return passphrase.encrypt(lines.encode(), words)


def is_backup(data: bytes) -> bool:
    """Whether a file can be a backup: an age file under words. FileRefused for a damaged one."""
    return age_header.is_age(data) and age_header.read(data).needs_passphrase


def opened_key(data: bytes, words: Secret) -> Identity:
    """The one key of a backup; takes seconds. FileRefused, and `WrongPassphrase` for words that don't fit."""
    if not is_backup(data):
        raise FileRefused(_("This is no backup of a key that was sealed with words."))
    plain = Secret("-".join(words.reveal().replace("-", " ").lower().split()))
    found = age_header.read(data)
    try:
        inside = passphrase.decrypt(found, words)
    except passphrase.WrongPassphrase:
        if plain.reveal() == words.reveal():
            raise
        inside = passphrase.decrypt(found, plain)
    keys = read_identities(inside)
    if len(keys) != 1 or not keys[0].text.reveal().startswith("AGE-SECRET-KEY-1"):
        raise FileRefused(_("This is no backup of a key that was sealed with words."))
    return keys[0]
