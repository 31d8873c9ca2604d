"""Reads hand-offs beside the screen, and looks again and again for what is new, changed or gone."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

from cmic_wizard.review.folder import candidates, scan
from cmic_wizard.review.folder_row import FolderRow, Known, read_row
from cmic_wizard.review.folder_watch import Watch
from cmic_wizard.review.opened_files import OpenedFiles
from cmic_wizard.review.standing import Standing, standings
from cmic_wizard.tui.review.folder_lines import place_below
from cmic_wizard.tui.review.folder_rows import searched

_BREATH: Final = 0.002
"""Seconds that the reading thread leaves to the keys after each batch."""

Arrived = list[tuple[FolderRow, str]] | list[Path]
"""Rows with the words by which they are found, or files that are gone."""


class Reading:
    """One reading of the places from the start. Its methods block; `news` gives what has arrived."""

    def __init__(self, places: Sequence[Path], data_dir: Path, opened: OpenedFiles) -> None:
        self.stop = threading.Event()
        self.standings: dict[str, Standing] = {}
        self.known = Known(self.standings, opened)
        self.sealed_came = False
        """Whether a look has found a sealed file that was never opened."""
        self._places = tuple(places)
        self._data_dir = data_dir
        self._watch = Watch(places)
        self._arrived: SimpleQueue[Arrived] = SimpleQueue()

    def load_standings(self) -> None:
        """Learn how the reviews stand; WizardError where that can't be read."""
        self.standings.update(standings(self._data_dir))

    def count(self) -> int:
        """How many files there are, by their names."""
        return candidates(self._places)

    def read(self) -> None:
        """Read all; WizardError where that can't be done."""
        scan(self._places, self.arrive, self.stop.is_set, self.known, self._watch.walk())

    def look(self) -> float:
        """Look for what is another way, and read that; the seconds until the next look."""
        noticed = self._watch.look(self.stop.is_set)
        if noticed.gone:
            self._arrived.put(noticed.gone)
        if noticed.faults:
            self.arrive([FolderRow(path, "fault", fault=fault) for path, fault in noticed.faults])
        for path in noticed.changed:
            if self.stop.is_set():
                break
            row = read_row(path, self.known)
            if row is not None:
                self.sealed_came = self.sealed_came or row.kind == "sealed"
                self.arrive([row])
        return noticed.rest

    def arrive(self, rows: Sequence[FolderRow]) -> None:
        """Hand rows to the screen, from whatever thread."""
        self._arrived.put(self.entries(rows))
        self.stop.wait(_BREATH)

    def entries(self, rows: Iterable[FolderRow]) -> list[tuple[FolderRow, str]]:
        """Rows with the words by which they are found."""
        return [(row, searched(row, place_below(row.path, self._places))) for row in rows]

    def news(self) -> Iterator[Arrived]:
        """What has arrived since the last time."""
        while True:
            try:
                yield self._arrived.get_nowait()
            except Empty:
                return
