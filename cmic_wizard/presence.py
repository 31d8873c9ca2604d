"""Whether something is there, and what: the one place that asks the file system, or says why it can't."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from cmic_wizard.errors import FileRefused
from cmic_wizard.files import reason_of, shown
from cmic_wizard.i18n import _
from cmic_wizard.struct import Struct


class Unseen(FileRefused):
    """A path that can't be looked at; `reason` is the clause that says why, as `files.reason_of` gives it."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class Imprint(Struct, frozen=True):
    """What changes whenever a file is written or another one takes its place."""

    device: int
    number: int
    size: int
    written: int
    """In nanoseconds."""
    regular: bool
    """Whether it is a file, and no folder, link, pipe or device."""


class Named(Struct, frozen=True):
    """A name in a folder."""

    path: str
    name: str
    is_folder: bool
    """Whether it is a folder itself, and no link to one."""


def imprint_from(found: os.stat_result) -> Imprint:
    """The imprint of what the system says of a file."""
    regular = stat.S_ISREG(found.st_mode)
    return Imprint(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, regular)


def imprint_of(path: Path) -> Imprint | None:
    """What tells one state of a file from the next; None where nothing is there, of a link its own.

    FileRefused where it can't be looked at.
    """
    found = status_of(path)
    return None if found is None else imprint_from(found)


def status_of(path: Path, *, follow: bool = False) -> os.stat_result | None:
    """What the system says of what is there; None where nothing is, FileRefused where that can't be told."""
    with _telling(path):
        try:
            return path.stat(follow_symlinks=follow)
        except FileNotFoundError:
            return None


def is_there(path: Path) -> bool:
    """Whether anything has this name, be it a link that leads nowhere; FileRefused where it can't be told."""
    return status_of(path) is not None


def is_file(path: Path) -> bool:
    """Whether it is a file, or a link to one; FileRefused where that can't be told."""
    found = status_of(path, follow=True)
    return found is not None and stat.S_ISREG(found.st_mode)


def is_folder(path: Path) -> bool:
    """Whether it is a folder, or a link to one; FileRefused where that can't be told."""
    found = status_of(path, follow=True)
    return found is not None and stat.S_ISDIR(found.st_mode)


def real_path(path: Path) -> Path:
    """Where a path leads once every link on its way is followed, as far as there is a way."""
    with _telling(path):
        return Path(os.path.realpath(path))


def open_to_others(path: Path) -> bool:
    """Whether others than its owner may use a file, as far as the system knows such rights."""
    found = status_of(path, follow=True)
    return os.name == "posix" and found is not None and bool(stat.S_IMODE(found.st_mode) & 0o077)


def named_in(folder: Path) -> list[Named]:
    """What is in a folder, by name; FileRefused where it can't be read."""
    with _telling(folder, reading=True), os.scandir(folder) as entries:
        return sorted((_named(entry) for entry in entries), key=lambda named: named.name)


def working_folder() -> Path:
    """The folder that the program was started in; the home folder where that is gone."""
    try:
        return Path.cwd()
    except OSError:
        return home_folder()


def home_folder() -> Path:
    """The user's home; the root of the file system where none is known."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("/")


def _named(entry: os.DirEntry[str]) -> Named:
    try:
        folder = entry.is_dir(follow_symlinks=False)
    except OSError:
        folder = False
    return Named(entry.path, entry.name, folder)


@contextlib.contextmanager
def _telling(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turns whatever the system refuses into FileRefused."""
    try:
        yield
    except OSError as error:
        reason = reason_of(error)
    except ValueError:
        reason = _("its name is not allowed on this system")
    else:
        return
    sentence = (
        _("“{path}” can't be read: {reason}.") if reading else _("“{path}” can't be looked at: {reason}.")
    )
    raise Unseen(sentence.format(path=shown(path), reason=reason), reason)
