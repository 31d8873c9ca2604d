"""What becomes of an answer once somebody has given it, the same for the screen and for `set`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.fields import read

_NUMBER_BELOW: Final = 10**18


def as_meant(step: Step, text: str) -> str:
    """The text to keep for an answer that was given here.

    A choice by its id; a date with its zone, which means the same anywhere: this computer's zone decides what
    an abbreviation such as CST means. What is open, wrong or doubted is kept as typed, for written out it
    would no longer be doubted: an hour that comes twice has but one offset then.
    """
    if step.kind not in (Kind.SCHEDULE, Kind.CHOICE) or not text:
        return text
    reading = read(step, text, {})
    words = reading.parts.get("zone_words", "")
    if words:
        from cmic_wizard.profile.rules.zones import in_region, local_zone

        meant = in_region(words, local_zone())
        text = reading.parts["local"] + f"[{meant}]" if meant else text
        reading = read(step, text, {})
    return text if reading.doubts or not reading.value else reading.value


def as_kept(step: Step, text: str) -> str:
    """The text to keep for an answer that came from elsewhere: several lines as the step means them."""
    from cmic_wizard.profile.pasting import pasted

    found = pasted(step, text) if any(mark in text for mark in "\r\n\t") else None
    line = found.text if found is not None and not found.left_out and not found.too_long else text
    return as_meant(step, line)


def text_of(step: Step, value: object) -> str:
    """The value that a TOML or JSON file gives a step as the text that it takes; FileRefused for others."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int) and step.kind is not Kind.CODES and abs(value) < _NUMBER_BELOW:
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ("; " if step.kind is Kind.PEOPLE else ",").join(value)
    raise FileRefused(_("The value of “{step}” must be text in quotes.").format(step=step.id))


def says_no_answer(step_id: str, text: str) -> bool:
    """Whether an answer only says that there is none yet."""
    step = load_guide().steps.get(step_id)
    if step is None or not text:
        return step is not None
    reading = read(step, text, {})
    option = step.option(reading.value)
    return bool(reading.open) or (option is not None and option.undecided)
