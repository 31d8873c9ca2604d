"""The terminal's driver: any bytes may come, the terminal may stall, stop or go. POSIX only.

Textual's own ends for good with the first byte that it does not expect, never reads again once it was
stopped, and waits for ever for a terminal that takes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import select
import signal
import sys
import termios
import threading
import time
import tty
from collections.abc import Callable
from typing import Any, Final

from textual import constants, events
from textual.driver import Driver
from textual.geometry import Size

from cmic_wizard.tui.arriving import PROMPT, Arriving, LeftOut, Piece
from cmic_wizard.tui.glyphs import ASCII, glyphs, plain_locale
from cmic_wizard.tui.meaning import Meaning, latest
from cmic_wizard.tui.outgoing import Outgoing

if sys.platform == "win32":
    raise ImportError  # POSIX only

LARGEST: Final = (1000, 300)
"""Columns and rows that are drawn at most, whatever size the terminal says it has."""
SLOW_LINE: Final = 0.5
"""Seconds for which Esc may yet begin a sequence where another computer's terminal is far away."""
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


def patience() -> float:
    """Seconds for which Esc may yet begin a sequence: more over a network, unless ESCDELAY says how many."""
    far = os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY")
    return SLOW_LINE if far and "ESCDELAY" not in os.environ else constants.ESCAPE_DELAY


class LastingDriver(Driver):
    """Reads and writes the terminal, gives it back while the program is stopped, and at its end.

    Its application has `terminal` and `keys` (see `OnTerminal`).
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
        self._encoding, self._errors = output.encoding if output else "utf-8", "backslashreplace"
        if glyphs is ASCII and plain_locale():
            from cmic_wizard.tui.plainly import ERRORS

            self._encoding, self._errors = "ascii", ERRORS
        self._outgoing: Outgoing | None = None
        self._reader: threading.Thread | None = None
        self._woken, self._wake = os.pipe()
        self._ended = False
        self._before: list[Any] | None = None
        self._resizing = False
        app.terminal.driver = self

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
        self._outgoing = Outgoing(self.output_fileno, self._encoding, self._errors, self._draw_anew)
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

    def stop(self, *, job: bool = False) -> bool:
        """Give the terminal back and stop as other programs do; whether somebody has let it go on since.

        With `job` what belongs to the same job stops first, such as what has started this program and waits
        for it. Where no shell looks after the program, so that nobody could let it go on, nothing is stopped.
        """
        went_on: list[int] = []
        self._leave()
        self._loop.remove_signal_handler(signal.SIGTSTP)
        self._loop.remove_signal_handler(signal.SIGCONT)
        signal.signal(signal.SIGCONT, lambda number, _frame: went_on.append(number))
        if job:
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)
            os.killpg(os.getpgrp(), signal.SIGTSTP)
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
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
            signal.SIGTSTP: self._host.terminal.stop_asked,
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
                    self._host.call_later(self._host.terminal.input_lost, error)
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
            for piece in latest(pieces):
                under_way += self._hand_on(piece, meaning)
            if under_way > _MANY:
                self._wait_for_screen()
                under_way = 0

    def _hand_on(self, piece: Piece, meaning: Meaning) -> int:
        """Hand the meaning of a piece to the application; how many messages that makes."""
        if isinstance(piece, LeftOut):
            self._host.call_later(self._host.terminal.left_out, piece)
            return 1
        messages = meaning.of(piece)
        for message in messages:
            self.process_message(message)
        return len(messages)

    def _wait_for_screen(self) -> None:
        taken = asyncio.run_coroutine_threadsafe(self._host.keys.taken(), self._loop)
        while not self._ended and not taken.done():
            with contextlib.suppress(TimeoutError):
                taken.result(PROMPT)
