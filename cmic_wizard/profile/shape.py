"""Reading foreign JSON objects key by key: each value must be of its kind, and nothing may be left over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cmic_wizard.bounds import COUNT_AT_MOST, SECONDS_AT_MOST, moment_of
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.strict_json import excerpt

_MISSING: Final = object()


class Shape:
    """One JSON object being taken apart; every misfit is a FileRefused that names its place."""

    def __init__(self, found: object, place: str = "") -> None:
        if not isinstance(found, dict):
            raise misfit(place)
        self._left: dict[str, object] = dict(found)
        self._place = place

    def at(self, key: str) -> str:
        """The place of a key, such as `check.stages`."""
        return f"{self._place}.{key}" if self._place else key

    def left(self) -> list[str]:
        """The keys that nobody has taken yet."""
        return list(self._left)

    def take(self, key: str, default: object = _MISSING) -> object:
        """The value as it is; without a default it must be there."""
        value = self._left.pop(key, default)
        if value is _MISSING:
            raise FileRefused(_("The file lacks “{place}”.").format(place=excerpt(self.at(key))))
        return value

    def text(self, key: str, default: object = _MISSING, *, among: Iterable[str] | None = None) -> str:
        """A text, one of `among` where that is given."""
        value = self.take(key, default)
        if not isinstance(value, str) or (among is not None and value not in among):
            raise misfit(self.at(key))
        return value

    def text_or_none(self, key: str) -> str | None:
        """A text, or null, or nothing."""
        value = self.take(key, None)
        if value is not None and not isinstance(value, str):
            raise misfit(self.at(key))
        return value

    def flag(self, key: str, default: object = _MISSING) -> bool:
        """True or false."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise misfit(self.at(key))
        return value

    def count(self, key: str, most: int = COUNT_AT_MOST) -> int:
        """An integer from 0 to `most`."""
        value = self.take(key)
        if type(value) is not int or not 0 <= value <= most:
            raise misfit(self.at(key))
        return value

    def seconds(self, key: str, default: object = _MISSING) -> float:
        """A number from 0 to a million."""
        value = self.take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise misfit(self.at(key))
        if not 0 <= value <= SECONDS_AT_MOST:
            raise misfit(self.at(key))
        return float(value)

    def moment(self, key: str) -> str:
        """A moment (see `bounds.moment_of`), as it stands there."""
        value = self.text(key)
        if moment_of(value) is None:
            raise misfit(self.at(key))
        return value

    def texts(self, key: str) -> dict[str, str]:
        """An object of texts; empty where it is not there."""
        value = self.take(key, {})
        if not isinstance(value, dict):
            raise misfit(self.at(key))
        for name, text in value.items():
            if not name or not isinstance(text, str):
                raise misfit(f"{self.at(key)}.{name}")
        return dict(value)

    def moments(self, key: str) -> dict[str, str]:
        """An object of moments; empty where it is not there."""
        found = self.texts(key)
        for name, text in found.items():
            if moment_of(text) is None:
                raise misfit(f"{self.at(key)}.{name}")
        return found

    def items(self, key: str, default: object = _MISSING) -> list[object]:
        """A list."""
        value = self.take(key, default)
        if not isinstance(value, list):
            raise misfit(self.at(key))
        return value

    def finish(self) -> None:
        """Refuse what nobody has taken."""
        for key in self._left:
            raise FileRefused(
                _("The file contains “{place}”, which this program does not know.").format(
                    place=excerpt(self.at(key))
                )
            )


def misfit(place: str) -> FileRefused:
    """The refusal of a value that is not what belongs at its place."""
    if not place:
        return FileRefused(_("The file does not contain what it should."))
    return FileRefused(
        _("The file does not contain what it should at “{place}”.").format(place=excerpt(place))
    )
