"""What a reviewer answers and proposes in the remarks file, and what becomes of it at the customer's."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixture_types import HandedOff

from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.named import CHECK_STEP, SECRET_STEP
from cmic_wizard.handoff import document, remarks
from cmic_wizard.handoff.remarks import OlderFile, RemarksFile, ReviewAnswer, ReviewRemark, UnknownHandOff
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.codec import draft_from_json, draft_to_json
from cmic_wizard.profile.draft import Draft, Given, KeptPassword
from cmic_wizard.profile.exchange import accepted_by, as_seen, returned_by
from cmic_wizard.review.own_assessment import looked_at
from cmic_wizard.struct import replace

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 28, 10, tzinfo=UTC)
AT = NOW.isoformat()
URL, DATE, LOGIN = "connection.mobile_server_url", "kickoff.date", "connection.auth_method"
MAIL, TOOL, CODES = "kickoff.welcome_email", "go_live.tool_enabled", "connection.company_codes"
PROD = "https://acmemob.cmicpaas.com/cmicprod2"
CALL = "2026-12-03T10:00-06:00[America/Chicago]"

Judge = Callable[[Draft], Assessment]


@pytest.fixture
def customer(customer: Draft, handed_off: HandedOff) -> Draft:
    """The customer, whose profile knows the hand-off that it wrote."""
    return customer.handing(document.check_number(handed_off(customer)))


@pytest.fixture
def file(customer: Draft) -> RemarksFile:
    """A file of remarks that says nothing yet."""
    return RemarksFile(
        profile_id=customer.id,
        profile_name=customer.name,
        check_number=customer.handed[-1],
        created=AT,
        by="cmic-wizard",
        author="Robin Vega",
        overall="",
        remarks=(),
    )


def later(hours: int) -> str:
    return (NOW + timedelta(hours=hours)).isoformat()


def test_a_file_of_schema_1_is_read_as_it_was() -> None:
    found = remarks.parse((DATA / "remarks-schema-1.json").read_bytes())
    assert [(r.step, r.verdict) for r in found.remarks] == [(URL, "change"), (CODES, "accepted")]
    assert (found.answers, found.proposals, found.check, found.compared) == ((), (), None, False)
    assert json.loads(remarks.to_bytes(found))["schema"] == remarks.NEWEST == 2


def test_answers_proposals_and_the_rest_read_back(file: RemarksFile, customer: Draft) -> None:
    whole = replace(
        file,
        answers=(ReviewAnswer(TOOL, "yes", AT, "On Friday."),),
        proposals=(ReviewAnswer(URL, PROD, AT, "That was the test server."),),
        check=customer.check,
        compared=True,
    )
    assert remarks.parse(remarks.to_bytes(whole)) == whole


BAD: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "an answer that is the customer's": (lambda f: f["answers"][0].update(step=URL), "answers.1.step"),
    "a proposal for the password": (
        lambda f: f["proposals"][0].update(step=SECRET_STEP),
        "proposals.1.step",
    ),
    "a proposal for the check": (lambda f: f["proposals"][0].update(step=CHECK_STEP), "proposals.1.step"),
    "twice": (lambda f: f["answers"].append(dict(f["answers"][0])), "answers.2.step"),
    "no words": (lambda f: f["answers"][0].update(text=""), "answers.1.text"),
    "endless reason": (lambda f: f["proposals"][0].update(reason="x" * 2001), "proposals.1.reason"),
    "escape sequence": (lambda f: f["answers"][0].update(reason="\x1b[2J"), "hidden character <U+001B>"),
    "something more": (lambda f: f["answers"][0].update(role="customer"), "answers.1.role"),
    "schema 1 with answers": (lambda f: f.update(schema=1), "answers"),
    "no check": (lambda f: f.pop("check"), "lacks “check”"),
    "compared by word": (lambda f: f.update(compared="yes"), "compared"),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_bad_file_is_refused_in_one_sentence(file: RemarksFile, kind: str, language: str) -> None:
    whole = replace(
        file, answers=(ReviewAnswer(TOOL, "yes", AT),), proposals=(ReviewAnswer(URL, PROD, AT, "Why"),)
    )
    found = json.loads(remarks.to_bytes(whole))
    change, sentence = BAD[kind]
    change(found)
    set_language(language)
    with pytest.raises(FileRefused) as refused:
        remarks.parse(json.dumps(found).encode())
    assert language == "es" or sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_step_of_the_specialist_is_answered_with_name_role_and_word(
    customer: Draft, file: RemarksFile, judged: Judge
) -> None:
    answers = (ReviewAnswer(MAIL, "yes", AT, "Sent on Monday."), ReviewAnswer(TOOL, "yes", AT))
    merged = remarks.merge(customer, replace(file, answers=answers), NOW)
    assert merged.answers[TOOL] == "yes"
    assert merged.given[TOOL] == Given(AT, "Robin Vega", "specialist")
    [word] = [r for r in merged.remarks if r.step == MAIL]
    assert (word.verdict, word.text, word.open) == ("reply", "Sent on Monday.", False)
    assert judged(merged).steps[MAIL].state is State.DONE
    assert draft_from_json(draft_to_json(merged)) == merged
    again = remarks.merge(merged, replace(file, answers=answers), NOW)
    assert again is merged


def test_a_choice_is_the_specialists_only_while_it_is_said_to_be_open(
    customer: Draft, file: RemarksFile, judged: Judge
) -> None:
    said = replace(file, answers=(ReviewAnswer(LOGIN, "oauth", AT, "As agreed."),))
    unsure = customer.answered(LOGIN, "unsure", "2026-11-24T10:00:00+00:00")
    state = judged(unsure).steps[LOGIN]
    assert (state.state, state.owner.value) == (State.WAITING, "specialist")
    assert remarks.merge(unsure, said, NOW).answers[LOGIN] == "oauth"
    basic = customer.answered(LOGIN, "basic", "2026-11-24T10:00:00+00:00")
    merged = remarks.merge(basic, said, NOW)
    assert merged.answers[LOGIN] == "basic"
    assert judged(merged).steps[LOGIN].state is State.TO_CONFIRM
    assert "OAuth 2.0" in judged(merged).steps[LOGIN].reason


def test_what_the_customer_answered_since_is_not_overwritten(
    customer: Draft, file: RemarksFile, judged: Judge
) -> None:
    mine = customer.answered(TOOL, "no", later(1))
    merged = remarks.merge(mine, replace(file, answers=(ReviewAnswer(TOOL, "yes", AT),)), NOW)
    assert merged.answers[TOOL] == "no"
    assert [p.text for p in merged.proposals if p.open] == ["yes"]
    assert merged.given[TOOL].role == "customer"


def test_a_proposal_stands_beside_the_answer_until_it_is_taken_or_declined(
    customer: Draft, file: RemarksFile, judged: Judge
) -> None:
    said = replace(file, proposals=(ReviewAnswer(URL, PROD, AT, "That was the test server."),))
    merged = remarks.merge(customer, said, NOW)
    assert merged.answers == customer.answers
    state = judged(merged).steps[URL]
    assert state.state is State.TO_CONFIRM
    assert state.reason == f"Robin Vega proposes: {PROD}. Reason: That was the test server."
    assert [f.proposal for f in state.reading.doubts] == [PROD]
    taken = merged.answered(URL, PROD, later(1))
    assert judged(taken).steps[URL].state is State.DONE
    assert taken.given[URL].role == "customer", "who takes it answers"
    declined = merged.confirming(URL, later(1))
    assert judged(declined).steps[URL].state is State.DONE
    assert declined.answers[URL] == customer.answers[URL]
    for decided in (taken, declined):
        assert remarks.merge(decided, said, NOW) is decided, "what was decided is not asked again"
    other = merged.answered(URL, "https://other.cmicpaas.com/cmicprod", later(1))
    assert judged(other).steps[URL].state is State.TO_CONFIRM, "a third answer decides nothing"


def test_a_proposal_for_what_nobody_has_answered_can_be_taken_or_declined(
    customer: Draft, file: RemarksFile, judged: Judge
) -> None:
    empty = customer.answered(DATE, "", "2026-11-24T10:00:00+00:00")
    merged = remarks.merge(empty, replace(file, proposals=(ReviewAnswer(DATE, CALL, AT),)), NOW)
    state = judged(merged).steps[DATE]
    assert (state.state, state.owner.value) == (State.TO_CONFIRM, "customer")
    assert "Thursday, 3 December 2026, 10:00" in state.reason
    assert judged(merged.answered(DATE, CALL, later(1))).steps[DATE].state is State.DONE
    declined = judged(merged.confirming(DATE, later(1))).steps[DATE]
    assert declined.state is State.TODO


def test_a_newer_proposal_of_the_same_person_takes_the_place_of_the_older_one(
    customer: Draft, file: RemarksFile
) -> None:
    first = replace(file, proposals=(ReviewAnswer(DATE, CALL, AT),))
    other = CALL.replace("10:00-", "11:00-")
    second = replace(file, created=later(1), proposals=(ReviewAnswer(DATE, other, later(1)),))
    merged = remarks.merge(remarks.merge(customer, first, NOW), second, NOW + timedelta(hours=1))
    assert [p.text for p in merged.proposals] == [other]
    ana = replace(
        second, created=later(2), author="Ana Ruiz", proposals=(ReviewAnswer(DATE, CALL, later(2)),)
    )
    both = remarks.merge(merged, ana, NOW + timedelta(hours=2))
    assert [p.author for p in both.proposals] == ["Robin Vega", "Ana Ruiz"]


def test_a_request_is_closed_by_its_author_alone_with_older_or_without(
    customer: Draft, file: RemarksFile, judged: Judge
) -> None:
    wanted = replace(
        file, remarks=(ReviewRemark(URL, "change", "The other one.", AT, customer.answers[URL]),)
    )
    merged = remarks.merge(customer, wanted, NOW)
    accepted = (ReviewRemark(URL, "accepted", "", later(1), customer.answers[URL]),)
    ana = replace(file, author="Ana Ruiz", created=later(1), remarks=accepted)
    both = remarks.merge(merged, ana, NOW + timedelta(hours=2))
    assert judged(both).steps[URL].state is State.RETURNED, "somebody else's acceptance closes nothing"
    early = replace(ana, created=later(-5), remarks=(replace(accepted[0], at=later(-5)),))
    with pytest.raises(OlderFile):
        remarks.merge(merged, early, NOW)
    assert judged(remarks.merge(merged, early, NOW, older=True)).steps[URL].state is State.RETURNED
    own_early = replace(early, author="Robin Vega")
    assert judged(remarks.merge(merged, own_early, NOW, older=True)).steps[URL].state is State.RETURNED
    own = replace(file, created=later(1), remarks=accepted)
    done = remarks.merge(both, own, NOW + timedelta(hours=2), older=True)
    assert judged(done).steps[URL].state is State.DONE
    late = remarks.merge(remarks.merge(customer, own, NOW + timedelta(hours=2)), wanted, NOW, older=True)
    assert judged(late).steps[URL].state is State.DONE, "what its author has settled since stays settled"


def test_a_reply_closes_a_request_and_the_specialist_sees_it_as_answered(
    customer: Draft, file: RemarksFile, judged: Judge, handed_off: HandedOff
) -> None:
    wanted = replace(
        file, remarks=(ReviewRemark(URL, "change", "The other one.", AT, customer.answers[URL]),)
    )
    merged = remarks.merge(customer, wanted, NOW)
    replied = merged.replied(URL, "I have already changed it.", later(1), "Dana Reyes")
    assert judged(replied).steps[URL].state is State.DONE
    sent = [(r.verdict, r.text, r.author, r.open) for r in handed_off(replied).remarks if r.step == URL]
    assert sent == [
        ("change", "The other one.", "Robin Vega", False),
        ("reply", "I have already changed it.", "Dana Reyes", False),
    ]


def test_remarks_on_a_hand_off_that_was_never_written_need_a_word(customer: Draft, file: RemarksFile) -> None:
    strange = replace(file, check_number="0000 1111 2222 3333", answers=(ReviewAnswer(TOOL, "yes", AT),))
    with pytest.raises(UnknownHandOff, match=r"0000 1111 2222 3333, which this profile has never written"):
        remarks.merge(customer, strange, NOW)
    assert remarks.merge(customer, strange, NOW, anyway=True).answers[TOOL] == "yes"


def test_open_proposals_go_with_the_hand_off_and_no_claim_follows_from_them(
    customer: Draft, file: RemarksFile, handed_off: HandedOff
) -> None:
    assert "proposals" not in handed_off(customer).as_json()
    said = replace(file, proposals=(ReviewAnswer(DATE, CALL, AT),))
    handoff = document.parse(document.to_bytes(handed_off(remarks.merge(customer, said, NOW))))
    assert [(made.step, made.open) for made in handoff.proposals] == [(DATE, True)]
    assert document.draft_of(handoff).proposals[0].text == CALL


@pytest.mark.parametrize("step", [SECRET_STEP, CHECK_STEP, URL])
def test_an_acceptance_stands_for_what_was_seen_and_for_nothing_later(
    customer: Draft, file: RemarksFile, handed_off: HandedOff, step: str
) -> None:
    answers = {k: v for k, v in customer.answers.items() if k != CHECK_STEP}
    customer = replace(customer, answers=answers)
    assert customer.check is not None
    seen = looked_at(handed_off(customer))[step]
    accepted = replace(file, remarks=(ReviewRemark(step, "accepted", "", later(1), seen),))
    draft = remarks.merge(customer, accepted, NOW + timedelta(hours=1), anyway=True)
    said = accepted_by(draft.remarks, *as_seen(draft, step))
    assert "Accepted by Robin Vega" in said
    assert "changed" not in said
    assert returned_by(draft)[0] == 1
    changed = {
        SECRET_STEP: draft.keeping(KeptPassword("vault", 9, later(2)), later(2)),
        CHECK_STEP: draft.checked(replace(customer.check, at=later(2)), later(2)),
        URL: draft.answered(URL, PROD, later(2)),
    }[step]
    assert "the answer has changed since" in accepted_by(changed.remarks, *as_seen(changed, step))
    assert returned_by(changed)[0] == 0


@pytest.mark.parametrize("step", [SECRET_STEP, CHECK_STEP, DATE])
def test_what_was_accepted_while_it_was_empty_is_not_what_was_answered_later(
    customer: Draft, file: RemarksFile, step: str
) -> None:
    check, password = customer.check, customer.password
    assert check is not None
    assert password is not None
    answers = {k: v for k, v in customer.answers.items() if k not in (CHECK_STEP, DATE)}
    customer = replace(customer, answers=answers, check=None, password=None)
    accepted = replace(file, remarks=(ReviewRemark(step, "accepted", "", later(1)),))
    draft = remarks.merge(customer, accepted, NOW + timedelta(hours=1), anyway=True)
    assert "changed" not in accepted_by(draft.remarks, *as_seen(draft, step))
    changed = {
        SECRET_STEP: draft.keeping(replace(password, at=later(2)), later(2)),
        CHECK_STEP: draft.checked(replace(check, at=later(2)), later(2)),
        DATE: draft.answered(DATE, CALL, later(2)),
    }[step]
    assert "the answer has changed since" in accepted_by(changed.remarks, *as_seen(changed, step))


def test_what_a_clock_that_ran_ahead_has_dated_is_replaced_by_what_is_said_later(
    customer: Draft, file: RemarksFile
) -> None:
    ahead, after = later(48), NOW + timedelta(hours=2)
    first = replace(
        file,
        created=ahead,
        remarks=(ReviewRemark(CODES, "accepted", "", ahead),),
        answers=(ReviewAnswer(TOOL, "no", ahead),),
        proposals=(ReviewAnswer(DATE, CALL, ahead),),
    )
    draft = remarks.merge(customer, first, NOW)
    again = remarks.merge(draft, first, after)
    assert (again.remarks, again.proposals) == (draft.remarks, draft.proposals), "it brings nothing twice"
    other = CALL.replace("T10", "T11")
    second = replace(
        file,
        created=after.isoformat(),
        remarks=(ReviewRemark(CODES, "change", "Which?", later(1)),),
        answers=(ReviewAnswer(TOOL, "yes", later(1)),),
        proposals=(ReviewAnswer(DATE, other, later(1)),),
    )
    draft = remarks.merge(draft, second, after)
    assert [(r.verdict, r.open) for r in draft.remarks if r.step == CODES][-1] == ("change", True)
    assert draft.answers[TOOL] == "yes"
    assert [p.text for p in draft.proposals if p.step == DATE] == [other]
