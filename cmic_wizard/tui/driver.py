"""The terminal's driver: any bytes may come, the terminal may stall, stop or go. POSIX only.

Textual's own ends for good with the first byte that it does not expect, never reads again once it was
stopped, and waits for ever for a terminal that takes nothing. What keys mean is still told by its tables.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import re
import select
import signal
import sys
import termios
import threading
import time
import tty
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any, Final

from textual import constants, events
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.geometry import Size
from textual.keys import Keys
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from cmic_wizard.tui.arriving import PROMPT, Arriving, LeftOut, Pasted, Piece, Sequence, Text
from cmic_wizard.tui.outgoing import Outgoing

LARGEST: Final = (1000, 300)
"""Columns and rows that are drawn at most, whatever size the terminal says it has."""
SLOW_LINE: Final = 0.5
"""Seconds for which Esc may yet begin a sequence where another computer's terminal is far away."""
_LONGEST_SEQUENCE: Final = 64
_MANY: Final = 500
"""Messages that may be under way; then the reader waits for the screen, and the terminal for the reader."""
_RESTARTS: Final = 10
_TAKEN_WITHIN: Final = 2.0
"""Seconds within which a terminal takes some of what is written, or is not waited for."""
_RESIZE_EVERY: Final = 0.01

_ENTER: Final = "\x1b[?1049h\x1b[?1000h\x1b[?1003h\x1b[?1006h\x1b[?25l\x1b[?1004h\x1b[?2004h\x1b[?7l"
"""Alternate screen, mouse, no cursor, reports of focus, marked pastes, no wrapping."""
_LEAVE: Final = (
    "\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
_KITTY: Final = "\x1b[>25u"
"""The keyboard protocol: Esc told from sequences, every key as a sequence, with its text."""
_ASK_SYNCHRONISED: Final = "\x1b[?2026$p"

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


def patience() -> float:
    """Seconds for which Esc may yet begin a sequence: more over a network, unless ESCDELAY says how many."""
    far = os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY")
    return SLOW_LINE if far and "ESCDELAY" not in os.environ else constants.ESCAPE_DELAY


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


def _latest(pieces: list[Piece]) -> Iterator[Piece]:
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


class LastingDriver(Driver):
    """Reads and writes the terminal, gives it back while the program is stopped, and at its end.

    Its application has `stop_asked`, `left_out`, `input_lost` and `taken` (see `OnTerminal`).
    """

    def __init__(
        self, app: Any, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        self._host = app
        self.input_fileno = sys.__stdin__.fileno() if sys.__stdin__ else 0
        output = sys.__stdout__
        self.output_fileno = output.fileno() if output else 1
        super().__init__(app, debug=debug, mouse=mouse, size=size or self.terminal_size())
        self._loop = asyncio.get_running_loop()
        self._encoding = output.encoding if output else "utf-8"
        self._outgoing: Outgoing | None = None
        self._reader: threading.Thread | None = None
        self._woken, self._wake = os.pipe()
        self._ended = False
        self._before: list[Any] | None = None
        self._resizing = False
        app.terminal = self

    @property
    def can_suspend(self) -> bool:
        """A terminal of POSIX can be given back for a while."""
        return True

    def terminal_size(self) -> tuple[int, int]:
        """The terminal's columns and rows, as many as are drawn."""
        columns = rows = 0
        with contextlib.suppress(OSError):
            columns, rows = os.get_terminal_size(self.output_fileno)
        return min(columns or 80, LARGEST[0]), min(rows or 24, LARGEST[1])

    # What Textual asks of a driver

    def write(self, data: str) -> None:
        """Write to the terminal, or nowhere while it is not ours."""
        if self._outgoing is not None:
            self._outgoing.write(data)

    def start_application_mode(self) -> None:
        """Take the terminal over; in the background the system stops the program here until `fg`."""
        self._set_raw()
        self._outgoing = Outgoing(self.output_fileno, self._encoding, "backslashreplace", self._draw_anew)
        self._take_signals()
        self._enter()
        self._ended = False
        self._reader = threading.Thread(target=self._run_reader, name="terminal-input", daemon=True)
        self._reader.start()

    def disable_input(self) -> None:
        """Read no more."""
        self._ended = True
        self._loop.remove_signal_handler(signal.SIGWINCH)
        if self._reader is not None:
            os.write(self._wake, b"x")
            self._reader.join()
            self._reader = None

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        self.disable_input()
        self._leave()

    def close(self) -> None:
        """End what is written; a terminal that takes nothing is not waited for."""
        if self._outgoing is not None:
            self._outgoing.close(_TAKEN_WITHIN)
            self._outgoing = None
        for number in (signal.SIGTSTP, signal.SIGCONT):
            self._loop.remove_signal_handler(number)

    # Stopped and continued

    def stop(self) -> bool:
        """Give the terminal back and stop as other programs do; whether somebody has let it go on since.

        Where nobody could, because no shell looks after the program, the system does not stop it.
        """
        went_on: list[int] = []
        self._leave()
        self._loop.remove_signal_handler(signal.SIGTSTP)
        self._loop.remove_signal_handler(signal.SIGCONT)
        signal.signal(signal.SIGCONT, lambda number, _frame: went_on.append(number))
        signal.raise_signal(signal.SIGTSTP)
        self._take_signals()
        self._set_raw()
        self._enter()
        return bool(went_on)

    def _went_on(self) -> None:
        """It was stopped without being told to: whoever had the terminal may have left it otherwise."""
        # A hang-up comes with SIGCONT, too; there is nothing to go on with.
        if os.isatty(self.input_fileno) and not self._ended:
            self._set_raw()
            self._put(_LEAVE)
            self._enter()

    def _take_signals(self) -> None:
        handlers: dict[signal.Signals, Callable[[], None]] = {
            signal.SIGTSTP: self._host.stop_asked,
            signal.SIGCONT: self._went_on,
            signal.SIGWINCH: self._resized,
        }
        for number, handler in handlers.items():
            self._loop.add_signal_handler(number, handler)

    def _set_raw(self) -> None:
        """Have each key at once, and none obeyed by the terminal itself."""
        for _attempt in range(_RESTARTS):
            try:
                attributes = termios.tcgetattr(self.input_fileno)
                if self._before is None:
                    self._before = [*attributes]
                attributes[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
                attributes[tty.IFLAG] &= ~(
                    termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
                )
                attributes[tty.CC][termios.VMIN] = 1
                termios.tcsetattr(self.input_fileno, termios.TCSANOW, attributes)
            except termios.error as error:
                if error.args[0] != errno.EINTR:
                    return
            else:
                return

    def _enter(self) -> None:
        self._put(_ENTER)
        if not constants.DISABLE_KITTY_KEY:
            self._put(_KITTY)
        if os.environ.get("TERM_PROGRAM") != "Apple_Terminal":  # which shows the question
            self._put(_ASK_SYNCHRONISED)
        self._send_size()
        self._draw_anew()

    def _leave(self) -> None:
        self._put(_LEAVE)
        if self._outgoing is not None:
            self._outgoing.drain(_TAKEN_WITHIN)
        with contextlib.suppress(termios.error):
            if self._ended:
                termios.tcflush(self.input_fileno, termios.TCIFLUSH)  # the mouse may have moved
            if self._before is not None:
                termios.tcsetattr(self.input_fileno, termios.TCSANOW, self._before)

    def _put(self, text: str) -> None:
        if self._outgoing is not None:
            self._outgoing.write(text, always=True)

    def _draw_anew(self) -> None:
        self._host.call_later(self._host.refresh, layout=True)

    def _resized(self) -> None:
        if not self._resizing:
            self._resizing = True
            self._loop.call_later(_RESIZE_EVERY, self._send_size)

    def _send_size(self) -> None:
        self._resizing = False
        size = Size(*self.terminal_size())
        self.send_message(events.Resize(size, size))

    # The thread that reads

    def _run_reader(self) -> None:
        """Read keys. A terminal that is gone ends the program as its signal does; another fault, in order."""
        for attempt in range(_RESTARTS):
            try:
                self._read()
            except OSError:
                if not self._ended:
                    os.kill(os.getpid(), signal.SIGHUP)
            except Exception as error:
                if self._ended:
                    return
                if attempt == _RESTARTS - 1:
                    self._host.call_later(self._host.input_lost, error)
                continue
            return

    def _read(self) -> None:
        arriving, meaning = Arriving(patience()), Meaning(self.terminal_size)
        under_way = 0
        while not self._ended:
            wait = arriving.wait(time.monotonic())
            ready, _, _ = select.select([self.input_fileno, self._woken], [], [], wait)
            if self._woken in ready:
                os.read(self._woken, 64)
                continue
            if ready:
                data = os.read(self.input_fileno, 4096)
                if not data:
                    raise OSError
                pieces = arriving.feed(data, time.monotonic())
            else:
                pieces = arriving.tick(time.monotonic())
            for piece in _latest(pieces):
                under_way += self._hand_on(piece, meaning)
            if under_way > _MANY:
                self._wait_for_screen()
                under_way = 0

    def _hand_on(self, piece: Piece, meaning: Meaning) -> int:
        """Hand the meaning of a piece to the application; how many messages that makes."""
        if isinstance(piece, LeftOut):
            self._host.call_later(self._host.left_out, piece)
            return 1
        messages = meaning.of(piece)
        for message in messages:
            self.process_message(message)
        return len(messages)

    def _wait_for_screen(self) -> None:
        taken = asyncio.run_coroutine_threadsafe(self._host.taken(), self._loop)
        while not self._ended and not taken.done():
            with contextlib.suppress(TimeoutError):
                taken.result(PROMPT)
