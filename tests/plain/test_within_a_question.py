"""Nobody is held in a question of an act, and whoever only listens knows what is asked now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from plain_script import Script, held

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.i18n import _, set_language
from cmic_wizard.plain.plain_words import WORDS
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles

Kept = Callable[[], Draft]
MakeProfile = Callable[..., None]
HOSTING, DATE, VERSION = "connection.hosting", "kickoff.date", "subscriptions.cmic_version"
QUESTIONS = ("ask", "note", "go", "handoff", "import", "profiles", "later")
"""Words that ask something before they do anything."""


def spoken(name: str) -> str:
    """A word as it is said in the current language."""
    return _(next(word.word for word in WORDS if word.name == name))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_explains_itself_goes_back_and_lets_go(
    name: str, language: str, data_dir: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme(step=HOSTING)
    set_language(language)
    word = spoken(name)
    script = held(Script([word, "?", spoken("help"), "<", word, spoken("quit"), "1"]), data_dir, lang=None)
    assert script.heard.count(_("Help") + ": ") >= 3, "the greeting's, and one for each time it was wanted"
    assert f"{_('Note')}: {_('You went back: nothing was done.')}" in script.heard
    assert script.lines == ["1"], "the word for leaving was understood within the question"
    assert not kept().answers
    assert not kept().notes


def test_a_reserved_word_can_still_be_written(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme(step=HOSTING)
    held(Script(["note", "=quit"]), data_dir)
    assert kept().notes == {HOSTING: "quit"}


def test_going_back_from_another_profile_is_going_back_to_this_one(data_dir: Path, acme: MakeProfile) -> None:
    acme(step=HOSTING)
    for typed in (["profiles", "<"], ["profiles", ""], ["profiles", "2", "<"]):
        script = held(Script(typed), data_dir)
        assert script.heard.count("Profile: Acme\n") == 2
    assert len(Profiles(data_dir).list()) == 1


def test_the_first_name_is_asked_until_there_is_one(data_dir: Path) -> None:
    script = held(Script(["", "<", "help", "Acme"]), data_dir)
    assert "Profile: Acme\n" in script.heard


def test_a_yes_or_no_says_its_question_again(data_dir: Path, acme: MakeProfile) -> None:
    acme(step=HOSTING)
    heard = held(Script(["handoff", "1", "perhaps", "no"]), data_dir).heard
    assert heard.count("Question: ") == 2


def test_what_speaks_of_something_else_ends_with_what_is_asked(data_dir: Path, acme: MakeProfile) -> None:
    acme(step=HOSTING)
    words = ["list", "list all", "help", "?", "??", "status", "history", "!", "+", "reply", "clear", "go xyz"]
    for word in words:
        heard = held(Script([word]), data_dir).heard
        assert heard.endswith("Still asked: Where CMiC runs\nYour answer: \n"), word
    assert "Still asked" not in held(Script(["1"]), data_dir).heard


def test_a_note_is_said_to_be_kept(data_dir: Path, acme: MakeProfile) -> None:
    acme(step=HOSTING)
    heard = held(Script(["note", "Ask Kim", "note", "-"]), data_dir).heard
    assert "Saved: Note: Ask Kim\n" in heard
    assert "Saved: Note removed\n" in heard


def test_a_reading_is_heard_as_a_day_and_its_zone_is_asked_for(
    data_dir: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme(step=DATE)
    typed = ["go kickoff.date", "03/04/2027 10:00", "+", "2", "America/Chicago"]
    heard = held(Script(typed), data_dir).heard
    assert "Choice 1: Saturday, 3 April 2027, 10:00\nChoice 2: Thursday, 4 March 2027, 10:00\n" in heard
    assert kept().answers[DATE] == "2027-03-04T10:00-06:00[America/Chicago]"


def test_no_code_of_the_file_is_read_out(data_dir: Path, acme: MakeProfile) -> None:
    acme({"connection.mobile_server_url": "https://acmemob.cmicpaas.com/cmicprod"}, step=HOSTING)
    [listed] = [s for s in load_guide().walk() if s.kind is Kind.CHECKLIST and s.declined and not s.each][:1]
    heard = held(Script(["later", "inside only", f"go {listed.id}", "1 -2", "history"]), data_dir).heard
    assert "skipped:" not in heard
    assert "Reason: inside only" in heard
    first, second = listed.options[:2]
    assert f"{listed.title}: {first.title}, {second.title}: {listed.declined}\n" in heard


def test_nothing_spoken_names_a_key_of_the_screen() -> None:
    for step in load_guide().walk():
        for text in (step.help, step.where):
            assert not any(key in text for key in ("Space:", "(F", "Esc")), step.id


def test_a_word_typed_where_a_password_is_wanted_is_asked_about(
    data_dir: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme(step="connection.service_password")
    script = held(Script(["quit", "no", "list", "quit"]), data_dir)
    assert "one of the words of this conversation" in script.heard
    assert script.unseen == ["quit"]
    assert kept().password is None
