"""What becomes of an answer once somebody has given it, the same for the screen and for `set`."""

from __future__ import annotations

from typing import Final

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.fields import read, split_user

USER_STEP: Final = "connection.service_user"
TENANT_STEP: Final = "connection.tenant_id"


def as_meant(step: Step, text: str) -> str:
    """The text to keep for an answer that was given here.

    A choice by its id; a date with its zone, which means the same anywhere: this computer's zone decides what
    an abbreviation such as CST means. What stays open or wrong is kept as typed.
    """
    if step.kind not in (Kind.SCHEDULE, Kind.CHOICE) or not text:
        return text
    reading = read(step, text, {})
    words = reading.parts.get("zone_words", "")
    if words:
        from cmic_wizard.profile.rules.zones import in_region, local_zone

        meant = in_region(words, local_zone())
        reading = read(step, reading.parts["local"] + f"[{meant}]", {}) if meant else reading
    return reading.value or text


def tenant_split_off(draft: Draft, now: str) -> Draft:
    """The draft with a user name given as TENANT||USER taken apart, if the tenant ID is open or the same."""
    split = split_user(draft.answers.get(USER_STEP, ""))
    tenant = draft.answers.get(TENANT_STEP, "").strip()
    if split is None or tenant.upper() not in ("", split[0].upper()):
        return draft
    draft = draft.answered(USER_STEP, split[1], now)
    return draft if tenant else draft.answered(TENANT_STEP, split[0], now)
