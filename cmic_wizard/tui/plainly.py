"""Texts for a terminal that shows ASCII alone: each character by one as wide, so that nothing shifts."""

from __future__ import annotations

import codecs
import unicodedata
from typing import Final

from rich.cells import cell_len

ERRORS: Final = "cmic-wizard-plainly"
"""The name by which `str.encode` takes it."""
_LIKE: Final = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‘’‚‹›", "'"),
        **dict.fromkeys("–—−‐‑─━", "-"),
        **dict.fromkeys("│┃▌▐█", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
        **dict.fromkeys("·•●", "*"),
        **dict.fromkeys("→⇄❯", ">"),
        "←": "<",
        "…": ".",
        "×": "x",
        "¿": "?",
        "¡": "!",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "ß": "s",
        "€": "E",
    }
)


def plainly(text: str) -> str:
    """The text in ASCII: letters without their accents, what nothing resembles as question marks."""
    return "".join(map(_alike, text))


def _alike(character: str) -> str:
    if character.isascii():
        return character
    cells = cell_len(character)
    like = unicodedata.normalize("NFKD", character.translate(_LIKE))
    kept = "".join(part for part in like if part.isascii() and part.isprintable())
    return kept[:cells].ljust(cells, "?") if kept else "?" * cells


def _encoded(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plainly(error.object[error.start : error.end]), error.end


codecs.register_error(ERRORS, _encoded)
