"""Text of people, files and servers, made fit to show: control characters become visible."""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PLAIN = re.compile(r"[\x20-\x7e\xa1-\xac\xae-\u024f]*\Z")
_MARKS_AT_MOST = 4
_SPACES = dict.fromkeys(map(ord, "\t\n\r"), " ")


_LETTERS = "\u0600-\u08ff\u0900-\u0dff\u0e80-\u109f\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufefc"
_JOINED = re.compile(f"(?<=[{_LETTERS}])[\u200c\u200d](?=[{_LETTERS}])")
"""A joiner between two letters of a script that spells with it, such as Persian or Hindi."""


def without_joiners(text: str) -> str:
    """The text without the joiners that belong to its spelling; all others stay."""
    return _JOINED.sub("", text)


def hidden(character: str) -> bool:
    """Whether a character has no shape of its own: controls, formats, surrogates, private use, unassigned."""
    return unicodedata.category(character) in _HIDDEN


def visible(text: str) -> str:
    """The text with every hidden character written as `<U+001B>`, and floods of combining marks cut.

    Line feeds and tabs count as hidden too: a caller that wants lines splits first.
    """
    if _PLAIN.match(text):
        return text
    spelled = {found.start() for found in _JOINED.finditer(text)}
    out: list[str] = []
    marks = 0
    for index, character in enumerate(text):
        if index in spelled:
            out.append(character)
            continue
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            marks += 1
            if marks > _MARKS_AT_MOST:
                continue
        else:
            marks = 0
        out.append(f"<U+{ord(character):04X}>" if category in _HIDDEN else character)
    return "".join(out)


def written_out(text: str) -> str:
    """The text with every hidden character written as `<U+001B>`, and nothing else changed.

    Line feeds stay, and the joiners that belong to a spelling.
    """
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n")
    stays = {found.start() for found in _JOINED.finditer(lines)}
    return "".join(
        f"<U+{ord(c):04X}>" if c != "\n" and hidden(c) and index not in stays else c
        for index, c in enumerate(lines)
    )


def visible_lines(text: str) -> str:
    """As `visible`, but line feeds stay."""
    return "\n".join(visible(line) for line in text.replace("\r\n", "\n").split("\n"))


def one_line(text: str) -> str:
    """As `visible`, but line breaks and tabs are spaces: for words of people within a sentence or a list."""
    return visible(text.replace("\r\n", " ").translate(_SPACES))


def shortened(text: str, width: int) -> str:
    """The text in at most `width` characters, its end replaced by an ellipsis where it is longer."""
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"


_PLAIN_SIGNS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "…": "...",
        "·": "-",
        "–": "-",
        "—": "-",
        "•": "*",
        "«": '"',
        "»": '"',
    }
)


def as_ascii(line: str) -> str:
    """The line for where only ASCII can be shown: accents dropped, the rest escaped."""
    apart = unicodedata.normalize("NFKD", line.translate(_PLAIN_SIGNS))
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return bare.encode("ascii", "backslashreplace").decode("ascii")
