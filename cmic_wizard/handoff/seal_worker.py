"""Talks with the child process that seals and opens age files, and kills it when time or patience ends."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from cmic_wizard.bounds import SEALED_BYTES
from cmic_wizard.child_process import close_pipes, start_child
from cmic_wizard.errors import WizardError
from cmic_wizard.handoff.keys import pyrage
from cmic_wizard.i18n import _

STARTS_WITHIN: Final = 30.0
"""Seconds that the child may take to start; a busy computer takes some, and no file has a part in it."""

_CHILD: Final = Path(__file__).with_name("seal_child.py")
_SLICE: Final = 0.05
_GRACE: Final = 2.0


class SealKind(StrEnum):
    """What opens the files of a child; scrypt needs more memory than keys do."""

    WORDS = "words"
    KEYS = "keys"


class Cancelled(WizardError):
    """The user did not want to wait."""


def never() -> bool:
    """Nobody cancels."""
    return False


class SealWorker:
    """A child that serves one thread, request after request; it starts at the first, and anew once killed."""

    def __init__(self, kind: SealKind) -> None:
        self._kind = kind
        self._child: subprocess.Popen[bytes] | None = None
        self._ready = False

    def __enter__(self) -> SealWorker:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the child, where none runs, without waiting for it. Raises KeyRefused without the library."""
        if self._child is not None:
            return
        pyrage()
        self._ready = False
        with contextlib.suppress(OSError):  # a system without room for a process; `ask` says that it died
            self._child = start_child(_CHILD, self._kind)

    def ask(
        self, operation: str, parts: Sequence[bytes], seconds: float, cancelled: Callable[[], bool] = never
    ) -> tuple[str, bytes]:
        """The child's word and result: `ok`, `wrong`, `no-key`, `memory` or `broken`.

        `late` after `seconds` of work, `died` where the child ended itself. Raises Cancelled.
        """
        self.start()
        if self._child is None:
            return "died", b""
        lengths = " ".join(str(len(part)) for part in parts)
        talk = _Talk(self._child, f"{operation} {lengths}\n".encode() + b"".join(parts), ready=self._ready)
        try:
            in_time = talk.wait(seconds, cancelled)
        except BaseException:
            self.close()
            raise
        if not talk.word:
            self.close()
            return ("died" if in_time else "late"), b""
        self._ready = True
        return talk.word, talk.result

    def close(self) -> None:
        """End the child, whatever it does."""
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(OSError):
            child.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_GRACE)
        close_pipes(child)


class _Talk:
    """Sends one request and reads its answer in a thread of its own, so that the caller never blocks."""

    def __init__(self, child: subprocess.Popen[bytes], request: bytes, *, ready: bool) -> None:
        self.word, self.result = "", b""
        self._child = child
        self._request = request
        self._began = time.monotonic() if ready else None
        self._ended = threading.Event()
        self._until_ready = time.monotonic() + STARTS_WITHIN
        threading.Thread(target=self._run, name="sealing", daemon=True).start()

    def wait(self, seconds: float, cancelled: Callable[[], bool]) -> bool:
        """Whether the talk ended within `seconds` of the child's being ready. Raises Cancelled."""
        while not self._ended.wait(_SLICE):
            if cancelled():
                raise Cancelled(_("Cancelled."))
            until = self._until_ready if self._began is None else self._began + seconds
            if time.monotonic() > until:
                return False
        return True

    def _run(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._talk()
        self._request = b""
        self._ended.set()

    def _talk(self) -> None:
        if self._began is None:
            if self._line() != b"ready":
                return
            self._began = time.monotonic()
        self._send()
        word, _space, length = self._line().partition(b" ")
        result = self._exactly(min(int(length or 0), SEALED_BYTES))
        self.word, self.result = word.decode("ascii"), result

    def _send(self) -> None:
        data = memoryview(self._request)
        while self._child.stdin is not None and data:
            data = data[self._child.stdin.write(data) or 0 :]

    def _line(self) -> bytes:
        line = b""
        while not line.endswith(b"\n") and len(line) < 40 and (part := self._read(1)):
            line += part
        return line.removesuffix(b"\n")

    def _exactly(self, length: int) -> bytes:
        data = bytearray()
        while len(data) < length:
            part = self._read(length - len(data))
            if not part:
                raise ValueError("half an answer")
            data += part
        return bytes(data)

    def _read(self, length: int) -> bytes:
        return b"" if self._child.stdout is None else self._child.stdout.read(length) or b""
