"""Coming back to the foreground, after the user stopped the program (Ctrl+Z) and went on with it."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType


@contextlib.contextmanager
def called_at_return(back: Callable[[], None]) -> Iterator[None]:
    """Have something called whenever the program comes back: the shell has changed the terminal meanwhile."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def handler(_number: int, _frame: FrameType | None) -> None:
        back()

    before = signal.signal(signal.SIGCONT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGCONT, before)
