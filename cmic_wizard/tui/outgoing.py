"""What goes out to a terminal: a terminal that does not take it, or is gone, holds nothing up. POSIX only."""

from __future__ import annotations

import os
import select
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

_WAITING_AT_MOST: Final = 4_000_000
"""Bytes that wait for a terminal that takes nothing; several screens."""
_AT_ONCE: Final = 4096


class Outgoing:
    """Writes to a terminal in a thread of its own; what is too much is dropped, and `missed` called later."""

    def __init__(self, fileno: int, encoding: str, errors: str, missed: Callable[[], None]) -> None:
        self._fileno = fileno
        self._encoding, self._errors = encoding, errors
        self._missed = missed
        self._changed = threading.Condition()
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        """How many wait, those that are being written among them."""
        self._dropped = False
        self._closed = False
        self._gone = False
        self._thread = threading.Thread(target=self._run, name="terminal-output", daemon=True)
        self._thread.start()

    def write(self, text: str, *, always: bool = False) -> None:
        """Have a text written; never waits. `always`: however much is waiting, as for what sets modes."""
        data = text.encode(self._encoding, self._errors)
        with self._changed:
            if self._gone or self._closed:
                return
            if self._bytes > _WAITING_AT_MOST and not always:
                self._dropped = True
                return
            self._waiting.append(data)
            self._bytes += len(data)
            self._changed.notify_all()

    def drain(self, seconds: float) -> bool:
        """Wait until all is written, while something is taken at least every `seconds`; whether it was."""
        with self._changed:
            while self._bytes and self._changed.wait(seconds):
                pass
            return not self._bytes

    def close(self, seconds: float) -> None:
        """`drain`, then end the thread; one that the terminal holds up ends with the process."""
        self.drain(seconds)
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                data = self._waiting.popleft()
            for start in range(0, len(data), _AT_ONCE):
                part = data[start : start + _AT_ONCE]
                self._write(part)
                with self._changed:
                    self._bytes -= len(part)
                    self._changed.notify_all()
            with self._changed:
                missed = self._dropped and not self._waiting
                self._dropped = self._dropped and not missed
            if missed:
                self._missed()

    def _write(self, data: bytes) -> None:
        while data and not self._gone:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:
                select.select([], [self._fileno], [])
            except OSError:
                self._gone = True
