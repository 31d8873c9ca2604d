"""A day without a time, such as the one on which a password expires."""

from __future__ import annotations

from cmic_wizard import dates
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Reading, Values
from cmic_wizard.profile.rules.common import echoed, error, outcome, too_long
from cmic_wizard.profile.rules.written_dates import read_written

YEARS = (2000, 2999)
"""The first and the last year that a calendar entry is made for."""
_LENGTH_AT_MOST = 100


def day(_step: Step, text: str, _values: Values) -> Reading:
    """Read a day as people write it; where two are possible, the user is asked which."""
    bare = " ".join(text.split())
    if long := too_long(bare, _LENGTH_AT_MOST):
        return outcome("", [long])
    written = read_written(bare)
    if (
        written is None
        or written.zone
        or not all(YEARS[0] <= found.year <= YEARS[1] for found in written.days)
    ):
        sentence = _("“{text}” is not a day that can be read. Write it as 2027-03-31: year, month, day.")
        return outcome("", [error("day_unread", sentence.format(text=echoed(text)))])
    if written.weekday is not None:
        sentence = _("{date} is a {weekday}. Correct the date or the day of the week.")
        found = written.days[0]
        said = sentence.format(date=found.isoformat(), weekday=dates.weekday(found))
        return outcome("", [error("day_weekday", said)])
    if len(written.days) > 1:
        sentence = _("“{text}” can be {one} or {other}. Which one is meant?")
        one, other = written.days
        said = sentence.format(text=echoed(bare), one=dates.day(one), other=dates.day(other))
        readings = [one.isoformat(), other.isoformat()]
        return outcome("", [error("day_ambiguous", said, readings=readings)])
    return outcome(written.days[0].isoformat())
