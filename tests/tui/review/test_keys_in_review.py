"""In a review, a key accepts only what is in order, and gives no verdict that nobody pointed at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened, Reviewing
from reviewing import LATER, handoff_of
from samples import acme_builders

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.profile.assessment import State
from cmic_wizard.struct import replace
from cmic_wizard.tui.review.app import ReviewApp
from cmic_wizard.tui.review.session import ReviewSession

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

VERSION, URL, CODES = "subscriptions.cmic_version", "connection.mobile_server_url", "connection.company_codes"
DOUBTED = "https://acmemob.cmicpaas.com/cmictest"


@pytest.fixture
def reviewing(opened: Opened) -> Reviewing:
    """`async with reviewing({step: answer}) as wizard:` the review of a hand-off with other answers."""

    @asynccontextmanager
    async def open_review(answers: dict[str, str] | None = None, **options: Any) -> AsyncIterator[Wizard]:
        draft = acme_builders()
        draft = replace(draft, answers={**draft.answers, **(answers or {})})

        def app(data: Any) -> ReviewApp:
            now = {"now": LATER} if answers else {}
            return ReviewApp(data, session=ReviewSession(handoff_of(draft, **now), Keeper(data), data))

        async with opened(app=app, **options) as wizard:
            yield wizard

    return open_review


def given(wizard: Wizard, step: str) -> str:
    """The verdict on a step, "" where there is none."""
    found = wizard.review_session.review.verdicts.get(step)
    return found.verdict if found else ""


async def test_enter_accepts_what_is_in_order_and_goes_where_f3_would(reviewing: Reviewing) -> None:
    async with reviewing({CODES: "001"}) as wizard:
        await wizard.on(CODES)
        next_step = wizard.review_session.next_to_judge(CODES)
        assert next_step is not None
        upcoming = next_step.step.id
        await wizard.press("enter")
        await wizard.until(lambda: given(wizard, CODES) == "accepted")
        await wizard.until(lambda: wizard.focused_step == upcoming, upcoming)


async def test_enter_passes_over_what_is_doubted_and_so_does_accepting_the_rest(reviewing: Reviewing) -> None:
    async with reviewing({URL: DOUBTED}) as wizard:
        assert wizard.state(URL).state is State.TO_CONFIRM
        assert URL not in {state.step.id for state in wizard.review_session.judging.in_order}
        await wizard.on(URL)
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step != URL)
        assert wizard.review_session.review.verdicts == {}
        await wizard.on(URL)
        await wizard.press("space")
        await wizard.until(lambda: given(wizard, URL) == "accepted", "what was pointed at")


async def test_f7_points_at_a_change_and_enter_then_wants_it(reviewing: Reviewing) -> None:
    async with reviewing() as wizard:
        await wizard.on(CODES)
        await wizard.press("f7", "enter")
        await wizard.until(lambda: given(wizard, CODES) == "change")


async def test_a_change_that_was_answered_is_not_wanted_anew(reviewing: Reviewing) -> None:
    async with reviewing() as wizard:
        await wizard.on(CODES)
        await wizard.press("right", "enter")
        await wizard.type("Is 001 in use?")
        await wizard.until(lambda: wizard.review_session.review.verdicts[CODES].text == "Is 001 in use?")
        await wizard.until(lambda: not wizard.session.dirty, "the save")
    async with reviewing({CODES: "002"}, name="Another") as wizard:
        old = wizard.review_session.review.verdicts[CODES]
        await wizard.on(CODES)
        assert wizard.review_session.judging.answered_since(wizard.session.guide.steps[CODES])
        await wizard.press("enter")
        await wizard.until(
            lambda: wizard.review_session.review.verdicts[CODES] != old, "a verdict on the new answer"
        )
        assert given(wizard, CODES) == "accepted"
