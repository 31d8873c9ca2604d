"""Which secrets may be kept, and where: noted before one is kept, struck out after it has gone."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cmic_wizard import aside, files, strict_json
from cmic_wizard.bounds import is_id
from cmic_wizard.credentials.exclusive import Exclusive
from cmic_wizard.credentials.naming import Entry, Place, SecretKind, identity_of, is_key_id, password_of
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.struct import Struct

FORMAT: Final = "cmic-wizard-kept"
NEWEST: Final = 1
_LIMIT: Final = 4 * 1024 * 1024


class Held(Struct, frozen=True):
    """A secret that may be kept in a place."""

    entry: Entry
    place: Place


class Register:
    """The file DATA_DIR/kept.json. What a reviewer keeps of hand-offs is their own affair and not in it."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir
        self._path = data_dir / "kept.json"
        self._exclusive = Exclusive(data_dir / "kept.lock")

    def held(self) -> frozenset[Held]:
        """All that may be kept; nothing where the file is damaged, FileRefused where it can't be read."""
        if self._path.name not in files.names_in(self._folder):
            return frozenset()
        data = files.read_regular(self._path, _LIMIT)
        try:
            return _parsed(data)
        except strict_json.MadeByNewer:
            raise
        except FileRefused:
            return frozenset()

    def note(self, *held: Held) -> bool:
        """Note what is about to be kept; whether any of it is new. FileRefused where it can't be written."""
        with self.alone():
            found = self.held()
            added = {each for each in held if each.entry.kind is not SecretKind.REVIEWED} - found
            if added:
                self._write(found | added)
            return bool(added)

    def strike(self, *held: Held) -> None:
        """Strike out what has gone."""
        with self.alone():
            found = self.held()
            if found & set(held):
                self._write(found - set(held))

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold off whoever else would keep or remove a secret; FileRefused where that takes long."""
        with self._exclusive.held():
            yield

    def _write(self, held: frozenset[Held]) -> None:
        files.make_private_dir(self._folder)
        self._set_damaged_aside()
        lines = sorted((each.entry.kind.value, each.entry.id, each.place.value) for each in held)
        kept = [dict(zip(("kind", "id", "place"), line, strict=True)) for line in lines]
        found = {"format": FORMAT, "schema": NEWEST, "kept": kept}
        files.write_atomically(self._path, json.dumps(found, indent=1).encode() + b"\n")

    def _set_damaged_aside(self) -> None:
        if self._path.name not in files.names_in(self._folder):
            return
        data = files.read_regular(self._path, _LIMIT)
        try:
            _parsed(data)
        except strict_json.MadeByNewer:
            raise
        except FileRefused:
            aside.set_aside(self._path, datetime.now(UTC))


def _parsed(data: bytes) -> frozenset[Held]:
    shape = Shape(strict_json.expect_format(strict_json.loads(data, limit=_LIMIT), FORMAT, NEWEST))
    shape.take("format")
    shape.take("schema")
    held = {_held(item, f"kept.{number}") for number, item in enumerate(shape.items("kept"), start=1)}
    shape.finish()
    return frozenset(held)


def _held(found: object, where: str) -> Held:
    shape = Shape(found, where)
    kind = shape.text("kind", among=(SecretKind.PROFILE.value, SecretKind.IDENTITY.value))
    name = shape.text("id")
    place = Place(shape.text("place", among=[place.value for place in Place]))
    shape.finish()
    if kind == SecretKind.PROFILE:
        if not is_id(name):
            raise misfit(f"{where}.id")
        return Held(password_of(name), place)
    if name and not is_key_id(name):
        raise misfit(f"{where}.id")
    return Held(identity_of(name), place)
