"""A day without a time, such as the one on which a password expires."""

from __future__ import annotations

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Reading, Values
from cmic_wizard.profile.rules.common import echoed, error, outcome, too_long

YEARS = (2000, 2999)
"""The first and the last year that a calendar entry is made for."""
_LENGTH_AT_MOST = 100


def day(_step: Step, text: str, _values: Values) -> Reading:
    """Read a day as people write it; where two are possible, the user is asked which."""
    from cmic_wizard.profile.rules.written_dates import read_written, two_days, unsure, weekday_fault

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
    if wrong := weekday_fault(written, "day_weekday"):
        return outcome("", [wrong])
    days = [found.isoformat() for found in written.days]
    if len(days) > 1:
        return outcome("", [two_days(written, bare, "day_ambiguous", days)])
    return outcome(days[0], unsure(bare))
