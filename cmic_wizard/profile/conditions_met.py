"""Whether a condition that the guide declares holds for the values of a profile."""

from __future__ import annotations

from collections.abc import Mapping

from cmic_wizard.guide.model import Condition, When


def holds(when: When, values: Mapping[str, str]) -> bool:
    """Whether a declared condition is fulfilled by the values."""
    return all(_holds(c, values) for c in when.conditions) if when.conditions else when.always


def _holds(condition: Condition, values: Mapping[str, str]) -> bool:
    value = values.get(condition.step, "")
    if condition.at_least is not None:
        return _number(value) >= condition.at_least
    refused = {item[1:] for item in condition.among if item.startswith("!")}
    wanted = {item for item in condition.among if not item.startswith("!")}
    return value not in refused and (not wanted or value in wanted)


def _number(value: str) -> int:
    """The number that a value is, a long one cut; -1 where it is none."""
    return int(value[:18]) if value.isascii() and value.isdecimal() else -1
