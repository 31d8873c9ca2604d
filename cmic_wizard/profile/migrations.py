"""From older profile files to the newest schema, one pure function for each step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

Migration = Callable[[dict[str, object]], dict[str, object]]
"""Takes the object of schema n and gives that of schema n+1, the given one unchanged."""

NEWEST: Final = 2
"""The schema that this program writes."""


def _with_givers(found: dict[str, object]) -> dict[str, object]:
    """Schema 2 says who gave an answer, and which ones were confirmed; before, nobody asked."""
    return {**found, "answered": {}, "confirmed": {}}


MIGRATIONS: Final[Mapping[int, Migration]] = {1: _with_givers}
"""The migration from each older schema to the next."""


def migrated(
    found: dict[str, object], *, newest: int = NEWEST, migrations: Mapping[int, Migration] = MIGRATIONS
) -> dict[str, object]:
    """The object in the newest schema; its `schema` has been checked to be from 1 to `newest`."""
    schema = found["schema"]
    assert isinstance(schema, int)  # noqa: S101 - for the type checker
    for number in range(schema, newest):
        found = {**migrations[number](found), "schema": number + 1}
    return found
