"""What the pieces that arrive from a terminal mean, told by Textual's own tables of keys. POSIX only."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Final

from textual import events
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.keys import Keys
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from cmic_wizard.tui.arriving import Pasted, Piece, Sequence, Text

_LONGEST_SEQUENCE: Final = 64
_FOCUS_IN: Final = "\x1b[I"
_FOCUS_OUT: Final = "\x1b[O"
_MOVE: Final = re.compile(r"\x1b\[<(\d{1,4});")
_MOUSE: Final = re.compile(r"\x1b\[<\d{1,4};(-?\d{1,5});(-?\d{1,5})[mM]")
_PLACE: Final = re.compile(r"\x1b\[\d+;\d+R")
_COMPOSED: Final = re.compile(r"\x1b\[[\d:]*;[\d:]*;(\d{1,7}(?::\d{1,7})+)u")
_EVENT: Final = re.compile(r"(?P<mods>;\d*):(?P<kind>\d+)")
_NAMED: Final = re.compile(r"\x1b\[(\d*)(?:;\d*){0,2}([~ABCDEFHPQRS])")
"""A key that has a name: no other may become the character of that number, as Textual would have it."""
_ALTERNATE: Final = re.compile(r"(\[\d*):[\d:]*")
_SURROGATES: Final = range(0xD800, 0xE000)


class Meaning:
    """What the pieces are in Textual's terms. `size` gives columns and rows, outside of which is no mouse."""

    def __init__(self, size: Callable[[], tuple[int, int]]) -> None:
        self._tables = XTermParser()
        self._size = size

    def of(self, piece: Text | Sequence | Pasted) -> list[Message]:
        """The messages of a piece; none where it has no meaning, whatever it holds."""
        match piece:
            case Pasted(text):
                return [events.Paste(text)]
            case Text(text):
                return [key for character in text for key in self._keys(character)]
        found = list(self._of_sequence(piece))
        if not found and piece.late:
            return [events.Key("escape", "\x1b"), *self.of(Text(piece.text[1:]))]
        return found

    def _of_sequence(self, piece: Sequence) -> Iterator[Message]:
        text = piece.text
        if text == "\x1b":
            yield events.Key("escape", text)
        elif text in (_FOCUS_IN, _FOCUS_OUT):
            yield events.AppFocus() if text == _FOCUS_IN else events.AppBlur()
        elif composed := _COMPOSED.fullmatch(text):
            codes = [int(code) for code in composed[1].split(":")]
            for code in codes:
                if code <= sys.maxunicode and code not in _SURROGATES:
                    yield from self._keys(chr(code))
        elif len(text) > _LONGEST_SEQUENCE or _PLACE.fullmatch(text):
            return
        elif text.startswith("\x1b[<"):
            yield from self._mouse(text)
        elif text.startswith("\x1b[?2026;"):
            if text[8:] in ("1$y", "2$y", "3$y"):
                yield TerminalSupportsSynchronizedOutput()
        else:
            yield from self._of_key(text, late=piece.late)

    def _of_key(self, text: str, *, late: bool) -> Iterator[Message]:
        event = _EVENT.search(text)
        if event and event["kind"] == "3":
            return  # let go of
        sequence = _ALTERNATE.sub(r"\1", _EVENT.sub(r"\g<mods>", text, count=1), count=1)
        named = _NAMED.fullmatch(sequence)
        if named and f"{int(named[1] or 1)}{named[2]}" not in FUNCTIONAL_KEYS:
            return
        keys = self._keys(sequence)
        if not keys and len(text) == 2 and not late:
            keys = self._keys(text[1], alt=True)
        yield from (key for key in keys if not _broken(key))

    def _keys(self, sequence: str, *, alt: bool = False) -> list[events.Key]:
        try:
            keys = list(self._tables._sequence_to_key_events(sequence, alt=alt))
        except (ValueError, OverflowError):  # a number that is no character
            return []
        return [key for key in keys if key.key != Keys.Ignore]

    def _mouse(self, text: str) -> Iterator[Message]:
        report = _MOUSE.fullmatch(text)
        columns, rows = self._size()
        if report and int(report[1]) <= columns and int(report[2]) <= rows:
            event = self._tables.parse_mouse_code(text)
            if event is not None:
                yield event


def _broken(key: events.Key) -> bool:
    """Whether it is no character but half of one, which nothing could write."""
    return any(ord(character) in _SURROGATES for character in key.key + (key.character or ""))


def latest(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces without reports that the very next one makes out of date: of focus, of a moving mouse."""
    for piece, following in zip_longest(pieces, pieces[1:]):
        report = _reported(piece)
        if not report or report != _reported(following):
            yield piece


def _reported(piece: Piece | None) -> str:
    """What a piece is a report of that only lasts until the next one."""
    if not isinstance(piece, Sequence):
        return ""
    if piece.text in (_FOCUS_IN, _FOCUS_OUT):
        return "focus"
    moved = _MOVE.match(piece.text)
    return moved[0] if moved and int(moved[1]) & 32 and not int(moved[1]) & 64 else ""
