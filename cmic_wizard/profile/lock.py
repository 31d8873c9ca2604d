"""One writer for each profile: a lock of the operating system, and a note of who holds it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cmic_wizard import files, presence, strict_json
from cmic_wizard.bounds import stamped, to_the_minute
from cmic_wizard.errors import FileRefused, ProfileInUse
from cmic_wizard.i18n import _
from cmic_wizard.profile.shape import Shape
from cmic_wizard.text import shortened, visible

if TYPE_CHECKING:
    from filelock import BaseFileLock

_HOLDER_AT_MOST: Final = 4096
_LOOKS_EVERY: Final = 0.02
"""Seconds between two looks at a lock that another holds."""


class ProfileLock:
    """Held from `acquire` to `release`, and let go by the system itself when the process dies."""

    def __init__(self, folder: Path, slug: str, program: str, clock: Callable[[], datetime]) -> None:
        self._path = folder / f"{slug}.lock"
        self._holder = folder / f"{slug}.holder.json"
        self._program = program
        self._clock = clock
        self._lock: BaseFileLock | None = None
        self._place: tuple[int, int] | None = None

    @property
    def stands(self) -> bool:
        """Whether it is held and its file still in its place; deleting the file lets others lock anew."""
        return self._lock is not None and self._place is not None and self._place == self._found()

    def _found(self) -> tuple[int, int] | None:
        with contextlib.suppress(FileRefused):
            if found := presence.imprint_of(self._path):
                return found.device, found.number
        return None

    def acquire(self, name: str) -> None:
        """Take the lock, or raise at once: ProfileInUse with who holds the profile `name`, or FileRefused."""
        from filelock import FileLock, Timeout

        lock = FileLock(self._path, timeout=0, mode=0o600, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            raise ProfileInUse(self._sentence(name)) from None
        except OSError as error:
            raise _unwritable(self._path, error) from None
        self._lock, self._place = lock, self._found()
        with contextlib.suppress(FileRefused):
            files.write_atomically(self._holder, self._note())

    def release(self, *, remove: bool = False) -> None:
        """Let go; `remove` takes the lock file away too, once its profile is gone. Harmless when not held."""
        ours = self.stands
        lock, self._lock = self._lock, None
        if lock is None:
            return
        if ours:
            with contextlib.suppress(OSError):
                self._holder.unlink()
        if remove and ours:
            _let_go(lock, self._path)
        else:
            lock.release()

    def _note(self) -> bytes:
        import json

        note = {
            "program": self._program,
            "pid": os.getpid(),
            "host": _host(),
            "since": stamped(self._clock()),
        }
        return json.dumps(note).encode() + b"\n"

    def _sentence(self, name: str) -> str:
        shown = visible(name)
        try:
            shape = Shape(strict_json.loads(files.read_regular(self._holder, _HOLDER_AT_MOST)))
            return _(
                "The profile “{name}” is open in {program} (process {pid} on {host}, since {since}): "
                "close it there first."
            ).format(
                name=shown,
                program=shortened(visible(shape.text("program")), 40),
                pid=shape.count("pid"),
                host=shortened(visible(shape.text("host")), 60),
                since=to_the_minute(shape.moment("since")),
            )
        except FileRefused:
            return _("The profile “{name}” is open in another program: close it there first.").format(
                name=shown
            )


@contextlib.contextmanager
def held_for_a_moment(path: Path, seconds: float, busy: str) -> Iterator[None]:
    """Hold a lock file, which is there as long, waiting for it; after `seconds` FileRefused with `busy`."""
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=seconds, poll_interval=_LOOKS_EVERY, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise FileRefused(busy) from None
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        yield
    finally:
        _let_go(lock, path)


def _let_go(lock: BaseFileLock, path: Path) -> None:
    """Release a lock and take its file away."""
    if sys.platform == "win32":
        lock.release()
    # While still held: a process that has just opened it sees that it was unlinked, and tries anew.
    with contextlib.suppress(OSError):
        path.unlink()
    lock.release()


def _unwritable(path: Path, error: OSError) -> FileRefused:
    return FileRefused(
        _("“{path}” can't be written: {reason}.").format(
            path=files.shown(path), reason=files.reason_of(error)
        )
    )


def _host() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename
