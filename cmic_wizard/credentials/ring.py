"""Asks the operating system's key ring through a child process that can be stopped at any time."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Final

from cmic_wizard.bounds import password_fits
from cmic_wizard.child_process import close_pipes, start_child
from cmic_wizard.credentials.naming import Entry
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.secret import Secret
from cmic_wizard.struct import Struct

CHILD: Final = Path(__file__).with_name("child.py")
WAIT_FOR_PEOPLE: Final = 20.0
"""Seconds for an operation: somebody may have to answer the key ring's window."""
WAIT_FOR_PROBE: Final = 5.0
"""Seconds for a probe, which opens no window."""
_ANSWER_AT_MOST: Final = 256 * 1024
_GRACE: Final = 2.0


class Answer(Struct, frozen=True):
    """What the key ring said. `backend` is module and class; `cause` an exception's class, for support."""

    state: KeyRingState
    backend: str = ""
    secret: Secret | None = None
    cause: str = ""


class Job:
    """One piece of work with the key ring; any other thread may `cancel` it, before or during it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called; every later question is answered `cancelled` at once."""
        return self._cancelled

    def cancel(self) -> None:
        """Stop the child process, if there is one, and with it the work."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                _kill(self._process)

    def probe(self, timeout: float = WAIT_FOR_PROBE) -> Answer:
        """Which key ring would be used, and whether it is locked; opens no window."""
        return self._ask({"operation": "probe"}, timeout)

    def store(
        self, entry: Entry, secret: Secret, timeout: float = WAIT_FOR_PEOPLE, *, fresh: bool = False
    ) -> Answer:
        """Put a secret into the key ring and read it back; with `fresh` never over another one (`taken`)."""
        if not password_fits(secret.reveal()):
            return Answer(KeyRingState.TOO_LONG)
        return self._ask({**_request("add" if fresh else "set", entry), "secret": secret.reveal()}, timeout)

    def fetch(self, entry: Entry, timeout: float = WAIT_FOR_PEOPLE) -> Answer:
        """Read a secret from the key ring; `absent` where it holds none."""
        return self._ask(_request("get", entry), timeout)

    def remove(self, entry: Entry, timeout: float = WAIT_FOR_PEOPLE) -> Answer:
        """Remove a secret from the key ring; `absent` where it held none."""
        return self._ask(_request("delete", entry), timeout)

    def _ask(self, request: dict[str, str], timeout: float) -> Answer:
        with self._lock:
            if self._cancelled:
                return Answer(KeyRingState.CANCELLED)
            try:
                process = self._process = start_child(CHILD)
            except OSError as error:
                return Answer(KeyRingState.ERROR, cause=type(error).__name__)
        talk = _Talk(process, json.dumps(request).encode("ascii") + b"\n")
        in_time = talk.wait(timeout)
        with self._lock:
            # Under the lock, so that `cancel` never signals a process id that is already somebody else's.
            _kill(process)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
            self._process = None
        talk.close()
        if talk.line.endswith(b"\n"):
            return _understood(talk.line)
        if self._cancelled:
            return Answer(KeyRingState.CANCELLED)
        return Answer(KeyRingState.ERROR, cause="no answer") if in_time else Answer(KeyRingState.TIMEOUT)


def _request(operation: str, entry: Entry) -> dict[str, str]:
    return {"operation": operation, "service": entry.service, "user": entry.user}


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the child and, where the system has groups, everything that it started."""
    if process.returncode is not None:
        return
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


class _Talk:
    """Sends the request and reads the answer in its own thread, so that the caller never blocks on a pipe.

    Standard input stays open until the end: its end tells the child that nobody waits any more.
    """

    def __init__(self, process: subprocess.Popen[bytes], request: bytes) -> None:
        self._process = process
        self._request = request
        self.line = b""
        self._thread = threading.Thread(target=self._run, name="key-ring", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            _write(self._process.stdin, self._request)
            self._request = b""
            self.line = _read_line(self._process.stdout)

    def wait(self, timeout: float) -> bool:
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def close(self) -> None:
        self._thread.join(_GRACE)
        if self._thread.is_alive():
            return
        close_pipes(self._process)


def _write(pipe: IO[bytes] | None, data: bytes) -> None:
    while pipe is not None and data:
        data = data[pipe.write(data) or 0 :]


def _read_line(pipe: IO[bytes] | None) -> bytes:
    line = b""
    while pipe is not None and not line.endswith(b"\n") and len(line) < _ANSWER_AT_MOST:
        part = pipe.read(65536)
        if not part:
            break
        line += part
    return line


def _understood(line: bytes) -> Answer:
    try:
        told = json.loads(line)
        state = KeyRingState(told["state"])
        backend, cause, secret = told.get("backend", ""), told.get("cause", ""), told.get("secret")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Answer(KeyRingState.ERROR, cause="bad answer")
    return Answer(state, str(backend), Secret(secret) if isinstance(secret, str) else None, str(cause))
