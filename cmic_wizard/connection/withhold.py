"""Keeps what a server says apart from what may be shown: no text of it that repeats a secret comes out."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cached_property, reduce
from itertools import chain
from operator import and_

from cmic_wizard.connection.decodings import (
    Reader,
    bytes_as_utf8,
    hidden_bytes,
    letters,
    numbered_bytes,
    skeleton,
    without_space,
    without_unseen,
)
from cmic_wizard.profile.check_wording import MARK
from cmic_wizard.secret import Secret
from cmic_wizard.text import shortened, visible

RUN = 5
"""Characters in a row that a text may not share with a secret; a shorter secret counts as a whole."""
SHOWN_AT_MOST = 200
"""Characters of a server's text that are shown and kept."""
_BY_CHANCE = 3
"""Characters in a row that are no chance where anything is read as base64 or hexadecimal."""
_SPACED = 0
_PIECE = 3
_SOME_BIT = re.compile(rb"[^\x00]")
_BACK = range(RUN - _PIECE + 1)
_CHARSETS = ("utf-8", "cp1252", "utf-16-le", "utf-16-be", "iso8859-15", "mac-roman", "cp850")
_ORDINARY = 128
"""Characters of a password that may come back in any charset; a longer one is looked for in UTF-8."""


class _Sieve:
    """Tells the few places of a text at which a piece stands, most of the text being looked at in one go.

    The pieces are in eight groups, a bit for each: a character has the bits of the groups that have it at its
    place in a piece, and where three in a row share a bit, a piece may stand.
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = frozenset(pieces)
        tables = [bytearray(256) for _ in range(_PIECE)]
        for number, piece in enumerate(sorted(self._pieces)):
            for table, byte in zip(tables, piece.encode("latin-1", "replace"), strict=True):
                table[byte] |= 1 << number * 8 // len(self._pieces)
        self._tables = tuple(map(bytes, tables))

    def places(self, text: str) -> list[int]:
        """Where a piece stands, of the multiples of its length."""
        data, whole = text.encode("latin-1", "replace"), len(text) // _PIECE * _PIECE
        rows = (data[first:whole:_PIECE].translate(table) for first, table in enumerate(self._tables))
        shared = reduce(and_, (int.from_bytes(row, "little") for row in rows))
        found = shared.to_bytes(whole // _PIECE, "little") if shared else b""
        maybe = (match.start() * _PIECE for match in _SOME_BIT.finditer(found))
        return [place for place in maybe if text[place : place + _PIECE] in self._pieces]


class Withholding:
    """Tells whether what a server says repeats a secret, in whatever spelling. Secrets: name and password."""

    def __init__(self, *credentials: tuple[str, Secret]) -> None:
        self._credentials = tuple((name, secret) for name, secret in credentials if len(secret))

    def beside(self, name: str, secret: Secret) -> Withholding:
        """The same with one more secret."""
        return Withholding(*self._credentials, (name, secret))

    def repeats(self, said: bytes | str) -> bool:
        """Whether a run of characters agrees; the whole text is to be asked of, before anything is cut."""
        if not self._runs and not self._short:
            return False
        return any(self._stands_in(view, least) for view, least in _views(said, spaced=bool(self._gapped)))

    def _stands_in(self, view: str, least: int) -> bool:
        """Every run holds a piece that begins at a multiple of its length, so only there is looked first."""
        if least == _SPACED:
            return any(run in view for run in self._gapped)
        starts = self._sieve.places(view)
        if any(view[i - back : i - back + RUN] in self._runs for i in starts for back in _BACK if i >= back):
            return True
        return any(secret in view for secret in self._short if len(secret) >= least)

    @cached_property
    def _short(self) -> frozenset[str]:
        """Secrets that are shorter than a run."""
        bones = (skeleton(secret.reveal()) for _, secret in self._credentials)
        return frozenset(bone for bone in bones if 0 < len(bone) < RUN)

    @cached_property
    def _gapped(self) -> frozenset[str]:
        """Runs that are shorter without their white space, and would be found by chance if it went."""
        plain = [skeleton(secret.reveal(), spaced=True)[:_ORDINARY] for _, secret in self._credentials]
        runs = (text[i : i + RUN] for text in plain for i in range(len(text) - RUN + 1))
        return frozenset(run for run in runs if " " in run and run.strip())

    @cached_property
    def _runs(self) -> frozenset[str]:
        forms = {form for name, secret in self._credentials for form in _forms(name, secret.reveal())}
        return frozenset(form[i : i + RUN] for form in forms for i in range(len(form) - RUN + 1))

    @cached_property
    def _sieve(self) -> _Sieve:
        return _Sieve(run[back : back + _PIECE] for run in self._runs for back in _BACK)


NOTHING_SECRET = Withholding()
"""For checks without a password."""


class Said:
    """A text of a server. It can be asked of, and only `shown` gives it out, withheld where it must be."""

    __slots__ = ("_text", "_withheld", "_withholding")

    def __init__(self, text: str, withholding: Withholding, *, withheld: bool = False) -> None:
        self._text = text
        self._withholding = withholding
        self._withheld = withheld

    @property
    def shown(self) -> str:
        """The text as people see it, cut to SHOWN_AT_MOST; MARK where all of it repeats a secret, or the cut.

        An escape that is cut in two may be read as another.
        """
        seen = shortened(visible(self._text), SHOWN_AT_MOST)
        both = dict.fromkeys((self._text, seen))
        if seen and (self._withheld or any(map(self._withholding.repeats, both))):
            return MARK
        return seen

    @classmethod
    def joined(cls, parts: Iterable[Said], between: str) -> Said:
        """Several texts as one, which is shown only where each of them and their row may be."""
        parts = tuple(parts)
        withholding = parts[0]._withholding if parts else NOTHING_SECRET
        withheld = any(part._withheld for part in parts)
        return cls(between.join(part._text for part in parts), withholding, withheld=withheld)

    def part(self, text: str) -> Said:
        """A text taken from this one, which is shown only where all of this one could be."""
        return Said(text, self._withholding, withheld=self._withheld or self._withholding.repeats(self._text))

    def matches(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern is found."""
        return pattern.search(self._text) is not None

    def equals(self, text: str, *, in_any_case: bool = False) -> bool:
        """Whether it is that text."""
        if in_any_case:
            return self._text.casefold() == text.casefold()
        return self._text == text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return MARK

    __str__ = __repr__


def _views(said: bytes | str, *, spaced: bool) -> Iterator[tuple[str, int]]:
    """What is to be searched, and from which length on a short secret is more than chance there.

    Where `spaced` says so, each is there once more with its spaces, marked by _SPACED.
    """
    raw = said if isinstance(said, bytes) else said.encode("utf-8", "replace")
    text = said if isinstance(said, str) else raw.decode("utf-8", "replace")
    views = _Views(spaced=spaced)
    for way in without_unseen(text):
        yield from views.of_text(way)
    yield from views.of_bytes(without_unseen(raw.decode("latin-1"))[0], several="\ufffd" in text)


class _Views:
    """The views of one text, each once."""

    def __init__(self, *, spaced: bool) -> None:
        self._reader = Reader()
        self._seen: set[tuple[str, bool]] = set()
        self._spaced = spaced

    def of_text(self, text: str) -> Iterator[tuple[str, int]]:
        """What can be read in a text."""
        reader, tight = self._reader, without_space(text)
        once, spread = reader.read_once(text), tight != text
        found_in = (*reader.readings(text), *(reader.tight_readings(tight) if spread else ()))
        for reading in dict.fromkeys(each for found in found_in for each in (found, bytes_as_utf8(found))):
            yield from self._new(reading, 1)
        for reading in (text, once):
            yield from self._unseen(letters(skeleton(reading)), RUN)
        pages = map(reader.unescaped, (text, tight) if spread else (text,))
        ways = (text, once, *pages, reader.quoted_printable(text), *((tight,) if spread else ()))
        hidden = chain.from_iterable(map(hidden_bytes, dict.fromkeys((text, once))))
        numbered = chain.from_iterable(map(numbered_bytes, dict.fromkeys(ways)))
        for data in dict.fromkeys(chain(hidden, numbered)):
            plain = data.decode("latin-1")
            for inner in (plain, data.decode("utf-8", "replace"), reader.read_once(plain)):
                yield from self._new(inner, _BY_CHANCE)

    def of_bytes(self, text: str, *, several: bool) -> Iterator[tuple[str, int]]:
        """What can be read in bytes as characters of the same numbers, in `several` ways or in one."""
        for reading in self._reader.readings(text) if several else (self._reader.read_once(text),):
            yield from self._new(reading, 1, spaced=False)

    def _new(self, reading: str, least: int, *, spaced: bool = True) -> Iterator[tuple[str, int]]:
        bare = skeleton(reading, spaced=True)
        yield from self._unseen(bare.replace(" ", ""), least)
        if spaced and self._spaced and " " in bare:
            yield from self._unseen(bare, _SPACED)

    def _unseen(self, view: str, least: int) -> Iterator[tuple[str, int]]:
        if (view, least == _SPACED) not in self._seen:
            self._seen.add((view, least == _SPACED))
            yield view, least


def _forms(name: str, plain: str) -> Iterator[str]:
    """All that an echo may look like, as far as `readings` and `skeleton` don't undo it."""
    texts = {plain, *(plain.replace(" ", space) for space in "+_")}
    composed = {unicodedata.normalize(form, plain) for form in ("NFC", "NFD")} | texts
    written = {cased for text in composed for cased in (text, text.upper(), text.lower())}
    for charset in _CHARSETS if len(plain) <= _ORDINARY else _CHARSETS[:1]:
        texts |= {text.encode(charset, "replace").decode("latin-1") for text in written}
    texts |= {text.encode("ascii", how).decode("ascii") for text in written for how in ("replace", "ignore")}
    reader = Reader()
    bones = {skeleton(reading) for text in texts for reading in reader.readings(text)}
    yield from bones
    yield from map(letters, bones)
    for text in composed:
        for charset in ("utf-8", "latin-1", "utf-16-le"):
            yield from _tokens(name, text, charset)


def _tokens(name: str, text: str, charset: str) -> Iterator[str]:
    """The base64 of the credentials, and of the password behind names of any length."""
    data = text.encode(charset, "replace")
    coded = [b64encode(f"{name}:{text}".encode(charset, "replace"))]
    coded += [b64encode(data[first : first + (len(data) - first) // 3 * 3]) for first in range(3)]
    for token in coded:
        bone = token.decode("ascii").casefold()
        yield from (bone, bone.replace("+", "-").replace("/", "_"), letters(bone))
