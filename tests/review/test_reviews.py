"""Reviews on the disk: damaged ones set aside, ids kept apart, nothing written that can't be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cmic_wizard import bounds
from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import document, remarks
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.review import reviews
from cmic_wizard.review.reviews import Review
from cmic_wizard.review.standing import standings
from cmic_wizard.struct import replace

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.fixture
def review(acme: HandOff) -> Review:
    """A review of the customer's hand-off with two verdicts."""
    fresh = Review(acme.profile.id, acme.profile.name).signed("Ana Ruiz")
    seen = fresh.looking_at(document.check_number(acme), acme.answers, acme.profile.name, acme.created)
    judged = seen.judged("connection.mobile_server_url", "change", "This is the test address.", NOW)
    return judged.judged("connection.company_codes", "accepted", "", NOW).concluded("changes")


@pytest.mark.parametrize(
    "damage",
    [
        lambda _found: b"{",
        lambda found: json.dumps({**found, "created": "9999-12-31T00:00:00+00:00"}).encode(),
        lambda found: json.dumps({**found, "profile_id": "other"}).encode(),
        lambda found: json.dumps({**found, "profile_name": "x" * 81}).encode(),
    ],
    ids=["no JSON", "a moment of 9999", "another's", "a name too long"],
)
def test_a_damaged_review_is_set_aside_with_a_sentence(
    review: Review, data_dir: Path, damage: Callable[[dict[str, object]], bytes]
) -> None:
    reviews.save(data_dir, review)
    path = data_dir / "reviews" / f"{review.profile_id}.json"
    data = damage(json.loads(path.read_bytes()))
    path.write_bytes(data)
    with pytest.raises(reviews.Damaged):
        reviews.load(data_dir, review.profile_id)
    fresh, said = reviews.load_or_set_aside(data_dir, review.profile_id, "Acme", NOW)
    assert fresh == Review(review.profile_id, "Acme")
    [kept] = path.parent.glob("*.json")
    assert kept.read_bytes() == data
    assert str(kept) in said
    assert said.count("\n") == 0
    assert standings(data_dir) == {}
    reviews.save(data_dir, review)
    assert reviews.load_or_set_aside(data_dir, review.profile_id, "Acme", NOW) == (review, "")
    assert set(standings(data_dir)) == {review.profile_id}


def test_a_review_of_a_newer_version_or_out_of_reach_stays_where_it_is(
    review: Review, data_dir: Path
) -> None:
    reviews.save(data_dir, review)
    path = data_dir / "reviews" / f"{review.profile_id}.json"
    newer = path.read_bytes().replace(
        b'"schema": %d' % reviews.NEWEST, b'"schema": %d' % (reviews.NEWEST + 1)
    )
    path.write_bytes(newer)
    with pytest.raises(FileRefused, match="newer version"):
        reviews.load_or_set_aside(data_dir, review.profile_id, "Acme", NOW)
    assert path.read_bytes() == newer
    path.unlink()
    path.mkdir()
    with pytest.raises(FileRefused, match="it is a folder"):
        reviews.load_or_set_aside(data_dir, review.profile_id, "Acme", NOW)
    assert path.is_dir()


def test_reviews_of_ids_that_differ_by_case_alone_stay_apart(review: Review, data_dir: Path) -> None:
    both = [replace(review, profile_id=name) for name in ("Ab12", "ab12", "CON", "con")]
    for one in both:
        reviews.save(data_dir, one)
    assert [reviews.load(data_dir, one.profile_id) for one in both] == both
    names = [path.name.casefold() for path in (data_dir / "reviews").glob("*.json")]
    assert len(set(names)) == 4
    assert set(standings(data_dir)) == {"Ab12", "ab12", "CON", "con"}


def test_a_review_that_version_0_1_0_kept_under_an_id_with_capitals_is_found(
    review: Review, data_dir: Path
) -> None:
    old = replace(review, profile_id="Ab12")
    reviews.save(data_dir, old)
    [path] = (data_dir / "reviews").glob("*.json")
    path.rename(path.with_name("Ab12.json"))
    assert reviews.load(data_dir, "Ab12") == old
    assert set(standings(data_dir)) == {"Ab12"}
    newer = old.concluded("accepted" if old.overall == "changes" else "changes")
    reviews.save(data_dir, newer)
    assert [found.name for found in path.parent.glob("*.json")] == [path.name]
    assert reviews.load(data_dir, "Ab12") == newer


def test_a_review_or_a_file_of_remarks_that_could_not_be_read_again_is_not_written(
    review: Review, data_dir: Path
) -> None:
    reviews.save(data_dir, review)
    long = "é" * bounds.REVIEW_BYTES
    for worse in (
        replace(review, created="9999-12-31T00:00:00+00:00"),
        replace(review, seen={"connection.hosting": long}),
        replace(review, author="x" * 201),
    ):
        with pytest.raises(FileRefused):
            reviews.save(data_dir, worse)
        assert reviews.load(data_dir, review.profile_id) == review
    with pytest.raises(FileRefused, match="larger than 8192 kilobytes"):
        reviews.demand_room(replace(review, seen={"connection.hosting": long}))
    reviews.demand_room(review)
    file = review.to_remarks(NOW)
    longer = tuple(replace(remark, answer=long[: bounds.REMARKS_BYTES]) for remark in file.remarks)
    with pytest.raises(FileRefused, match="larger than 256 kilobytes"):
        remarks.to_bytes(replace(file, remarks=longer))
    with pytest.raises(FileRefused):
        remarks.to_bytes(replace(file, created="1969-12-31T00:00:00+00:00"))
    assert remarks.parse(remarks.to_bytes(file)) == file
