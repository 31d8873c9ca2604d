"""Dates of calls, normalised to local time, offset and zone: `2026-12-01T10:00-06:00[America/Chicago]`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Final

from cmic_wizard import dates
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Reading, Values
from cmic_wizard.profile.rules.common import (
    beside,
    doubt,
    echoed,
    error,
    info,
    outcome,
    too_long,
)
from cmic_wizard.profile.rules.zones import meant_zones

_SHAPE: Final = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ] ?([0-9]{2}:[0-9]{2})(:[0-9]{2})?)? ?"
    r"([Zz](?![A-Za-z])|[+-][0-9]{2}(?::?[0-9]{2})?)?"
    r" ?(?:\[ ?([^\[\]]*?) ?\]|([A-Za-z][A-Za-z0-9_+/ -]*))?"
)
_OFFSET_SHAPE: Final = r"(?:utc|gmt)? ?([+−-][0-9]{1,2}(?::?[0-9]{2})?)"
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
        return _written(bare)
    if not found[2]:
        return outcome("", [_without_time(found[1])])
    try:
        local = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3] or ''}")
        offset = _offset(found[4] or "")
    except ValueError:
        return outcome("", [_unread(bare)])
    if local.year not in _YEARS_POSSIBLE:
        return outcome("", [_unread(bare)])
    return _placed(local, offset, found[5] or found[6] or "", bare)


def _written(bare: str) -> Reading:
    """Read a date as people write it; where two days are possible, the user is asked which."""
    from cmic_wizard.profile.rules.written_dates import read_written, two_days, unsure, weekday_fault

    written = read_written(bare)
    if written is None or any(day.year not in _YEARS_POSSIBLE for day in written.days):
        return outcome("", [_unread(bare)])
    if wrong := weekday_fault(written, "schedule_weekday"):
        return outcome("", [wrong])
    if written.clock is None:
        return outcome("", [_without_time(written.days[0].isoformat())])
    shape = re.fullmatch(_OFFSET_SHAPE, written.zone, re.IGNORECASE)
    try:
        offset = _offset(shape[1].replace("−", "-")) if shape else None
    except ValueError:
        return outcome("", [_unread(bare)])
    zone = "" if shape else written.zone
    placed = [_placed(datetime.combine(day, written.clock), offset, zone, bare) for day in written.days]
    if len(placed) == 1:
        found = placed[0]
        return outcome(found.value, [*found.findings, *unsure(bare)], found.parts) if found.value else found
    clock = f"{written.clock:%H:%M}"
    readings = [
        reading.value or f"{day.isoformat()} {clock}"
        for day, reading in zip(written.days, placed, strict=True)
    ]
    typed = bare.replace("[", "").replace("]", "")
    return outcome("", [two_days(written, typed, "schedule_ambiguous", readings)])


def _placed(local: datetime, offset: timedelta | None, name: str, bare: str) -> Reading:
    """A local time in the zone that a name means."""
    if not name:
        return _without_zone(local, offset)
    zones = meant_zones(name)
    if len(zones) == 1:
        return _in_zone(local, offset, zones[0], bare)
    if not zones:
        return outcome("", [_unknown_zone(name)])
    readings = [_in_zone(local, offset, zone, bare).value for zone in zones]
    sentence = _("“{zone}” can be {zones}. Which one is meant?")
    said = sentence.format(zone=echoed(name), zones=", ".join(zones[:4]))
    asked = error("schedule_zones", said, readings=list(filter(None, readings)))
    return outcome("", [asked], {"zone_words": name, "local": local.isoformat(timespec="minutes")})


def go_live_schedule(step: Step, text: str, values: Values) -> Reading:
    """Read the date of the go-live call, which comes after the kickoff call."""
    reading = schedule(step, text, values)
    go_live, kickoff = dates.moment(reading.value), dates.moment(beside(step, "kickoff", values))
    if go_live and kickoff and go_live < kickoff:
        sentence = _("The go-live call is before the kickoff call; check both dates.")
        return outcome(
            reading.value, [*reading.findings, doubt("go_live_before_kickoff", sentence)], reading.parts
        )
    return reading


def _in_zone(local: datetime, offset: timedelta | None, name: str, bare: str) -> Reading:
    zone = dates.zone_named(name)
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second is None:
        return outcome("", [_unread(bare)])
    if first < second:
        later = _normal(local + (second - first), second, name)
        sentence = _(
            "This time does not exist in {zone}: the clocks are put forward then. Did you mean {proposal}?"
        )
        return outcome("", [error("schedule_gap", sentence.format(zone=name, proposal=later), later)])
    fits = offset if offset in (first, second) else None
    taken = first if fits is None else fits
    value = _normal(local, taken, name)
    findings = _year(local)
    if fits is None and first != second:
        other = _normal(local, second, name)
        sentence = _(
            "The clocks are put back then, so this time comes twice. Taken as {value}; the other is {other}."
        )
        findings.append(doubt("schedule_twice", sentence.format(value=value, other=other), other))
    elif fits is None and offset is not None:
        sentence = _("The offset does not fit {zone} at that time. Taken as {value}; check the time.")
        findings.append(doubt("schedule_offset", sentence.format(zone=name, value=value), value))
    elif value != bare:
        when = dates.moment(value)
        said = dates.spoken(when) if when else value
        findings.append(info("schedule_read", _("Understood as {date}.").format(date=said)))
    findings.extend(_night(local))
    return outcome(value, findings, _parts(local, taken, name))


def _without_zone(local: datetime, offset: timedelta | None) -> Reading:
    if offset is None:
        sentence = _(
            "The time zone is missing. Write it after the time, by a city such as Chicago or Madrid."
        )
        return outcome("", [error("schedule_no_zone", sentence)])
    sentence = _(
        "Only an offset is given. Add a city of the time zone, such as Chicago, so that calendars show it "
        "right."
    )
    findings = [*_year(local), doubt("schedule_zone_missing", sentence)]
    return outcome(_normal(local, offset, ""), findings, _parts(local, offset, ""))


def _offset(text: str) -> timedelta | None:
    """The offset as a duration; None where there is none. Raises ValueError where no place has it."""
    if not text:
        return None
    if text in "Zz":
        return timedelta(0)
    hours, _colon, minutes = text[1:].partition(":")
    digits = (hours if len(hours) > 2 else hours.zfill(2) + minutes).ljust(4, "0")
    amount = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if amount > _FARTHEST_OFFSET or int(digits[2:]) > 59:
        raise ValueError
    return -amount if text[0] == "-" else amount


def _unknown_zone(name: str) -> Finding:
    sentence = (
        _("There is no time zone “{zone}”. Check its spelling: such names are like America/Chicago.")
        if "/" in name
        else _("“{zone}” is no time zone that is known here. Write a city, such as Chicago or Madrid.")
    )
    return error("schedule_zone", sentence.format(zone=echoed(name)))


def _without_time(day: str) -> Finding:
    sentence = _("The time is missing. Write it after the date, such as {date} 10:00 Chicago.")
    return error("schedule_time", sentence.format(date=day))


def _unread(bare: str) -> Finding:
    sentence = _(
        "“{text}” is not a date that can be read. Write day, month, year, time and a city, such as "
        "1 Dec 2026 10:00 Chicago."
    )
    return error("schedule_shape", sentence.format(text=echoed(bare)))


def _year(local: datetime) -> list[Finding]:
    if local.year in _YEARS_LIKELY:
        return []
    return [doubt("schedule_year", _("Check the year: {year}.").format(year=local.year))]


def _night(local: datetime) -> list[Finding]:
    """A call in the small hours is most likely one in the afternoon that lacks its “pm”, or one at noon."""
    if local.hour > 5:
        return []
    sentence = _("That is in the middle of the night: {time}. If the afternoon is meant, write {later}.")
    later = local + timedelta(hours=12)
    said = sentence.format(time=f"{local:%H:%M}", later=f"{later:%H:%M}")
    return [doubt("schedule_night", said)]


def _normal(local: datetime, offset: timedelta, zone: str) -> str:
    text = local.replace(tzinfo=timezone(offset)).isoformat(timespec="seconds" if local.second else "minutes")
    return f"{text}[{zone}]" if zone else text


def _parts(local: datetime, offset: timedelta, zone: str) -> dict[str, str]:
    clock = local.isoformat(timespec="seconds" if local.second else "minutes")
    return {"local": clock, "offset": _normal(local, offset, "")[len(clock) :], "zone": zone}
