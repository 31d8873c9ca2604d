"""Readings of a text that may be escaped or encoded; each takes time in proportion to the text."""

from __future__ import annotations

import html
import re
import unicodedata
from binascii import a2b_base64
from collections.abc import Iterator

from cmic_wizard.text import hidden

_ZEROS = re.compile(r"(&#[xX]?)0+(?=[0-9a-fA-F])")
_TOO_LONG = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_PERCENT = re.compile(r"%(?:u([0-9a-fA-F]{4})|([0-9a-fA-F]{2}))")
_MAIL = re.compile(r"=(?:\r?\n|([0-9a-fA-F]{2}))")
_BACKSLASH = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-3][0-7]{2})"
    r"|([^\w\s]|[bfnrt]))"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})
_SIGNS = re.compile(r"[\W_]+")
_HEX_JOINTS = re.compile(r"[\s:-]+")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,3}(?![0-9])")
_HEX_PAIR = re.compile(r"(?<![0-9a-fA-F])(?:0[xX])?([0-9a-fA-F]{2})(?![0-9a-fA-F])")
_HEX_WORD = re.compile(r"\b(?:0[xX])?([0-9a-fA-F]{2})\b")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_OCTAL = re.compile(r"\\([0-3][0-7]{2}|[0-7]{2})")
_OCTAL_NUMBER = re.compile(r"(?<![0-9])[0-7]{2,3}(?![0-9])")
_SPACE = re.compile(r"[\s\x00]+")
_WRITTEN_OUT = re.compile(r"<U\+[0-9A-F]{4,6}>")
_BYTES = re.compile("[\x80-\xff]{2,}")
_LATIN_BYTES = frozenset(map(chr, range(0x80, 0x100)))
"""What stands for bytes of another charset, hidden or not."""
_HEX = re.compile(r"[0-9a-fA-F]{10,}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{6,}")
_URL_TO_STANDARD = str.maketrans("-_", "+/")
_BETWEEN = b"|"


def unescaped(text: str) -> str:
    """The text with HTML's character references read, as `html.unescape`, whatever numbers stand in them."""
    if "&" not in text:
        return text
    return html.unescape(_TOO_LONG.sub("\ufffd", _ZEROS.sub(r"\1", text)))


class _Bones(dict[int, str]):
    """What each character comes down to, found out when it is first met; "" for what an echo may drop or add.

    Character by character, because normalising a whole text takes quadratic time over many marks.
    """

    _AT_MOST = 20_000
    _LONGEST = 4

    def __init__(self, gap: str) -> None:
        super().__init__()
        self._gap = gap

    def __missing__(self, number: int) -> str:
        if len(self) > self._AT_MOST:
            self.clear()
        if chr(number).isspace():
            self[number] = self._gap
            return self._gap
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(number)).casefold())
        kept = apart if len(apart) <= self._LONGEST else chr(number)
        bone = self[number] = "".join(c for c in kept if unicodedata.category(c) not in _DROPPED)
        return bone


_close, _spaced = _Bones(""), _Bones(" ")


def skeleton(text: str, *, spaced: bool = False) -> str:
    """What is left of a text without regard to case, accents, width, white space and hidden characters.

    White space stays as spaces where `spaced` says so.
    """
    return text.translate(_spaced if spaced else _close)


def letters(text: str) -> str:
    """Only the letters and digits of a text."""
    return _SIGNS.sub("", text)


def readings(text: str) -> tuple[str, ...]:
    """The text as it stands, and as it reads when escapes of the web, of JSON and of mail are taken out.

    An escaped byte becomes the character of its number, whatever the charset. Each differs from the others.
    """
    if not any(sign in text for sign in "&%\\="):
        return (text,)
    page, address, mail = unescaped(text), percent_decoded(text), quoted_printable(text)
    once = _without_backslashes(percent_decoded(page))
    twice = read_once(once)
    again = percent_decoded(percent_decoded(page))
    several = [once, twice, read_once(twice), again, quoted_printable(once)]
    if mail != text:
        several.append(read_once(mail))
    if "\\u" in text:
        letters_alone = _UNICODE.sub(lambda m: chr(int(m[1], 16)), text)
        several += (letters_alone, unescaped(letters_alone))
    return tuple(dict.fromkeys((text, page, address, _without_backslashes(text), mail, *several)))


def read_once(text: str) -> str:
    """The text with the escapes of HTML, of addresses and of JSON taken out, in that order."""
    return _without_backslashes(percent_decoded(unescaped(text)))


class _Unseen(dict[int, int | None]):
    """None for each character that is not shown as itself, itself for each other and for white space.

    What may be a byte of another charset stays where `bytes_stay` says so, hidden or not.
    """

    _AT_MOST = 20_000

    def __init__(self, *, bytes_stay: bool) -> None:
        super().__init__()
        self._stays = _LATIN_BYTES if bytes_stay else frozenset[str]()

    def __missing__(self, number: int) -> int | None:
        if len(self) > self._AT_MOST:
            self.clear()
        character = chr(number)
        seen = character.isspace() or not hidden(character) or character in self._stays
        found = self[number] = number if seen else None
        return found


_unseen, _unseen_nor_bytes = _Unseen(bytes_stay=True), _Unseen(bytes_stay=False)


def without_unseen(text: str) -> tuple[str, ...]:
    """The text without what shows nothing, such as every other byte of UTF-16.

    First with what may be bytes of another charset, then without; each also without the marks `<U+001B>`.
    """
    unmarked = _WRITTEN_OUT.sub("", text) if "<U+" in text else text
    tables = (_unseen, _unseen_nor_bytes)
    ways = (
        way if way.isprintable() else way.translate(table) for table in tables for way in (unmarked, text)
    )
    return tuple(dict.fromkeys(ways))


def bytes_as_utf8(text: str) -> str:
    """The text with characters that stand for one byte each read as UTF-8, as the bytes of an address are."""
    return _BYTES.sub(lambda m: m[0].encode("latin-1").decode("utf-8", "replace"), text)


def hidden_bytes(text: str) -> Iterator[bytes]:
    """What runs of hexadecimal and of base64 in the text stand for, wherever their groups begin."""
    hexed = _HEX.findall(_HEX_JOINTS.sub("", text))
    for first in range(2):
        yield _BETWEEN.join(bytes.fromhex(run[first : first + (len(run) - first) // 2 * 2]) for run in hexed)
    coded = _BASE64.findall(_SPACE.sub("", text).translate(_URL_TO_STANDARD))
    for first in range(4):
        yield _BETWEEN.join(_from_base64(run[first:]) for run in coded)


def numbered_bytes(text: str) -> Iterator[bytes]:
    """What the numbers of a text stand for that can be bytes, decimal, hexadecimal or octal."""
    yield bytes(number for found in _NUMBER.findall(text) if (number := int(found)) < 256)
    yield bytes.fromhex("".join(_HEX_PAIR.findall(text)))
    yield bytes.fromhex("".join(_HEX_WORD.findall(text)))
    for octal in (_OCTAL, _OCTAL_NUMBER):
        yield bytes(int(found, 8) & 0xFF for found in octal.findall(text))


def without_space(text: str) -> str:
    """The text without any white space, which may have come between the signs of an escape."""
    return _SPACE.sub("", text)


def tight_readings(tight: str) -> tuple[str, ...]:
    """How a text reads whose white space is gone, escape upon escape; nothing where no escape is in it."""
    found, begun = [], {tight, quoted_printable(tight)}
    for reading in begun:
        for _depth in range(3):
            if (again := read_once(reading)) == reading:
                break
            found.append(reading := again)
    return tuple(found)


def percent_decoded(text: str) -> str:
    """The text with `%2F` and `%u00F1` read, one character for each."""
    return _PERCENT.sub(lambda m: chr(int(m[1] or m[2], 16)), text) if "%" in text else text


def _without_backslashes(text: str) -> str:
    if "\\" not in text:
        return text
    text = _BACKSLASH.sub(_escape, text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _escape(found: re.Match[str]) -> str:
    braced, short, long, byte, octal, sign = found.groups()
    if sign is not None:
        return " " if sign.isalpha() else sign
    number = int(octal, 8) if octal else int(braced or short or long or byte, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def quoted_printable(text: str) -> str:
    """The text with `=3D` read, one character for each, and with lines joined that end in “=”."""
    return _MAIL.sub(lambda m: chr(int(m[1], 16)) if m[1] else "", text) if "=" in text else text


def _from_base64(run: str) -> bytes:
    whole = run[: len(run) - 1] if len(run) % 4 == 1 else run
    return a2b_base64(whole + "=" * (-len(whole) % 4))
