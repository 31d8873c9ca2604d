"""Readings of a text that may be escaped or encoded; each takes time in proportion to the text."""

from __future__ import annotations

import html
import re
import string
import unicodedata
from binascii import a2b_base64
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product, repeat

from cmic_wizard.text import hidden

_ZEROS = re.compile(r"(&#[xX]?)0+(?=[0-9a-fA-F])")
_TOO_LONG = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_REFERENCE = re.compile(r"(&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?))")
"""All that `html.unescape` looks at."""
_PERCENT = re.compile(r"(%(?:u[0-9a-fA-F]{4}|[0-9a-fA-F]{2}))")
_MAIL = re.compile(r"(=(?:\r?\n|[0-9a-fA-F]{2}))")
_BACKSLASH = re.compile(
    r"(\\(?:u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[0-3][0-7]{2}"
    r"|[^\w\s]|[bfnrt]))"
)
_UNICODE = re.compile(r"(\\u[0-9a-fA-F]{4})")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})
_SIGNS = re.compile(r"[\W_]+")
_WORDS_BEYOND_ASCII = re.compile(r"[^\W\x00-\x7f]+")
_OCTAL = re.compile(r"\\([0-3][0-7]{2}|[0-7]{2})")
_OF_ORACLE = re.compile(r"(?:\\|[uU]\+)([0-9a-fA-F]{4})")
"""A character as Oracle's UNISTR has it, and as Unicode's own tables do."""
_WRITTEN_OUT = re.compile(r"<U\+[0-9A-F]{4,6}>")
_BYTES = re.compile("[\x80-\xff]{2,}")
_LATIN_BYTES = frozenset(map(chr, range(0x80, 0x100)))
"""What stands for bytes of another charset, hidden or not."""
_HEX_AT_LEAST, _BASE64_AT_LEAST = 10, 6
_BETWEEN = b"|"
_EVERY_BYTE = [bytes((n,)) for n in range(256)]
_DECIMALS = {b"%0*d" % (wide, n): _EVERY_BYTE[n] for wide in (1, 2, 3) for n in range(min(256, 10**wide))}
_OCTALS = {b"%0*o" % (wide, n): _EVERY_BYTE[n & 0xFF] for wide in (2, 3) for n in range(8**wide)}
_HEX_DIGITS = string.hexdigits.encode()
_HEX_PAIRS = {bytes(pair): bytes((int(bytes(pair), 16),)) for pair in product(_HEX_DIGITS, repeat=2)}
_HEX_WORDS = {before + pair: n for before in (b"", b"0x", b"0X") for pair, n in _HEX_PAIRS.items()}


def _only(characters: str) -> bytes:
    """A table that leaves these as they are and makes spaces of all others."""
    return bytes(byte if chr(byte) in characters else 0x20 for byte in range(256))


_ONLY_DIGITS, _ONLY_HEX = _only(string.digits), _only(string.hexdigits)
_ASCII_SIGNS = bytes(byte for byte in range(128) if not chr(byte).isalnum())
_ONLY_WORDS = _only(f"{string.ascii_letters}{string.digits}_")
_ONLY_BASE64 = _only(f"{string.ascii_letters}{string.digits}+/-_").translate(bytes.maketrans(b"-_", b"+/"))


class _Meanings(dict[str, str]):
    """What each escape means, found out when it is first met."""

    _AT_MOST = 20_000

    def __init__(self, meaning: Callable[[str], str]) -> None:
        super().__init__()
        self._meaning = meaning

    def __missing__(self, escape: str) -> str:
        if len(self) > self._AT_MOST:
            self.clear()
        found = self[escape] = self._meaning(escape)
        return found


def _read(escapes: re.Pattern[str], meanings: _Meanings, text: str) -> str:
    """The text with each escape as what it means; the pattern is one group."""
    parts = escapes.split(text)
    parts[1::2] = map(meanings.__getitem__, parts[1::2])
    return "".join(parts)


def _after_percent(escape: str) -> str:
    return chr(int(escape[1:].lstrip("u"), 16))


def _in_mail(escape: str) -> str:
    return "" if escape.endswith("\n") else chr(int(escape[1:], 16))


def _after_backslash(escape: str) -> str:
    kind, rest = escape[1], escape[2:]
    if kind in "uUx":
        number = int(rest.strip("{}"), 16)
    elif kind.isdigit():
        number = int(escape[1:], 8)
    else:
        return " " if kind.isalpha() else kind
    return chr(number) if number <= 0x10FFFF else "\ufffd"


_percents, _mails, _backslashes = map(_Meanings, (_after_percent, _in_mail, _after_backslash))


def unescaped(text: str) -> str:
    """The text with HTML's character references read, as `html.unescape`, whatever numbers stand in them."""
    if "&" not in text:
        return text
    if "&#" in text:
        text = _TOO_LONG.sub("\ufffd", _ZEROS.sub(r"\1", text))
    return _read(_REFERENCE, _Meanings(html.unescape), text)


def percent_decoded(text: str) -> str:
    """The text with `%2F` and `%u00F1` read, one character for each."""
    return _read(_PERCENT, _percents, text) if "%" in text else text


def quoted_printable(text: str) -> str:
    """The text with `=3D` read, one character for each, and with lines joined that end in “=”."""
    return _read(_MAIL, _mails, text) if "=" in text else text


def without_backslashes(text: str) -> str:
    """The text with the escapes of JSON and of other languages read."""
    if "\\" not in text:
        return text
    text = _read(_BACKSLASH, _backslashes, text)
    if not text.isascii() and _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


class _Bones(dict[int, str | None]):
    """What each character comes down to, found out when it is first met; None for what may be missing.

    Character by character, because normalising a whole text takes quadratic time over many marks.
    """

    _AT_MOST = 20_000
    _LONGEST = 4
    _GAP = " "

    def __missing__(self, number: int) -> str | None:
        if len(self) > self._AT_MOST:
            self.clear()
        self[number] = bone = self._bone(chr(number)) or None
        return bone

    def _bone(self, character: str) -> str:
        if character.isspace():
            return self._GAP
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
        kept = apart if len(apart) <= self._LONGEST else character
        return "".join(c for c in kept if unicodedata.category(c) not in _DROPPED)


class _LatinBones:
    """The same for all of Latin-1 in one go, which Python does many times as fast byte by byte."""

    def __init__(self, bones: _Bones) -> None:
        found = [bones[number] for number in range(256)]
        self._dropped = bytes(number for number, bone in enumerate(found) if bone is None)
        beyond = dict.fromkeys(bone for bone in found if bone and (len(bone) > 1 or bone > "\xff"))
        self._beyond = tuple((chr(mark), bone) for mark, bone in enumerate(beyond, start=1))
        marks = {bone: ord(mark) for mark, bone in self._beyond}
        self._table = bytes(marks.get(bone) or ord(bone) if bone else 0 for bone in found)

    def of(self, text: bytes) -> str:
        """What a text comes down to; control characters, all of which go, hold the place of longer bones."""
        bare = text.translate(self._table, self._dropped).decode("latin-1")
        for mark, bone in self._beyond:
            bare = bare.replace(mark, bone)
        return bare


_bones = _Bones()
_latin_bones = _LatinBones(_bones)


def skeleton(text: str, *, spaced: bool = False) -> str:
    """What is left of a text without regard to case, accents, width, white space and hidden characters.

    White space stays as spaces where `spaced` says so.
    """
    try:
        bare = _latin_bones.of(text.encode("latin-1"))
    except UnicodeEncodeError:
        bare = text.translate(_bones)
    return bare if spaced else bare.replace(" ", "")


def letters(text: str) -> str:
    """Only the letters and digits of a text."""
    if text.isascii():
        return text.encode("ascii").translate(None, _ASCII_SIGNS).decode("ascii")
    return _SIGNS.sub("", text)


class Reader:
    """Reads a text in the ways that it may be escaped, and what comes of it but once in each way."""

    def __init__(self) -> None:
        self.unescaped = cache(unescaped)
        self.percent_decoded = cache(percent_decoded)
        self.quoted_printable = cache(quoted_printable)
        self.without_backslashes = cache(without_backslashes)

    def read_once(self, text: str) -> str:
        """The text with the escapes of HTML, of addresses and of JSON taken out, in that order."""
        return self.without_backslashes(self.percent_decoded(self.unescaped(text)))

    def readings(self, text: str) -> tuple[str, ...]:
        """The text as it stands, and as it reads when escapes of the web, of JSON and of mail are taken out.

        An escaped byte becomes the character of its number, whatever the charset. No two are alike.
        """
        if not any(sign in text for sign in "&%\\="):
            return (text,)
        page, mail = self.unescaped(text), self.quoted_printable(text)
        once = self.read_once(text)
        twice = self.read_once(once)
        again = self.percent_decoded(self.percent_decoded(page))
        several = [once, twice, self.read_once(twice), again, self.quoted_printable(once)]
        # Without HTML's, of which a digit of the text itself may seem to be a part: `&#5%2529`.
        bare = self.percent_decoded(self.percent_decoded(text))
        several += (bare, self.without_backslashes(bare))
        if mail != text:
            several.append(self.read_once(mail))
        if "\\u" in text:
            letters_alone = _read(_UNICODE, _backslashes, text)
            several += (letters_alone, self.unescaped(letters_alone))
        plainly = (text, page, self.percent_decoded(text), self.without_backslashes(text), mail)
        return tuple(dict.fromkeys((*plainly, *several)))

    def tight_readings(self, tight: str) -> tuple[str, ...]:
        """How a text without white space reads, escape upon escape; nothing where no escape is in it."""
        found, begun = [], dict.fromkeys((tight, self.quoted_printable(tight)))
        for reading in begun:
            for _depth in range(3):
                if (again := self.read_once(reading)) == reading:
                    break
                found.append(reading := again)
        return tuple(found)


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
    ways = dict.fromkeys((unmarked, text))
    if not "".join(text.split()).isprintable():
        tables = (_unseen, _unseen_nor_bytes)
        ways = dict.fromkeys(way.translate(table) for table in tables for way in ways)
    return tuple(ways)


def bytes_as_utf8(text: str) -> str:
    """The text with characters that stand for one byte each read as UTF-8, as the bytes of an address are."""
    if text.isascii():
        return text
    return _BYTES.sub(lambda m: m[0].encode("latin-1").decode("utf-8", "replace"), text)


def without_space(text: str) -> str:
    """The text without any white space, which may have come between the signs of an escape."""
    return "".join(text.replace("\0", " ").split())


def hidden_bytes(text: str) -> Iterator[bytes]:
    """What runs of hexadecimal and of base64 in the text stand for, wherever their groups begin."""
    joined = _ascii("".join(text.split())).translate(_ONLY_HEX, b":-").decode("ascii")
    hexed = [run for run in joined.split() if len(run) >= _HEX_AT_LEAST]
    for first in range(2):
        yield _BETWEEN.join(bytes.fromhex(run[first : first + (len(run) - first) // 2 * 2]) for run in hexed)
    coded = _ascii(without_space(text)).translate(_ONLY_BASE64).split()
    coded = [run for run in coded if len(run) >= _BASE64_AT_LEAST]
    for first in range(4):
        yield _BETWEEN.join(_from_base64(run[first:]) for run in coded)


def numbered_bytes(text: str) -> Iterator[bytes]:
    """What the numbers of a text stand for that can be bytes, decimal, hexadecimal or octal."""
    plain = _ascii(text)
    numbers = plain.translate(_ONLY_DIGITS).split()
    yield _looked_up(_DECIMALS, numbers)
    yield _looked_up(_HEX_PAIRS, plain.translate(_ONLY_HEX).split())
    words = plain if text.isascii() else _ascii(_WORDS_BEYOND_ASCII.sub("_", text))
    yield _looked_up(_HEX_WORDS, words.translate(_ONLY_WORDS).split())
    yield bytes(int(found, 8) & 0xFF for found in _OCTAL.findall(text))
    yield bytes.fromhex("".join(_OF_ORACLE.findall(text))).decode("utf-16-be", "replace").encode()
    yield _looked_up(_OCTALS, numbers)


def _looked_up(numbers: dict[bytes, bytes], written: list[bytes]) -> bytes:
    """What is written there of these numbers."""
    return b"".join(map(numbers.get, written, repeat(b"")))


def _ascii(text: str) -> bytes:
    """The text with “?” for each other character."""
    return text.encode("ascii", "replace")


def _from_base64(run: bytes) -> bytes:
    whole = run[: len(run) - 1] if len(run) % 4 == 1 else run
    return a2b_base64(whole + b"=" * (-len(whole) % 4))
