"""Steps that the specialist sent back: which remarks return one, and what closes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cmic_wizard.guide.model import Owner
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.draft import Draft, KeptPassword, Remark
from cmic_wizard.struct import replace

Judge = Callable[..., Assessment]
CODES, URL = "connection.company_codes", "connection.mobile_server_url"
NOW = "2026-11-24T10:00:00+00:00"


def remark(step: str = CODES, verdict: str = "change", text: str = "Look again", **more: Any) -> Remark:
    return Remark(step, verdict, text, "Ana Ruiz", "2026-11-23T10:00:00+00:00", **more)


@pytest.mark.parametrize("verdict", ["change", "question"])
def test_a_change_and_a_question_return_a_step(judge_without: Judge, verdict: str) -> None:
    result = judge_without(remarks=(remark(verdict=verdict),))
    state = result.steps[CODES]
    assert (state.state, state.reason, state.owner) == (State.RETURNED, "Look again", Owner.CUSTOMER)
    assert state.remarks[0].author == "Ana Ruiz"
    assert not result.ready
    assert not result.complete
    assert result.values[CODES] == "001,ACME01", "what is returned is still a valid answer"


@pytest.mark.parametrize("verdict", ["accepted", "reply"])
def test_an_acceptance_and_a_reply_return_nothing(judge_without: Judge, verdict: str) -> None:
    state = judge_without(remarks=(remark(verdict=verdict),)).steps[CODES]
    assert state.state is State.DONE
    assert len(state.remarks) == 1, "the exchange is shown all the same"


def test_a_closed_remark_returns_nothing_and_stays(judge_without: Judge) -> None:
    state = judge_without(remarks=(remark(open=False),)).steps[CODES]
    assert state.state is State.DONE
    assert [r.text for r in state.remarks] == ["Look again"]


def test_the_newest_open_remark_is_the_reason(judge_without: Judge) -> None:
    remarks = (
        remark(text="old"),
        remark(text="new"),
        remark(text="closed", open=False),
        remark(URL, text="u"),
    )
    result = judge_without(remarks=remarks)
    assert result.steps[CODES].reason == "new"
    assert result.steps[URL].reason == "u"


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_remark_without_words_has_a_reason_too(judge_without: Judge, text: str) -> None:
    state = judge_without(remarks=(remark(text=text),)).steps[CODES]
    assert state.reason == "The specialist asks you to look at this again."


def test_returned_comes_before_wrong_open_waiting_and_done(judge_without: Judge) -> None:
    assert judge_without({CODES: ""}, remarks=(remark(),)).steps[CODES].state is State.RETURNED
    assert judge_without({CODES: "much too long"}, remarks=(remark(),)).steps[CODES].state is State.RETURNED
    emailed = remark("kickoff.welcome_email")
    state = judge_without({"kickoff.welcome_email": ""}, remarks=(emailed,)).steps["kickoff.welcome_email"]
    assert (state.state, state.owner) == (State.RETURNED, Owner.CUSTOMER)


def test_what_does_not_apply_is_not_returned(judge_without: Judge) -> None:
    about = remark("connection.ip_allow_list")
    assert judge_without(remarks=(about,)).steps["connection.ip_allow_list"].state is State.NOT_APPLICABLE


def test_a_computed_step_is_not_returned_for_nobody_could_answer(judge_without: Judge) -> None:
    about = remark("kickoff.requirements_met")
    assert judge_without(remarks=(about,)).steps["kickoff.requirements_met"].state is State.DONE


def test_returned_steps_come_first_among_the_own_ones(judge_without: Judge) -> None:
    result = judge_without({"subscriptions.cmic_version": ""}, remarks=(remark("kickoff.date"), remark()))
    assert [s.step.id for s in result.own] == [CODES, "kickoff.date", "subscriptions.cmic_version"]
    upcoming = result.next()
    assert upcoming is not None
    assert upcoming.step.id == CODES


@pytest.fixture
def returned(done_draft: Draft) -> Draft:
    return replace(done_draft, remarks=(remark(), remark(URL, "question")))


@pytest.mark.parametrize("text", ["001", ""])
def test_an_answer_closes_the_remarks_of_its_step(judge_draft: Judge, returned: Draft, text: str) -> None:
    result = judge_draft(returned.answered(CODES, text, NOW))
    assert result.steps[CODES].state is not State.RETURNED
    assert [r.open for r in result.steps[CODES].remarks] == [False]
    assert result.steps[URL].state is State.RETURNED


def test_typing_what_is_there_already_closes_nothing(returned: Draft) -> None:
    assert returned.answered(CODES, returned.answers[CODES], NOW) is returned


def test_a_note_answers_a_question_but_no_wish_for_a_change(judge_draft: Judge, returned: Draft) -> None:
    noted = returned.noted(URL, "Yes, it is the production server.", NOW).noted(CODES, "Why?", NOW)
    result = judge_draft(noted)
    assert result.steps[URL].state is State.DONE
    assert result.steps[CODES].state is State.RETURNED


def test_taking_a_note_away_closes_nothing(judge_draft: Judge, returned: Draft) -> None:
    with_note = replace(returned, notes={URL: "x"})
    assert judge_draft(with_note.noted(URL, "", NOW)).steps[URL].state is State.RETURNED


def test_a_password_and_a_check_close_the_remarks_on_them(judge_draft: Judge, done_draft: Draft) -> None:
    """Nobody types an answer to these two, so keeping one and running one are the answers."""
    about = (remark("connection.service_password"), remark("connection.check"))
    draft = replace(done_draft, remarks=about)
    result = judge_draft(draft)
    assert {result.steps[r.step].state for r in about} == {State.RETURNED}
    kept = draft.keeping(KeptPassword("vault", 9, NOW), NOW)
    assert judge_draft(kept).steps["connection.service_password"].state is State.DONE
    assert judge_draft(kept).steps["connection.check"].state is State.RETURNED
    checked = draft.checked(draft.check, NOW)
    assert judge_draft(checked).steps["connection.check"].state is State.DONE
    assert checked.changed == kept.changed == NOW
