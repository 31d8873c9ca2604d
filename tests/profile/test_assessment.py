"""What is gathered of a judged draft: counts, progress, the gates, the next step, summaries of groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Owner
from cmic_wizard.i18n import _, set_language
from cmic_wizard.profile.assessment import (
    ASCII_SHAPES,
    OWN,
    OWNER_WORDS,
    SHAPES,
    STATE_WORDS,
    Assessment,
    State,
    StepState,
    summary,
)
from cmic_wizard.profile.draft import Draft
from cmic_wizard.struct import replace

Judge = Callable[..., Assessment]
INTERNAL = "connection.dmsa_internal"
FIRST, SECOND, LAST = "subscriptions.cmic_version", "subscriptions.pmxchange", "management.point_of_contact"


def test_counts_name_every_state_and_sum_to_the_number_of_steps(
    judge_draft: Judge, empty_draft: Draft
) -> None:
    counts = judge_draft(empty_draft).counts
    assert list(counts) == [
        "done",
        "todo",
        "wrong",
        "to_confirm",
        "returned",
        "waiting",
        "optional",
        "not_applicable",
    ]
    assert sum(counts.values()) == len(load_guide().steps)
    assert counts["todo"] == 8


def test_progress_is_the_share_of_required_steps_that_are_done(judge_without: Judge) -> None:
    result = judge_without({LAST: "", "subscriptions.patch": "many"})
    assert result.progress == 1 - 1 / len(result.required)
    assert judge_without({LAST: "", "subscriptions.patch": "20"}).progress == result.progress


def test_progress_without_anything_required_is_whole(judge_draft: Judge, empty_draft: Draft) -> None:
    result = judge_draft(empty_draft)
    optional = {step: replace(s, required=False) for step, s in result.steps.items()}
    assert replace(result, steps=optional).progress == 1.0


def test_what_is_outstanding_is_ones_own_and_then_what_waits(judge_without: Judge) -> None:
    result = judge_without(
        {FIRST: "R9", "kickoff.welcome_email": "", "connection.dmsa_go_ahead": "", INTERNAL: ""}
    )
    assert [s.step.id for s in result.own] == [FIRST]
    assert [s.step.id for s in result.waiting] == [
        "connection.dmsa_go_ahead",
        INTERNAL,
        "kickoff.welcome_email",
        "kickoff.requirements_met",
    ]
    assert result.outstanding == (*result.own, *result.waiting)
    assert not result.steps["connection.dmsa_go_ahead"].required, "whose turn it is is told all the same"


def test_every_list_is_as_long_as_it_is_counted(judge_draft: Judge, empty_draft: Draft) -> None:
    result = judge_draft(empty_draft)
    assert len(result.waiting) == result.counts["waiting"]
    assert len(result.own) == sum(result.counts[state.value] for state in OWN)
    assert all(len(result.in_state(state)) == result.counts[state.value] for state in State)


def test_what_a_waiting_step_names_is_listed_itself(judge_draft: Judge, empty_draft: Draft) -> None:
    result = judge_draft(empty_draft)
    listed = {_(s.step.title) for s in result.outstanding}
    named = [re.search("“(.+)” comes first", s.reason) for s in result.waiting]
    assert {found[1] for found in named if found} <= listed
    assert "Go-ahead for the DMSA apps" in listed


def test_next_goes_through_the_guide_and_round_again(judge_without: Judge) -> None:
    result = judge_without({FIRST: "", SECOND: "", LAST: ""})

    def following(step: str | None) -> str:
        found = result.next(step)
        assert found is not None
        return found.step.id

    assert following(None) == FIRST
    assert following(FIRST) == SECOND
    assert following(SECOND) == LAST
    assert following(LAST) == FIRST, "round again from the start"
    assert following("connection.hosting") == LAST, "also from a step that is done"
    assert following("management.resources") == FIRST
    assert following("no.step") == FIRST


def test_next_may_be_the_step_itself_where_there_is_no_other(judge_without: Judge) -> None:
    found = judge_without({SECOND: ""}).next(SECOND)
    assert found is not None
    assert found.step.id == SECOND


def test_there_is_no_next_where_nothing_is_ones_own(judge_without: Judge) -> None:
    result = judge_without({"kickoff.welcome_email": ""})
    assert result.next() is None
    assert result.next(FIRST) is None


def test_steps_by_section_and_phase(judge_without: Judge) -> None:
    result = judge_without()
    assert [s.step.id for s in result.of_section("management")] == [LAST, "management.call_request"]
    sections = [s.id for s in load_guide().phases[0].sections]
    in_phase = [state for section in sections for state in result.of_section(section)]
    assert result.of_phase("preparation") == tuple(in_phase)
    assert result.of_phase("no") == result.of_section("no") == ()


def test_own_is_to_do_wrong_to_confirm_and_returned() -> None:
    assert {State.TODO, State.WRONG, State.TO_CONFIRM, State.RETURNED} == OWN


def test_findings_by_severity(judge_without: Judge) -> None:
    state = judge_without({"connection.tenant_id": "solutions"}).steps["connection.tenant_id"]
    assert [f.rule for f in state.warnings] == ["tenant_case", "tenant_hosted"]
    assert state.reading.errors == ()


def states(result: Assessment, *wanted: tuple[State, bool]) -> Sequence[StepState]:
    """One state for each of (state, required)."""
    sample = result.steps[FIRST]
    return [replace(sample, state=state, required=required) for state, required in wanted]


@pytest.mark.parametrize(
    ("wanted", "gravest", "own"),
    [
        ([(State.RETURNED, False), (State.WRONG, True), (State.TODO, True)], State.RETURNED, 3),
        ([(State.WRONG, False), (State.TODO, True), (State.WAITING, True)], State.WRONG, 2),
        ([(State.TODO, True), (State.WAITING, True), (State.DONE, True)], State.TODO, 1),
        ([(State.WAITING, True), (State.DONE, True)], State.WAITING, 0),
        ([(State.WAITING, False), (State.DONE, True)], State.DONE, 0),
        ([(State.OPTIONAL, False), (State.DONE, True)], State.DONE, 0),
        ([(State.DONE, False)], State.DONE, 0),
        ([(State.DONE, False), (State.OPTIONAL, False)], State.OPTIONAL, 0),
        ([(State.NOT_APPLICABLE, False)], State.OPTIONAL, 0),
        ([], State.OPTIONAL, 0),
    ],
)
def test_a_group_of_steps_has_the_gravest_state(
    judge_without: Judge, wanted: list[tuple[State, bool]], gravest: State, own: int
) -> None:
    assert summary(states(judge_without(), *wanted)) == (gravest, own)


def test_what_is_only_read_does_not_count_in_a_group(judge_without: Judge) -> None:
    result = judge_without()
    info = result.steps["management.resources"]
    assert info.step.kind is Kind.INFO
    assert summary([info]) == (State.OPTIONAL, 0)
    assert summary([info, *states(result, (State.DONE, False))]) == (State.DONE, 0)
    assert summary([replace(info, state=State.RETURNED)]) == (State.RETURNED, 1)


def test_every_state_has_a_word_a_shape_and_an_ascii_shape_of_its_own() -> None:
    for table in (STATE_WORDS, SHAPES, ASCII_SHAPES):
        assert set(table) == set(State)
        assert len(set(table.values())) == len(State)
    assert "".join(ASCII_SHAPES.values()).isascii()
    assert set(OWNER_WORDS) == set(Owner)


def test_the_words_are_in_both_languages() -> None:
    from cmic_wizard.i18n import _

    set_language("es")
    for word in (*STATE_WORDS.values(), *OWNER_WORDS.values()):
        assert _(word)
    assert _(STATE_WORDS[State.TODO]) != "to do"
