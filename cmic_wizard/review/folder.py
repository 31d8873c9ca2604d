"""A folder of hand-off files, or several files, as rows for a table: read fast and in batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from cmic_wizard import presence
from cmic_wizard.errors import FileRefused
from cmic_wizard.files import shown
from cmic_wizard.handoff import remarks
from cmic_wizard.i18n import _
from cmic_wizard.review.folder_row import MAIL, NOTHING_KNOWN, SEALED, FolderRow, Known, opened_row, read_row

__all__ = [
    "FILES_AT_MOST",
    "MAIL",
    "FolderRow",
    "Known",
    "candidates",
    "opened_row",
    "read_row",
    "scan",
    "walk",
]

FILES_AT_MOST: Final = 100_000
"""Files that are listed; a folder with more is said to have more."""

_ENDINGS: Final = (".json", SEALED, MAIL)
_FIRST_BATCH: Final = 40
_BATCH: Final = 250
_BATCH_SECONDS: Final = 0.1


def scan(
    places: Path | Sequence[Path],
    on_rows: Callable[[list[FolderRow]], None],
    cancelled: Callable[[], bool],
    known: Known = NOTHING_KNOWN,
    found: Iterable[tuple[Path, str]] | None = None,
) -> int:
    """List the hand-off files below a folder, links not followed, or several files; how many there were.

    `on_rows` gets them in batches, the first one soon; `found` are the files where somebody watches them.
    FileRefused where a single place is not there.
    """
    places = as_places(places)
    if len(places) == 1 and not presence.is_there(places[0]):
        raise FileRefused(_("“{path}” is not a folder.").format(path=shown(places[0])))
    count, batch, size, sent = 0, list[FolderRow](), _FIRST_BATCH, time.monotonic()
    for row in _rows(places, known, walk(places) if found is None else found):
        if cancelled():
            break
        count += 1
        batch.append(row)
        if len(batch) >= size or time.monotonic() - sent > _BATCH_SECONDS:
            on_rows(batch)
            batch, size, sent = [], _BATCH, time.monotonic()
    if batch:
        on_rows(batch)
    return count


def as_places(places: Path | Sequence[Path]) -> tuple[Path, ...]:
    """One place or several, as several."""
    return (places,) if isinstance(places, Path) else tuple(places)


def candidates(places: Path | Sequence[Path]) -> int:
    """How many files `scan` will look at, counted by their names alone; at most FILES_AT_MOST."""
    return sum(1 for _found in islice(walk(as_places(places)), FILES_AT_MOST))


def _rows(places: Sequence[Path], known: Known, found: Iterable[tuple[Path, str]]) -> Iterator[FolderRow]:
    left = FILES_AT_MOST
    for path, fault in found:
        if not left:
            text = _("There are more than {count} files here; the others are not listed.")
            yield FolderRow(places[0], "fault", fault=text.format(count=FILES_AT_MOST))
            return
        left -= 1
        row = FolderRow(path, "fault", fault=fault) if fault else read_row(path, known)
        if row is not None:
            yield row


def walk(places: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Every file that may be a hand-off, by name, folder by folder; an unreadable folder with its fault.

    A file that is named itself counts, whatever it is called.
    """
    for place in places:
        try:
            is_folder = presence.is_folder(place)
            absent = not is_folder and not presence.is_there(place)
        except FileRefused as refusal:
            yield place, str(refusal)
            continue
        if is_folder:
            yield from _below(place)
        elif absent:
            text = _("“{path}” can't be read: {reason}.")
            yield place, text.format(path=shown(place), reason=_("it does not exist"))
        else:
            yield place, ""


def _below(place: Path) -> Iterator[tuple[Path, str]]:
    folders = [str(place)]
    while folders:
        current = folders.pop()
        try:
            found = presence.named_in(Path(current))
        except FileRefused as refusal:
            yield Path(current), str(refusal)
            continue
        below = []
        for entry in found:
            if entry.is_folder:
                below.append(entry.path)
            elif _may_be_handoff(entry.name):
                yield Path(entry.path), ""
        folders.extend(reversed(below))


def _may_be_handoff(name: str) -> bool:
    """Whether a file is to be looked at, by its name; remarks that the reviewer wrote beside it are not."""
    plain = name.casefold()
    return plain.endswith(_ENDINGS) and not plain.endswith(remarks.ENDING)
