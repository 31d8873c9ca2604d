"""A program in a real pseudo-terminal: type at it, wait for what its screen shows, look at all its bytes.

POSIX only. Nothing here sleeps for a fixed time; every wait ends when its condition holds.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from wizard_screen import Answers, Screen, key

_TIMEOUT: Final = 15.0
_QUIET: Final = 0.03
_QUIET_AFTER_ESC: Final = 0.15
_QUIET_AT_MOST: Final = 2.0

_BECOME: Final = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Makes the pseudo-terminal the controlling one, then becomes the program: the process keeps its id."""


def environment(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """This process's environment as a terminal hands it on; `changes` set variables, None removes one."""
    env = dict(os.environ)
    for name in ("LINES", "COLUMNS", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONSTARTUP"):
        env.pop(name, None)
    env.update(TERM="xterm-256color", COLORTERM="truecolor", ESCDELAY="25")
    for name, value in (changes or {}).items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = value
    return env


def _pair() -> tuple[int, int]:
    if sys.platform == "win32":
        raise NotImplementedError
    return pty.openpty()


class Terminal:
    """A running program and the screen it draws; use it as a context manager, or `close` it."""

    def __init__(
        self,
        command: Sequence[str | Path],
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.screen = Screen(columns, rows)
        self._answers = Answers(self.screen)
        self._raw = bytearray()
        self._changed = threading.Condition()
        self._reading = threading.Lock()
        self._last_byte = time.monotonic()
        self._ended = False
        self._master, slave = _pair()
        self._hung_up, self._hang_up = os.pipe()
        try:
            self._set_size(columns, rows)
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _BECOME, *map(str, command)],
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=environment(env),
                cwd=cwd,
                start_new_session=True,
            )
        except BaseException:
            for end in (self._master, self._hung_up, self._hang_up):
                os.close(end)
            raise
        finally:
            os.close(slave)
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What the program did

    @property
    def asks_unseen(self) -> bool:
        """Whether a program reads whole lines and the terminal shows nothing of them."""
        if sys.platform == "win32":
            raise NotImplementedError
        import termios

        flags = termios.tcgetattr(self._master)[3]
        return bool(flags & termios.ICANON) and not flags & termios.ECHO

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self.process.pid

    @property
    def raw(self) -> bytes:
        """Every byte that the program has written so far."""
        with self._changed:
            return bytes(self._raw)

    def text(self) -> str:
        """What stands on the screen: its lines, without spaces at their ends."""
        with self._changed:
            return self.screen.text()

    def cell(self, row: int, column: int) -> Any:
        """pyte's cell at a place counted from 0: its `data`, `fg`, `bg`, `bold`, `underscore`, `reverse`."""
        with self._changed:
            return self.screen.cells.buffer[row][column]

    def find(self, text: str) -> tuple[int, int]:
        """The row and column, counted from 0, where a text first stands; AssertionError where it doesn't."""
        with self._changed:
            for row in range(self.screen.rows):
                line = [self.screen.cells.buffer[row][column].data for column in range(self.screen.columns)]
                if (at := "".join(line).find(text)) >= 0:
                    lengths = [len("".join(line[:column])) for column in range(len(line))]
                    return row, lengths.index(at)
        raise AssertionError(f"{text!r} isn't on the screen:\n{self.text()}")

    def picture(self, path: Path | str) -> None:
        """Draw the screen, colours and styles included, as a PNG file."""
        from wizard_picture import draw

        with self._changed:
            draw(self.screen.cells, Path(path))

    # What a person does

    def type(self, text: str) -> None:
        """Type a text, then let the screen come to rest."""
        self._send(text)

    def press(self, *keys: str) -> None:
        """Press keys by name (`enter`, `shift+tab`, `f3`, `ctrl+a`, `a` …) one after the other."""
        for name in keys:
            self._send(key(name), _QUIET_AFTER_ESC if name == "esc" else _QUIET)

    def send(self, name: str) -> None:
        """Press a key and wait for nothing: to measure how long its answer takes."""
        self._write(key(name).encode())

    def paste(self, text: str) -> None:
        """Paste a text, marked as pasted."""
        self._send(f"\x1b[200~{text}\x1b[201~")

    def click(self, text: str) -> None:
        """Click on the first place where a text stands."""
        row, column = self.find(text)
        place = f"{column + 1};{row + 1}"
        self._send(f"\x1b[<0;{place}M\x1b[<0;{place}m")

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as dragging its window does."""
        with self._changed:
            self.screen.resize(columns, rows)
        self._set_size(columns, rows)
        self._rest(_QUIET)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Take none of what the program writes, as a terminal does after Ctrl+S."""
        with self._reading:
            yield

    # Waiting

    def expect(self, text: str | re.Pattern[str], timeout: float = _TIMEOUT) -> str:
        """Wait until a text (or a pattern) stands on the screen; gives the whole screen's text."""
        self.wait_until(lambda: self._holds(text), timeout, f"{_quoted(text)} to appear")
        return self.text()

    def expect_gone(self, text: str | re.Pattern[str], timeout: float = _TIMEOUT) -> str:
        """Wait until a text (or a pattern) no longer stands on the screen; gives the whole screen's text."""
        self.wait_until(lambda: not self._holds(text), timeout, f"{_quoted(text)} to go away")
        return self.text()

    def expect_end(self, timeout: float = _TIMEOUT) -> int:
        """Wait until the program ends by itself; gives its exit status (negative: the signal)."""
        self.wait_until(lambda: self.process.poll() is not None, timeout, "the program to end")
        self._reader.join(timeout)
        return self.process.wait()

    def wait_until(
        self, holds: Callable[[], bool], timeout: float = _TIMEOUT, what: str = "a condition"
    ) -> None:
        """Wait until `holds()`; it is asked after every output, and every 50 ms besides."""
        end = time.monotonic() + timeout
        while True:
            with self._changed:
                ended = self._ended
            if holds():
                return
            if ended and self.process.poll() is not None:
                if holds():
                    return  # it came to hold as the program ended
                raise AssertionError(self._report(f"the program ended with {self.process.returncode}", what))
            with self._changed:
                if (left := end - time.monotonic()) <= 0:
                    break
                self._changed.wait(min(left, 0.05))
        raise AssertionError(self._report(f"{timeout:g} s passed", what))

    def settle(self, quiet: float = 0.4) -> None:
        """Wait until nothing was written for `quiet` seconds, two at most: for pictures, not for tests."""
        self._rest(quiet)

    # The end

    def kill(self, number: int = 9) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal under the running program, as closing its window or losing the line does."""
        os.write(self._hang_up, b"x")
        self._reader.join(_TIMEOUT)
        os.close(self._master)
        self._master = -1

    def close(self) -> None:
        """End the program and its session, and free the pseudo-terminal; may be called twice."""
        if sys.platform == "win32":
            raise NotImplementedError
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(3)
        self.process.wait()
        if self._master >= 0:
            self._reader.join(1)
            os.close(self._master)
            self._master = -1
        for end in (self._hung_up, self._hang_up):
            if end >= 0:
                os.close(end)
        self._hung_up = self._hang_up = -1

    # Within

    def _set_size(self, columns: int, rows: int) -> None:
        if sys.platform == "win32":
            raise NotImplementedError
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self) -> None:
        while True:
            try:
                ready, _, _ = select.select([self._master, self._hung_up], [], [])
                with self._reading:
                    data = b"" if self._hung_up in ready else os.read(self._master, 65536)
            except OSError:
                data = b""
            with self._changed:
                if data:
                    self._raw += data
                    self._last_byte = time.monotonic()
                    self.screen.feed(data)
                    answers = self._answers.to(data)
                else:
                    self._ended = True
                self._changed.notify_all()
            if not data:
                return
            if answers:
                self._write(answers)

    def _write(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            while data:
                data = data[os.write(self._master, data) :]

    def _send(self, text: str, quiet: float = _QUIET) -> None:
        self._write(text.encode())
        self._rest(quiet)

    def _rest(self, quiet: float) -> None:
        """Wait until nothing was written for `quiet` seconds from now on, two seconds at most."""
        start = time.monotonic()
        with self._changed:
            while not self._ended:
                now = time.monotonic()
                left = max(self._last_byte, start) + quiet - now
                if left <= 0 or now - start > _QUIET_AT_MOST:
                    return
                self._changed.wait(left)

    def _holds(self, text: str | re.Pattern[str]) -> bool:
        shown = self.text()
        return text in shown if isinstance(text, str) else text.search(shown) is not None

    def _report(self, happened: str, what: str) -> str:
        return f"{happened} while waiting for {what}; the screen shows:\n{self.text()}"


def _quoted(text: str | re.Pattern[str]) -> str:
    return repr(text if isinstance(text, str) else text.pattern)
