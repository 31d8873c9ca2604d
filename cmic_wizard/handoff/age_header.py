"""What an age file says about itself before anybody opens it (format: age-encryption.org/v1)."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

_MAGIC: Final = b"age-encryption.org/v1\n"
_BEGIN: Final = b"-----BEGIN AGE ENCRYPTED FILE-----"
_END: Final = b"-----END AGE ENCRYPTED FILE-----"
_SCRYPT: Final = re.compile(rb"-> scrypt [^ ]+ ([1-9][0-9]{0,3})\Z")


def is_age(data: bytes) -> bool:
    """Whether the data looks like an age file, binary or armored."""
    return data.startswith(_MAGIC) or data.lstrip().startswith(_BEGIN)


def needs_passphrase(data: bytes) -> bool:
    """Whether an age file was sealed with a passphrase rather than for keys."""
    return any(line.startswith(b"-> scrypt ") for line in _stanzas(data))


def work_factor(data: bytes) -> int | None:
    """The binary logarithm of scrypt's work in a file sealed with a passphrase; None where it names none."""
    for line in _stanzas(data):
        if found := _SCRYPT.match(line):
            return int(found[1])
    return None


def _stanzas(data: bytes) -> list[bytes]:
    """The first line of each stanza of the header."""
    header, mark, _rest = _binary(data).partition(b"\n--- ")
    return [line for line in header.split(b"\n") if line.startswith(b"-> ")] if mark else []


def _binary(data: bytes) -> bytes:
    if data.startswith(_MAGIC):
        return data
    body = data.partition(_BEGIN)[2].partition(_END)[0]
    try:
        return base64.b64decode(b"".join(body.split()))
    except binascii.Error:
        return b""
