"""Dates as people say them, in the current language and a named time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from cmic_wizard.i18n import N_, _

_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


ZONE_SHAPE: Final = re.compile(r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*){0,2}")
"""The names of the tz database. Of any other, Python makes the path of a package, however deep."""


def zone_named(name: str) -> tzinfo | None:
    """The zone of a name of the tz database; None for any other, whatever is in it."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name) if ZONE_SHAPE.fullmatch(name) else None
    except (LookupError, ValueError, OSError):
        return None


def moment(value: str) -> datetime | None:
    """The time of a schedule's normalised value (`2026-12-01T10:00-06:00[America/Chicago]`), in its own zone.

    The offset decides the instant; a value without a zone keeps its offset; None where it is no such time.
    """
    stamp, _bracket, name = value.partition("[")
    try:
        when = datetime.fromisoformat(stamp.strip())
    except ValueError:
        return None
    if when.tzinfo is None:
        return None
    zone = zone_named(name.rstrip("] "))
    try:
        return when.astimezone(zone) if zone else when
    except OverflowError:
        return when


def instant(value: str) -> datetime | None:
    """The time of an ISO 8601 stamp in UTC; None where it is none."""
    try:
        when = datetime.fromisoformat(value)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def without_zone(value: str) -> datetime | None:
    """A day, or a time that says no zone (`2026-12-01T10:00`); None where it is neither."""
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    return when if when.tzinfo is None else None


def weekday(when: date) -> str:
    """The day of the week."""
    return _(_WEEKDAYS[when.weekday()])


def day(when: date) -> str:
    """A day in words: “Tuesday, 1 December 2026”."""
    return _("{weekday}, {day} {month} {year}").format(
        weekday=weekday(when), day=when.day, month=_(_MONTHS[when.month - 1]), year=when.year
    )


def short_day(when: date) -> str:
    """A day in few letters: “28 Nov”; with its year where that is not this one."""
    month = _(_MONTHS[when.month - 1])[:3]
    if when.year == datetime.now(UTC).year:
        return _("{day} {month}").format(day=when.day, month=month)
    return _("{day} {month} {year}").format(day=when.day, month=month, year=when.year)


def spoken(when: datetime, zone: str = "") -> str:
    """A time in words: “Tuesday, 1 December 2026, 10:00 (America/Chicago, UTC−06:00)”.

    `zone` names the zone; by default the time's own name for it. `when` has a time zone.
    """
    name = zone or getattr(when.tzinfo, "key", "")
    offset = _offset(when.utcoffset() or timedelta())
    place = f"{name}, {offset}" if name and name != "UTC" else offset
    return _("{day}, {time} ({zone})").format(day=day(when), time=f"{when:%H:%M}", zone=place)


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
