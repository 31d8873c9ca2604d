"""Test or production: which one a profile's address names, so that two of one company are told apart."""

from __future__ import annotations

from typing import Final

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import CheckInput
from cmic_wizard.i18n import N_
from cmic_wizard.profile.assessment import Assessment

TEST: Final = "test"
PRODUCTION: Final = "production"
WORDS: Final = {TEST: N_("TEST"), PRODUCTION: N_("production")}
_SAID: Final = {"no": TEST, "yes": PRODUCTION}


def environment_of(assessment: Assessment) -> str:
    """`test` or `production`, as the address says; "" where it does not say, or is not given yet."""
    step = load_guide().checked[CheckInput.ADDRESS]
    state = assessment.steps.get(step.id)
    return _SAID.get(state.reading.parts.get("is_production", ""), "") if state else ""


def stem_of(slug: str, assessment: Assessment) -> str:
    """How the files of a profile begin: its own name, and of a test environment that it is one."""
    test = environment_of(assessment) == TEST and TEST not in slug.split("-")
    return f"{slug}-{TEST}" if test else slug
