"""A draft in which everything is done, one judge for the tests of the assessment, and stored profiles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixture_types import JudgeDraft, JudgeWithout
from samples import EVERYTHING, NOW, acme_builders

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Guide
from cmic_wizard.profile.assess import assess, check_inputs
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.checks import CheckResult, Stage, StageState
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.struct import replace


@pytest.fixture(scope="session")
def empty_draft() -> Draft:
    """A draft in which nothing is answered."""
    return Draft("ab12", "Acme Builders", NOW.isoformat(), NOW.isoformat())


@pytest.fixture(scope="session")
def judge_draft() -> JudgeDraft:
    """`judge_draft(draft, guide=…)`: the draft's assessment at the tests' moment."""

    def judge(draft: Draft, guide: Guide | None = None) -> Assessment:
        return assess(guide or load_guide(), draft, NOW)

    return judge


@pytest.fixture(scope="session")
def good_check(judge_draft: JudgeDraft) -> Callable[[Draft], CheckResult]:
    """`good_check(draft)`: a whole check of what the draft says now, every stage of it ok."""

    def make(draft: Draft) -> CheckResult:
        inputs = check_inputs(load_guide(), draft, judge_draft(draft).values)
        stages = tuple(Stage(name, StageState.OK) for name in ("address", "http", "user", "company"))
        return CheckResult(True, "acmemob.cmicpaas.com", "2026-11-23T18:12:40+00:00", stages, inputs)

    return make


@pytest.fixture(scope="session")
def done_draft(good_check: Callable[[Draft], CheckResult]) -> Draft:
    """A draft in which every required step is done."""
    draft = replace(acme_builders(), answers=dict(EVERYTHING), notes={}, remarks=(), check=None)
    return replace(draft, check=good_check(draft))


@pytest.fixture(scope="session")
def judge_without(done_draft: Draft, judge_draft: JudgeDraft) -> JudgeWithout:
    """`judge_without({step: text})`: the done draft's assessment with other answers; "" takes one away."""

    def judge(answers: dict[str, str] | None = None, **changes: Any) -> Assessment:
        merged = {step: text for step, text in {**done_draft.answers, **(answers or {})}.items() if text}
        return judge_draft(replace(done_draft, answers=merged, **changes))

    return judge


class Ticking:
    """A clock that moves on by a minute at every look."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


@pytest.fixture
def profiles(data_dir: Path) -> Profiles:
    """The profiles of an empty data folder, with a clock that ticks."""
    return Profiles(data_dir, clock=Ticking())


@pytest.fixture
def acme(profiles: Profiles) -> str:
    """The slug of a stored profile with an answer and an earlier version."""
    with profiles.create("Acme Builders, Inc.") as store:
        store.answer("connection.tenant_id", "SOLUTIONS")
    return "acme-builders-inc"
