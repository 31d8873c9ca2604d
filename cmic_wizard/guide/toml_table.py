"""Reads one table of the guide file and notes every fault in it, instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final, Self, TypeVar

from cmic_wizard.guide.conditions import read_when
from cmic_wizard.guide.model import When
from cmic_wizard.i18n import _
from cmic_wizard.text import visible, visible_lines

Choice = TypeVar("Choice", bound=StrEnum)
COUNT_AT_MOST: Final = 1440
"""The greatest number that a guide can name: a day in minutes."""


class Table:
    """Gives a table's values key by key; what is absent or wrong is noted in `faults` and read as empty."""

    def __init__(self, raw: Mapping[str, object], place: str, faults: list[str]) -> None:
        self._raw = raw
        self._seen: set[str] = set()
        self.place = place
        self.faults = faults

    def fault(self, fault: str) -> None:
        """Note a fault of this table."""
        text = _("{place}: {fault}").format(place=visible(self.place), fault=visible(fault))
        if text not in self.faults:
            self.faults.append(text)

    def text(self, key: str, *, needed: bool = False) -> str:
        """A text without the line ends around it."""
        raw = self._take(key, needed)
        if raw is None:
            return ""
        if not isinstance(raw, str):
            self.fault(_("“{key}” must be a text").format(key=key))
            return ""
        text = raw.strip()
        if not text:
            self.fault(_("“{key}” is empty").format(key=key))
        elif visible_lines(text) != text:
            self.fault(_("“{key}” contains control characters").format(key=key))
        return text

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        raw = self._take(key, needed)
        if raw is None:
            return ()
        if not isinstance(raw, list) or not all(isinstance(item, str) and item for item in raw):
            self.fault(_("“{key}” must be a list of texts").format(key=key))
            return ()
        return tuple(raw)

    def among(self, key: str, names: Collection[str]) -> str:
        """One of these names, or nothing."""
        text = self.text(key)
        if text and text not in names:
            known = ", ".join(names)
            self.fault(_("“{value}” is no {key}; known are {known}").format(value=text, key=key, known=known))
            return ""
        return text

    def one_of(self, key: str, choices: type[Choice], default: Choice) -> Choice:
        """One of the ids of an enumeration."""
        text = self.among(key, [choice.value for choice in choices])
        return choices(text) if text else default

    def some_of(self, key: str, choices: type[Choice]) -> Choice | None:
        """One of the ids of an enumeration, or nothing."""
        text = self.among(key, [choice.value for choice in choices])
        return choices(text) if text else None

    def flag(self, key: str) -> bool:
        """True or false; false where nothing is said."""
        raw = self._take(key, needed=False)
        if raw is None or isinstance(raw, bool):
            return bool(raw)
        self.fault(_("“{key}” must be true or false").format(key=key))
        return False

    def count(self, key: str) -> int:
        """A number from 1 on; 0 where nothing is said."""
        raw = self._take(key, needed=False)
        if raw is None:
            return 0
        if type(raw) is int and 0 < raw <= COUNT_AT_MOST:
            return raw
        self.fault(_("“{key}” must be a number from 1 to {most}").format(key=key, most=COUNT_AT_MOST))
        return 0

    def names(self, key: str) -> dict[str, str]:
        """Texts by name."""
        raw = self._take(key, needed=False)
        if raw is None:
            return {}
        if not isinstance(raw, dict) or not all(isinstance(text, str) and text for text in raw.values()):
            self.fault(_("“{key}” must be a table of texts").format(key=key))
            return {}
        return dict(raw)

    def when(self, key: str, default: When) -> When:
        """A condition."""
        raw = self._take(key, needed=False)
        if raw is None:
            return default
        when = read_when(raw)
        if isinstance(when, When):
            return when
        self.fault(f"“{key}” {when}")
        return default

    def rows(self, key: str, width: int) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts, each of the same width."""
        raw = self._take(key, needed=True)
        if raw is None:
            return ()
        if not isinstance(raw, list) or not all(_is_row(row, width) for row in raw):
            self.fault(
                _("“{key}” must be a list of rows, each with {count} texts").format(key=key, count=width)
            )
            return ()
        return tuple(tuple(row) for row in raw)

    def table(self, key: str) -> Self | None:
        """A table inside this one, where there is one."""
        raw = self._take(key, needed=False)
        if raw is None:
            return None
        if not isinstance(raw, dict):
            self.fault(_("“{key}” must be a table").format(key=key))
            return None
        return type(self)(raw, f"{self.place}, {key}", self.faults)

    def tables(self, key: str, *, needed: bool = False) -> list[Self]:
        """A list of tables inside this one, numbered from 1 in their places."""
        raw = self._take(key, needed)
        if raw is None:
            return []
        if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
            self.fault(_("“{key}” must be a list of tables").format(key=key))
            return []
        if not raw:
            self.fault(_("“{key}” is empty").format(key=key))
        head = f"{self.place}, " if self.place else ""
        return [type(self)(item, f"{head}{key} {n}", self.faults) for n, item in enumerate(raw, 1)]

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in sorted(self._raw.keys() - self._seen):
            self.fault(_("unknown key “{key}”").format(key=key))

    def _take(self, key: str, needed: bool) -> object:
        self._seen.add(key)
        if needed and key not in self._raw:
            self.fault(_("“{key}” is missing").format(key=key))
        return self._raw.get(key)


def _is_row(row: object, width: int) -> bool:
    return isinstance(row, list) and len(row) == width and all(isinstance(cell, str) and cell for cell in row)
