"""What becomes of an answer once somebody has given it, the same for the screen and for `set`."""

from __future__ import annotations

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.profile.fields import read


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
