"""Whose move a hand-off is: followed through a whole round with real files and a real review."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fixture_types import HandedOff
from handed_off import MOMENT

from cmic_wizard.handoff import document, keys, sealed
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.profile.draft import Draft, Remark
from cmic_wizard.review import desk, reviews
from cmic_wizard.review.folder import FolderRow, Known, scan
from cmic_wizard.review.folder_row import opened_row, with_standing
from cmic_wizard.review.model import Review
from cmic_wizard.review.opened_files import OpenedFiles, hash_of
from cmic_wizard.review.own_assessment import looked_at, stage_judged_otherwise
from cmic_wizard.review.standing import decided, standing_in, standing_of, standings
from cmic_wizard.struct import replace

STEP = "connection.company_codes"
LATER = MOMENT + timedelta(days=1)


class Round:
    """One customer's file in a folder, and the review of it."""

    def __init__(self, folder: Path, data_dir: Path) -> None:
        self.folder = folder
        self.data_dir = data_dir
        folder.mkdir()

    def row(self, name: str = "acme.json") -> FolderRow:
        """The row of a file, as everything stands now."""
        rows: list[FolderRow] = []
        known = Known(standings(self.data_dir), OpenedFiles(self.data_dir))
        scan(self.folder, rows.extend, lambda: False, known)
        return next(row for row in rows if row.path.name == name)

    @property
    def todo(self) -> str:
        """What is to do with the customer's file."""
        return self.row().todo

    def hand_over(self, handoff: HandOff, name: str = "acme.json") -> None:
        """The customer's file comes."""
        (self.folder / name).write_bytes(document.to_bytes(handoff))

    def look_at(self, handoff: HandOff, change: Callable[[Review], Review] = lambda review: review) -> None:
        """The reviewer looks at it, and decides."""
        profile = handoff.profile
        review = reviews.load(self.data_dir, profile.id, profile.name)
        number = document.check_number(handoff)
        review = change(review.looking_at(number, looked_at(handoff), profile.name, handoff.created))
        reviews.save(self.data_dir, review)

    def send(self, profile_id: str) -> None:
        """The remarks are written."""
        desk.keep_sent(self.data_dir, profile_id, decided(reviews.load(self.data_dir, profile_id)))


@pytest.fixture
def round_(tmp_path: Path) -> Round:
    """A folder, and a data folder of the reviewer's."""
    return Round(tmp_path / "handed", tmp_path / "data")


def _asked(review: Review, now: datetime = MOMENT) -> Review:
    return review.judged(STEP, "change", "Is 001 right?", now).concluded("changes", now)


def test_a_hand_off_goes_round(round_: Round, customer: Draft, acme: HandOff, handed_off: HandedOff) -> None:
    round_.hand_over(acme)
    assert round_.todo == "new"
    round_.look_at(acme)
    assert round_.todo == "unsent", "looked at, and the customer has heard nothing"
    round_.look_at(acme, _asked)
    assert round_.todo == "unsent"
    round_.send(customer.id)
    assert round_.todo == "waiting"
    round_.look_at(acme, lambda review: review.judged(STEP, "change", "Is 002 right?", MOMENT))
    assert round_.todo == "unsent", "decided otherwise since it was sent"
    round_.send(customer.id)
    other = replace(customer, answers={**customer.answers, "connection.tenant_id": "OTHER"})
    round_.hand_over(handed_off(other, LATER))
    assert round_.todo == "changed"
    answered = replace(customer, answers={**customer.answers, STEP: "002"})
    round_.hand_over(handed_off(answered, LATER))
    assert round_.todo == "answered"
    round_.look_at(handed_off(answered, LATER))
    assert round_.todo == "answered", "looking at it is no verdict"
    accept = lambda review: review.judged(STEP, "accepted", "", LATER).concluded("accepted", LATER)  # noqa: E731
    round_.look_at(handed_off(answered, LATER), accept)
    assert round_.todo == "unsent"
    round_.send(customer.id)
    assert round_.todo == "waiting", "accepted, but not everything of the guide is done"
    round_.hand_over(acme, "older.json")
    assert (round_.row("older.json").todo, round_.row("older.json").verdict) == ("done", "older")


def test_a_complete_profile_that_is_accepted_is_done(round_: Round, customer: Draft, acme: HandOff) -> None:
    data = json.loads(document.to_bytes(acme)) | {"complete": True, "outstanding": []}
    complete = document.parse(json.dumps(data).encode())
    round_.hand_over(complete)
    round_.look_at(complete, lambda review: review.concluded("accepted", MOMENT))
    round_.send(customer.id)
    assert round_.todo == "done"


def test_a_complete_that_judging_does_not_confirm_is_not_believed_afterwards(
    round_: Round, acme: HandOff
) -> None:
    data = json.loads(document.to_bytes(acme)) | {"complete": True, "outstanding": []}
    forged = document.parse(json.dumps(data).encode())
    round_.hand_over(forged)
    assert round_.row().stage == "complete", "claimed, while nobody has opened it"
    round_.look_at(forged, lambda review: review.concluded("accepted", MOMENT))
    round_.send(acme.profile.id)
    stage = stage_judged_otherwise(forged, MOMENT)
    assert stage in ("ready", "draft")
    desk.keep_judged(round_.data_dir, acme.profile.id, forged.created, stage)
    assert (round_.row().stage, round_.todo) == (stage, "waiting"), "not done"
    assert stage_judged_otherwise(acme, MOMENT) == ""


def test_a_reply_that_closes_a_remark_is_an_answer(
    round_: Round, customer: Draft, acme: HandOff, handed_off: HandedOff
) -> None:
    round_.look_at(acme, _asked)
    round_.send(customer.id)
    given = reviews.load(round_.data_dir, customer.id).verdicts[STEP]
    remark = Remark(STEP, "change", given.text, "Robin", given.at, open=False, answer=given.answer)
    round_.hand_over(handed_off(replace(customer, remarks=(*customer.remarks, remark)), LATER))
    assert round_.todo == "answered"


def test_both_progresses_are_there_and_the_faults_are_counted(
    round_: Round, customer: Draft, handed_off: HandedOff
) -> None:
    answers = {**customer.answers, "connection.mobile_server_url": "no such", STEP: "TOOLONGCODE"}
    handoff = handed_off(replace(customer, answers=answers))
    round_.hand_over(handoff)
    row = round_.row()
    states = [entry.state for entry in handoff.outstanding]
    assert (row.wrong, row.to_confirm) == (states.count("wrong"), states.count("to_confirm"))
    assert row.wrong
    assert row.reviewed == 0
    round_.look_at(handoff, _asked)
    review = reviews.load(round_.data_dir, customer.id)
    assert 0 < round_.row().reviewed < 0.2
    assert standing_of(review).judged == 1


def test_a_row_follows_its_review_without_being_read_again(
    round_: Round, customer: Draft, acme: HandOff
) -> None:
    round_.hand_over(acme)
    row = round_.row()
    for change in (_asked, lambda review: review.concluded("accepted", MOMENT)):
        round_.look_at(acme, change)
        row = with_standing(row, standing_in(round_.data_dir, customer.id))
        assert row == round_.row()
    round_.send(customer.id)
    assert with_standing(row, standing_in(round_.data_dir, customer.id)).todo == "waiting"


def test_a_sealed_file_that_was_opened_keeps_its_row_by_its_hash(
    round_: Round, customer: Draft, acme: HandOff
) -> None:
    data = sealed.seal(acme, None, [keys.new_identity()[1]])
    path = round_.folder / "acme.age"
    path.write_bytes(data)
    assert (round_.row("acme.age").kind, round_.row("acme.age").todo) == ("sealed", "new")
    opened = opened_row(path, acme, Known(opened=OpenedFiles(round_.data_dir)), hash_of(data))
    again = round_.row("acme.age")
    assert (again.company, again.stage, again.check_number) == (
        "Acme Builders",
        opened.stage,
        opened.check_number,
    )
    round_.look_at(acme, _asked)
    round_.send(customer.id)
    assert (round_.row("acme.age").verdict, round_.row("acme.age").todo) == ("changes", "waiting")
    kept = b"".join(file.read_bytes() for file in (round_.data_dir / "opened").iterdir())
    assert b"acmemob" not in kept, "no answers of what was sealed"
    path.write_bytes(sealed.seal(acme, None, [keys.new_identity()[1]]))
    assert round_.row("acme.age").kind == "sealed", "another file is another hash"


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"format": "cmic-wizard-opened", "schema": 1}'])
def test_a_damaged_memory_of_a_sealed_file_counts_as_none(
    round_: Round, acme: HandOff, damage: bytes
) -> None:
    data = sealed.seal(acme, None, [keys.new_identity()[1]])
    path = round_.folder / "acme.age"
    path.write_bytes(data)
    opened_row(path, acme, Known(opened=OpenedFiles(round_.data_dir)), hash_of(data))
    (round_.data_dir / "opened" / f"{hash_of(data)}.json").write_bytes(damage)
    assert round_.row("acme.age").kind == "sealed"


def test_a_note_is_kept_beside_the_review_and_a_damaged_one_set_aside(tmp_path: Path) -> None:
    desk.keep_note(tmp_path, "ab12", "Call Jane first.")
    desk.keep_sent(tmp_path, "ab12", "digest")
    assert desk.find(tmp_path, "ab12") == desk.Desk("ab12", "Call Jane first.", "digest")
    assert desk.every(tmp_path) == {"ab12": desk.find(tmp_path, "ab12")}
    path = tmp_path / "desk" / "ab12.json"
    path.write_bytes(b"{")
    assert desk.find(tmp_path, "ab12") == desk.Desk("ab12")
    desk.keep_note(tmp_path, "ab12", "Anew.")
    assert desk.find(tmp_path, "ab12").note == "Anew."
    assert any("damaged" in each.name for each in path.parent.iterdir())
