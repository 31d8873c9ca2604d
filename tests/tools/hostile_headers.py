"""Headers of age files that are damaged, or would keep a library busy, and what is said of each."""

from __future__ import annotations

import base64
from typing import Final

from cmic_wizard.handoff import sealed

MAGIC: Final = b"age-encryption.org/v1\n"
END: Final = b"--- " + b"A" * 43 + b"\n" + b"x" * 100
LINE: Final = b"A" * 64 + b"\n"
KEY: Final = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
MANY: Final = "made for too many keys"
DAMAGED: Final = "is damaged"

HOSTILE: Final[dict[str, tuple[bytes, str]]] = {
    "9000 empty stanzas": (MAGIC + b"-> a\n\n" * 9000 + END, MANY),
    "as many as fit": (MAGIC + b"-> a\n\n" * (sealed.LIMIT // 7) + END, MANY),
    "one too many": (MAGIC + KEY * 65 + END, MANY),
    "one stanza of many lines": (MAGIC + b"-> a\n" + LINE * (sealed.LIMIT // 66) + b"\n" + END, MANY),
    "a line of arguments": (MAGIC + b"-> " + b"a " * (sealed.LIMIT // 2 - 200) + b"a\n\n" + END, MANY),
    "a line without an end": (MAGIC + b"-> " + b"a" * (sealed.LIMIT - 100), MANY),
    "no line at all": (MAGIC + b"\n" * (sealed.LIMIT - 100), MANY),
    "a short header without an end": (MAGIC + b"-> a\n\n" * 60, DAMAGED),
    "no stanza": (MAGIC + END, DAMAGED),
    "an end that is none": (MAGIC + KEY + b"--- \n" + b"x" * 400_000, DAMAGED),
    "an end cut short": (MAGIC + KEY + b"--- " + b"A" * 42 + b"\n" + LINE * (sealed.LIMIT // 66), DAMAGED),
    "a line of another alphabet": (MAGIC + b"-> X25519 A\n\xff\n" + END, DAMAGED),
    "a line too long": (MAGIC + b"-> X25519 A\n" + b"A" * 65 + b"\n" + END, DAMAGED),
    "words twice": (MAGIC + (b"-> scrypt " + b"A" * 22 + b" 20\n" + b"A" * 43 + b"\n") * 2 + END, DAMAGED),
    "words and a key": (MAGIC + KEY + b"-> scrypt " + b"A" * 22 + b" 20\n\n" + END, DAMAGED),
    "another version": (b"age-encryption.org/v2\n" + KEY + END, "not a sealed"),
}


def armored(data: bytes) -> bytes:
    """The data in the text form of age."""
    coded = base64.encodebytes(data)
    return b"-----BEGIN AGE ENCRYPTED FILE-----\n" + coded + b"-----END AGE ENCRYPTED FILE-----\n"
