"""The shapes on screen, in Unicode or in ASCII."""

from __future__ import annotations

import locale
import os
import sys

from cmic_wizard.profile.assessment import ASCII_SHAPES, SHAPES, State
from cmic_wizard.struct import Struct


class Glyphs(Struct, frozen=True):
    """One set of shapes."""

    shapes: dict[State, str]
    link: str
    crumb: str
    rule: str
    bar_full: str
    bar_empty: str
    radio_on: str
    radio_off: str
    box_on: str
    box_off: str
    cursor: str
    arrow: str
    dot: str
    ellipsis: str
    note: str
    warning: str
    box_declined: str


UNICODE = Glyphs(
    SHAPES, "⇄", "›", "─", "━", "─", "(•)", "( )", "[✓]", "[ ]", "❯", "→", "·", "…", "✎", "△", "[–]"
)
ASCII = Glyphs(
    ASCII_SHAPES, "<>", ">", "-", "=", "-", "(*)", "( )", "[x]", "[ ]", ">", "->", "-", "...", "#", "!", "[-]"
)
SIMPLE_TERMINALS = frozenset({"dumb", "linux", "vt100", "vt102", "vt220", "ansi"})
"""Terminals with few characters, no clipboard and no links."""


def ascii_wanted() -> bool:
    """Whether shapes must be ASCII: asked for, or a terminal or locale without Unicode."""
    asked = os.environ.get("CMIC_WIZARD_ASCII")
    if asked is not None:
        return asked not in ("", "0", "no")
    if os.name == "nt":
        return False
    if os.environ.get("TERM", "") in SIMPLE_TERMINALS:
        return True
    return plain_locale() or "utf" not in locale.getencoding().lower()


def plain_locale() -> bool:
    """Whether the locale that is asked for is C or POSIX, of which Python makes one with UTF-8 by itself."""
    names = [os.environ.get("LC_ALL"), os.environ.get("LC_CTYPE"), os.environ.get("LANG")]
    if sys.flags.utf8_mode and names[1] in ("C.UTF-8", "C.utf8", "UTF-8"):
        names[1] = None
    return next(filter(None, names), "") in ("C", "POSIX")


def plain(text: str) -> str:
    """The text with a minus sign that every terminal can show, as before the hours from UTC."""
    return text.replace("\N{MINUS SIGN}", "-") if glyphs is ASCII else text


glyphs = ASCII if ascii_wanted() else UNICODE
BORDERS = (
    dict.fromkeys(("frame", "stripe", "divide", "outline-kind"), "ascii")
    if glyphs is ASCII
    else {
        "frame": "round",
        "stripe": "outer",
        "divide": "vkey",
        "outline-kind": "vkey",
    }
)
"""The kinds of border that the stylesheets name, as variables."""
