"""A review by several people: each one's verdicts, answers and proposals are theirs, and nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff.remarks import ReviewAnswer
from cmic_wizard.review import reviews
from cmic_wizard.review.merging import Others, merged
from cmic_wizard.review.model import Opinion, Review, mark_of

DATA = Path(__file__).parent / "data"
URL, DATE, CODES = "connection.mobile_server_url", "kickoff.date", "connection.company_codes"
TOOL, MAIL = "go_live.tool_enabled", "kickoff.welcome_email"
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
FIRST = "2026-11-24T09:00:00+00:00"
BASE = Review("ab12", "Acme").looking_at("1111", {CODES: "001"}, "Acme", FIRST)


def minutes(count: int) -> datetime:
    return NOW + timedelta(minutes=count)


def test_a_review_of_schema_2_opens_as_it_was(data_dir: Path) -> None:
    found = json.loads((DATA / "review-schema-2.json").read_text("utf-8"))
    (data_dir / "reviews").mkdir(parents=True)
    path = data_dir / "reviews" / f"{found['profile_id']}.json"
    path.write_bytes((DATA / "review-schema-2.json").read_bytes())
    review = reviews.load(data_dir, found["profile_id"])
    assert (review.author, review.overall) == ("Ana Ruiz", "changes")
    assert review.verdicts[CODES].verdict == "question"
    assert [one.text for one in review.overtaken[CODES]] == ["002?\nñ"]
    assert (review.answers, review.proposals, review.check, review.others) == ({}, {}, None, {})
    assert review.sent is None, "nobody knows what was sent before"
    kept = reviews.keep(data_dir, review, review.judged(DATE, "accepted", "", NOW), NOW).review
    assert json.loads(path.read_text("utf-8"))["schema"] == reviews.NEWEST == 3
    assert reviews.load(data_dir, found["profile_id"]) == kept


def test_everything_that_a_review_holds_is_read_as_it_was_written(data_dir: Path) -> None:
    robin = BASE.signed("Robin Vega").answering(TOOL, "yes", "On Friday.", NOW).comparing(True)
    both = robin.seen_by("Ana Ruiz").judged(CODES, "change", "002?", NOW).concluded("changes", NOW)
    both = both.proposing(URL, "https://acmemob.cmicpaas.com/cmicprod", "The right one.", NOW)
    reviews.save(data_dir, both)
    assert reviews.load(data_dir, "ab12") == both
    assert both.others == {"Robin Vega": robin.opinion}
    back = both.seen_by("Robin Vega")
    assert back.answers == {TOOL: ReviewAnswer(TOOL, "yes", NOW.isoformat(), "On Friday.")}
    assert back.is_compared
    assert back.verdicts == {}
    assert set(back.others) == {"Ana Ruiz"}


@pytest.mark.parametrize(
    "damage",
    [
        {"others": {"": {}}},
        {"others": {"a\nb": {}}},
        {"others": {"Ana": {}}},
        {"answers": [{"step": URL, "text": "x", "reason": "", "at": FIRST}]},
        {"proposals": [{"step": "connection.service_password", "text": "x", "reason": "", "at": FIRST}]},
        {"sent": [1]},
        {"sent": ["x" * 65]},
        {"compared": True},
        {"check": {}},
        {"more": 1},
    ],
    ids=repr,
)
def test_a_review_that_holds_what_it_can_not_is_refused(data_dir: Path, damage: dict[str, object]) -> None:
    reviews.save(data_dir, BASE)
    path = data_dir / "reviews" / "ab12.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **damage}))
    with pytest.raises(FileRefused):
        reviews.load(data_dir, "ab12")


def test_two_people_at_once_keep_their_own_verdicts_on_the_same_step() -> None:
    ana = BASE.judged(CODES, "change", "002?", NOW).signed("Ana Ruiz")
    robin = BASE.judged(CODES, "accepted", "", minutes(1)).signed("Robin Vega")
    for mine, theirs in ((ana, robin), (robin, ana)):
        result, others = merged(BASE, mine, theirs)
        assert result.verdicts == mine.verdicts
        assert result.others == {theirs.author: theirs.opinion}
        assert others == Others(renamed=theirs.author)
    stored, _others = merged(BASE, ana, robin)
    again, told = merged(ana, ana.judged(URL, "accepted", "", minutes(2)), stored.seen_by("Robin Vega"))
    assert set(again.verdicts) == {CODES, URL}
    assert again.author == "Ana Ruiz", "a window goes on as who it began as"
    assert again.others["Robin Vega"].verdicts == robin.verdicts
    assert not told.clashes


def test_a_window_goes_on_as_who_it_began_as_though_another_person_reviews_by_a_command() -> None:
    robin = BASE.signed("Robin Vega")
    theirs = robin.seen_by("Ana Ruiz").judged(CODES, "change", "002?", NOW)
    result, _others = merged(robin, robin, theirs)
    assert (result.author, result.verdicts) == ("Robin Vega", {})
    assert result.others["Ana Ruiz"].verdicts[CODES].text == "002?"
    mine = robin.judged(CODES, "accepted", "", NOW)
    result, _others = merged(robin, mine, theirs)
    assert (result.author, result.verdicts) == ("Robin Vega", mine.verdicts)
    renamed = mine.signed("Robin A. Vega")
    result, _others = merged(mine, mine, renamed)
    assert (result.author, result.verdicts, result.others) == ("Robin A. Vega", mine.verdicts, {})


def test_of_two_answers_to_one_step_the_later_counts_and_others_are_both_kept() -> None:
    early, late = BASE.answering(TOOL, "no", "", NOW), BASE.answering(TOOL, "yes", "", minutes(1))
    for mine, theirs in ((early, late), (late, early)):
        assert merged(BASE, mine, theirs)[0].answers == late.answers
    mine, theirs = BASE.answering(TOOL, "yes", "", NOW), BASE.answering(MAIL, "yes", "", NOW)
    result, others = merged(BASE, mine, theirs.proposing(DATE, "soon", "", NOW))
    assert set(result.answers) == {TOOL, MAIL}
    assert set(others.steps) == {MAIL, DATE}
    taken_back = result.answering(TOOL, "", "", minutes(2))
    assert set(merged(result, taken_back, result)[0].answers) == {MAIL}
    assert merged(result, result, result) == (result, Others())


def test_the_same_answer_again_keeps_its_moment_and_a_new_hand_off_needs_a_new_comparison() -> None:
    given = BASE.answering(TOOL, "yes", "", NOW).comparing(True)
    assert given.answering(TOOL, "yes", "", minutes(5)) == given
    assert given.is_compared
    assert not given.looking_at("2222", {CODES: "002"}, "Acme", FIRST).is_compared


def test_a_file_of_remarks_is_of_one_person_and_known_again() -> None:
    ana = BASE.signed("Ana Ruiz").judged(CODES, "change", "002?", NOW)
    both = ana.seen_by("Robin Vega").judged(CODES, "accepted", "", NOW).answering(TOOL, "yes", "", NOW)
    file = both.comparing(True).to_remarks(NOW)
    assert (
        file.author,
        [r.verdict for r in file.remarks],
        [a.step for a in file.answers],
        file.compared,
    ) == (
        "Robin Vega",
        ["accepted"],
        [TOOL],
        True,
    )
    sent = both.sending(file).sent
    assert sent is not None
    assert mark_of("Robin Vega", CODES, "accepted", "", NOW.isoformat()) in sent
    assert mark_of("Ana Ruiz", CODES, "change", "002?", NOW.isoformat()) not in sent


_PROCESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from cmic_wizard.review import reviews

folder, name, steps, rounds = Path(sys.argv[1]), sys.argv[2], sys.argv[3].split(","), int(sys.argv[4])
for number in range(rounds):
    step, now = steps[number % len(steps)], datetime.now(UTC)
    def change(review):
        return review.seen_by(name).judged(step, "change", f"{name} {number}", now)
    reviews.update(folder, "ab12", "Acme", now, change, print)
"""


def test_four_processes_that_decide_on_one_review_lose_nothing(data_dir: Path) -> None:
    names = ["Ana Ruiz", "Robin Vega", "Sam Okoye", "Kim Ito"]
    steps = [URL, DATE, CODES, "connection.tenant_id"]
    rounds = len(steps) * 3
    reviews.save(data_dir, BASE)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _PROCESS, str(data_dir), name, ",".join(steps), str(rounds)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    said = [process.communicate(timeout=120) for process in running]
    assert said == [("", "")] * 4
    stored = reviews.load(data_dir, "ab12")
    for name in names:
        own = stored.seen_by(name)
        texts = {step: verdict.text for step, verdict in own.verdicts.items()}
        assert texts == {step: f"{name} {rounds - len(steps) + at}" for at, step in enumerate(steps)}
        assert {verdict.author for verdict in own.verdicts.values()} == {name}


def test_an_opinion_is_nothing_until_something_is_said() -> None:
    assert BASE.opinion == Opinion()
    named = BASE.signed("Ana Ruiz").seen_by("Robin Vega")
    assert named.others == {}
