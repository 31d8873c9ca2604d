"""Dates as people write them, in English and Spanish: what can be read of one, and what is left open."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, time
from typing import Final, NamedTuple

from cmic_wizard import dates
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding
from cmic_wizard.profile.rules.common import doubt, echoed, error

_MONTHS: Final = (
    ("january", "jan", "enero", "ene"),
    ("february", "feb", "febrero"),
    ("march", "mar", "marzo"),
    ("april", "apr", "abril", "abr"),
    ("may", "mayo"),
    ("june", "jun", "junio"),
    ("july", "jul", "julio"),
    ("august", "aug", "agosto", "ago"),
    ("september", "sept", "sep", "septiembre", "setiembre", "set"),
    ("october", "oct", "octubre"),
    ("november", "nov", "noviembre"),
    ("december", "dec", "diciembre", "dic"),
)
_MONTH_OF: Final = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}
_MONTH: Final = rf"(?P<month>{'|'.join(sorted(_MONTH_OF, key=len, reverse=True))})\b\.?"
_DAY: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|º|ª|o)?"
_YEAR: Final = r"(?P<year>[0-9]{4})"
_WEEKDAY: Final = (
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|satur|sat|sun|lun|mar|mie|jue|vie|sab|dom)(?:day)?\b[.,]?"
    r"|\b(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)\b[.,]?"
)
_WEEKDAY_HEADS: Final = (
    *(("mon", "lun"), ("tue", "mar"), ("wed", "mie"), ("thu", "jue"), ("fri", "vie")),
    *(("sat", "sab"), ("sun", "dom")),
)
_BEFORE: Final = r"(?<![0-9/.:-])"
_DATES: Final = (
    re.compile(
        _BEFORE + r"(?P<year>[0-9]{4})[-/.](?P<mm>[0-9]{1,2})[-/.](?P<dd>[0-9]{1,2})(?=t?[^0-9]|t|\Z)"
    ),
    re.compile(
        _BEFORE + r"(?P<first>[0-9]{1,2})(?P<mark>[-/.])(?P<second>[0-9]{1,2})[-/.]"
        r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
    ),
    re.compile(rf"{_BEFORE}{_DAY}[ ./-]*(?:de |of )?{_MONTH}[ ,./-]*(?:de |del |of )?{_YEAR}(?![0-9])"),
    re.compile(rf"{_BEFORE}{_MONTH}[ ./-]*{_DAY},? *(?:de |del |of )?{_YEAR}(?![0-9])"),
)
_CLOCK: Final = (
    r"(?P<hour>[0-9]{1,2})(?:(?P<colon>[:.h])(?P<minute>[0-9]{2})(?::[0-9]{2})?)? ?"
    r"(?:(?P<half>[ap])\.? ?m\b\.?|(?P<part>(?:de|en|por) la (?:manana|tarde|noche)))? ?"
    r"(?P<mark>h(?:rs?|s|oras?|ours?)?\b\.?|o'clock\b)?"
)
_SHORT_YEARS: Final = range(20, 40)
"""Two digits in front that may be the year of a date as computers write it, 26-12-15."""
_NOON: Final = r"(?P<noon>(?:12 )?(?:noon|midday|mediodia|del mediodia))\b"
_LEAD: Final = r"(?:[ ,;:·|–-]|\b(?:at|on|a las?|de las|el|the|dia|day|hora|time|desde|from)\b|\bt(?=[0-9]))*"


class Written(NamedTuple):
    """What was read: one day or two that are possible, the time (None where it is open), the zone's words.

    `weekday` counts from Monday as 0; None where none was written, or where it fits and so has done its work.
    """

    days: tuple[date, ...]
    clock: time | None
    zone: str
    weekday: int | None = None


def read_written(text: str) -> Written | None:
    """Read a date, with or without a time and a zone's name; None for what is none, or leaves words over."""
    plain = _without_accents(text)
    for pattern in _DATES:
        if found := pattern.search(plain):
            days = _days(found.groupdict())
            if not days:
                return None
            before, after = plain[: found.start()], plain[found.end() :]
            written = _beside(days, before, after, text)
            return _on_weekday(written, f"{before} {after}") if written else None
    return None


def where_written(plain: str) -> tuple[int, int] | None:
    """Where the first date begins and ends in a text of small letters without accents; None for none."""
    found = [match.span() for pattern in _DATES if (match := pattern.search(plain))]
    return min(found) if found else None


def weekday_fault(written: Written, rule: str) -> Finding | None:
    """The finding for a day of the week that contradicts the date; None where none does."""
    if written.weekday is None:
        return None
    day = written.days[0]
    sentence = _("{date} is a {weekday}. Correct the date or the day of the week.")
    return error(rule, sentence.format(date=day.isoformat(), weekday=dates.weekday(day)))


def two_days(written: Written, text: str, rule: str, readings: Sequence[str]) -> Finding:
    """The question which of two days is meant; `readings` are the answers to it."""
    sentence = _("“{text}” can be {one} or {other}. Which one is meant?")
    one, other = map(dates.day, written.days)
    return error(rule, sentence.format(text=echoed(text), one=one, other=other), readings=readings)


def _on_weekday(written: Written, around: str) -> Written:
    """A weekday beside the date decides between two days, or contradicts it."""
    found = re.search(_WEEKDAY, around)
    if found is None:
        return written
    weekday = next(n for n, heads in enumerate(_WEEKDAY_HEADS) if found[0].startswith(heads))
    fitting = tuple(day for day in written.days if day.weekday() == weekday)
    return written._replace(days=fitting) if fitting else written._replace(weekday=weekday)


def _beside(days: tuple[date, ...], before: str, after: str, text: str) -> Written | None:
    """What stands around the date: the time on one side of it, the zone's name at the end."""
    front = re.sub(_WEEKDAY, " ", before).strip(" ,;")
    rest = re.sub(rf"\A{_LEAD}", "", re.sub(rf"\A[ ,]*(?:{_WEEKDAY})", " ", after))
    if re.sub(rf"\A{_LEAD}\Z", "", front):
        clock, left = _clock(re.sub(rf"\A{_LEAD}", "", front))
        if clock is None or re.sub(_LEAD, "", left):
            return None
        return Written(days, clock, _original(rest, text))
    clock, left = _clock(rest)
    zone = re.sub(rf"\A{_LEAD}", "", left).strip(" ,;.()[]")
    if clock is None and re.match(r"[0-9]", zone):
        return None
    return Written(days, clock, _original(zone, text))


def _clock(text: str) -> tuple[time | None, str]:
    """The time at the beginning of a text, and what follows it."""
    if found := re.match(_NOON, text):
        return time(12), text[found.end() :]
    found = re.match(_CLOCK, text)
    if found is None or not (found["minute"] or found["half"] or found["part"] or found["mark"]):
        return None, text
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    later = found["half"] == "p" or (found["part"] or "").endswith(("tarde", "noche"))
    if found["half"] or found["part"]:
        if not 1 <= hour <= (12 if found["half"] else 23) or _is_two(hour, found["part"] or ""):
            return None, text
        hour = hour % 12 + 12 * later if hour <= 12 else hour
    if hour > 23 or minute > 59:
        return None, text
    return time(hour, minute), text[found.end() :]


def _is_two(hour: int, part: str) -> bool:
    """Whether an hour of a part of the day is one in the night to some and twelve hours from it to others."""
    night = part.endswith("noche") and (hour < 7 or hour == 12)
    return night or (part.endswith("manana") and hour == 12)


def unsure(text: str) -> list[Finding]:
    """The finding for a date with a question mark."""
    if "?" not in text:
        return []
    sentence = _("The question mark says that this is not certain. Confirm it once it is.")
    return [doubt("date_unsure", sentence)]


def _days(parts: dict[str, str | None]) -> tuple[date, ...]:
    """The days that the parts of a date may mean: none, one, or two where day and month could be changed."""
    year = int(parts["year"] or 0)
    year += 2000 if year < 100 else 0
    first, second = int(parts.get("first") or 0), int(parts.get("second") or 0)
    if parts.get("month"):
        pairs = [(_MONTH_OF[parts["month"] or ""], int(parts["day"] or 0))]
    elif parts.get("mm"):
        pairs = [(int(parts["mm"] or 0), int(parts["dd"] or 0))]
    else:
        pairs = [(second, first), (first, second)]
    named = [(year, month, day) for month, day in pairs]
    if parts.get("mark") == "-" and len(parts["year"] or "") == 2 and first in _SHORT_YEARS:
        named.append((2000 + first, second, year % 100))
    days = []
    for year_meant, month, day in named:
        try:
            days.append(date(year_meant, month, day))
        except ValueError:
            continue
    return tuple(dict.fromkeys(days))


def _original(part: str, text: str) -> str:
    """A part of the plain text as it was typed, where it can be found there; else as it is."""
    at = text.casefold().rfind(part.strip())
    return text[at : at + len(part.strip())] if part.strip() and at >= 0 else part.strip()


def _without_accents(text: str) -> str:
    """Small letters without accents, signs as they are, single spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("º", "o"))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())
