"""Keys of people: the public ones that a hand-off is sealed for, and the secret ones that open it."""

from __future__ import annotations

import base64
import hashlib
import importlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from cmic_wizard.age_header import is_age
from cmic_wizard.encodings import as_utf8
from cmic_wizard.errors import WizardError
from cmic_wizard.files import read_regular, typed_path
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret
from cmic_wizard.struct import Struct
from cmic_wizard.text import shortened, visible

LIMIT: Final = 64 * 1024
"""Most bytes of a file of keys."""
IDENTITIES_AT_MOST: Final = 64
"""Secret keys of one file; each of them is tried on each stanza of a sealed file."""

_KEY: Final = re.compile(r"(?i)age1|AGE-|ssh-|ecdsa-|sk-ssh-|sk-ecdsa-")
_BETWEEN: Final = re.compile(r"(?i)(?:[,;]\s*|(?<!\s)\s+)(?=age1|ssh-(?:ed25519|rsa) )")
_LABEL: Final = (
    r"(?i)\A#?\s*(?:my |our |the |mi |nuestra |la )?(?:public[ -]?key|clave p[uú]blica|key|clave)"
    r"\s*(?:is|es)?\s*[:=]?\s+"
)
_QUOTES: Final = "\"'“”„‘’`<>,;"
_WITH_OPTIONS: Final = (
    r"(?:\A|[\s,\"])((?:ssh-(?:ed25519|rsa)|ecdsa-sha2-\S{1,40}|sk-\S{1,60}) [A-Za-z0-9+/]{20,}=*)"
)
_UNUSABLE: Final = re.compile(r"\A(ecdsa-\S+|sk-(?:ssh|ecdsa)-\S+|ssh-dss)\s")
_PLUGIN: Final = re.compile(r"(?i)(age1[a-z0-9-]{2,20})1[02-9ac-hj-np-z]{20}")
"""A key for one of age's plug-ins or of its post-quantum kind: a plain one has no second “1”."""
_SSH: Final = ("ssh-ed25519", "ssh-rsa")
_OWN: Final = "AGE-SECRET-KEY-1"
_SHOWN: Final = (12, 8)


class KeyRefused(WizardError):
    """A key can't be used; the sentence says why and what to take instead."""


class Recipient(Struct, frozen=True):
    """A public key that a hand-off can be sealed for."""

    text: str
    """As age takes it, without the comment."""
    comment: str = ""

    @property
    def fingerprint(self) -> str:
        """Short enough to compare by phone: both ends of an age key, or what `ssh-keygen -l` shows."""
        if not self.text.startswith("ssh-"):
            return f"{self.text[: _SHOWN[0]]}…{self.text[-_SHOWN[1] :]}"
        digest = hashlib.sha256(base64.b64decode(self.text.split()[1])).digest()
        return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")

    def key(self) -> Any:
        """The key as pyrage takes it; KeyRefused where it is damaged."""
        age = pyrage()
        kind = age.ssh.Recipient if self.text.startswith("ssh-") else age.x25519.Recipient
        try:
            return kind.from_str(self.text)
        except age.RecipientError:
            raise KeyRefused(_broken(self.text)) from None


class Identity(Struct, frozen=True):
    """A secret key that opens sealed files, found whole; the child that opens them takes it as text."""

    text: Secret
    """A line `AGE-SECRET-KEY-1…`, or an OpenSSH key file."""


def recipients_of(argument: str) -> tuple[Recipient, ...]:
    """The recipients that an argument names: public keys themselves, or a file of them."""
    return read_recipients(keys_text(argument))


def keys_text(argument: str) -> str:
    """The public keys that an argument is, or that stand in the file that it names, one a line."""
    bare = _unquoted(argument)
    if _KEY.match(bare) or re.search(_WITH_OPTIONS, bare):
        return _BETWEEN.sub("\n", bare)
    return _text(read_regular(typed_path(argument), LIMIT, follow=True))


def read_recipients(text: str) -> tuple[Recipient, ...]:
    """The public keys of a text, one a line, each only once; `#` begins a comment, all else is KeyRefused.

    Of a list of keys, such as an authorized_keys file, those of kinds that can't be sealed for are passed
    over, where others can be used; `passed_over` names them.
    """
    lines = _numbered(text)
    usable = [(number, line) for number, line in lines if not _passed(line)]
    found = [_of_line(number, line, alone=len(lines) == 1) for number, line in usable or lines]
    if not found:
        raise KeyRefused(
            _("There is no public key here: one begins with “age1”, “ssh-ed25519” or “ssh-rsa”.")
        )
    return tuple({recipient.text: recipient for recipient in found}.values())


def passed_over(text: str) -> tuple[tuple[int, str], ...]:
    """The keys of a text that can't be sealed for, each by its line and its kind."""
    return tuple((number, kind) for number, line in _numbered(text) if (kind := _passed(line)))


def passed_over_in_words(passed: Sequence[tuple[int, str]]) -> str:
    """What is said of keys that were passed over; "" where none was."""
    if not passed:
        return ""
    one = _("line {line} ({kind})")
    named = ", ".join(
        one.format(line=number, kind=shortened(visible(kind), 30)) for number, kind in passed[:8]
    )
    more = " …" if len(passed) > 8 else ""
    return _("Passed over, because age can't seal for keys of this kind: {keys}").format(keys=named + more)


def _numbered(text: str) -> list[tuple[int, str]]:
    """The lines of a text that are neither empty nor comments, by their numbers."""
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    return [(number, line) for number, line in lines if line and not line.startswith("#")]


def _of_line(number: int, line: str, *, alone: bool) -> Recipient:
    try:
        return read_recipient(line)
    except KeyRefused as refusal:
        if alone:
            raise
        raise KeyRefused(_("Line {line}: {fault}").format(line=number, fault=refusal)) from None


def _passed(line: str) -> str:
    bare = _bare(line)
    found = _UNUSABLE.search(bare) or _PLUGIN.match(bare)
    return found[1] if found else ""


def _bare(line: str) -> str:
    """A key without what people and files put around it: a label, quotes, options of authorized_keys."""
    bare = _unquoted(line)
    found = re.search(_WITH_OPTIONS, bare)
    return bare[found.start(1) :] if found else bare


def _unquoted(text: str) -> str:
    """A text without quotes and a label such as “Public key:” around it."""
    return re.sub(_LABEL, "", text.strip().strip(_QUOTES)).strip().strip(_QUOTES)


def read_recipient(text: str) -> Recipient:
    """One public key; KeyRefused says what is wrong with any other text."""
    words = _bare(text).split()
    first = words[0] if words else ""
    if first in _SSH and len(words) > 1:
        recipient = Recipient(f"{first} {words[1]}", " ".join(words[2:]))
        try:
            base64.b64decode(words[1], validate=True)
        except ValueError:
            raise KeyRefused(_broken(text)) from None
    elif (reason := _unfit(first)) or len(words) != 1:
        raise KeyRefused(reason or _broken(text))
    else:
        recipient = Recipient(first.lower())
    recipient.key()
    return recipient


def identities_from(path: Path) -> tuple[Identity, ...]:
    """The secret keys of a file that the user names."""
    return read_identities(read_regular(typed_path(str(path)), LIMIT, follow=True))


def read_identities(data: bytes | Secret) -> tuple[Identity, ...]:
    """The secret keys of an age key file or an OpenSSH key, which `pyrage` takes."""
    raw = data.reveal().encode() if isinstance(data, Secret) else as_utf8(data)
    if is_age(raw):
        raise KeyRefused(_("This key file is itself encrypted: decrypt it with “age -d” first."))
    if raw.lstrip().startswith(b"-----BEGIN "):
        return (_ssh_identity(raw.lstrip()),)
    lines = [line.strip() for line in _text(raw).splitlines()]
    own = [line.upper() for line in lines if line.upper().startswith(_OWN)]
    if not own:
        raise KeyRefused(_no_identity(lines))
    if len(own) > IDENTITIES_AT_MOST:
        text = _("This file contains too many secret keys: at most {count} of one file are tried.")
        raise KeyRefused(text.format(count=IDENTITIES_AT_MOST))
    for line in own:
        _own_key(line)
    return tuple(Identity(Secret(line)) for line in own)


def new_identity() -> tuple[Secret, Recipient]:
    """A fresh age key: the secret line of a key file, and the public key to give away."""
    fresh = pyrage().x25519.Identity.generate()
    return Secret(str(fresh)), Recipient(str(fresh.to_public()))


def public_half(identity: Identity) -> Recipient:
    """The public key of an age key; KeyRefused where it is damaged, or another kind of key."""
    age = pyrage()
    try:
        return Recipient(str(age.x25519.Identity.from_str(identity.text.reveal()).to_public()))
    except age.IdentityError:
        raise KeyRefused(_broken(_OWN)) from None


def pyrage() -> Any:
    """The library, at its first use; KeyRefused where this computer has none."""
    try:
        return importlib.import_module("pyrage")
    except ImportError:
        raise KeyRefused(
            _("Files can't be sealed on this computer, because the library “pyrage” is not available for it.")
        ) from None


def _text(raw: bytes) -> str:
    try:
        return as_utf8(raw).decode("utf-8")
    except UnicodeDecodeError:
        raise KeyRefused(_("This is not a file of keys.")) from None


def _unfit(word: str) -> str:
    """Why a text is no public key that we take; "" where it may be one."""
    low = word.lower()
    if low.startswith("-----begin"):
        return _(
            "This is a secret key, which stays with its owner; its public half is in the file with “.pub”."
        )
    if low.startswith("age-secret-key-"):
        return _("This is a secret key, which stays with its owner; the public one begins with “age1”.")
    if low.startswith("age1pq1"):
        return _(
            "Post-quantum keys (“age1pq1…”) need age 1.3, which this program does not know yet: "
            "ask for a key that begins with “age1” and has 62 characters."
        )
    if re.match(r"age1[a-z0-9]*1", low) and len(low) != 62:
        return _("This key needs an age plug-in, which this program does not use: ask for a plain age key.")
    if low.startswith(("ecdsa-", "sk-")):
        return _("age can't seal for SSH keys of this kind: ask for an “ssh-ed25519” or an age key.")
    return "" if low.startswith("age1") else _broken(word)


def _broken(text: str) -> str:
    """What is said of a text that is no whole key; only one that begins as a key is repeated."""
    if not _KEY.match(text):
        return _(
            "This is not a whole public key: one begins with “age1”, “ssh-ed25519” or “ssh-rsa”, on one line."
        )
    sentence = _(
        "“{key}” is not a whole public key: one begins with “age1”, “ssh-ed25519” or “ssh-rsa”, on one line."
    )
    return sentence.format(key=shortened(visible(text[:41]), 40))


def _own_key(line: str) -> Any:
    """An age key as pyrage takes it; never `str()` one."""
    age = pyrage()
    try:
        return age.x25519.Identity.from_str(line)
    except age.IdentityError:
        raise KeyRefused(_("The secret key is damaged: a character is missing or wrong.")) from None


def _ssh_identity(raw: bytes) -> Identity:
    age = pyrage()
    text = Secret(_text(raw))
    try:
        age.ssh.Identity.from_buffer(raw)
    except age.IdentityError as error:
        said = str(error)
    else:
        return Identity(text)
    if "must be decrypted" in said or "Encrypted" in said:
        raise KeyRefused(
            _("This SSH key has a passphrase: open the file with “age -d -i KEY FILE”, or use an age key.")
        )
    raise KeyRefused(_("This SSH key can't be used: age takes Ed25519 and RSA keys in OpenSSH's format."))


def _no_identity(lines: list[str]) -> str:
    upper = [line.upper() for line in lines]
    if any(line.startswith("AGE-SECRET-KEY-PQ-") for line in upper):
        return _("This post-quantum key needs age 1.3: open the file with “age -d”.")
    if any(line.startswith("AGE-PLUGIN-") for line in upper):
        return _("This key needs an age plug-in: open the file with “age -d”.")
    if any(line.startswith(("age1", *_SSH)) for line in lines):
        return _("This is a public key; to open a file, the secret key is needed that belongs to it.")
    return _("There is no secret key in this file: an age key begins with “AGE-SECRET-KEY-1”.")
