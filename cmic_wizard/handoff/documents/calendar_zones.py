"""A time zone's own rules inside a calendar file, for programs without a zone database.

`icalendar` can derive them too, but 7.3 misses seasons of a month (Morocco's Ramadan time in 2027) and puts
the start of summer time an hour late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def timezone_rules(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """A VTIMEZONE that holds from `first` to `last`: one observance for each change of the clocks."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    rules = Timezone()
    rules.add("tzid", zone.key)
    start = first.astimezone(UTC)
    before = _offset(zone, start)
    for change in (start, *_changes(zone, start, last.astimezone(UTC))):
        local = change.astimezone(zone)
        observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
        observance.add("dtstart", (change + before).replace(tzinfo=None))
        observance.add("tzoffsetfrom", before)
        before = _offset(zone, change)
        observance.add("tzoffsetto", before)
        observance.add("tzname", local.tzname() or zone.key)
        rules.add_component(observance)
    return rules


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants, to the minute, from which another offset holds."""
    day = start
    while day < end:
        if _offset(zone, day) != _offset(zone, day + _DAY):
            low, high = day, day + _DAY
            while high - low > _MINUTE:
                middle = low + (high - low) // 2 // _MINUTE * _MINUTE
                low, high = (middle, high) if _offset(zone, middle) == _offset(zone, low) else (low, middle)
            yield high
        day += _DAY


def _offset(zone: ZoneInfo, when: datetime) -> timedelta:
    return when.astimezone(zone).utcoffset() or timedelta()
