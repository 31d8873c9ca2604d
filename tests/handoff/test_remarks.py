"""Remarks on their way back: strict files, merged once, for the right profile, the exchange kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fixture_types import HandedOff

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import document, remarks
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.remarks import OlderFile, RemarksFile
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.draft import Draft
from cmic_wizard.review import own_assessment, reviews
from cmic_wizard.review.reviews import Review, Reviewed
from cmic_wizard.review.standing import standings
from cmic_wizard.struct import replace

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
URL, DATE, CODES = "connection.mobile_server_url", "kickoff.date", "connection.company_codes"


@pytest.fixture
def customer(customer: Draft, handed_off: HandedOff) -> Draft:
    """The customer, whose profile knows the hand-off that it wrote."""
    return customer.handing(document.check_number(handed_off(customer)))


@pytest.fixture
def review(acme: HandOff) -> Review:
    """A review of the customer's hand-off with a verdict of each kind."""
    fresh = Review(acme.profile.id, acme.profile.name).signed("Ana Ruiz")
    seen = fresh.looking_at(document.check_number(acme), acme.answers, acme.profile.name)
    judged = seen.judged(URL, "change", "This is the test address.\nPlease give the other.", NOW)
    return judged.judged(DATE, "question", "Could it be an hour later?", NOW).judged(
        CODES, "accepted", "", NOW
    )


@pytest.fixture
def returned(review: Review) -> RemarksFile:
    """The file that goes back."""
    return review.concluded("changes").to_remarks(NOW)


def test_the_file_is_as_agreed_and_reads_back(returned: RemarksFile, acme: HandOff) -> None:
    data = remarks.to_bytes(returned)
    found = json.loads(data)
    assert list(found) == [
        "format", "schema", "profile_id", "profile_name", "check_number", "created", "by", "author",
        "overall", "remarks", "answers", "proposals", "check", "compared",
    ]  # fmt: skip
    assert found["check_number"] == document.check_number(acme)
    assert [item["step"] for item in found["remarks"]] == [URL, CODES, DATE], "in the guide's order"
    assert found["remarks"][0]["answer"] == acme.answers[URL]
    assert remarks.parse(data) == returned


def test_merging_returns_the_steps_and_keeps_the_exchange(
    customer: Draft, returned: RemarksFile, judged: Callable[[Draft], Assessment]
) -> None:
    merged = remarks.merge(customer, returned, NOW)
    assert merged.remarks[: len(customer.remarks)] == customer.remarks
    steps = judged(merged).steps
    assert (steps[URL].state, steps[DATE].state, steps[CODES].state) == (
        State.RETURNED,
        State.RETURNED,
        State.DONE,
    )
    assert steps[URL].reason.startswith("This is the test address.")
    assert remarks.overall_of(merged) == ("changes", "Ana Ruiz")
    assert merged.password == customer.password
    assert merged.answers == customer.answers


def test_merging_twice_changes_nothing_even_after_an_answer(customer: Draft, returned: RemarksFile) -> None:
    merged = remarks.merge(customer, returned, NOW)
    assert remarks.merge(merged, returned, NOW + timedelta(days=1)) is merged
    answered = merged.answered(URL, "https://acmemob.cmicpaas.com/cmictest", "2026-11-26T09:00:00+00:00")
    assert remarks.merge(answered, returned, NOW) is answered


def test_another_profiles_remarks_are_refused_with_both_names(customer: Draft, returned: RemarksFile) -> None:
    other = replace(returned, profile_id="ab12", profile_name="Beta\x1b Works")
    with pytest.raises(
        FileRefused, match=r"about the profile “Beta<U.001B> Works”, not about “Acme Builders”"
    ):
        remarks.merge(customer, other, NOW)


def test_an_older_file_is_only_merged_when_asked_to(
    customer: Draft, review: Review, returned: RemarksFile
) -> None:
    newer = review.judged(URL, "accepted", "", NOW + timedelta(days=2)).to_remarks(NOW + timedelta(days=2))
    later = NOW + timedelta(days=3)
    merged = remarks.merge(customer, newer, later)
    with pytest.raises(OlderFile, match=r"not newer than those .* \(2026-11-27 \d\d:\d\d\)"):
        remarks.merge(merged, returned, later)
    forced = remarks.merge(merged, returned, later, older=True)
    [change] = [remark for remark in forced.remarks if remark.verdict == "change"]
    assert not change.open, "its author has settled it since"
    assert remarks.overall_of(forced) == ("", "Ana Ruiz"), "the newest file's"


def test_accepting_a_step_closes_what_was_asked_of_it(
    customer: Draft, review: Review, returned: RemarksFile, judged: Callable[[Draft], Assessment]
) -> None:
    later = NOW + timedelta(days=1)
    merged = remarks.merge(customer, returned, NOW)
    accepted = remarks.merge(
        merged, review.judged(URL, "accepted", "Fine after all.", later).to_remarks(later), later
    )
    assert judged(accepted).steps[URL].state is State.DONE
    assert [r.verdict for r in accepted.remarks if r.step == URL] == ["change", "accepted"]


def test_from_the_customer_to_the_specialist_and_back_and_again(
    customer: Draft, returned: RemarksFile, handed_off: HandedOff
) -> None:
    """The whole way through files, as bytes."""
    merged = remarks.merge(customer, remarks.parse(remarks.to_bytes(returned)), NOW)
    assert not handed_off(merged).ready
    url = "https://acmemob.cmicpaas.com/cmicprod2"
    answered = merged.answered(URL, url, "2026-11-26T09:00:00+00:00").answered(
        DATE, "", "2026-11-26T09:01:00+00:00"
    )
    second = document.parse(document.to_bytes(handed_off(answered, now=NOW + timedelta(days=1))))
    assert second.answers[URL] == url
    assert [(r.step, r.verdict, r.open) for r in second.remarks][1:] == [
        (URL, "change", False),
        (CODES, "accepted", False),
        (DATE, "question", False),
    ]
    assert own_assessment.judge(second, NOW).steps[URL].remarks[0].text.endswith("Please give the other.")


BAD: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a hand-off": (lambda found: found.update(format="cmic-wizard-profile"), "not of the format"),
    "newer": (lambda found: found.update(schema=3), "newer version"),
    "no author": (lambda found: found.pop("author"), "lacks “author”"),
    "author of two lines": (lambda found: found.update(author="a\nb"), "should at “author”"),
    "unknown verdict on the whole": (lambda found: found.update(overall="maybe"), "should at “overall”"),
    "unknown verdict": (
        lambda found: found["remarks"][0].update(verdict="reply"),
        "should at “remarks.1.verdict”",
    ),
    "unknown step": (lambda found: found["remarks"][1].update(step="a.b"), "should at “remarks.2.step”"),
    "a secret more": (lambda found: found["remarks"][0].update(password="C4NARY"), "remarks.1.password"),
    "endless text": (lambda found: found["remarks"][0].update(text="x" * 2001), "should at “remarks.1.text”"),
    "escape sequence": (
        lambda found: found["remarks"][0].update(text="\x1b[2J"),
        "hidden character <U+001B>",
    ),
    "path as id": (lambda found: found.update(profile_id="../x"), "should at “profile_id”"),
    "no moment": (lambda found: found.update(created="yesterday"), "should at “created”"),
    "no list": (lambda found: found.update(remarks={}), "should at “remarks”"),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_bad_file_is_refused_in_one_sentence(returned: RemarksFile, kind: str, language: str) -> None:
    change, sentence = BAD[kind]
    found = json.loads(remarks.to_bytes(returned))
    change(found)
    set_language(language)
    with pytest.raises(FileRefused) as refused:
        remarks.parse(json.dumps(found).encode())
    assert language == "es" or sentence in str(refused.value)
    assert "C4NARY" not in str(refused.value)


def reviewed_in(data_dir: Path) -> dict[str, Reviewed]:
    """What is kept of every review, by the profile's id."""
    return {profile_id: found.reviewed for profile_id, found in standings(data_dir).items()}


def test_a_review_is_kept_and_found_again(data_dir: Path, review: Review) -> None:
    reviews.save(data_dir, review.concluded("accepted"))
    path = data_dir / "reviews" / f"{review.profile_id}.json"
    assert path.stat().st_mode & 0o077 == 0
    assert reviews.load(data_dir, review.profile_id) == review.concluded("accepted")
    assert reviewed_in(data_dir) == {review.profile_id: Reviewed("accepted", review.created)}
    reviews.save(data_dir, review)
    assert reviewed_in(data_dir) == {review.profile_id: Reviewed("open", review.created)}


def test_there_may_be_no_review_yet_and_a_damaged_one_is_named(data_dir: Path) -> None:
    assert reviewed_in(data_dir) == {}
    assert reviews.load(data_dir, "ab12", "Acme") == Review("ab12", "Acme")
    (data_dir / "reviews").mkdir(mode=0o700)
    (data_dir / "reviews" / "ab12.json").write_text("{")
    with pytest.raises(FileRefused, match=r"ab12\.json”: The file is not valid JSON"):
        reviews.load(data_dir, "ab12")
    assert reviewed_in(data_dir) == {}
    with pytest.raises(FileRefused):
        reviews.load(data_dir, "../escape")


def test_a_review_shows_what_changed_since_the_hand_off_before(review: Review, acme: HandOff) -> None:
    assert review.changed_answers == {}, "the first one"
    answers = {**acme.answers, URL: "https://acmemob.cmicpaas.com/cmicprod2"}
    del answers[DATE]
    second = review.looking_at("0000 1111 2222 3333", answers, acme.profile.name)
    expected = {URL: (acme.answers[URL], answers[URL]), DATE: (acme.answers[DATE], "")}
    assert second.changed_answers == expected
    assert second.looking_at("0000 1111 2222 3333", {}, "x") is second, "looking again changes nothing"
    assert second.outdated(URL)
    assert not second.outdated(CODES)
    assert second.verdicts == review.verdicts


def test_a_verdict_can_be_changed_and_taken_back(review: Review) -> None:
    later = NOW + timedelta(hours=1)
    assert review.judged(CODES, "accepted", "", later) == review, "the same again keeps its time"
    assert review.judged(CODES, "change", "Why two?", later).verdicts[CODES].at == later.isoformat()
    assert CODES not in review.judged(CODES, "", "", later).verdicts


def test_a_clock_that_ran_ahead_makes_no_later_file_look_older(customer: Draft, review: Review) -> None:
    ahead = review.to_remarks(NOW + timedelta(days=400))
    merged = remarks.merge(customer, ahead, NOW)
    answer = review.judged(URL, "accepted", "", NOW + timedelta(hours=1)).to_remarks(NOW + timedelta(hours=1))
    again = remarks.merge(merged, answer, NOW + timedelta(hours=2))
    assert len(again.remarks) == len(merged.remarks) + 1


def test_a_verdict_on_the_whole_holds_until_something_changed(review: Review) -> None:
    seen = {"connection.company_codes": "001"}
    first = review.looking_at("aa", seen, "Acme", "2026-11-24T09:30:00+00:00").concluded("accepted")
    again = first.looking_at("bb", seen, "Acme", "2026-11-25T09:30:00+00:00")
    assert again.overall == "accepted", "nothing changed"
    changed = again.looking_at(
        "cc", {**seen, "kickoff.specialist": "Ana"}, "Acme", "2026-11-26T09:30:00+00:00"
    )
    assert changed.overall == ""


@pytest.mark.parametrize(
    ("created", "verdict"),
    [
        ("2026-11-24T09:30:00+00:00", "changes"),
        ("2026-11-24T10:30:00+01:00", "changes"),
        ("2026-11-24T09:30:01+00:00", "newer"),
        ("2026-11-24T09:29:59+00:00", "older"),
        ("2026-11-24T09:30:00", "changes"),
        ("never", "changes"),
    ],
)
def test_a_verdict_is_one_on_the_hand_off_that_was_looked_at(created: str, verdict: str) -> None:
    assert Reviewed("changes", "2026-11-24T09:30:00+00:00").of(created) == verdict
    assert Reviewed("", "2026-11-24T09:30:00+00:00").of(created) == ""
