"""A day without a time, such as the one on which a password expires."""

from __future__ import annotations

from datetime import date

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Reading, Values
from cmic_wizard.profile.rules.common import echoed, error, outcome

YEARS = (2000, 2999)
"""The first and the last year that a calendar entry is made for."""


def day(_step: Step, text: str, _values: Values) -> Reading:
    """Read a day as `2027-03-31`."""
    try:
        found = date.fromisoformat(text) if len(text) == len("2027-03-31") else None
    except ValueError:
        found = None
    if found is None or not YEARS[0] <= found.year <= YEARS[1]:
        sentence = _("“{text}” is not a day that can be read. Write it as 2027-03-31: year, month, day.")
        return outcome("", [error("day_unread", sentence.format(text=echoed(text)))])
    return outcome(found.isoformat())
