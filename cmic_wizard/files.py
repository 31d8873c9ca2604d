"""Files read and written without surprises: private, whole or not at all, and never through a trap."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import N_, _, ngettext
from cmic_wizard.text import visible

_WINDOWS: Final = sys.platform == "win32"
_NOFOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
_PLAIN: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOCTTY", 0)
_TEMPORARY: Final = (".cmic-", ".tmp")
_OLD: Final = 3600.0
_REPLACE_FOR: Final = 2.0
_IN_USE_ON_WINDOWS: Final = (32, 33)
_swept: Final[set[Path]] = set()

_REASONS: Final = {
    "ENOSPC": N_("no space is left on the disk"),
    "EDQUOT": N_("your disk quota is used up"),
    "EFBIG": N_("it would be larger than this system allows"),
    "EROFS": N_("the disk is read-only"),
    "EACCES": N_("you don't have permission"),
    "EPERM": N_("you don't have permission"),
    "EISDIR": N_("it is a folder"),
    "ENOTDIR": N_("a part of its path is not a folder"),
    "ENOENT": N_("it does not exist"),
    "EEXIST": N_("the name is taken already"),
    "ENAMETOOLONG": N_("its name is too long"),
    "EINVAL": N_("its name is not allowed on this system"),
    "ELOOP": N_("symbolic links lead in a circle, or where none is allowed"),
    "EIO": N_("the disk reports an error"),
    "EBADF": N_("the other end is closed"),
    "EBUSY": N_("another program is using it"),
    "ETXTBSY": N_("another program is using it"),
    "EMFILE": N_("too many files are open"),
    "ENFILE": N_("too many files are open"),
    "ESTALE": N_("the network drive does not answer"),
    "ETIMEDOUT": N_("the network drive does not answer"),
}


def reason_of(error: OSError) -> str:
    """Why the system refused, as a clause without a full stop that fits after a colon."""
    if getattr(error, "winerror", None) in _IN_USE_ON_WINDOWS:
        return _("another program is using it")
    if reason := _REASONS.get(errno.errorcode.get(error.errno or 0, "")):
        return _(reason)
    return _("the system reports “{message}”").format(message=visible(error.strerror or type(error).__name__))


def no_file(mode: int) -> str:
    """What it is instead of a regular file, as `reason_of` says it; "" for a regular file."""
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISDIR(mode):
        return _("it is a folder")
    if stat.S_ISLNK(mode):
        return _("it is a symbolic link")
    return _("it is a pipe or a device, not a file")


def shown(path: Path) -> str:
    """A path as it may stand in a sentence."""
    return visible(str(path))


def refused_at(path: Path, refusal: FileRefused) -> FileRefused:
    """A refusal of what a file holds, with the file."""
    return FileRefused(_("“{path}”: {sentence}").format(path=shown(path), sentence=refusal))


def typed_path(text: str) -> Path:
    """The path that a person typed, `~` being a home; the home of a user who is not there stays as typed."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - pathlib's raises for such a user


def make_private_dir(path: Path) -> None:
    """Make sure that a folder of our own is there and closed to others (0700); its missing parents likewise.

    Raises FileRefused where it is a symbolic link, no folder, or somebody else's. On Windows the
    access rights are those of the user's own application folder.
    """
    with _refusing(path, _("The folder “{path}” can't be used: {reason}.")):
        for folder in (*reversed(path.parents), path):
            with contextlib.suppress(FileExistsError):
                if not folder.is_dir() or folder.is_symlink():
                    folder.mkdir(0o700)
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            raise _ReasonError(_("it is a symbolic link"))
        if not stat.S_ISDIR(found.st_mode):
            raise _ReasonError(_("it is not a folder"))
        if not _WINDOWS:
            _close_to_others(path)


def write_atomically(
    path: Path, data: bytes, *, keep_previous: Path | None = None, mode: int = 0o600
) -> os.stat_result:
    """Put `data` in the place of `path`: wholly and durably, or not at all, with FileRefused saying why.

    A symbolic link at `path` is replaced, not followed. `keep_previous` (same folder) takes what stood there.
    What is given back is how the file was before anybody else could reach it.
    What killed writers left in the folder goes at a process's first write into it.
    """
    with _refusing(path, _("“{path}” can't be written: {reason}."), missing=_("its folder does not exist")):
        if path.parent not in _swept:
            _swept.add(path.parent)
            sweep_temporary(path.parent)
        temporary = _temporary_beside(path)
        try:
            written = _write_new(temporary, data, mode)
            if keep_previous is not None:
                _keep(path, keep_previous)
            _replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(path.parent)
        return written


def write_export(path: Path, data: bytes, *, private: bool = True) -> None:
    """Write a file where the user wants it; `private` (0600) or with the usual rights of their files.

    A link of their own is followed; a folder, a pipe, a device and another user's link raise FileRefused.
    """
    with _refusing(path, _("“{path}” can't be written: {reason}.")):
        target = path
        with contextlib.suppress(FileNotFoundError):
            found = path.lstat()
            if stat.S_ISLNK(found.st_mode):
                if not _ours(found):
                    raise _ReasonError(_("it is another user's symbolic link"))
                target = Path(os.path.realpath(path))
                found = target.lstat()
            _demand_regular(found.st_mode)
    write_atomically(target, data, mode=0o600 if private else 0o666)


def read_regular(path: Path, limit: int, *, follow: bool = False) -> bytes:
    """What a regular file holds, at most `limit` bytes; FileRefused for anything else, without waiting on it.

    `follow` is for files that a user names; our own are never reached through a symbolic link.
    """
    with _refusing(path, _("“{path}” can't be read: {reason}.")):
        _demand_regular(path.stat(follow_symlinks=follow).st_mode)
        flags = os.O_RDONLY | _PLAIN | getattr(os, "O_NONBLOCK", 0) | (0 if follow else _NOFOLLOW)
        descriptor = os.open(path, flags)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
            _demand_regular((found := os.fstat(descriptor)).st_mode)
            # A buffer of the limit's size would take longer to make than most files to read.
            data = file.read(min(found.st_size, limit) + 1)
            data += file.read(limit + 1 - len(data)) if len(data) > found.st_size else b""
        if len(data) > limit:
            kilobytes = max(limit // 1024, 1)
            raise _ReasonError(
                ngettext(
                    "it is larger than {count} kilobyte", "it is larger than {count} kilobytes", kilobytes
                ).format(count=kilobytes)
            )
        return data


def names_in(folder: Path) -> list[str]:
    """The names in a folder, sorted; none where it does not exist, FileRefused where it can't be read."""
    with _refusing(folder, _("The folder “{path}” can't be read: {reason}.")):
        try:
            return sorted(os.listdir(folder))  # noqa: PTH208 - names are all that is asked
        except FileNotFoundError:
            return []


def keep(path: Path, also: Path) -> None:
    """Give what stands at `path` a second name in its folder, in the place of what stands there; durably."""
    with _refusing(also, _("“{path}” can't be written: {reason}.")):
        _keep(path, also)
        _sync_folder(also.parent)


def remove(path: Path) -> None:
    """Remove a file for good, the link itself where it is one; one that is not there is fine."""
    with _refusing(path, _("“{path}” can't be removed: {reason}.")):
        path.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            _sync_folder(path.parent)


def move(path: Path, target: Path) -> None:
    """Give a file another name in its folder, never one that is taken; the caller holds off other movers."""
    with _refusing(path, _("“{path}” can't be renamed: {reason}.")):
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "")
        path.rename(target)
        _sync_folder(target.parent)


def sweep_temporary(folder: Path, *, now: float | None = None) -> int:
    """Remove what killed writers left in a folder more than an hour ago; how many files that were."""
    moment = time.time() if now is None else now
    removed = 0
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not (entry.name.startswith(_TEMPORARY[0]) and entry.name.endswith(_TEMPORARY[1])):
                continue
            with contextlib.suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                # A hard link carries the old file's mtime, but its ctime is new.
                if (
                    _ours(found)
                    and stat.S_ISREG(found.st_mode)
                    and moment - max(found.st_mtime, found.st_ctime) > _OLD
                ):
                    Path(entry.path).unlink()
                    removed += 1
    return removed


class _ReasonError(Exception):
    """Carries a reason of our own to the sentence around it."""


@contextlib.contextmanager
def _refusing(path: Path, sentence: str, missing: str = "") -> Iterator[None]:
    """Turns whatever the system refuses into FileRefused; `missing` says it when something is not there."""
    try:
        yield
    except _ReasonError as because:
        reason = str(because)
    except FileNotFoundError as error:
        reason = missing or reason_of(error)
    except OSError as error:
        reason = reason_of(error)
    except ValueError:
        reason = _("its name is not allowed on this system")
    else:
        return
    raise FileRefused(sentence.format(path=shown(path), reason=reason))


def _ours(found: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True
    return found.st_uid == os.geteuid()


def _demand_regular(mode: int) -> None:
    if reason := no_file(mode):
        raise _ReasonError(reason)


def _close_to_others(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | _NOFOLLOW | _PLAIN | getattr(os, "O_DIRECTORY", 0))
    try:
        found = os.fstat(descriptor)
        if not _ours(found):
            raise _ReasonError(_("it belongs to another user"))
        if stat.S_IMODE(found.st_mode) != 0o700:
            os.chmod(descriptor if os.chmod in os.supports_fd else path, 0o700)  # noqa: PTH101 - a descriptor
    finally:
        os.close(descriptor)


def _temporary_beside(path: Path) -> Path:
    return path.parent / f"{_TEMPORARY[0]}{os.urandom(8).hex()}{_TEMPORARY[1]}"


def _write_new(path: Path, data: bytes, mode: int) -> os.stat_result:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW | _PLAIN, mode)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
        file.write(data)
        file.flush()
        _sync(descriptor)
        return os.fstat(descriptor)


def _keep(path: Path, previous: Path) -> None:
    """Give `previous` what stands at `path`: by a second name for it, or by a copy where there are none."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(found.st_mode):
        return
    temporary = _temporary_beside(previous)
    try:
        try:
            os.link(path, temporary)
        except OSError:
            _write_new(temporary, path.read_bytes(), 0o600)
        _replace(temporary, previous)
    finally:
        # Where both names meant the same file already, the system leaves the second one standing.
        with contextlib.suppress(OSError):
            temporary.unlink()


def _replace(source: Path, target: Path) -> None:
    """Rename over `target`; on Windows a virus scanner may hold it for a moment, so try for two seconds."""
    deadline = time.monotonic() + _REPLACE_FOR
    while True:
        try:
            source.replace(target)
        except PermissionError:
            if not _WINDOWS or target.is_dir() or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _sync(descriptor: int) -> None:
    """Bring the bytes to the disk itself; a file system that knows no such thing is left alone."""
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise


def _sync_folder(folder: Path) -> None:
    """Bring a rename to the disk; a folder that may be written but not read is left alone."""
    if _WINDOWS:
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | _PLAIN)
    except PermissionError:
        return
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)
