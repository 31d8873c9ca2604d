"""A lock on what several programs and threads would keep or remove at once."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cmic_wizard import files
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _

if TYPE_CHECKING:
    from filelock import BaseFileLock

WAIT: Final = 10.0
"""Seconds that another program may take."""


class Exclusive:
    """A lock file in a folder of our own, which the system lets go of when the process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: BaseFileLock | None = None
        self._busy = threading.RLock()

    @contextlib.contextmanager
    def held(self, wait: float = WAIT) -> Iterator[None]:
        """Hold it, again where this thread holds it already; FileRefused where another keeps it so long."""
        from filelock import FileLock, Timeout

        with self._busy:
            if self._lock is None:
                self._lock = FileLock(self._path, mode=0o600, thread_local=False)
            files.make_private_dir(self._path.parent)
            try:
                self._lock.acquire(timeout=wait)
            except Timeout:
                raise FileRefused(
                    _("Another program is working on the stored secrets. Try again in a moment.")
                ) from None
            except OSError as error:
                raise FileRefused(
                    _("“{path}” can't be written: {reason}.").format(
                        path=files.shown(self._path), reason=files.reason_of(error)
                    )
                ) from None
            try:
                yield
            finally:
                self._lock.release()
