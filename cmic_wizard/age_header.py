"""What an age file says about itself before anybody opens it (format: age-encryption.org/v1).

A library that opens a file takes time that grows with the square of its header, so nothing is handed to one
before `read` has found the header small.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.struct import Struct

STANZAS_AT_MOST: Final = 64
"""One stanza stands for each recipient; age writes a handful, and one that means nothing now and then."""
HEADER_AT_MOST: Final = 8 * 1024
"""Bytes of a header: 64 stanzas for age keys take 7 kB, 10 for RSA keys of 4096 bits as much."""

_MAGIC: Final = b"age-encryption.org/v1\n"
_BEGIN: Final = b"-----BEGIN AGE ENCRYPTED FILE-----"
_END: Final = b"-----END AGE ENCRYPTED FILE-----"
_ARMOR: Final = re.compile(rb"(?m)^[> \t]*" + _BEGIN)
_BEFORE_AT_MOST: Final = 64 * 1024
"""Bytes of an e-mail's text before the armor begins."""
_STANZA: Final = b"-> "
_MAC: Final = re.compile(rb"--- [A-Za-z0-9+/]{43}\n")
_MAC_AT_MOST: Final = 64
"""Bytes of the line that ends a header."""
_LINE: Final = re.compile(rb"-> [!-~]+(?: [!-~]+)*|[A-Za-z0-9+/]{0,64}")
_SCRYPT: Final = re.compile(rb"-> scrypt [^ ]+ ([1-9][0-9]{0,3})\Z")


class Sealed(Struct, frozen=True):
    """An age file in its binary form, with the first line of each stanza of its header."""

    binary: bytes
    stanzas: tuple[bytes, ...]

    @property
    def needs_passphrase(self) -> bool:
        """Whether it was sealed with a passphrase rather than for keys."""
        return self.stanzas[0].startswith(b"-> scrypt ")

    @property
    def work_factor(self) -> int:
        """The binary logarithm of scrypt's work; FileRefused where the header names none."""
        found = _SCRYPT.match(self.stanzas[0])
        if found is None:
            raise _damaged()
        return int(found[1])


def is_age(data: bytes) -> bool:
    """Whether the data looks like an age file, binary or armored."""
    return data.startswith(_MAGIC) or _ARMOR.search(data[:_BEFORE_AT_MOST]) is not None


def read(data: bytes) -> Sealed:
    """Take a file's armor off and look at its header; FileRefused where it is damaged or too large."""
    binary = data if data.startswith(_MAGIC) else _unarmored(data)
    return Sealed(binary, _stanzas(binary))


def demand_header(data: bytes) -> None:
    """FileRefused where the header is damaged or too large; of what was armored, no more is decoded."""
    _stanzas(data if data.startswith(_MAGIC) else _unarmored(data, HEADER_AT_MOST + _MAC_AT_MOST))


def _stanzas(binary: bytes) -> tuple[bytes, ...]:
    """The first lines of the stanzas of a header, which is looked at whole."""
    if not binary.startswith(_MAGIC):
        raise _damaged()
    end = binary.find(b"\n--- ", len(_MAGIC) - 1, HEADER_AT_MOST)
    if end < 0:
        raise _too_large() if len(binary) > HEADER_AT_MOST else _damaged()
    lines = binary[len(_MAGIC) : end].split(b"\n")
    stanzas = tuple(line for line in lines if line.startswith(_STANZA))
    if len(stanzas) > STANZAS_AT_MOST:
        raise _too_large()
    if not stanzas or not all(map(_LINE.fullmatch, lines)) or not _MAC.match(binary, end + 1):
        raise _damaged()
    if len(stanzas) > 1 and any(line.startswith(b"-> scrypt ") for line in stanzas):
        raise _damaged()
    return stanzas


def _unarmored(data: bytes, most: int | None = None) -> bytes:
    """The binary form of an armored file, also as mail leaves it: quoted, wrapped anew, a signature below.

    Of its beginning alone where `most` bytes are wanted.
    """
    begin = _ARMOR.search(data[:_BEFORE_AT_MOST])
    end = data.find(_END, begin.end()) if begin else -1
    if begin is None or end < 0 or _BEGIN in data[end:]:
        raise _damaged()
    lines = (line.lstrip(b"> \t") for line in data[begin.end() : end].splitlines())
    letters = b"".join(b"".join(lines).split())
    try:
        return base64.b64decode(letters if most is None else letters[: (most + 2) // 3 * 4], validate=True)
    except binascii.Error:
        raise _damaged() from None


def _damaged() -> FileRefused:
    return FileRefused(_("The sealed file is damaged."))


def _too_large() -> FileRefused:
    text = _(
        "The sealed file was made for too many keys (at most {count} are looked at): "
        "ask the sender to seal it for yours alone."
    )
    return FileRefused(text.format(count=STANZAS_AT_MOST))
