"""The rows of many hand-offs in order: versions of one profile together, the newest in front."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any, Final

from cmic_wizard.bounds import moment_in, to_the_minute
from cmic_wizard.review.folder_row import FolderRow
from cmic_wizard.review.todo import MINE

Key = Callable[[FolderRow], tuple[Any, ...]]
_ALIKE_AT_MOST: Final = 200
"""Rows of one name whose times are compared; of more, the files are shown."""


class _Group:
    """The versions of one profile."""

    __slots__ = ("key", "members", "name", "rows", "words")

    def __init__(self, key: object) -> None:
        self.key = key
        self.members: dict[Path, tuple[FolderRow, str]] = {}
        self.rows: tuple[FolderRow, ...] = ()
        """The newest first."""
        self.words = ""
        self.name = ""

    def settle(self) -> None:
        """Put the newest in front."""
        found = [row for row, _words in self.members.values()]
        if len(found) > 1:
            found.sort(key=lambda row: (moment_in(row.changed), str(row.path)), reverse=True)
        self.rows = tuple(found)
        self.words = "\n".join(words for _row, words in self.members.values())


class Inbox:
    """Takes rows as they come; the order is made anew only where it has to be."""

    def __init__(self, key: Key) -> None:
        self.faults = 0
        """Files that can't be read."""
        self._key = key
        self._groups: dict[object, _Group] = {}
        self._of: dict[Path, _Group] = {}
        self._names: Counter[str] = Counter()
        self._unsettled: dict[object, _Group] = {}
        self._sorted: list[tuple[tuple[Any, ...], int, _Group]] = []
        self._mine: int | None = None
        self._stale = False
        """Whether groups stand in the order that have no rows any more."""
        self._number = count()
        self._found: tuple[list[str], list[_Group]] | None = None
        self._told: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._of)

    def put(self, rows: Iterable[tuple[FolderRow, str]]) -> None:
        """Take rows in, each with the words by which it is found; one of the same file is replaced."""
        for row, words in rows:
            if self.row(row.path) == row:
                continue
            self.drop([row.path])
            key: object = (row.profile_id, row.company.casefold()) if row.kind == "handoff" else row.path
            group = self._groups.get(key)
            if group is None:
                group = self._groups[key] = _Group(key)
                group.name = (row.company or row.path.name).casefold()
                self._names[group.name] += 1
            group.members[row.path] = row, words
            self._of[row.path] = group
            self._unsettled[key] = group
            self.faults += row.kind == "fault"

    def drop(self, paths: Iterable[Path]) -> None:
        """Let the rows of files go."""
        for path in paths:
            group = self._of.pop(path, None)
            if group is None:
                continue
            row, _words = group.members.pop(path)
            self.faults -= row.kind == "fault"
            self._unsettled[group.key] = group
            if not group.members:
                del self._groups[group.key], self._unsettled[group.key]
                self._names[group.name] -= 1
                self._stale = True

    def sort_by(self, key: Key) -> None:
        """Use another order."""
        self._key = key
        groups = [group for _key, _number, group in self._sorted if group.members]
        self._sorted = []
        self._unsettled = {group.key: group for group in groups} | self._unsettled

    def row(self, path: Path) -> FolderRow | None:
        """The row of a file."""
        group = self._of.get(path)
        return group.members[path][0] if group is not None else None

    def rows(self) -> list[FolderRow]:
        """Every row, in no order."""
        return [group.members[path][0] for path, group in self._of.items()]

    def of_profile(self, profile_id: str) -> list[FolderRow]:
        """The rows of one profile."""
        return [row for row in self.rows() if row.profile_id == profile_id]

    def listed(self, text: str = "") -> list[FolderRow]:
        """The rows that hold every word of a text, in order; versions of one profile follow its newest."""
        self._arrange()
        wanted = text.casefold().split()
        if not wanted:
            self._found = None
            return [row for _key, _number, group in self._sorted for row in group.rows]
        groups = self._narrowed(wanted)
        for word in wanted:
            groups = [group for group in groups if word in group.words]
        self._found = wanted, groups
        rows: list[FolderRow] = []
        for group in groups:
            if len(group.rows) == 1:
                rows.append(group.rows[0])
            else:
                found = ((row, group.members[row.path][1]) for row in group.rows)
                rows.extend(row for row, words in found if all(word in words for word in wanted))
        return rows

    def _narrowed(self, wanted: list[str]) -> list[_Group]:
        """The groups that may hold these words: those found before, where there is only more to find."""
        if self._found is not None:
            before, groups = self._found
            if len(wanted) >= len(before) and all(map(str.startswith, wanted, before)):
                return groups
        return [group for _key, _number, group in self._sorted]

    def _arrange(self) -> None:
        if not self._unsettled and not self._stale:
            return
        self._found, self._told = None, {}
        fresh = list(self._unsettled.values())
        if self._stale or any(group.rows for group in fresh):
            self._sorted = [
                entry for entry in self._sorted if entry[2].members and entry[2].key not in self._unsettled
            ]
        self._unsettled, self._stale = {}, False
        for group in fresh:
            group.settle()
        self._sorted.extend((self._key(group.rows[0]), next(self._number), group) for group in fresh)
        self._sorted.sort()  # by key and number; no two have the same number
        self._mine = None

    def is_older(self, row: FolderRow) -> bool:
        """Whether a newer version of its profile stands before a row."""
        group = self._of.get(row.path)
        return group is not None and bool(group.rows) and group.rows[0] is not row

    def told_by(self, row: FolderRow) -> str:
        """What tells a row from others of its name: `time`, `file`, `place`, or "" where there are none."""
        group = self._of.get(row.path)
        if group is None or self._names[group.name] < 2:
            return ""
        if group.name not in self._told:
            self._told[group.name] = self._what_differs(group.name)
        return self._told[group.name]

    def _what_differs(self, name: str) -> str:
        if self._names[name] > _ALIKE_AT_MOST:
            return "place"
        alike = [group.rows[0] for group in self._groups.values() if group.name == name and group.rows]
        times = {to_the_minute(row.changed) for row in alike if row.company}
        if len(times) == len(alike) and "" not in times:
            return "time"
        return "file" if len({row.path.name for row in alike}) == len(alike) else "place"

    def mine(self) -> int:
        """How many profiles wait for the reviewer."""
        self._arrange()
        if self._mine is None:
            self._mine = sum(group.rows[0].todo in MINE for _key, _number, group in self._sorted)
        return self._mine

    def waits(self, row: FolderRow) -> bool:
        """Whether a row waits for the reviewer."""
        return row.todo in MINE and not self.is_older(row)


def waiting_beside(inbox: Inbox, rows: list[FolderRow], path: Path | None, by: int) -> int | None:
    """The place among `rows` of the next (or with `by` -1 the previous) one that waits, and round again.

    None where none but the row of `path` itself waits.
    """
    here = next((place for place, row in enumerate(rows) if row.path == path), -1 if by > 0 else len(rows))
    order = [(here + by * step) % len(rows) for step in range(1, len(rows) + 1)] if rows else []
    return next((place for place in order if rows[place].path != path and inbox.waits(rows[place])), None)
