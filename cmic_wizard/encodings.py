"""Text files as editors and shells of Windows write them: with a byte order mark, or in UTF-16."""

from __future__ import annotations

from typing import Final

from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _

UTF8_MARK: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT: Final = 64
"""Bytes at the beginning by which UTF-16 without a mark is told: every other one is empty."""


def is_utf16(data: bytes) -> bool:
    """Whether a text is written in UTF-16, with or without its mark."""
    if data.startswith(_UTF16_MARKS):
        return True
    head = data[:_LOOKED_AT]
    return len(head) >= 4 and len(head) % 2 == 0 and (not any(head[1::2]) or not any(head[::2])) and any(head)


def as_utf8(data: bytes) -> bytes:
    """A text in UTF-8 without a mark; what is neither UTF-16 nor marked stays as it is."""
    if data.startswith(UTF8_MARK):
        return data[len(UTF8_MARK) :]
    if not is_utf16(data):
        return data
    small_first = not any(data[1:_LOOKED_AT:2])
    order = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-16-le" if small_first else "utf-16-be"
    try:
        return data.decode(order).encode("utf-8")
    except UnicodeError:
        return data


def demand_utf8(data: bytes) -> bytes:
    """The same without a mark; FileRefused, with the remedy, for UTF-16 where a standard asks for UTF-8."""
    if is_utf16(data):
        raise FileRefused(
            _("The file is saved as UTF-16 (“Unicode”): save it again with the encoding UTF-8.")
        )
    return data.removeprefix(UTF8_MARK)
