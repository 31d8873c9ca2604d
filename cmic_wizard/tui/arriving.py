"""What arrives from a terminal, taken apart: texts, key sequences, pastes. Any bytes at all may come.

Nothing here fails, holds more than a paste may be long, or waits for ever for the rest of something.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final

from cmic_wizard.struct import Struct

PASTE_AT_MOST: Final = 50_000
"""Characters of a paste; a longer one is refused whole, for half of one would look like all of it."""
PROMPT: Final = 0.1
"""Seconds within which a terminal sends what belongs together, where no slow line lies in between."""
_QUIET: Final = 1.0
"""Seconds without a byte after which the rest of a sequence, an answer or a character may not come."""
_PASTE_QUIET: Final = 2.0
_ONE_KEY: Final = 16
"""Bytes that one key sends at most; more than these at once are not typed by hand."""
_AT_ONCE: Final = 4096
"""Bytes that are taken apart in one go: what remains of them is copied for each piece."""
_HELD_AT_MOST: Final = 4 * PASTE_AT_MOST
"""Bytes of a paste that are held; no character has more than four."""

_ESC: Final = b"\x1b"
_PASTE_BEGINS: Final = b"\x1b[200~"
_PASTE_ENDS: Final = b"\x1b[201~"
_ENDS: Final = re.compile(rb"\x1b\[201~|\x07|\x1b\\")
_UTF8: Final = (
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
"""A character of several bytes."""
_WHOLE: Final = re.compile(
    rb"\x1b(?:\[(?:\[[A-E]"  # F1 to F5 of the Linux console
    rb"|[0-9]{1,2}\$"  # rxvt's keys with Shift
    rb"|[ -?]{1,4096}[@-~]|[@-LN-Z\\-~])"
    rb"|O[ -~]|[^\[O\]P_\x1b\x80-\xff]|" + _UTF8 + rb")"
)
_POINTER: Final = re.compile(rb"\x1b\[M[\x20-\xff]{3}")
"""The oldest report of the mouse: three bytes that are no text."""
_ANSWER: Final = re.compile(rb"\x1b(?:\][0-9]{1,4};|P[0-9;]{0,16}[>|!$+=]|_G)")
"""How an answer of a terminal begins that has no end of its own; Alt and one of these letters may, too."""
_BEGUN: Final = re.compile(
    rb"\x1b(?:\[(?:\[|M[\x20-\xff]{0,2}|[ -?]{0,4096})|O|\][0-9]{0,4}|P[0-9;]{0,16}|_"
    rb"|[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})?\Z"
)
_BROKEN: Final = re.compile(rb"\x1b(?:\[(?:M[\x20-\xff]{0,2}|[ -?]{0,4096})|[O\]P_])?")
_PLAIN: Final = re.compile(rb"[^\x1b]+")
_PRINTED: Final = re.compile(rb"\A[^\x00-\x1f]+")
_PARAMETERS: Final = bytes(range(0x20, 0x40))
_NOT_UTF8: Final = re.compile("[\udc80-\udcff]+")
_decoder_for = getincrementaldecoder("utf-8")


class Text(Struct, frozen=True):
    """Characters that were typed, control characters among them."""

    text: str


class Sequence(Struct, frozen=True):
    """A whole escape sequence. `late`: what followed Esc came so late that a person may have typed it."""

    text: str
    late: bool = False


class Pasted(Struct, frozen=True):
    """A text between the marks of a paste."""

    text: str


class LeftOut(Enum):
    """What could not be taken."""

    NOT_UTF8 = auto()
    LONG_PASTE = auto()


Piece = Text | Sequence | Pasted | LeftOut


class _Within(Enum):
    NOTHING = auto()
    SEQUENCE = auto()
    """A sequence that is longer than any has reason to be."""
    ANSWER = auto()
    PASTE = auto()


class Arriving:
    """Takes bytes as they come and gives the pieces that are whole; `now` is any clock's seconds."""

    def __init__(self, patience: float = PROMPT) -> None:
        """`patience`: seconds for which Esc may yet be the beginning of a sequence."""
        self._patience = patience
        self._prompt = min(PROMPT, patience)
        self._within = _Within.NOTHING
        self._begun = b""
        """Bytes that can't be told yet."""
        self._late = False
        self._last = 0.0
        self._decoder = _decoder_for("surrogateescape")
        self._pasted = bytearray()
        self._too_long = False
        self._stalled = False
        """Whether something has paused that may go on: the next key shows that it does not."""

    def feed(self, data: bytes, now: float) -> list[Piece]:
        """The pieces that `data` makes whole."""
        pieces: list[Piece] = []
        if self._stalled:
            self._stalled = False
            if len(data) <= _ONE_KEY and not _ENDS.search(self._begun + data):
                self._within, self._begun = _Within.NOTHING, b""
        if self._begun == _ESC and self._within is _Within.NOTHING and now - self._last > self._prompt:
            if data[:1] in (b"[", b"O"):
                self._late = True
            else:
                pieces.append(Sequence("\x1b"))
                self._begun = b""
        self._last = now
        for start in range(0, len(data), _AT_ONCE):
            self._feed(data[start : start + _AT_ONCE], pieces)
        return pieces

    def _feed(self, data: bytes, pieces: list[Piece]) -> None:
        data, self._begun = self._begun + data, b""
        while data:
            match self._within:
                case _Within.NOTHING:
                    data = self._take(data, pieces)
                case _Within.PASTE:
                    data = self._paste(data, pieces)
                case _Within.ANSWER:
                    data = self._skip_answer(data)
                case _Within.SEQUENCE:
                    data = self._skip_sequence(data)
        if not self._begun:
            self._late = False

    def wait(self, now: float) -> float | None:
        """Seconds until `tick` has something to give up; None where nothing is awaited."""
        quiet = self._quiet()
        return None if quiet is None else max(self._last + quiet - now, 0.0)

    def tick(self, now: float) -> list[Piece]:
        """Give up what has not come in its time; the pieces that this makes."""
        pieces: list[Piece] = []
        quiet = self._quiet()
        if quiet is None or now < self._last + quiet:
            return pieces
        if self._within is not _Within.NOTHING:
            pieces += self._paste_taken()
            self._stalled = True
        elif self._begun:
            begun, self._begun = self._begun, b""
            if len(begun) > _ONE_KEY:
                self._within, self._stalled = _Within.SEQUENCE, True
            else:
                pieces += self._given_up(begun)
        else:
            pieces += self._decoded(b"", final=True)
        return pieces

    def _quiet(self) -> float | None:
        """Seconds for which what is not whole may yet go on; None where nothing is awaited."""
        if self._within is not _Within.NOTHING:
            return None if self._stalled else _PASTE_QUIET if self._within is _Within.PASTE else _QUIET
        if self._begun:
            return _QUIET if len(self._begun) > 2 and not self._late else self._patience
        return _QUIET if self._decoder.getstate()[0] else None

    def _take(self, data: bytes, pieces: list[Piece]) -> bytes:
        """Take one thing from the beginning of what arrived; the rest."""
        if plain := _PLAIN.match(data):
            pieces += self._decoded(plain[0], final=plain.end() < len(data))
            return data[plain.end() :]
        pieces += self._decoded(b"", final=True)
        if answer := _ANSWER.match(data):
            self._within = _Within.ANSWER
            return data[answer.end() :]
        if pointer := _POINTER.match(data):
            return data[pointer.end() :]
        if whole := _WHOLE.match(data):
            if whole[0] == _PASTE_BEGINS:
                self._within = _Within.PASTE
            else:
                pieces.append(Sequence(whole[0].decode(), self._late))
            return data[whole.end() :]
        if _BEGUN.match(data):
            self._begun = data
            return b""
        broken = _BROKEN.match(data)
        end = broken.end() if broken else 1
        if end > _ONE_KEY and data[end : end + 1] in _PARAMETERS:
            self._within = _Within.SEQUENCE
        else:
            pieces += self._given_up(data[:end])
        return data[end:]

    def _given_up(self, begun: bytes) -> Iterator[Piece]:
        """What a beginning is where no rest comes: keys, where a person can have pressed them."""
        text = begun.decode("utf-8", "ignore")
        if self._late or len(begun) <= 2:
            yield Sequence(text, self._late)
        elif begun[1:2] in (b"]", b"P"):
            yield Sequence(text[:2])
            yield Text(text[2:])

    def _decoded(self, data: bytes, *, final: bool) -> Iterator[Piece]:
        """Text without the bytes that are no UTF-8."""
        text = self._decoder.decode(data, final)
        if final:
            self._decoder.reset()
        kept, count = _NOT_UTF8.subn("", text)
        if kept:
            yield Text(kept)
        if count:
            yield LeftOut.NOT_UTF8

    def _paste(self, data: bytes, pieces: list[Piece]) -> bytes:
        """Take what belongs to the paste; the rest."""
        end = data.find(_PASTE_ENDS)
        if end < 0:
            # What may be the beginning of the end mark waits for the rest of it.
            kept = next(n for n in range(len(_PASTE_ENDS) - 1, -1, -1) if data.endswith(_PASTE_ENDS[:n]))
            taken, self._begun, rest = data[: len(data) - kept], data[len(data) - kept :], b""
        else:
            taken, rest = data[:end], data[end + len(_PASTE_ENDS) :]
        self._too_long = self._too_long or len(self._pasted) + len(taken) > _HELD_AT_MOST
        if self._too_long:
            self._pasted.clear()
        else:
            self._pasted += taken
        if end >= 0:
            self._within = _Within.NOTHING
            pieces += self._paste_taken()
        return rest

    def _paste_taken(self) -> Iterator[Piece]:
        text = self._pasted.decode("utf-8", "surrogateescape")
        self._pasted.clear()
        too_long, self._too_long = self._too_long or len(text) > PASTE_AT_MOST, False
        if too_long:
            yield LeftOut.LONG_PASTE
            return
        kept, count = _NOT_UTF8.subn("", text.replace("\x00", ""))
        if kept:
            yield Pasted(kept)
        if count:
            yield LeftOut.NOT_UTF8

    def _skip_answer(self, data: bytes) -> bytes:
        """Skip what belongs to a terminal's answer; the rest. Keys end it, too: no answer holds controls."""
        rest = _PRINTED.sub(b"", data, count=1)
        if rest == _ESC:
            self._begun = rest
            return b""
        if rest:
            self._within = _Within.NOTHING
        return rest[1:] if rest.startswith(b"\x07") else rest.removeprefix(b"\x1b\\")

    def _skip_sequence(self, data: bytes) -> bytes:
        """Skip what belongs to a sequence without measure; the rest."""
        rest = data.lstrip(_PARAMETERS)
        if rest:
            self._within = _Within.NOTHING
        return rest[1:] if b"@" <= rest[:1] <= b"~" else rest
