"""Dates of calls: local time, offset and time zone, as `2026-12-01T10:00-06:00[America/Chicago]`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Reading, Values
from cmic_wizard.profile.rules.common import doubt, error, info, nearest, outcome, shown, too_long

_SHAPE: Final = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ] ?([0-9]{2}:[0-9]{2})(:[0-9]{2})?)? ?"
    r"([Zz](?![A-Za-z])|[+-][0-9]{2}(?::?[0-9]{2})?)?"
    r" ?(?:\[ ?([^\[\]]*?) ?\]|([A-Za-z][A-Za-z0-9_+/-]*))?"
)
_ZONE_SHAPE: Final = r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*){0,2}"
_LENGTH_AT_MOST: Final = 100
_FARTHEST_OFFSET: Final = timedelta(hours=14)
_YEARS_POSSIBLE: Final = range(1980, 2200)
_YEARS_LIKELY: Final = range(2000, 2101)


def schedule(_step: Step, text: str, _values: Values) -> Reading:
    """Read a date; parts: `local` (without offset), `offset` (`-05:00`), `zone` ("" where none was given)."""
    bare = " ".join(text.split())
    if long := too_long(bare, _LENGTH_AT_MOST):
        return outcome("", [long])
    found = re.fullmatch(_SHAPE, bare)
    if found is None:
        return outcome("", [_unread(bare)])
    if not found[2]:
        sentence = _("The time is missing. Write it after the date, such as {date}T10:00[America/Chicago].")
        return outcome("", [error("schedule_time", sentence.format(date=found[1]))])
    try:
        local = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3] or ''}")
        offset = _offset(found[4] or "")
    except ValueError:
        return outcome("", [_unread(bare)])
    if local.year not in _YEARS_POSSIBLE:
        return outcome("", [_unread(bare)])
    zone = found[5] or found[6] or ""
    return _in_zone(local, offset, zone) if zone else _without_zone(local, offset)


def go_live_schedule(step: Step, text: str, values: Values) -> Reading:
    """Read the date of the go-live call, which comes after the kickoff call."""
    reading = schedule(step, text, values)
    go_live, kickoff = moment(reading.value), moment(values.get("kickoff.date", ""))
    if go_live and kickoff and go_live < kickoff:
        sentence = _("The go-live call lies before the kickoff call; check both dates.")
        return outcome(
            reading.value, [*reading.findings, doubt("go_live_before_kickoff", sentence)], reading.parts
        )
    return reading


def moment(value: str) -> datetime | None:
    """The moment of a normalised date, with its offset; None where there is none."""
    try:
        when = datetime.fromisoformat(value.partition("[")[0])
    except ValueError:
        return None
    return when if when.tzinfo else None


def _in_zone(local: datetime, offset: timedelta | None, name: str) -> Reading:
    zone = _zone(name)
    if zone is None:
        return outcome("", [_unknown_zone(local, offset, name)])
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second is None:
        return outcome("", [_unknown_zone(local, offset, name)])
    if first < second:
        later = _written(local + (second - first), second, name)
        sentence = _(
            "This time does not exist in {zone}: the clocks are put forward then. Did you mean {proposal}?"
        )
        return outcome("", [error("schedule_gap", sentence.format(zone=name, proposal=later), later)])
    fits = offset if offset in (first, second) else None
    taken = first if fits is None else fits
    value = _written(local, taken, name)
    findings = _year(local)
    if fits is None and first != second:
        other = _written(local, second, name)
        sentence = _(
            "The clocks are put back then, so this time comes twice. Taken as {value}; the other is {other}."
        )
        findings.append(doubt("schedule_twice", sentence.format(value=value, other=other), other))
    elif fits is None and offset is not None:
        sentence = _("The offset does not fit {zone} at that time. Taken as {value}; check the time.")
        findings.append(doubt("schedule_offset", sentence.format(zone=name, value=value), value))
    elif fits is None:
        sentence = _("Understood as {value}.")
        findings.append(info("schedule_offset_added", sentence.format(value=value)))
    return outcome(value, findings, _parts(local, taken, name))


def _without_zone(local: datetime, offset: timedelta | None) -> Reading:
    if offset is None:
        sentence = _("The time zone is missing. Write it after the time, such as [America/Chicago].")
        return outcome("", [error("schedule_no_zone", sentence)])
    sentence = _(
        "Only an offset is given. Add the time zone, such as [America/Chicago], so that calendars show it "
        "right."
    )
    findings = [*_year(local), doubt("schedule_zone_missing", sentence)]
    return outcome(_written(local, offset, ""), findings, _parts(local, offset, ""))


def _offset(text: str) -> timedelta | None:
    """The offset as a duration; None where there is none. Raises ValueError where no place has it."""
    if not text:
        return None
    if text in "Zz":
        return timedelta(0)
    digits = text[1:].replace(":", "").ljust(4, "0")
    amount = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if amount > _FARTHEST_OFFSET or int(digits[2:]) > 59:
        raise ValueError
    return -amount if text[0] == "-" else amount


def _zone(name: str) -> tzinfo | None:
    """The zone of that name in the tz database, from the system or the tzdata package."""
    if not re.fullmatch(_ZONE_SHAPE, name):
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return None


def _unknown_zone(local: datetime, offset: timedelta | None, name: str) -> Finding:
    if near := _nearest_zone(name.casefold().replace(" ", "_")):
        sentence = _("There is no time zone “{zone}”. Did you mean {near}?")
        meant = _in_zone(local, offset, near)
        proposal = meant.value or next((found.proposal for found in meant.findings), "")
        return error("schedule_zone", sentence.format(zone=shown(name), near=near), proposal)
    sentence = _(
        "There is no time zone “{zone}”. Take its name from the tz database, such as America/Chicago."
    )
    return error("schedule_zone", sentence.format(zone=shown(name)))


@lru_cache(maxsize=64)
def _nearest_zone(asked: str) -> str:
    """The zone that a name in small letters may mean; kept, for it takes milliseconds and is asked again."""
    from zoneinfo import available_timezones

    known = {zone.casefold(): zone for zone in available_timezones() if re.fullmatch(_ZONE_SHAPE, zone)}
    return known.get(asked) or known.get(nearest(asked, known), "")


def _unread(bare: str) -> Finding:
    sentence = _(
        "“{text}” is not a date that can be read. Write it as 2026-12-01T10:00-06:00[America/Chicago]."
    )
    return error("schedule_shape", sentence.format(text=shown(bare)))


def _year(local: datetime) -> list[Finding]:
    if local.year in _YEARS_LIKELY:
        return []
    return [doubt("schedule_year", _("Check the year: {year}.").format(year=local.year))]


def _written(local: datetime, offset: timedelta, zone: str) -> str:
    text = local.replace(tzinfo=timezone(offset)).isoformat(timespec="seconds" if local.second else "minutes")
    return f"{text}[{zone}]" if zone else text


def _parts(local: datetime, offset: timedelta, zone: str) -> dict[str, str]:
    clock = local.isoformat(timespec="seconds" if local.second else "minutes")
    return {"local": clock, "offset": _written(local, offset, "")[len(clock) :], "zone": zone}
