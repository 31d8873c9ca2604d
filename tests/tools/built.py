"""The hand-off that a written document is read as, which must say the same."""

from __future__ import annotations

import json
from datetime import datetime

from cmic_wizard.handoff import document, writing
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.profile.assessment import Assessment


def build(assessment: Assessment, now: datetime, *, draft: bool = False) -> HandOff:
    """The hand-off of a judged profile as its reader has it; AssertionError where it differs."""
    written = writing.write(assessment, now, draft=draft)
    handoff = document.from_json(written.as_json())
    assert json.dumps(handoff.as_json()) == json.dumps(written.as_json())
    return handoff
