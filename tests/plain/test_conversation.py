"""The wizard's conversation: what is asked, what a line does, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_script import Script, held

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.i18n import _, language
from cmic_wizard.plain.plain_words import SIGNS, WORDS
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.draft import Draft, Remark
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.struct import replace
from cmic_wizard.text import hidden

Kept = Callable[[], Draft]
MakeProfile = Callable[..., None]
URL, HOSTING, USER = "connection.mobile_server_url", "connection.hosting", "connection.service_user"
VERSION, CODES, DATE = "subscriptions.cmic_version", "connection.company_codes", "kickoff.date"
CHECK, TENANT = "connection.check", "connection.tenant_id"


def after(heard: str, said: str) -> str:
    """What was said behind the last time that something was."""
    assert said in heard, heard
    return heard.rpartition(said)[2]


def test_a_first_run_asks_for_the_language_and_a_name(data_dir: Path) -> None:
    script = held(Script(["2", "", "Peñalara", "salir"]), data_dir, lang=None)
    assert language() == "es"
    assert "Perfil: Peñalara" in script.heard
    assert script.heard.endswith("Con `cmic-wizard --plain` se vuelve aquí.\n")
    assert Profiles(data_dir).load("penalara").marks["language"] == "es"


def test_it_greets_with_where_things_stand_and_asks_the_next_item(data_dir: Path, acme: MakeProfile) -> None:
    acme({VERSION: "R12"})
    heard = held(Script(["quit"]), data_dir).heard
    lines = heard.splitlines()
    assert lines[0] == "Profile: Acme"
    assert any(line.startswith("Turns: ") and "to do for you" in line for line in lines)
    assert "Up next: CMiC PMXchange™." in heard
    assert "Choice 1: Licensed and enabled" in heard
    assert all(": " in line for line in lines), "each line says first what it is"


def test_an_answer_is_understood_saved_and_followed_by_the_next(
    data_dir: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme(step=HOSTING)
    heard = held(Script(["1"]), data_dir).heard
    said = after(heard, "Your answer: ")
    assert "Understood: CMiC Cloud (shared)\nState: done\nSaved: Where CMiC runs\nUp next: " in heard
    assert said == "\n"
    assert kept().answers == {HOSTING: "cloud"}


def test_it_begins_where_it_was_left(data_dir: Path, acme: MakeProfile) -> None:
    acme()
    held(Script(["go CMiC service user", "quit"]), data_dir)
    assert "Up next: CMiC service user." in held(Script([]), data_dir).heard


def test_what_is_wrong_is_kept_said_and_asked_again(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme(step=URL)
    heard = held(Script(["http://acmemob.cmicpaas.com/cmicprod", "-"]), data_dir).heard
    assert "As typed: http://acmemob.cmicpaas.com/cmicprod\nWrong: " in heard
    assert "State: wrong" in heard
    assert kept().answers[URL].startswith("http://")
    assert "Up next: CMiC company codes" in after(heard, "leave it so and go on.")


def test_a_doubt_is_confirmed_by_a_sign(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme(step=VERSION)
    heard = held(Script(["Version of 2024", "!"]), data_dir).heard
    assert "the sign ! confirms it" in heard
    assert "State: done" in after(heard, "the sign ! confirms it")
    assert kept().is_confirmed(VERSION)


def test_a_proposal_is_accepted_by_a_sign(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme(step=HOSTING)
    heard = held(Script(["clod", "+"]), data_dir).heard
    assert "Proposed: cloud; the sign + accepts it" in heard
    assert kept().answers[HOSTING] == "cloud"


def test_of_several_readings_one_is_chosen(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme(step=DATE)
    script = held(Script(["go kickoff.date", "2026-12-03T10:00 CST", "+", "2"]), data_dir)
    assert "Choice 2: Thursday, 3 December 2026, 10:00 (America/Mexico_City" in script.heard
    assert kept().answers[DATE] == "2026-12-03T10:00-06:00[America/Mexico_City]"


def test_a_tenant_before_the_user_is_taken_apart(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme({HOSTING: "cloud"}, step=USER)
    heard = held(Script(["SOLUTIONS||PROCORE_SVC"]), data_dir).heard
    assert "Taken apart: CMiC tenant ID (if applicable): SOLUTIONS" in heard
    assert kept().answers == {HOSTING: "cloud", USER: "PROCORE_SVC", TENANT: "SOLUTIONS"}


def test_an_answer_may_be_one_of_the_words(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme({HOSTING: "cloud"}, step=TENANT)
    held(Script(["=list"]), data_dir)
    assert kept().answers[TENANT] == "list"


def test_one_goes_by_number_title_part_and_back(data_dir: Path, acme: MakeProfile) -> None:
    acme(step=VERSION)
    script = held(Script(["go 18", "<", "go date and time", "2", "go nonsense", "<", "<", "<"]), data_dir)
    asked = [line.partition(": ")[2] for line in script.heard.splitlines() if line.startswith("Item ")]
    titles = [text.rpartition(" (")[0] for text in asked]
    assert titles[:4] == [
        "CMiC version (R12 or higher)",
        "Mobile server URL",
        "CMiC version (R12 or higher)",
        "Go-live call: date and time",
    ]
    assert "Problem: There is no item “nonsense”." in script.heard
    assert "Problem: There is no item before this one." in script.heard


def test_a_note_is_written_read_and_removed(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme(step=URL)
    held(Script(["note", "behind the VPN"]), data_dir)
    assert kept().notes == {URL: "behind the VPN"}
    heard = held(Script(["note", "-"]), data_dir).heard
    assert "Note so far: behind the VPN" in heard
    assert kept().notes == {}


def test_an_answer_is_taken_away(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme({HOSTING: "cloud"})
    held(Script([f"go {HOSTING}", "clear"]), data_dir)
    assert kept().answers == {}


def test_the_check_is_left_for_later_with_a_reason(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme()
    held(Script(["later", "Only our network reaches it."]), data_dir)
    assert kept().answers == {CHECK: "skipped:Only our network reaches it."}


def test_a_reply_closes_what_the_specialist_asked(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme({CODES: "001"})
    with Profiles(data_dir).open("acme") as store:
        asked = Remark(CODES, "change", "Is 001 all?", "Ana", store.now(), answer="001")
        store.change(lambda draft: replace(draft, remarks=(asked,)))
    heard = held(Script(["go codes", "reply", "Yes, all."]), data_dir).heard
    assert "Remark: Ana: Is 001 all?" in heard
    assert [remark.open for remark in kept().remarks] == [False, False]
    assert kept().remarks[-1].text == "Yes, all."
    assert "Nothing was asked of this item." in held(Script(["go codes", "reply"]), data_dir).heard


def test_the_language_changes_and_stays(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme()
    assert "Idioma: Español" in held(Script(["language", "quit"]), data_dir).heard
    assert kept().marks["language"] == "es"
    assert f"{_('Up next')}: " in held(Script([]), data_dir, lang=None).heard


def test_one_goes_to_another_profile_and_makes_one(data_dir: Path, acme: MakeProfile) -> None:
    acme(name="Beta")
    acme()
    script = held(Script(["profiles", "2", "profiles", "3", "Gamma", "quit"]), data_dir)
    named = [line for line in script.heard.splitlines() if line.startswith("Profile: ")]
    assert named == ["Profile: Acme", "Profile: Beta", "Profile: Gamma"]


def test_a_profile_that_is_open_elsewhere_is_read_out_only(
    data_dir: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme(step=HOSTING)
    with Profiles(data_dir).open("acme"):
        heard = held(Script(["1"]), data_dir).heard
    assert "It is opened for reading only" in heard
    assert "Problem: The profile “Acme” is open for reading only." in heard
    assert kept().answers == {}


def test_with_nothing_left_it_says_so_and_still_takes_words(data_dir: Path) -> None:
    done = samples.acme_builders()
    with Profiles(data_dir).create("Acme", fill=lambda new: replace(done, name=new.name, id=new.id)) as store:
        for state in assess(load_guide(), store.draft, samples.NOW).own:
            usual = samples.ACME[DATE] if state.step.kind is Kind.SCHEDULE else "yes"
            store.answer(state.step.id, store.draft.answers.get(state.step.id, usual))
            store.confirm(state.step.id)
            store.change(lambda draft: replace(draft, remarks=()))
        left = assess(load_guide(), store.draft, samples.NOW).own
    assert left == ()
    script = held(Script(["an answer", "list", "quit"]), data_dir)
    assert "Up next: Nothing to do for you." in script.heard
    assert "Your word: " in script.heard
    assert "Problem: No item is asked now." in script.heard


def test_lists_and_help_name_everything(data_dir: Path, acme: MakeProfile) -> None:
    acme()
    script = held(Script(["list", "list all", "status", "help", "?", "??"]), data_dir)
    items = {line.partition(":")[0] for line in script.heard.splitlines() if line.startswith("Item ")}
    assert {f"Item {number}" for number in range(1, len(load_guide().steps) + 1)} <= items
    assert script.heard.count("Word: ") == len(WORDS)
    assert script.heard.count("Sign: ") == len(SIGNS)


def test_what_was_typed_and_can_not_be_meant_is_said_back(data_dir: Path, acme: MakeProfile) -> None:
    acme(step=HOSTING)
    heard = held(Script(["77"]), data_dir).heard
    assert "Problem: There is no option 77.\nYou typed: 77\n" in heard


def test_wherever_the_input_ends_what_was_answered_is_saved(
    data_dir: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme(step=HOSTING)
    lines = [
        "1",
        "note",
        "a note",
        "go date",
        "1",
        "handoff",
        "1",
        "yes",
        "-",
        "profiles",
        "1",
        "later",
        "why",
    ]
    for count in range(1, len(lines) + 1):
        held(Script(lines[:count]), data_dir)
        assert kept().answers[HOSTING] == "cloud"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.sampled_from([word.word for word in (*SIGNS, *WORDS) if word.name not in ("check", "import")]),
            st.sampled_from(["1", "2", "yes", "no", "all", "go 5", "go 26", "001\nACME", "-1", "go mobile"]),
            st.text(max_size=30),
        ),
        max_size=12,
    )
)
def test_whatever_is_typed_nothing_breaks_and_nothing_is_drawn(data_dir: Path, lines: list[str]) -> None:
    if not Profiles(data_dir).list():
        Profiles(data_dir).create("Acme").close()
    script = held(Script(lines, echoes=False), data_dir)
    assert not [c for c in script.heard if hidden(c) and c != "\n"]
