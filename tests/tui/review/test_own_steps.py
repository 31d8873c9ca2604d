"""A reviewer answers what is theirs, proposes for others, and is told what speaks against a file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Opened
from reviewing import FIRST, LATER, handoff_of
from samples import acme_builders
from textual.widgets import Input

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.handoff import document
from cmic_wizard.profile.draft import Draft
from cmic_wizard.review import reviews
from cmic_wizard.struct import replace
from cmic_wizard.tui.review.app import ReviewApp
from cmic_wizard.tui.review.own_answer import OwnAnswer
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.review.verdict import VerdictControl

URL, CODES, MAIL, TOOL = (
    *("connection.mobile_server_url", "connection.company_codes"),
    *("kickoff.welcome_email", "go_live.tool_enabled"),
)
LOGIN = "connection.auth_method"


def waiting_for_them() -> Draft:
    """A customer who waits for the specialist's welcome e-mail and does not know how Procore logs in."""
    draft = acme_builders()
    answers = {step: text for step, text in draft.answers.items() if step not in (MAIL, TOOL)}
    return replace(draft, answers={**answers, LOGIN: "unsure"})


@pytest.fixture
def reviewing(opened: Opened) -> Callable[..., Any]:
    """`async with reviewing(draft) as wizard:` the review of a hand-off."""

    @asynccontextmanager
    async def open_review(draft: Draft, before: Any = None, now: Any = FIRST, **options: Any) -> Any:
        def app(data: Any) -> ReviewApp:
            if before is not None:
                before(data)
            return ReviewApp(data, session=ReviewSession(handoff_of(draft, now), Keeper(data), data))

        async with opened(app=app, **options) as wizard:
            yield wizard

    return open_review


async def test_a_step_of_theirs_is_answered_with_a_word_and_kept(
    reviewing: Callable[..., Any], data_dir: Path
) -> None:
    async with reviewing(waiting_for_them()) as wizard:
        await wizard.on(MAIL)
        field = wizard.field(MAIL)
        assert not field.query(VerdictControl), "there is nothing to accept"
        assert field.query(OwnAnswer)
        assert MAIL in {state.step.id for state in wizard.review_session.judging.own}
        await wizard.press("space")
        await wizard.until(lambda: wizard.session.review.answers[MAIL].text == "yes")
        await wizard.press("enter")
        await wizard.type("Since Monday")
        await wizard.until(lambda: wizard.session.review.answers[MAIL].reason == "Since Monday")
        await wizard.until(lambda: MAIL in reviews.load(data_dir, wizard.session.draft.id).answers)
        assert MAIL not in {state.step.id for state in wizard.review_session.judging.own}
    kept = reviews.load(data_dir, waiting_for_them().id)
    assert [(a.step, a.text, a.reason) for a in kept.to_remarks(LATER).answers] == [
        (MAIL, "yes", "Since Monday")
    ]


async def test_f3_leads_to_what_is_theirs_to_answer_and_the_overview_names_it(
    reviewing: Callable[..., Any],
) -> None:
    async with reviewing(waiting_for_them()) as wizard:
        assert "How Procore signs in" in wizard.screen.page._named().plain
        seen = [state.step.id for state in wizard.review_session.judging.waiting]
        assert {MAIL, LOGIN} <= set(seen)
        assert seen == [step for step in wizard.session.assessment.steps if step in seen], "in order"


async def test_a_choice_that_the_customer_left_to_them_has_its_own_options(
    reviewing: Callable[..., Any],
) -> None:
    async with reviewing(waiting_for_them()) as wizard:
        await wizard.on(LOGIN)
        assert wizard.field(LOGIN).query(VerdictControl)
        await wizard.shows("OAuth 2.0")
        control = wizard.field(LOGIN).query_one(OwnAnswer)
        control.options.focus()
        await wizard.press("down", "space")
        await wizard.until(lambda: LOGIN in wizard.session.review.answers)
        assert wizard.session.review.answers[LOGIN].text == "oauth"


async def test_f9_proposes_an_answer_and_takes_it_back(reviewing: Callable[..., Any]) -> None:
    address = "https://acmemob.cmicpaas.com/cmicprod2"
    async with reviewing(waiting_for_them()) as wizard:
        await wizard.on(URL)
        await wizard.press("f9")
        dialog = await wizard.dialog("ProposeDialog")
        dialog.query_one("#answer", Input).value = "no address"
        await wizard.press("enter", "enter")
        await wizard.until(lambda: str(dialog.query_one(".fault").render()), "why it can't be proposed")
        assert wizard.session.review.proposals == {}
        dialog.query_one("#answer", Input).value = address
        dialog.query_one("#reason", Input).value = "That was the test server."
        await wizard.press("enter", "enter")
        await wizard.until(lambda: URL in wizard.session.review.proposals)
        given = wizard.session.review.proposals[URL]
        assert (given.text, given.reason) == (address, "That was the test server.")
        await wizard.shows("You propose:")
        await wizard.press("f9")
        await wizard.dialog("ProposeDialog")
        await wizard.press("tab", "tab", "tab", "enter")
        await wizard.until(lambda: wizard.session.review.proposals == {})


async def test_nothing_is_proposed_for_what_is_theirs_to_answer(reviewing: Callable[..., Any]) -> None:
    async with reviewing(waiting_for_them()) as wizard:
        await wizard.on(MAIL)
        await wizard.press("f9")
        await wizard.until(lambda: wizard.app._notifications)
        assert type(wizard.screen).__name__ == "ReviewScreen"


def decided_before(data: Any) -> None:
    """A review of this company's hand-off, with a verdict."""
    first = handoff_of(acme_builders())
    fresh = reviews.Review(first.profile.id, first.profile.name)
    seen = fresh.looking_at(document.check_number(first), first.answers, first.profile.name, first.created)
    reviews.save(data, seen.judged(CODES, "accepted", "", FIRST))


async def test_nothing_is_carried_over_before_what_speaks_against_the_file_was_read(
    reviewing: Callable[..., Any], data_dir: Path
) -> None:
    forged = replace(acme_builders(), name="Beta Works")
    async with reviewing(forged, decided_before, LATER) as wizard:
        await wizard.dialog("Confirm")
        await wizard.shows("came from “Acme")
        assert wizard.session.review.profile_name == "Acme Builders"
        await wizard.press("tab", "enter")
        await wizard.until(lambda: wizard.session.review.profile_name == "Beta Works")
        await wizard.until(lambda: reviews.load(data_dir, forged.id).profile_name == "Beta Works")
        await wizard.shows("came from “Acme", "Changed since the previous hand-off")


async def test_an_honest_second_hand_off_is_not_asked_about(reviewing: Callable[..., Any]) -> None:
    async with reviewing(acme_builders(), decided_before, LATER) as wizard:
        assert not wizard.session.doubted
        assert type(wizard.screen).__name__ == "ReviewScreen"


async def test_a_check_of_the_file_is_never_shown_as_seen_here(reviewing: Callable[..., Any]) -> None:
    step = "connection.check"
    async with reviewing(acme_builders()) as wizard:
        await wizard.on(step)
        assert wizard.field(step).mark().plain.endswith("claimed")
        assert "$good" not in wizard.field(step).mark().markup
        for line in wizard.field(step).check_lines():
            assert "says the customer's file" in line.plain
            assert "good" not in line.markup


async def test_the_check_number_is_ticked_as_compared(reviewing: Callable[..., Any], data_dir: Path) -> None:
    async with reviewing(acme_builders()) as wizard:
        await wizard.shows("compared: the same")
        wizard.screen.page.query_one("OptionsControl").focus()
        await wizard.press("space")
        await wizard.until(lambda: wizard.session.review.is_compared)
        await wizard.shows("[✓]")
        assert wizard.session.review.to_remarks(LATER).compared
        await wizard.press("space")
        await wizard.until(lambda: not wizard.session.review.is_compared)
