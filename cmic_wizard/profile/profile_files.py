"""The files of the profiles' folder: which belong to which profile, and how they move together."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from cmic_wizard import files, presence
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.codec import LIMIT
from cmic_wizard.profile.names import is_slug
from cmic_wizard.profile.outside import HERE, OUTSIDE
from cmic_wizard.profile.salvage import Traces, traces_in
from cmic_wizard.struct import Struct

_ENDING: Final = ".json"
_PREVIOUS: Final = ".previous.json"
_LOCKS: Final = (".lock", ".holder.json")
_ASIDE: Final = ("damaged", OUTSIDE, HERE)


class ProfileFolder(Struct, frozen=True):
    """`SLUG.json`, the version before it `SLUG.previous.json`, and what was put aside."""

    path: Path

    def file(self, slug: str) -> Path:
        """A profile's file."""
        return self.path / f"{slug}{_ENDING}"

    def previous(self, slug: str) -> Path:
        """The version before the last save."""
        return self.path / f"{slug}{_PREVIOUS}"

    def taken(self, slug: str) -> bool:
        """Whether anything of a profile stands under a slug."""
        return presence.is_there(self.file(slug)) or presence.is_there(self.previous(slug))

    def gone(self, slug: str) -> bool:
        """Whether there surely is nothing of it."""
        with contextlib.suppress(FileRefused):
            return not self.taken(slug)
        return False

    def slugs(self) -> list[str]:
        """The slugs that have a profile's file."""
        return [slug for slug in self._stems(_ENDING) if is_slug(slug)]

    def lone(self) -> list[str]:
        """The slugs under which an earlier version stands without its profile."""
        whole = set(self.slugs())
        return [slug for slug in self._stems(_PREVIOUS) if is_slug(slug) and slug not in whole]

    def only_locked(self) -> list[str]:
        """The slugs of which there is a lock, or a note of who holds it, and nothing else."""
        stems = {stem for ending in _LOCKS for stem in self._stems(ending)}
        return [slug for slug in sorted(stems) if is_slug(slug) and not self.taken(slug)]

    def set_aside(self, slug: str | None = None) -> list[Path]:
        """The versions that were put aside, of one profile or of all: damaged ones, and those of others."""
        found = []
        for stem in self._stems(_ENDING):
            whose, _dot, rest = stem.partition(".")
            if rest.partition("-")[0] in _ASIDE and is_slug(whose) and slug in (None, whose):
                found.append(self.path / f"{stem}{_ENDING}")
        return found

    def traces(self, slug: str) -> Traces:
        """Whose profile it is and where its password may be, as far as its versions tell."""
        found = Traces()
        for path in (self.file(slug), self.previous(slug)):
            found = found.and_those_of(_traces(path))
        return found

    def ids_set_aside(self) -> frozenset[str]:
        """The ids of the versions that were put aside, as far as they tell."""
        return frozenset(_traces(path).id for path in self.set_aside()) - {""}

    def move(self, slug: str, target: str) -> None:
        """Give a profile's files the names of another slug; its earlier version stays under both.

        So the profile has its earlier version beside it at every moment. FileRefused where nothing moved.
        """
        if presence.is_there(self.previous(slug)):
            files.keep(self.previous(slug), self.previous(target))
        try:
            files.move(self.file(slug), self.file(target))
        except FileRefused:
            files.remove(self.previous(target))
            raise

    def remove(self, slug: str) -> None:
        """Remove all of a profile, its own file last, so that it is listed until nothing is left."""
        for path in (*self.set_aside(slug), self.previous(slug), self.file(slug)):
            files.remove(path)

    def _stems(self, ending: str) -> list[str]:
        return [name.removesuffix(ending) for name in files.names_in(self.path) if name.endswith(ending)]


def _traces(path: Path) -> Traces:
    with contextlib.suppress(FileRefused):
        return traces_in(files.read_regular(path, LIMIT))
    return Traces()
