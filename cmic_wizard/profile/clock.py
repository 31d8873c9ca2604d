"""The clock that a profile's times are read from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from cmic_wizard.bounds import stamped

Clock = Callable[[], datetime]
"""Gives the present moment with a time zone."""


def real_clock() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def stamp(clock: Clock) -> str:
    """The present moment as files hold it: ISO 8601 in UTC, to the second."""
    return stamped(clock())
