"""The sealed hand-off: the profile together with the password, as an armored age file."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cmic_wizard import age_header, strict_json
from cmic_wizard.age_header import Sealed, is_age
from cmic_wizard.bounds import PASSWORD_AT_MOST, SEALED_BYTES, SEALED_INSIDE_BYTES, password_fits
from cmic_wizard.errors import FileRefused
from cmic_wizard.files import read_regular
from cmic_wizard.handoff import passphrase as words
from cmic_wizard.handoff.keys import Identity, KeyRefused, Recipient, pyrage
from cmic_wizard.handoff.seal_worker import SealKind, SealWorker, never
from cmic_wizard.i18n import _
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.secret import Secret

if TYPE_CHECKING:
    from cmic_wizard.handoff.document import HandOff
    from cmic_wizard.handoff.writing import Document

__all__ = [
    "FORMAT",
    "LIMIT",
    "NEWEST",
    "KeyNeeded",
    "NoKeyFits",
    "PassphraseNeeded",
    "is_age",
    "needs_passphrase",
    "open_sealed",
    "read_sealed",
    "seal",
    "seal_with_words",
]

FORMAT: Final = "cmic-wizard-sealed"
NEWEST: Final = 1
"""The schema that this program writes."""
LIMIT: Final = SEALED_BYTES
"""Most bytes of a sealed file."""

OPENS_WITHIN: Final = 3.0
"""Seconds that keys may take over a file; the largest header that is looked at takes half a one."""


class PassphraseNeeded(FileRefused):
    """The file was sealed with words, and none were given."""


class KeyNeeded(FileRefused):
    """A key is needed to seal or to open, and none was given."""


class NoKeyFits(FileRefused):
    """None of the given keys opens the file."""


def seal(handoff: Document, password: Secret | None, recipients: Sequence[Recipient]) -> bytes:
    """The armored age file over hand-off and password, which each recipient can open with their key."""
    if not recipients:
        raise KeyNeeded(_("Name a recipient: the public key of the person who will open the file."))
    keys = [recipient.key() for recipient in recipients]
    data = bytes(pyrage().encrypt(_inside(handoff, password), keys, armored=True))
    try:
        age_header.read(data)
    except FileRefused:
        raise KeyRefused(_("There are too many recipients for one file: seal it for fewer.")) from None
    return data


def seal_with_words(
    handoff: Document,
    password: Secret | None,
    passphrase: Secret,
    *,
    cancelled: Callable[[], bool] = never,
) -> bytes:
    """As `seal`, for whoever is told the words; takes seconds, in which `cancelled` is asked."""
    return words.encrypt(_inside(handoff, password), passphrase, cancelled=cancelled)


def read_sealed(path: Path) -> bytes:
    """The bytes of a sealed file that the user names."""
    return read_regular(path, LIMIT, follow=True)


def needs_passphrase(data: bytes) -> bool:
    """Whether an age file was sealed with words rather than for keys; FileRefused for one that won't open."""
    return age_header.read(data).needs_passphrase


def words_needed() -> PassphraseNeeded:
    """What is raised, or why it is asked, where the words of a file are needed."""
    return PassphraseNeeded(_("The file was sealed with words: they are needed to open it."))


def open_sealed(
    data: bytes,
    identities: Sequence[Identity] = (),
    passphrase: Secret | None = None,
    *,
    cancelled: Callable[[], bool] = never,
    worker: SealWorker | None = None,
) -> tuple[HandOff, Secret | None]:
    """Hand-off and password of a sealed file, by a secret key (`keys.read_identities`) or the words.

    FileRefused says why it can't be opened; after PassphraseNeeded, KeyNeeded, NoKeyFits and WrongPassphrase
    it is worth another try. `cancelled` is asked meanwhile, and ends it with `seal_worker.Cancelled`.
    Whoever opens many files for keys lends a `worker`, which saves starting one for each.
    A hand-off that was encrypted with age itself, without a password in it, opens too.
    """
    if len(data) > LIMIT or not is_age(data):
        raise FileRefused(_("This is not a sealed hand-off file."))
    found = age_header.read(data)
    if found.needs_passphrase:
        if passphrase is None:
            raise words_needed()
        return _taken_apart(_by_words(found, passphrase, cancelled))
    if not identities:
        raise KeyNeeded(_("The file was sealed for a key: its secret key is needed to open it."))
    if worker is not None:
        return _taken_apart(_by_key(worker, found, identities, cancelled))
    with SealWorker(SealKind.KEYS) as own:
        return _taken_apart(_by_key(own, found, identities, cancelled))


def _inside(handoff: Document, password: Secret | None) -> bytes:
    import json

    from cmic_wizard.handoff import writing

    writing.to_bytes(handoff)
    if password is not None and not password_fits(password.reveal()):
        text = _("The password can't go into the file: it is empty, or longer than {count} characters.")
        raise FileRefused(text.format(count=PASSWORD_AT_MOST))
    found = {
        "format": FORMAT,
        "schema": NEWEST,
        "handoff": handoff.as_json(),
        "password": None if password is None else password.reveal(),
    }
    return json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n"


def _taken_apart(data: bytes) -> tuple[HandOff, Secret | None]:
    from cmic_wizard.handoff import document

    if len(data) > SEALED_INSIDE_BYTES:
        raise FileRefused(_("The content of the sealed file is too large for a hand-off."))
    found = strict_json.loads(data, limit=SEALED_INSIDE_BYTES)
    if isinstance(found, dict) and found.get("format") == document.FORMAT:
        return document.parse(data), None
    shape = Shape(strict_json.expect_format(found, FORMAT, NEWEST))
    shape.take("format")
    shape.take("schema")
    handoff = document.from_json(shape.take("handoff"))
    password = shape.text_or_none("password")
    shape.finish()
    if password is not None and not password_fits(password):
        raise misfit("password")
    return handoff, None if password is None else Secret(password)


def _by_words(data: Sealed, passphrase: Secret, cancelled: Callable[[], bool]) -> bytes:
    """Opened as typed, else with hyphens and small letters as we make them: words are told by phone."""
    plain = Secret("-".join(passphrase.reveal().replace("-", " ").lower().split()))
    try:
        return words.decrypt(data, passphrase, cancelled=cancelled)
    except words.WrongPassphrase:
        if plain.reveal() == passphrase.reveal():
            raise
        return words.decrypt(data, plain, cancelled=cancelled)


def _by_key(
    worker: SealWorker, data: Sealed, identities: Sequence[Identity], cancelled: Callable[[], bool]
) -> bytes:
    worker.start()
    # What reads the opened file takes as long to import as the child to start.
    importlib.import_module("cmic_wizard.handoff.document")
    keys = [identity.text.reveal().encode() for identity in identities]
    outcome, result = worker.ask("decrypt-keys", [*keys, data.binary], OPENS_WITHIN, cancelled)
    if outcome == "ok":
        return result
    if outcome == "no-key":
        raise NoKeyFits(_("The file was sealed for another key than yours: ask for one sealed for yours."))
    if outcome in ("late", "memory"):
        raise FileRefused(_("Opening the file takes too much time or memory: ask the sender for a new one."))
    if outcome == "died":
        raise FileRefused(_("The file could not be opened here just now. Try again."))
    raise FileRefused(_("The sealed file is damaged."))
