"""TOML from files that anybody may have written: text in UTF-8, of a sane shape, else one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cmic_wizard.encodings import demand_utf8
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.text import shortened, visible

_DOTS_AT_MOST: Final = 400


class NotToml(FileRefused):
    """The text keeps not to the rules of TOML."""


def loads(data: bytes) -> dict[str, Any]:
    """What a TOML text holds; NotToml, a FileRefused, for what is none, FileRefused for all else."""
    import tomllib

    text = as_text(data)
    _demand_short_keys(text)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise FileRefused(_("The file is nested too deeply.")) from None
    except ValueError as error:
        reason = visible(shortened(str(error), 120))
        raise NotToml(_("The file is not valid TOML: {reason}.").format(reason=reason)) from None


def as_text(data: bytes) -> str:
    """The text of a file; FileRefused where it is not in UTF-8."""
    try:
        return demand_utf8(data).decode("utf-8")
    except UnicodeDecodeError:
        raise FileRefused(_("The file is not text in UTF-8.")) from None


def flat(found: Mapping[str, Any]) -> dict[str, Any]:
    """The values by dotted name: a table for each section means the same as its names written out."""
    values: dict[str, Any] = {}
    for key, value in found.items():
        if isinstance(value, dict):
            values.update({f"{key}.{name}": inner for name, inner in value.items()})
        else:
            values[key] = value
    return values


def _demand_short_keys(text: str) -> None:
    """FileRefused for a line with more dots than a key has: tomllib takes quadratic time over its parts."""
    if any(line.count(".") > _DOTS_AT_MOST for line in text.split("\n")):
        raise FileRefused(_("The file is nested too deeply."))
