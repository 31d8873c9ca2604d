"""Hand-offs of an invented customer, for the tests of what is handed over and of its review."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from built import build
from fixture_types import HandedOff

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.draft import Draft
from cmic_wizard.struct import replace

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def handoff_tools() -> Any:
    """The module `tests/tools/samples.py`."""
    folder = str(Path(__file__).parent)
    sys.path.insert(0, folder)
    try:
        import samples
    finally:
        sys.path.remove(folder)
    return samples


@pytest.fixture
def customer(handoff_tools: Any) -> Draft:
    """The draft of a customer whose profile is ready."""
    draft: Draft = handoff_tools.acme_builders()
    return draft


@pytest.fixture
def judged() -> Callable[[Draft], Assessment]:
    """Judge a draft at the tests' moment."""

    def judge(draft: Draft) -> Assessment:
        return assess(load_guide(), draft, MOMENT)

    return judge


@pytest.fixture
def handed_off(judged: Callable[[Draft], Assessment]) -> HandedOff:
    """The hand-off of a draft, a draft one where it is not ready: `handed_off(draft, now=…)`."""

    def make(draft: Draft, now: datetime = MOMENT) -> HandOff:
        return build(judged(draft), now, draft=True)

    return make


@pytest.fixture
def acme(customer: Draft, handed_off: HandedOff) -> HandOff:
    """The customer's hand-off."""
    return handed_off(customer)


@pytest.fixture
def unready(customer: Draft) -> Draft:
    """The customer before he named a URL and a version."""
    answers = {
        step: text for step, text in customer.answers.items() if not step.endswith(("_url", "_version"))
    }
    return replace(customer, answers=answers)
