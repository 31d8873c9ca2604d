"""What several windows decide in one review is put together step by step, and nothing of it is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cmic_wizard.errors import FileRefused
from cmic_wizard.review import reviews
from cmic_wizard.review.merging import Others, as_seen, merged
from cmic_wizard.review.model import OVERTAKEN_AT_MOST, Review, Verdict

DATA = Path(__file__).parent / "data"
URL, DATE, CODES = "connection.mobile_server_url", "kickoff.date", "connection.company_codes"
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
FIRST, SECOND, THIRD = (f"2026-11-2{day}T09:00:00+00:00" for day in (4, 5, 6))
FRESH = Review("ab12", "Acme")
BASE = FRESH.looking_at("1111", {CODES: "001"}, "Acme", FIRST)


def minutes(count: int) -> datetime:
    return NOW + timedelta(minutes=count)


def test_verdicts_on_different_steps_are_both_kept_and_told() -> None:
    mine, theirs = BASE.judged(URL, "accepted", "", NOW), BASE.judged(CODES, "change", "002?", NOW)
    result, others = merged(BASE, mine, theirs)
    assert result.verdicts == {**theirs.verdicts, **mine.verdicts}
    assert others == Others(steps=(CODES,))
    assert merged(result, result, result) == (result, Others()), "once is enough"


def test_of_two_verdicts_on_one_step_the_later_counts_and_the_other_stands_beside_it() -> None:
    early, late = BASE.judged(CODES, "change", "002?", NOW), BASE.judged(CODES, "question", "", minutes(1))
    for mine, theirs in ((early, late), (late, early)):
        result, others = merged(BASE, mine, theirs)
        assert result.verdicts == late.verdicts
        assert result.overtaken == {CODES: (early.verdicts[CODES],)}
        assert others.clashes == (CODES,)


def test_the_same_verdict_twice_is_one_and_words_that_go_on_are_no_other_words() -> None:
    mine, theirs = BASE.judged(URL, "accepted", "", minutes(1)), BASE.judged(URL, "accepted", "", NOW)
    assert merged(BASE, mine, theirs) == (theirs, Others())
    longer = BASE.judged(CODES, "change", "002, please", minutes(1))
    result, others = merged(BASE, longer, BASE.judged(CODES, "change", "002", NOW))
    assert (result, others) == (longer, Others())


def test_what_was_taken_back_is_gone_unless_it_was_given_anew() -> None:
    base = BASE.judged(URL, "accepted", "", NOW)
    gone, anew = base.judged(URL, "", "", NOW), base.judged(URL, "change", "Which?", minutes(1))
    assert merged(base, gone, base) == (gone, Others())
    assert merged(base, base, gone) == (gone, Others(steps=(URL,)))
    assert merged(base, gone, anew) == (anew, Others(steps=(URL,)))
    assert merged(base, anew, gone) == (anew, Others())


def test_overtaken_verdicts_go_when_the_reviewer_has_chosen_and_new_ones_stay() -> None:
    early, late = BASE.judged(CODES, "change", "002?", NOW), BASE.judged(CODES, "question", "", minutes(1))
    base, _others = merged(BASE, early, late)
    chosen = base.settled(CODES).judged(CODES, "accepted", "", minutes(2))
    assert merged(base, chosen, base)[0] == chosen
    third = base.judged(CODES, "change", "003?", minutes(3))
    result, others = merged(base, chosen, third)
    assert result.verdicts == third.verdicts
    assert result.overtaken == {CODES: (chosen.verdicts[CODES],)}
    assert others.clashes == (CODES,)


def test_of_many_overtaken_verdicts_on_one_step_the_newest_are_kept() -> None:
    stored = BASE
    for number in range(OVERTAKEN_AT_MOST + 4):
        stored, _others = merged(BASE, BASE.judged(CODES, "change", f"{number}?", minutes(number)), stored)
    assert [one.text for one in stored.overtaken[CODES]] == [f"{n}?" for n in range(3, 11)]


def test_of_two_verdicts_on_the_whole_the_later_counts() -> None:
    early, late = BASE.concluded("accepted", NOW), BASE.concluded("changes", minutes(1))
    assert merged(BASE, early, late) == (late, Others(overall=True))
    assert merged(BASE, late, early) == (late, Others(overruled="accepted"))
    assert merged(late, late, late) == (late, Others())
    assert merged(BASE, early, BASE) == (early, Others())
    assert merged(early, early, late) == (late, Others(overall=True))


def test_a_name_typed_here_stands_and_one_typed_there_is_told() -> None:
    assert merged(BASE, BASE.signed("Ana"), BASE.signed("Ben")) == (BASE.signed("Ana"), Others(renamed="Ben"))
    assert merged(BASE, BASE, BASE.signed("Ben")) == (BASE.signed("Ben"), Others(author=True))


def test_the_newest_hand_off_counts_and_each_window_keeps_looking_at_its_own() -> None:
    newer = BASE.looking_at("2222", {CODES: "001,002"}, "Acme", SECOND)
    mine = BASE.judged(CODES, "accepted", "", NOW).concluded("accepted", NOW)
    result, others = merged(BASE, mine, newer)
    assert (result.check_number, result.overall) == ("2222", ""), "a verdict on what stood there before"
    assert others == Others(created=SECOND, unheard=True)
    assert result.outdated(CODES)
    view = as_seen(mine, result)
    assert (view.check_number, view.overall, view.seen) == ("1111", "accepted", BASE.seen)
    again = view.judged(URL, "accepted", "", NOW)
    kept, others = merged(view, again, result)
    assert kept == result.judged(URL, "accepted", "", NOW)
    assert not others.unheard


def test_a_new_hand_off_opened_here_takes_the_place_and_of_two_new_ones_the_newer() -> None:
    mine = BASE.looking_at("2222", {CODES: "002"}, "Acme", SECOND)
    result, others = merged(BASE, mine, BASE.judged(URL, "accepted", "", NOW).concluded("accepted", NOW))
    assert (result.check_number, result.overall, set(result.verdicts)) == ("2222", "", {URL})
    assert others.steps == (URL,)
    theirs = BASE.looking_at("3333", {CODES: "003"}, "Acme", THIRD)
    for one, other in ((mine, theirs), (theirs, mine)):
        assert merged(BASE, one, other)[0].check_number == "3333"


ACTS = some.lists(
    some.tuples(
        some.integers(0, 3), some.sampled_from([URL, DATE, CODES]), some.booleans(), some.integers(0, 3)
    ),
    max_size=24,
)


@given(ACTS)
@settings(max_examples=300)
def test_whatever_windows_do_in_whatever_order_every_verdict_counts_or_was_seen_by_who_replaced_it(
    acts: list[tuple[int, str, bool, int]],
) -> None:
    """Each verdict has words of its own; a window replaces only what it has shown."""
    stored = BASE
    windows = [(BASE, BASE)] * 4
    replaced: set[str] = set()
    given_texts: set[str] = set()
    for number, (window, step, saves, late) in enumerate(acts):
        base, mine = windows[window]
        if old := mine.verdicts.get(step):
            replaced.add(old.text)
        text = f"<{number}>"
        given_texts.add(text)
        mine = mine.judged(step, "change", text, minutes(number - late))
        windows[window] = (base, mine)
        if saves:
            stored, _others = merged(base, mine, stored)
            windows[window] = (stored, stored)
    for base, mine in windows:
        stored, _others = merged(base, mine, stored)
    there = {one.text for one in stored.verdicts.values()}
    beside = {one.text for kept in stored.overtaken.values() for one in kept}
    if max((len(kept) for kept in stored.overtaken.values()), default=0) < OVERTAKEN_AT_MOST:
        assert given_texts <= there | beside | replaced
    assert merged(stored, stored, stored) == (stored, Others())


def test_a_review_of_version_0_1_0_opens_as_it_was(data_dir: Path) -> None:
    found = json.loads((DATA / "review-schema-1.json").read_text("utf-8"))
    profile_id = found["profile_id"]
    (data_dir / "reviews").mkdir(parents=True)
    path = data_dir / "reviews" / f"{profile_id}.json"
    path.write_bytes((DATA / "review-schema-1.json").read_bytes())
    review = reviews.load(data_dir, profile_id)
    assert (review.overall, review.author, review.overall_at) == ("changes", "Ana Ruiz", "")
    assert review.verdicts[CODES] == Verdict(
        CODES, "question", "Is 001 in use?\nñ", "2026-11-24T09:30:00+00:00", "001, ACME01", "Ana Ruiz"
    )
    assert review.outdated(CODES)
    assert review.before is not None
    assert review.before[CODES] == "001, ACME01"
    kept = reviews.keep(data_dir, review, review.judged(URL, "accepted", "", NOW), NOW).review
    assert json.loads(path.read_text("utf-8"))["schema"] == reviews.NEWEST == 3
    assert reviews.load(data_dir, profile_id) == kept


def test_overtaken_verdicts_are_read_as_they_were_written(data_dir: Path) -> None:
    early, late = BASE.judged(CODES, "change", "002?", NOW), BASE.judged(CODES, "question", "", minutes(1))
    reviews.save(data_dir, early.signed("Ana"))
    kept = reviews.keep(data_dir, BASE, late, NOW)
    assert kept.others.clashes == (CODES,)
    assert reviews.load(data_dir, "ab12") == kept.review
    assert reviews.imprint(data_dir, "ab12") == kept.imprint


def test_a_file_that_is_gone_is_written_anew_and_told(data_dir: Path) -> None:
    first = reviews.keep(data_dir, FRESH, BASE, NOW)
    assert first.others == Others(), "there was none before"
    (data_dir / "reviews" / "ab12.json").unlink()
    kept = reviews.keep(data_dir, BASE, BASE, NOW)
    assert kept.others == Others(anew=True)
    assert reviews.load(data_dir, "ab12") == BASE


def test_a_damaged_file_is_set_aside_and_a_newer_one_left(data_dir: Path) -> None:
    reviews.save(data_dir, BASE)
    path = data_dir / "reviews" / "ab12.json"
    path.write_text("{")
    kept = reviews.keep(data_dir, BASE, BASE.judged(URL, "accepted", "", NOW), NOW)
    assert Path(kept.others.aside).read_text() == "{"
    assert reviews.load(data_dir, "ab12") == kept.review
    path.write_text('{"format": "cmic-wizard-review", "schema": 99}')
    with pytest.raises(FileRefused, match="newer version"):
        reviews.keep(data_dir, BASE, BASE.judged(URL, "accepted", "", NOW), NOW)
    assert "99" in path.read_text()
