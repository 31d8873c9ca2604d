"""Lines as they are typed: several that come at once stay together, and a secret is read unseen."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from cmic_wizard.foreground import called_at_return

TOGETHER_WITHIN: Final = 0.05
"""Seconds within which what follows a line at a terminal belongs to it, because it was pasted."""
_AT_ONCE: Final = 65536
_LINE_AT_MOST: Final = 1_000_000
"""Bytes of a line that are looked at: more than any answer, so that what is longer is refused as such."""


class Source(Protocol):
    """Where what is typed comes from."""

    @property
    def echoes(self) -> bool:
        """Whether what is typed is seen as it is typed; only then can a secret be typed unseen."""

    def line(self) -> str | None:
        """What was typed, without its end; line breaks in it where several came at once. None at the end."""

    def hidden(self, prompt: Callable[[], None]) -> str | None:
        """The same typed unseen; `prompt` is called once it is."""


class Lines:
    """Reads a descriptor without looking ahead more than it must, so that waiting for more is possible."""

    def __init__(self, descriptor: int, encoding: str = "utf-8") -> None:
        self._descriptor = descriptor
        self._encoding = encoding
        self._left = b""
        self._ended = False
        self.echoes = os.isatty(descriptor)

    def line(self) -> str | None:
        """A line; from a terminal, with those that were pasted behind it."""
        first = self._one()
        if first is None:
            return None
        lines = [first]
        while self.echoes and self._more():
            following = self._one()
            if following is None:
                break
            lines.append(following)
        return "\n".join(lines).rstrip("\n") if len(lines) > 1 else first

    def hidden(self, prompt: Callable[[], None]) -> str | None:
        """A line that the terminal does not show."""
        with _unseen(self._descriptor, prompt):
            prompt()
            return self._one()

    def _one(self) -> str | None:
        while b"\n" not in self._left and not self._ended:
            data = b""
            with contextlib.suppress(OSError):  # the terminal is gone
                data = os.read(self._descriptor, _AT_ONCE)
            self._left = self._left[:_LINE_AT_MOST] + data
            self._ended = not data
        if self._ended and not self._left:
            return None
        line, _newline, self._left = self._left.partition(b"\n")
        return line.removesuffix(b"\r").decode(self._encoding, "surrogateescape")

    def _more(self) -> bool:
        """Whether another line is there; Windows can't tell it of a console."""
        if b"\n" in self._left:
            return True
        if sys.platform == "win32" or self._ended:
            return False
        import select

        return bool(select.select([self._descriptor], [], [], TOGETHER_WITHIN)[0])


@contextlib.contextmanager
def _unseen(descriptor: int, prompt: Callable[[], None]) -> Iterator[None]:
    """Have the terminal show nothing of what is typed, and be as it was afterwards.

    A shell to which the user went in between (Ctrl+Z) has it show things again: it is told anew, and `prompt`
    called, when they come back.
    """
    if sys.platform == "win32":
        with _unseen_on_windows(descriptor):
            yield
        return
    import termios

    before = termios.tcgetattr(descriptor)
    silent = [*before]
    silent[3] = before[3] & ~(termios.ECHO | termios.ECHOE | termios.ECHOK) | termios.ECHONL

    def back() -> None:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, silent)
        with contextlib.suppress(RuntimeError):  # where it was stopped while it was being said
            prompt()

    with called_at_return(back):
        try:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, silent)
            yield
        finally:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


@contextlib.contextmanager
def _unseen_on_windows(descriptor: int) -> Iterator[None]:
    """The same for a console of Windows."""
    if sys.platform != "win32":
        raise NotImplementedError
    import ctypes
    import msvcrt

    handle, mode = msvcrt.get_osfhandle(descriptor), ctypes.c_uint32()
    kernel = ctypes.windll.kernel32
    kernel.GetConsoleMode(handle, ctypes.byref(mode))
    try:
        kernel.SetConsoleMode(handle, mode.value & ~0x0004)
        yield
    finally:
        kernel.SetConsoleMode(handle, mode.value)
