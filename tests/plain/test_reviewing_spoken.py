"""A review in conversation: claims, verdicts, proposals, own answers, and the way back to the customer."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from hostile_texts import SWEPT
from plain_script import Script

from cmic_wizard.errors import UsageError, WizardError
from cmic_wizard.handoff import document, keys, sealed
from cmic_wizard.i18n import _
from cmic_wizard.plain.review_door import run_review
from cmic_wizard.plain.voice import Left
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.review import reviews
from cmic_wizard.secret import Secret
from cmic_wizard.text import hidden

SAMPLE = Path(__file__).parents[2] / "assets" / "sample-profile.en.json"
CODES, TOOL = "connection.company_codes", "go_live.tool_enabled"


def reviewed(script: Script, data_dir: Path, *paths: Path, **options: Any) -> Script:
    """Hold the conversation of `review --plain PATH …` with a script, to its end."""
    usual = {"words_fd": None, "words_file": None, "passphrase_fd": None, "passphrase_file": None}
    given = {**usual, "identity": [], "profile": None, **options}
    try:
        run_review(
            argparse.Namespace(data_dir=str(data_dir), paths=list(map(str, paths)), **given), script.voice()
        )
    except Left:
        assert not script.lines
    return script


@pytest.fixture
def profile_id() -> str:
    found: str = json.loads(SAMPLE.read_text())["profile"]["id"]
    return found


def test_it_says_who_vouches_for_what_before_anything_else(data_dir: Path) -> None:
    lines = reviewed(Script([]), data_dir, SAMPLE).heard.splitlines()
    assert lines[0] == "Hand-off: Acme Builders"
    assert any(line.startswith("Claim: ") and line.endswith("(says the customer's file)") for line in lines)
    assert any(line.startswith("Check number: ") for line in lines)
    assert all(": " in line for line in lines)


def test_verdicts_are_kept_as_they_are_given(data_dir: Path, profile_id: str) -> None:
    typed = ["go codes", "question", "Is 001 in use?", "Robin Vega", "accept", "change", "Patch 21, please."]
    script = reviewed(Script([*typed, "go codes", "whole", "2", "compared", "yes"]), data_dir, SAMPLE)
    review = reviews.load(data_dir, profile_id)
    assert (review.author, review.overall, review.is_compared) == ("Robin Vega", "changes", True)
    assert [given.verdict for given in review.verdicts.values()] == ["question", "accepted", "change"]
    assert "Your verdict so far: Question. Is 001 in use?" in script.heard


def test_all_that_is_in_order_is_accepted_at_once_and_the_rest_is_named(
    data_dir: Path, profile_id: str
) -> None:
    script = reviewed(Script(["accept rest", "no", "accept rest", "yes", "Robin"]), data_dir, SAMPLE)
    assert "Left out: CMiC company codes: " in script.heard
    review = reviews.load(data_dir, profile_id)
    assert CODES not in review.verdicts
    assert len(review.verdicts) > 10


def test_what_is_the_specialists_is_answered_and_the_rest_proposed(data_dir: Path, profile_id: str) -> None:
    typed = ["yes", "go tool enabled", "yes", "go codes", "propose", "001", "One is enough", "Robin"]
    script = reviewed(Script([*typed, "go codes", "take back"]), data_dir, SAMPLE)
    assert "is none of the words. The answer is the customer's" in script.heard
    assert "You propose: 001 (One is enough)" in script.heard
    review = reviews.load(data_dir, profile_id)
    assert review.answers[TOOL].text == "yes"
    assert review.proposals == {}


def test_the_remarks_file_is_written_for_the_customer(data_dir: Path, home: Path, profile_id: str) -> None:
    path = home / "remarks.json"
    script = reviewed(Script(["save", "accept", "Robin", "save", str(path), "quit"]), data_dir, SAMPLE)
    assert "Problem: Nothing has been reviewed yet" in script.heard
    found = json.loads(path.read_text())
    assert (found["author"], len(found["remarks"])) == ("Robin", 1)
    assert reviews.load(data_dir, profile_id).sent


def test_a_newer_hand_off_is_asked_about_before_an_older_one_counts(
    data_dir: Path, home: Path, profile_id: str
) -> None:
    handoff = json.loads(SAMPLE.read_text())
    newer = home / "newer.json"
    newer.write_text(json.dumps({**handoff, "created": "2026-11-25T09:30:00+00:00"}))
    reviewed(Script(["accept", "Robin", "quit"]), data_dir, newer)
    number = reviews.load(data_dir, profile_id).check_number
    script = reviewed(Script(["no"]), data_dir, SAMPLE)
    assert "A newer hand-off of this profile has been looked at already." in script.heard
    assert reviews.load(data_dir, profile_id).check_number == number


def test_a_sealed_file_is_opened_by_words_typed_unseen(data_dir: Path, home: Path) -> None:
    handoff = document.parse(SAMPLE.read_bytes())
    words, password = Secret("one-two-three-four-five-six"), Secret("C4NARY")
    (home / "a.age").write_bytes(sealed.seal_with_words(handoff, password, words))
    script = reviewed(Script(["wrong words", words.reveal(), "status", "quit"]), data_dir, home / "a.age")
    assert script.unseen == ["wrong words", words.reveal()]
    assert "Password: In this file, not shown." in script.heard
    assert "C4NARY" not in script.heard


def test_a_sealed_file_is_opened_by_a_key_that_is_named(data_dir: Path, home: Path) -> None:
    secret, recipient = keys.new_identity()
    (home / "key.txt").write_text(secret.reveal())
    data = sealed.seal(document.parse(SAMPLE.read_bytes()), None, [recipient])
    (home / "a.age").write_bytes(data)
    script = reviewed(Script([]), data_dir, home / "a.age", identity=[str(home / "key.txt")])
    assert "Hand-off: Acme Builders" in script.heard


def test_of_a_folder_one_file_after_the_other_is_chosen(data_dir: Path, home: Path) -> None:
    folder = home / "folder"
    folder.mkdir()
    (folder / "a.json").write_bytes(SAMPLE.read_bytes())
    (folder / "broken.json").write_text('{"format": "cmic-wizard-profile"}')
    script = reviewed(Script(["Acme Builders, new, a.json", "quit", ""]), data_dir, folder)
    assert "Hand-off: Acme Builders" in script.heard
    assert script.heard.count("Which file") == 2


def test_a_stored_profile_is_read_out(data_dir: Path) -> None:
    Profiles(data_dir).create("Acme").close()
    script = reviewed(Script([]), data_dir, profile="Acme")
    assert "Profile: Acme" in script.heard
    with pytest.raises(WizardError):
        reviewed(Script([]), data_dir, profile="Beta")


def test_secrets_are_asked_for_and_not_handed_in(data_dir: Path) -> None:
    with pytest.raises(UsageError):
        reviewed(Script([]), data_dir, SAMPLE, words_fd=3)


@pytest.mark.parametrize("name", SWEPT)
def test_no_text_of_a_file_or_a_person_reaches_the_terminal_raw(
    data_dir: Path, home: Path, name: str
) -> None:
    text = SWEPT[name]
    handoff = json.loads(SAMPLE.read_text())
    handoff["answers"] = dict.fromkeys(handoff["answers"], text)
    handoff["profile"]["name"], handoff["by"] = text[:80] or "x", text[:80]
    handoff["notes"] = [{**note, "text": text} for note in handoff["notes"]]
    handoff["remarks"] = [{**remark, "text": text, "author": text[:60]} for remark in handoff["remarks"]]
    path = home / "hostile.json"
    path.write_text(json.dumps(handoff))
    typed = ["list all", *["?", "??", "-"] * 40, "go codes", "change", text, text, "go codes", "status", text]
    script = Script(typed, echoes=False)
    try:
        reviewed(script, data_dir, path)
    except WizardError as error:
        script.voice().fault(error)
    assert not [c for c in script.heard if hidden(c) and c != "\n"]
    assert _("Hand-off") in script.heard or _("Problem") in script.heard
