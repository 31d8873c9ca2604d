"""What the table shows of sealed files that were opened once, kept by the file's hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from cmic_wizard import files, strict_json
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.model import Owner
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.struct import Struct, asdict

FORMAT: Final = "cmic-wizard-opened"
NEWEST: Final = 1
AT_MOST: Final = 5000
"""Files that are remembered; beyond them, those that were opened first are forgotten."""
_FOLDER: Final = "opened"
_LIMIT: Final = 16 * 1024
_OWNERS: Final = frozenset(owner.value for owner in Owner)


class Remembered(Struct, frozen=True):
    """The claims of a sealed file that the table of a folder shows; see `folder_row.FolderRow`."""

    at: str
    """When it was opened last."""
    company: str
    profile_id: str
    stage: str
    progress: float
    outstanding: dict[str, int]
    next: str
    changed: str
    check: str
    wrong: int
    to_confirm: int
    check_number: str


def hash_of(data: bytes) -> str:
    """What tells one sealed file from every other."""
    return hashlib.sha256(data).hexdigest()


class OpenedFiles:
    """The folder DATA_DIR/opened: one small file for each sealed one."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / _FOLDER
        self._names: set[str] | None = None

    def recall(self, digest: str) -> Remembered | None:
        """What is remembered of a file; None where nothing is, or where that can't be read."""
        if self._names is None:
            try:
                self._names = set(files.names_in(self._folder))
            except FileRefused:
                self._names = set()
        name = f"{digest}.json"
        if name not in self._names:
            return None
        try:
            return _parse(files.read_regular(self._folder / name, _LIMIT))
        except FileRefused:
            return None

    def remember(self, digest: str, found: Remembered) -> None:
        """Remember it from now on; FileRefused where that can't be written."""
        files.make_private_dir(self._folder)
        name = f"{digest}.json"
        data = json.dumps({"format": FORMAT, "schema": NEWEST, **asdict(found)}, indent=1)
        files.write_atomically(self._folder / name, data.encode() + b"\n")
        self._names = set(files.names_in(self._folder))
        if len(self._names) > AT_MOST:
            self._forget(len(self._names) - AT_MOST)

    def _forget(self, count: int) -> None:
        """Forget those that were opened longest ago; where that can't be done, they stay."""
        names = self._names or set()
        kept = {name: self.recall(name.removesuffix(".json")) for name in names}
        oldest = sorted(names, key=lambda name: found.at if (found := kept[name]) else "")
        for name in oldest[:count]:
            try:
                files.remove(self._folder / name)
            except FileRefused:
                return
            names.discard(name)


def _parse(data: bytes) -> Remembered:
    shape = Shape(strict_json.expect_format(strict_json.loads(data, limit=_LIMIT), FORMAT, NEWEST))
    shape.take("format")
    shape.take("schema")
    found = Remembered(
        at=shape.moment("at"),
        company=shape.text("company"),
        profile_id=shape.text("profile_id"),
        stage=shape.text("stage", among=("complete", "ready", "draft")),
        progress=shape.seconds("progress"),
        outstanding=_counts(shape.take("outstanding")),
        next=shape.text("next"),
        changed=shape.moment("changed"),
        check=shape.text("check"),
        wrong=shape.count("wrong"),
        to_confirm=shape.count("to_confirm"),
        check_number=shape.text("check_number"),
    )
    shape.finish()
    return found


def _counts(found: object) -> dict[str, int]:
    shape = Shape(found, "outstanding")
    if not set(shape.left()) <= _OWNERS:
        raise misfit("outstanding")
    return {owner: shape.count(owner) for owner in shape.left()}
