"""Notices new, changed and removed files by looking again and again, so that network drives count too."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from cmic_wizard import presence
from cmic_wizard.errors import FileRefused
from cmic_wizard.review import folder
from cmic_wizard.struct import Struct, field

LOOK_EVERY: Final = 2.0
"""Seconds between two looks, at least."""
_REST: Final = 20
"""A look that took long is followed by a rest of so many times that."""
_UNSETTLED: Final = 3.0
"""Seconds in which a file may be written twice without its time telling."""
_CLOSED: Final = presence.Imprint(0, 0, 0, 0, regular=False)
"""Stands for a file that can't be looked at."""
_PACE, _BREATH = 200, 0.002
"""Files after which a look leaves the processor to the screen, and seconds for how long."""


class Noticed(Struct, frozen=True):
    """What is another way than at the look before."""

    changed: list[Path] = field(default_factory=list)
    """New files, and those that were written since."""
    faults: list[tuple[Path, str]] = field(default_factory=list)
    """What can't be looked at, with the reason."""
    gone: list[Path] = field(default_factory=list)
    """What is no more, or can be looked at again."""
    seconds: float = 0.0
    """How long the look took."""

    @property
    def rest(self) -> float:
        """Seconds until the next look."""
        return max(LOOK_EVERY, _REST * self.seconds)


class Watch:
    """Remembers how each file was when it was read."""

    def __init__(self, places: Sequence[Path]) -> None:
        self._places = tuple(places)
        self._known: dict[Path, presence.Imprint | None] = {}
        self._faults: dict[Path, str] = {}

    def walk(self) -> Iterator[tuple[Path, str]]:
        """As `folder.walk`; each file counts as read from here on."""
        for path, fault in folder.walk(self._places):
            if fault:
                self._faults[path] = fault
            else:
                self._known[path] = _imprint(path)
            yield path, fault

    def look(self, cancelled: Callable[[], bool]) -> Noticed:
        """What is another way now; nothing where it was cancelled."""
        began, slept = time.monotonic(), 0.0
        known, faults, changed = dict[Path, presence.Imprint | None](), dict[Path, str](), list[Path]()
        for number, (path, fault) in enumerate(islice(folder.walk(self._places), folder.FILES_AT_MOST)):
            if number % _PACE == _PACE - 1:
                if cancelled():
                    return Noticed()
                time.sleep(_BREATH)
                slept += _BREATH
            if fault:
                faults[path] = fault
                continue
            known[path] = found = _imprint(path)
            if found is None or path not in self._known or self._known[path] != found:
                changed.append(path)
        told = [(path, fault) for path, fault in faults.items() if self._faults.get(path) != fault]
        closed = tuple(faults)
        missing = [path for path in (*self._known, *self._faults) if path not in known and path not in faults]
        gone = [path for path in missing if not _below(path, closed)]
        unseen = set(missing) - set(gone)
        kept = {path: found for path, found in self._known.items() if path in unseen}
        self._known, self._faults = kept | known, faults
        return Noticed(changed, told, gone, time.monotonic() - began - slept)


def _below(path: Path, folders: Sequence[Path]) -> bool:
    return any(path == folder or folder in path.parents for folder in folders)


def _imprint(path: Path) -> presence.Imprint | None:
    """How a file is; None where it can't be told from how it will be, as it is just being written."""
    try:
        found = presence.imprint_of(path)
    except FileRefused:
        return _CLOSED
    if found is None or abs(time.time() - found.written / 1e9) < _UNSETTLED:
        return None
    return found
