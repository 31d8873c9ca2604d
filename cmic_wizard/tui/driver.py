"""The terminal's driver, which comes to its end also where the terminal has gone. POSIX only."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from typing import IO, Any

from textual.drivers.linux_driver import LinuxDriver


class Forgiving:
    """A file whose writes go nowhere once its terminal is gone."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.fileno: Callable[[], int] = file.fileno

    def write(self, text: str) -> None:
        """Write what can be written."""
        with contextlib.suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        """Flush what can be flushed."""
        with contextlib.suppress(OSError, ValueError):
            self._file.flush()


class LastingDriver(LinuxDriver):
    """Textual's driver dies halfway with its terminal: then nothing takes what the application writes.

    Its thread that writes ends with the first failing write, and the application stops for good once 30 more
    wait for it; and the thread that reads ends in a panic, though a lost line is no fault of ours. And it
    starts to read a second time when the process goes on without having been told to stop.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._file: Any = Forgiving(self._file)

    def _sigcont_application(self, *details: Any) -> None:
        # A hang-up comes with SIGCONT; there is nothing to go on with.
        if not os.isatty(self.fileno):
            return
        if self._key_thread is None:
            super()._sigcont_application(*details)
        else:
            self._app.call_later(self._app.refresh)

    def run_input_thread(self) -> None:
        """Read keys; a terminal that is gone ends the program as its signal does."""
        try:
            super().run_input_thread()
        except OSError:
            if not self.exit_event.is_set():
                os.kill(os.getpid(), signal.SIGHUP)
