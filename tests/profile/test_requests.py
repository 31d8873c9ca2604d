"""What was asked of somebody waits on that person until it is due, and ends with an answer by anyone."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from built import build
from fixture_types import JudgeDraft
from samples import NOW

from cmic_wizard import dates
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.for_asked import ASKED_ROLES
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Owner
from cmic_wizard.handoff import document
from cmic_wizard.i18n import in_language
from cmic_wizard.profile import codec
from cmic_wizard.profile.assess import CHECK_STEP, SECRET_STEP, assess
from cmic_wizard.profile.assessment import State
from cmic_wizard.profile.checks import CheckResult, Stage, StageState
from cmic_wizard.profile.draft import Draft, Given, KeptPassword, Proposal
from cmic_wizard.profile.draft_store import answered
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.waiting import OWNERS, by_person, late, proposed_due
from cmic_wizard.review.own_assessment import judge
from cmic_wizard.struct import replace

VERSION, CODES, URL = (
    "subscriptions.cmic_version",
    "connection.company_codes",
    "connection.mobile_server_url",
)
AT = "2026-11-20T10:00:00+00:00"
LATER = "2026-11-24T09:00:00+00:00"
ANA = Request("Ana Reyes", AT, "ana@acme.example", "colleague", "2026-11-27", "T-1")
LATE = replace(ANA, due="2026-11-23")


def said(day: str) -> str:
    """A day in few letters, as the program says it this year."""
    return dates.short_day(date.fromisoformat(day))


def asking(draft: Draft, *steps: str, request: Request = ANA) -> Draft:
    return draft.asking(steps, request, AT)


def test_what_was_asked_waits_on_that_person_since_and_until(
    empty_draft: Draft, judge_draft: JudgeDraft
) -> None:
    state = judge_draft(asking(empty_draft, VERSION)).steps[VERSION]
    assert (state.state, state.owner, state.own) == (State.WAITING, Owner.COLLEAGUE, False)
    reason = (
        f"Waits for Ana Reyes, asked on {said('2026-11-20')}, until {said('2026-11-27')}. Reference: T-1."
    )
    assert state.reason == reason
    assert state.asked == ANA
    assert not state.late


def test_each_role_is_an_owner(empty_draft: Draft, judge_draft: JudgeDraft) -> None:
    for role in ASKED_ROLES:
        draft = asking(empty_draft, VERSION, request=replace(ANA, role=role))
        assert judge_draft(draft).steps[VERSION].owner is OWNERS[role]


def test_past_its_day_it_is_the_users_turn_again_and_says_why(
    empty_draft: Draft, judge_draft: JudgeDraft
) -> None:
    assessment = judge_draft(asking(empty_draft, VERSION, request=LATE))
    state = assessment.steps[VERSION]
    assert (state.state, state.owner, state.late) == (State.TODO, Owner.CUSTOMER, True)
    begins = f"Ana Reyes, asked on {said('2026-11-20')}, was to answer by {said('2026-11-23')} and has not."
    assert state.reason.startswith(begins)
    assert late(assessment) == (state,)


@pytest.mark.parametrize(("hours", "own"), [(0, False), (47, False), (49, True)])
def test_the_day_itself_is_not_late(
    empty_draft: Draft, hours: int, own: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    begins = datetime(2026, 11, 26, tzinfo=UTC)
    found = assess(load_guide(), asking(empty_draft, VERSION), begins + timedelta(hours=hours))
    assert found.steps[VERSION].own is own


def test_without_a_day_it_is_never_late(empty_draft: Draft) -> None:
    draft = asking(empty_draft, VERSION, request=replace(ANA, due="", reference=""))
    found = assess(load_guide(), draft, datetime(2029, 1, 1, tzinfo=UTC)).steps[VERSION]
    assert found.state is State.WAITING
    assert found.reason == f"Waits for Ana Reyes, asked on {said('2026-11-20')}."


def test_what_waits_on_somebody_keeps_nobody_from_handing_over_until_it_is_late(
    done_draft: Draft, judge_draft: JudgeDraft
) -> None:
    bare = replace(done_draft, answers={s: t for s, t in done_draft.answers.items() if s != VERSION})
    assert not judge_draft(bare).ready
    assert judge_draft(asking(bare, VERSION)).ready
    assert not judge_draft(asking(bare, VERSION, request=LATE)).ready


def test_a_wrong_answer_waits_too_and_is_wrong_again_once_late(
    empty_draft: Draft, judge_draft: JudgeDraft
) -> None:
    wrong = empty_draft.answered(VERSION, "R9", AT)
    state = judge_draft(asking(wrong, VERSION)).steps[VERSION]
    assert state.state is State.WAITING
    assert state.reading.errors
    again = judge_draft(asking(wrong, VERSION, request=LATE)).steps[VERSION]
    assert again.state is State.WRONG
    assert again.reason.startswith("Ana Reyes")
    assert again.reason.endswith(again.reading.errors[0].text)


def test_what_is_done_or_does_not_apply_waits_on_nobody(done_draft: Draft, judge_draft: JudgeDraft) -> None:
    steps = [s.id for s in load_guide().walk()]
    judged = judge_draft(asking(done_draft, *steps))
    before = judge_draft(done_draft)
    for step in steps:
        if before.steps[step].state in (State.DONE, State.NOT_APPLICABLE):
            assert judged.steps[step].state is before.steps[step].state


def test_what_is_worked_out_waits_on_nobody(empty_draft: Draft, judge_draft: JudgeDraft) -> None:
    steps = [s.id for s in load_guide().walk() if s.kind in (Kind.COMPUTED, Kind.INFO)]
    judged = judge_draft(asking(empty_draft, *steps))
    assert steps
    assert all(judged.steps[step].asked is None for step in steps)


def test_a_proposal_made_since_is_the_users_to_take_first(
    empty_draft: Draft, judge_draft: JudgeDraft
) -> None:
    made = Proposal(VERSION, "R12", "", "Robin Vega", "2026-11-21T10:00:00+00:00")
    draft = replace(asking(empty_draft, VERSION), proposals=(made,))
    assert judge_draft(draft).steps[VERSION].state is State.TO_CONFIRM
    older = replace(draft, proposals=(replace(made, at="2026-11-19T10:00:00+00:00"),))
    assert judge_draft(older).steps[VERSION].state is State.WAITING


def test_an_answer_by_anyone_ends_it(empty_draft: Draft) -> None:
    draft = asking(empty_draft, VERSION, CODES, SECRET_STEP, CHECK_STEP)
    assert set(draft.answered(VERSION, "R12", LATER).asked) == {CODES, SECRET_STEP, CHECK_STEP}
    assert VERSION not in draft.brought(VERSION, "R12", Given(LATER, "Ana Reyes", "colleague")).asked
    assert SECRET_STEP not in draft.keeping(KeptPassword("key_ring", 9, LATER), LATER).asked
    assert SECRET_STEP in draft.keeping(None, LATER).asked
    check = CheckResult(True, "host", LATER, (Stage("address", StageState.OK),))
    assert CHECK_STEP not in draft.checked(check, LATER).asked
    confirmed = asking(empty_draft.answered(VERSION, "R?", AT), VERSION).confirming(VERSION, LATER)
    assert confirmed.asked == {}


def test_clearing_a_field_ends_nothing(empty_draft: Draft) -> None:
    draft = asking(empty_draft.answered(VERSION, "R9", AT), VERSION)
    assert draft.answered(VERSION, "", LATER).asked == {VERSION: ANA}


@pytest.mark.parametrize("words", ["TBD", "no sé", "pendiente", "?", "don't know"])
def test_words_that_are_no_answer_end_nothing(empty_draft: Draft, words: str) -> None:
    draft = answered(asking(empty_draft, VERSION, "connection.hosting"), VERSION, words, LATER)
    assert VERSION in draft.asked
    assert "connection.hosting" in answered(draft, "connection.hosting", "unsure", LATER).asked
    assert "connection.hosting" not in answered(draft, "connection.hosting", "cloud", LATER).asked


def test_withdrawn_it_ends(empty_draft: Draft) -> None:
    draft = asking(empty_draft, VERSION, CODES)
    assert draft.withdrawing([VERSION], LATER).asked == {CODES: ANA}
    assert draft.withdrawing([URL], LATER) is draft


def test_requests_survive_the_file_and_old_files_stay_as_they_are(empty_draft: Draft) -> None:
    draft = asking(empty_draft, VERSION, request=replace(ANA, language="es"))
    assert codec.draft_from_json(codec.draft_to_json(draft)) == draft
    assert b'"asked"' not in codec.draft_to_json(empty_draft)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("whom", ""),
        ("whom", " "),
        ("whom", "x" * 201),
        ("role", "friend"),
        ("role", "customer"),
        ("at", "yesterday"),
        ("due", "2026-13-01"),
        ("due", "20261201"),
        ("due", "9999-01-01"),
        ("mail", "x" * 300),
        ("reference", "x" * 201),
        ("language", "fr"),
        ("more", "x"),
        ("whom", 1),
    ],
)
def test_a_request_that_can_be_none_is_refused_with_its_place(
    empty_draft: Draft, key: str, value: object
) -> None:
    found = json.loads(codec.draft_to_json(asking(empty_draft, VERSION)))
    found["asked"][VERSION][key] = value
    with pytest.raises(FileRefused, match=f"asked.{VERSION}.{key[:4]}"):
        codec.draft_from_json(json.dumps(found).encode())


def test_a_hand_off_says_who_was_asked_and_keeps_it(done_draft: Draft, judge_draft: JudgeDraft) -> None:
    bare = replace(done_draft, answers={s: t for s, t in done_draft.answers.items() if s != VERSION})
    handoff = build(judge_draft(asking(bare, VERSION)), NOW)
    assert handoff.as_json()["asked"] == [
        {
            "step": VERSION,
            "whom": "Ana Reyes",
            "mail": "ana@acme.example",
            "role": "colleague",
            "at": AT,
            "due": "2026-11-27",
            "reference": "T-1",
        }
    ]
    assert document.draft_of(document.parse(document.to_bytes(handoff))).asked == {VERSION: ANA}
    assert "asked" not in build(judge_draft(done_draft), NOW).as_json()
    (open_step,) = [entry for entry in handoff.outstanding if entry.step == VERSION]
    assert (open_step.state, open_step.owner) == ("waiting", "colleague")


def test_a_reviewer_months_later_does_not_find_late_what_was_not_when_the_file_was_made(
    done_draft: Draft, judge_draft: JudgeDraft
) -> None:
    bare = replace(done_draft, answers={s: t for s, t in done_draft.answers.items() if s != VERSION})
    handoff = build(judge_draft(asking(bare, VERSION)), NOW)
    found = judge(handoff, NOW + timedelta(days=90))
    assert found.ready
    assert found.steps[VERSION].state is State.WAITING


def test_groups_are_by_person_and_the_first_that_is_due_stands_in_front(
    empty_draft: Draft, judge_draft: JudgeDraft
) -> None:
    kim = Request("Kim Ito", AT, role="cmic", due="2026-11-25")
    draft = asking(asking(asking(empty_draft, VERSION), URL, request=kim), CODES)
    groups = by_person(judge_draft(draft).waiting)
    assert [(r.whom, [s.step.id for s in states]) for r, states in groups] == [
        ("Kim Ito", [URL]),
        ("Ana Reyes", [VERSION, CODES]),
    ]


@pytest.mark.parametrize(
    ("call", "due"),
    [
        ("", "2026-12-01"),
        ("2026-12-10T10:00-06:00[America/Chicago]", "2026-12-08"),
        ("2026-12-07T10:00-06:00[America/Chicago]", "2026-12-04"),
        ("2026-11-25T10:00-06:00[America/Chicago]", "2026-11-25"),
    ],
)
def test_the_day_that_is_proposed_comes_before_the_call_and_is_a_working_day(
    empty_draft: Draft, judge_draft: JudgeDraft, call: str, due: str
) -> None:
    draft = empty_draft.answered("kickoff.welcome_email", "yes", AT).answered("kickoff.date", call, AT)
    assert proposed_due(judge_draft(draft), NOW).isoformat() == due


def test_it_says_so_in_spanish(empty_draft: Draft, judge_draft: JudgeDraft) -> None:
    with in_language("es"):
        reason = judge_draft(asking(empty_draft, VERSION)).steps[VERSION].reason
        since, until = said("2026-11-20"), said("2026-11-27")
    assert reason.startswith(f"A la espera de Ana Reyes: se le preguntó el {since}, plazo hasta el {until}.")
