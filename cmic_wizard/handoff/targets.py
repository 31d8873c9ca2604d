"""Files where the user wants them: never among the program's own, over another file only when they say so."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from pathlib import Path
from typing import Final

from cmic_wizard import files, presence, strict_json
from cmic_wizard.bounds import HANDOFF_BYTES
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.locations import data_dir as usual_data_dir

_DOCUMENTS: Final = (
    ("html", re.compile(rb'<meta name="cmic-wizard-profile" content="([^"\n]*)">')),
    ("markdown", re.compile(rb"^\[//\]: # \(cmic-wizard-profile ([^\s()]*)\)$", re.MULTILINE)),
    ("ics", re.compile(rb"^X-CMIC-WIZARD-PROFILE:([^\r\n]*)\r$", re.MULTILINE)),
)
_BEGINS: Final = {"html": b"<!DOCTYPE html>", "markdown": b"# ", "ics": b"BEGIN:VCALENDAR\r\n"}
_PROFILE_OF: Final = {
    "cmic-wizard-profile": ("profile", "id"),
    "cmic-wizard-remarks": ("profile_id",),
    "cmic-wizard-draft": ("id",),
}

Identity = tuple[int, int]


class Occupied(FileRefused):
    """Another file is there, which is only replaced with `replacing=True`."""


def write(path: Path, data: bytes, data_dir: Path, *, replacing: bool = False) -> None:
    """Write a file for its owner alone, at most over an export of the same kind and profile.

    Raises Occupied where another file is there, FileRefused where nothing can or may be written; `data_dir`
    is the program's own folder.
    """
    demand_free(path, data_dir, data, replacing=replacing)
    files.write_export(path, data)


def demand_free(path: Path, data_dir: Path, data: bytes = b"", *, replacing: bool = False) -> None:
    """As `write`, but nothing is written yet; without `data`, every file that is there is another."""
    if is_taken(path, data_dir) and not replacing and not _is_older_self(path, data):
        text = _("“{path}” exists already and is not an export of the same kind and profile.")
        raise Occupied(text.format(path=files.shown(path)))


class Agreed:
    """What the user has agreed to replace: the one path that they were asked about last."""

    def __init__(self) -> None:
        self._path: Path | None = None

    def asks(self, path: Path, data_dir: Path) -> bool:
        """Whether to ask before something is replaced; whoever goes on with the same path has agreed.

        FileRefused where nothing may be written at all.
        """
        if not is_taken(path, data_dir) or path == self._path:
            return False
        self._path = path
        return True

    def write(self, path: Path, data: bytes, data_dir: Path) -> None:
        """As the function, replacing what was agreed to, once; after Occupied, the same path is agreed to."""
        try:
            write(path, data, data_dir, replacing=path == self._path)
        except Occupied:
            self._path = path
            raise
        self._path = None


def is_taken(path: Path, data_dir: Path) -> bool:
    """Whether there is something that would be replaced; FileRefused where nothing may be written at all."""
    try:
        found = presence.status_of(path, follow=True) or presence.status_of(path)
    except presence.Unseen as unseen:
        raise _unwritable(path, unseen.reason) from None
    if _is_own(path, found, data_dir) or _is_own(path, found, usual_data_dir()):
        text = _("“{path}” is in this program's own folder: choose another place for your file.")
        raise FileRefused(text.format(path=files.shown(path)))
    if found is None or stat.S_ISLNK(found.st_mode):
        return found is not None
    if reason := files.no_file(found.st_mode):
        raise _unwritable(path, reason)
    return True


def mark_of(data: bytes) -> str:
    """What an export of this program is known by, its kind and its profile; "" for any other file.

    Sealed files and e-mail drafts look like anybody's.
    """
    for kind, marks in _DOCUMENTS:
        if data.lstrip().startswith(_BEGINS[kind]) and (mark := marks.search(data.replace(b"\r\n ", b""))):
            return f"{kind} {mark[1].decode('utf-8', 'replace')}"
    try:
        found = strict_json.loads(data, limit=HANDOFF_BYTES)
    except FileRefused:
        return ""
    form = found.get("format") if isinstance(found, dict) else None
    if not isinstance(form, str) or form not in _PROFILE_OF:
        return ""
    for key in _PROFILE_OF[form]:
        found = found.get(key) if isinstance(found, dict) else None
    return f"{form} {found}" if isinstance(found, str) else ""


def _is_older_self(path: Path, data: bytes) -> bool:
    mark = mark_of(data)
    try:
        return bool(mark) and mark_of(files.read_regular(path, HANDOFF_BYTES, follow=True)) == mark
    except FileRefused:
        return False


def _is_own(path: Path, found: os.stat_result | None, data_dir: Path) -> bool:
    """Whether a path leads into the data folder, by whatever name, link or second name of a file there."""
    target, own = presence.real_path(path), presence.real_path(data_dir)
    if _plain(own) in map(_plain, (target, *target.parents)):
        return True
    folders = {_identity(own), *(_identity(Path(entry.path)) for entry in _entries(own))}
    if (folders - {None}) & {_identity(folder) for folder in (target, *target.parents)}:
        return True
    if found is None or not stat.S_ISREG(found.st_mode) or found.st_nlink < 2:
        return False
    wanted = found.st_dev, found.st_ino
    return any(
        _identity(Path(folder) / name) == wanted for folder, _below, names in os.walk(own) for name in names
    )


def _unwritable(path: Path, reason: str) -> FileRefused:
    return FileRefused(
        _("“{path}” can't be written: {reason}.").format(path=files.shown(path), reason=reason)
    )


def _plain(path: Path) -> str:
    return os.path.normcase(str(path))


def _entries(folder: Path) -> list[presence.Named]:
    with contextlib.suppress(FileRefused):
        return presence.named_in(folder)
    return []


def _identity(path: Path) -> Identity | None:
    with contextlib.suppress(FileRefused):
        if found := presence.status_of(path, follow=True):
            return found.st_dev, found.st_ino
    return None
