"""Who vouches for what of a hand-off; each forgery is told in words before anything is carried over."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fixture_types import HandedOff

from cmic_wizard.handoff import document
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.draft import Draft, Given, Remark
from cmic_wizard.review.claims import Claim, Voucher, alarms, claims_of
from cmic_wizard.review.model import Review
from cmic_wizard.review.own_assessment import judge, looked_at
from cmic_wizard.struct import replace

NOW = datetime(2026, 11, 28, 10, tzinfo=UTC)
CODES, TOOL, OWNER = "connection.company_codes", "go_live.tool_enabled", "kickoff.internal_owner"


def changed(handoff: HandOff, change: Callable[[dict[str, Any]], object]) -> HandOff:
    """The hand-off with its JSON changed by somebody."""
    found = json.loads(document.to_bytes(handoff))
    change(found)
    return document.parse(json.dumps(found).encode())


def looked(review: Review, handoff: HandOff) -> Review:
    number = document.check_number(handoff)
    return review.looking_at(number, looked_at(handoff), handoff.profile.name, handoff.created)


@pytest.fixture
def review(acme: HandOff) -> Review:
    """Robin Vega's review of the customer's hand-off."""
    fresh = looked(Review(acme.profile.id, acme.profile.name), acme).signed("Robin Vega")
    return fresh.judged(CODES, "change", "Is 001 in use?", NOW)


def claimed(handoff: HandOff, review: Review, **more: Any) -> tuple[Claim, ...]:
    return claims_of(handoff, judge(handoff, NOW), review, NOW, **more)


def only(claims: tuple[Claim, ...], what: str) -> list[Claim]:
    return [claim for claim in claims if claim.what == what]


def test_an_honest_hand_off_alarms_nobody_and_its_check_is_the_files_claim(
    acme: HandOff, review: Review
) -> None:
    for seen in (Review(acme.profile.id, acme.profile.name), review):
        claims = claimed(acme, seen)
        assert alarms(claims) == ()
        [check] = only(claims, "check")
        assert check.vouched_by is Voucher.FILE
        assert "acmemob.cmicpaas.com" in check.says
        [number] = only(claims, "check_number")
        assert (number.vouched_by, "has not been compared" in number.says) == (Voucher.HERE, True)
        assert only(claims, "state")[0].vouched_by is Voucher.HERE


def test_what_the_reviewer_has_checked_is_said_to_be_theirs(acme: HandOff, review: Review) -> None:
    draft = document.draft_of(acme)
    claims = claimed(acme, review.comparing(True).checked(draft.check), sealed=True)
    assert [claim.vouched_by for claim in only(claims, "check")] == [Voucher.FILE, Voucher.REVIEWER]
    assert only(claims, "check_number")[0].vouched_by is Voucher.REVIEWER
    [sealed] = only(claims, "sealed")
    assert "does not prove who sent it" in sealed.says
    assert sealed.vouched_by is Voucher.HERE, "no file warns of itself"
    other = changed(acme, lambda found: found.update(created="2026-11-26T09:30:00+00:00"))
    assert only(claimed(other, review.comparing(True)), "check_number")[0].vouched_by is Voucher.HERE


def other_name(found: dict[str, Any]) -> None:
    found["profile"]["name"] = "Beta Works"


def other_contacts(found: dict[str, Any]) -> None:
    mallory = "Mallory <mallory@elsewhere.example>"
    found["answers"]["kickoff.specialist"] = mallory
    found["profile"]["kickoff"]["specialist"] = [{"name": "Mallory", "mail": "mallory@elsewhere.example"}]


def ahead(found: dict[str, Any]) -> None:
    found["created"] = "2027-11-28T10:00:00+00:00"


def check_ahead(found: dict[str, Any]) -> None:
    found["checks"][0]["at"] = "2027-11-28T10:00:00+00:00"


def complete(found: dict[str, Any]) -> None:
    found["complete"] = True


def in_their_name(found: dict[str, Any], name: str = "Robin Vega") -> None:
    found["remarks"].append(
        {
            "step": CODES,
            "verdict": "accepted",
            "text": "",
            "author": name,
            "at": "2026-11-25T10:00:00+00:00",
            "open": False,
            "answer": "",
        }
    )


def answer_in_their_name(found: dict[str, Any]) -> None:
    found["answers"][TOOL] = "yes"
    found["answered"][TOOL] = {"by": "Robin Vega", "role": "specialist", "at": "2026-11-25T10:00:00+00:00"}


ALIKE = (
    *("robin vega", "Robin  Vega ", "Robin\u00a0Vega", "Robin-Vega", "R\u00f3bin Vega", "Robin Veg\u0430"),
    *("Robin \u0475ega", "R\u03bfbin Vega", "R0bin Vega", "\uff32obin Vega"),
)
"""Names that a person takes for “Robin Vega”."""


@pytest.mark.parametrize("name", ALIKE)
def test_a_name_that_looks_like_theirs_is_told_as_theirs(acme: HandOff, review: Review, name: str) -> None:
    forged = changed(acme, lambda found: in_their_name(found, name))
    [said] = alarms(claimed(forged, review))
    assert "1 remark or answer in the name of Robin Vega" in said


@pytest.mark.parametrize("name", ["", "Robin Vegas", "Ana Ruiz", "\u2014"])
def test_another_name_alarms_nobody(acme: HandOff, review: Review, name: str) -> None:
    other = changed(acme, lambda found: in_their_name(found, name))
    assert alarms(claimed(other, review)) == ()
    assert alarms(claimed(other, review.signed("\u2026"))) == ()


FORGERIES: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "another company": (other_name, "came from “Acme Builders”; this one is from “Beta Works”"),
    "other people": (other_contacts, "this one names mallory@elsewhere.example"),
    "made in the future": (ahead, "which has not come yet"),
    "checked in the future": (check_ahead, "which has not come yet"),
    "complete": (complete, "says that everything is done; by this program's rules it is not"),
    "a verdict in their name": (in_their_name, "1 remark or answer in the name of Robin Vega"),
    "an answer in their name": (answer_in_their_name, "1 remark or answer in the name of Robin Vega"),
}


@pytest.mark.parametrize("kind", FORGERIES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_forgery_is_told_before_and_after_the_file_was_looked_at(
    acme: HandOff, review: Review, kind: str, language: str
) -> None:
    forge, sentence = FORGERIES[kind]
    forged = changed(acme, forge)
    set_language(language)
    for seen in (review, looked(review, forged)):
        claims = claimed(forged, seen)
        [said, *_more] = alarms(claims)
        assert claims[0].alarm, "what speaks against it stands first"
        assert language == "es" or sentence in said


def test_what_the_reviewer_has_sent_is_known_again_after_they_changed_their_mind(
    acme: HandOff, review: Review, customer: Draft, handed_off: HandedOff
) -> None:
    given = review.answering(TOOL, "yes", "", NOW)
    sent = given.sending(given.to_remarks(NOW)).judged(CODES, "accepted", "", NOW + timedelta(hours=1))
    sent = sent.answering(TOOL, "no", "", NOW + timedelta(hours=1))
    stamp = NOW.isoformat()
    back = replace(
        customer,
        remarks=(
            *customer.remarks,
            Remark(CODES, "change", "Is 001 in use?", "Robin Vega", stamp, open=False),
            Remark(CODES, "reply", "Yes.", "Robin Vega", stamp, open=False),
        ),
    ).brought(TOOL, "yes", Given(stamp, "Robin Vega", "specialist"))
    handoff = handed_off(back, now=NOW)
    assert alarms(claimed(handoff, sent)) == ()
    assert len(alarms(claimed(handoff, replace(sent, sent=())))) == 1
    assert alarms(claimed(handoff, replace(sent, sent=None))) == (), "an older version kept no note of it"


def test_one_person_more_or_a_clock_a_little_ahead_is_no_forgery(acme: HandOff, review: Review) -> None:
    def more(found: dict[str, Any]) -> None:
        both = found["answers"]["kickoff.specialist"] + "; Sam Okoye <sam.okoye@procore.example>"
        found["answers"]["kickoff.specialist"] = both
        found["profile"]["kickoff"]["specialist"].append(
            {"name": "Sam Okoye", "mail": "sam.okoye@procore.example"}
        )
        found["created"] = (NOW + timedelta(minutes=5)).isoformat()

    assert alarms(claimed(changed(acme, more), review)) == ()
