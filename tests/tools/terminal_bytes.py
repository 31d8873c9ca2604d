"""What a program wrote to its terminal, taken apart: sequences on one side, text on the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from cmic_wizard.text import hidden

_SEQUENCE: Final = re.compile(
    rb"\x1b\[(?P<rest>[0-?]*[ -/]*)(?P<final>[@-~])"
    rb"|\x1b(?P<string>[\]PX^_].*?(?:\x07|\x1b\\))"
    rb"|\x1b(?P<other>[ -/]*[0-~])",
    re.DOTALL,
)
_COUNTED: Final = {b"m", b"H"}
"""Sequences that come with ever other numbers: colours, and the place of the cursor."""


def sequences(raw: bytes) -> set[bytes]:
    """Every escape sequence in what was written, colours and places without their numbers."""
    found = set()
    for match in _SEQUENCE.finditer(raw):
        final = match["final"]
        digits = final in _COUNTED and re.fullmatch(rb"[0-9;]*", match["rest"])
        found.add(b"\x1b[\xe2\x80\xa6" + final if digits else match[0])
    return found


def strange_text(raw: bytes) -> list[str]:
    """What of the text between the sequences a terminal would obey, or what would turn text about."""
    text = _SEQUENCE.sub(b"", raw).decode("utf-8", "replace")
    return [f"U+{ord(c):04X}" for c in text if c not in "\r\n\ufffd" and hidden(c)]


def came_through(raw: bytes, texts: Iterable[str]) -> list[str]:
    """Those of the texts that hold hidden characters and stand in what was written as they are."""
    return [
        text
        for text in texts
        if any(hidden(c) for c in text if c != "\n") and text.encode("utf-8", "surrogatepass") in raw
    ]
