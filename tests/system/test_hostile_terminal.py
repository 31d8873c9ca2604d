"""No byte of a hostile profile reaches the terminal as a sequence; a crash leaves it whole."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import OpenTerminal, StoredProfile
from hostile_draft import bare_name, hostile_draft, mixed_draft
from hostile_folder import fill
from hostile_texts import PAYLOAD, TEXTS
from terminal_bytes import came_through, sequences, strange_text

from cmic_wizard.tui.widgets.sidebar import WIDTH

if TYPE_CHECKING:
    from wizard_terminal import Terminal


def _store(data_dir: Path, stored_profile: StoredProfile) -> None:
    from cmic_wizard import files
    from cmic_wizard.profile.codec import draft_to_json
    from cmic_wizard.profile.profiles import Profiles

    slug = stored_profile("Acme Builders")
    draft = hostile_draft(Profiles(data_dir).load(slug))
    files.write_atomically(data_dir / "profiles" / f"{slug}.json", draft_to_json(draft))


def test_no_sequence_of_the_data_is_in_what_is_written(
    terminal: OpenTerminal, stored_profile: StoredProfile, data_dir: Path
) -> None:
    _store(data_dir, stored_profile)
    wizard = terminal(rows=60, columns=120)
    wizard.expect(PAYLOAD)
    for _turn in range(12):
        wizard.press("f3")
    for key in ("f1", "esc", "f4", "esc", "esc", "esc", "f8", "f7", "esc"):
        wizard.press(key)
    wizard.press("f10")
    assert wizard.expect_end() == 0
    raw = wizard.raw
    assert PAYLOAD.encode() in raw, "the text itself is shown"
    assert b"<U+001B>" in raw
    assert not re.search(rb"\x1b\][^\x07\x1b]*" + PAYLOAD.encode(), raw)
    assert b"\x1b]52" not in raw
    assert b"\x1b]0;title" not in raw
    assert b"\x9b31m" not in raw
    assert b"\xe2\x80\xae" not in raw, "nothing turns the direction of text"


LATE = 60.0
"""Seconds after which what was typed ahead, page after page of these texts, is surely drawn."""
OWN: set[bytes] = set()
"""What `own_sequences` found the first time."""


@pytest.fixture
def own_sequences(terminal: OpenTerminal, stored_profile: StoredProfile) -> set[bytes]:
    """The escape sequences that the wizard writes for a profile in which nothing is hostile."""
    if OWN:
        return OWN
    stored_profile("Plain", "connection.service_user")
    wizard = terminal(rows=40, columns=120)
    wizard.expect("CMiC service user")
    for key in ("f3", "f1", "esc", "f4", "esc", "esc", "esc", "f8", "f6", "f7", "esc"):
        wizard.press(key)
    wizard.press("f10")
    assert wizard.expect_end() == 0
    assert strange_text(wizard.raw) == []
    OWN.update(sequences(wizard.raw))
    return OWN


def harmless(raw: bytes, own: set[bytes]) -> bool:
    """Whether all that was written is the program's own."""
    assert sequences(raw) <= own, sequences(raw) - own
    assert strange_text(raw) == []
    assert came_through(raw, TEXTS.values()) == []
    return True


KEYS = re.compile(r" (F11 (Ask|Remind)  )?F1 Help  F2 Where  F3 Next  ")
"""How the line of keys begins; F11 is there for what somebody can be asked, or is asked already."""


def stands(wizard: Terminal) -> bool:
    """Whether the line beside the guide is unbroken and the keys are on the last line."""
    rows = wizard.screen.rows
    broken = [row for row in range(1, rows - 2) if wizard.cell(row, WIDTH - 1).data != "▕"]
    assert not broken, wizard.text()
    assert KEYS.match(wizard.text().split("\n")[-1]), wizard.text()
    return True


def test_the_profile_and_the_list_write_the_programs_own_sequences_alone(
    terminal: OpenTerminal, own_sequences: set[bytes], data_dir: Path, stored_profile: StoredProfile
) -> None:
    """Every text of the collection, page after page and in the dialogs over it."""
    from cmic_wizard import files
    from cmic_wizard.profile.codec import draft_to_json

    folder = data_dir / "profiles"
    mixed = mixed_draft([text[:1000] for text in TEXTS.values()])
    files.make_private_dir(folder)
    files.write_atomically(folder / "acme.json", draft_to_json(mixed))
    for number, text in enumerate(TEXTS.values()):
        found = {**json.loads(draft_to_json(mixed)), "name": text[:80], "id": f"n{number}"}
        path = folder / f"name-{number}.json"
        path.touch(0o600)
        path.write_bytes(json.dumps(found).encode("utf-8", "surrogatepass"))
    wizard = terminal("--profile", "Acme", rows=40, columns=120)
    wizard.expect("to do for you")
    for _turn in range(30):
        wizard.press("f3")
        assert stands(wizard)
    wizard.wait_until(lambda: b"<U+001B>" in wizard.raw, what="a control character to be shown")
    assert stands(wizard)
    for key in ("f4", "pagedown", "pagedown", "esc", "f7", "esc", "f8", "pagedown"):
        wizard.press(key)
    wizard.expect("Look at these first", LATE)
    wizard.press("esc")
    wizard.expect("All actions")
    wizard.type("Profiles")
    wizard.press("enter")
    wizard.expect("Profiles on this computer")
    for _turn in range(3):
        wizard.press("pagedown", "f2", "esc", "delete", "esc", "enter", "esc")
    wizard.press("f10")
    assert wizard.expect_end(LATE) == 0
    assert harmless(wizard.raw, own_sequences)


def test_the_table_of_a_folder_and_a_review_write_the_programs_own_sequences_alone(
    terminal: OpenTerminal, own_sequences: set[bytes], home: Path
) -> None:
    """Hostile names, companies, dates; then a hand-off with every text, judged with hostile remarks."""
    from reviewing import handoff_of

    from cmic_wizard.handoff import document
    from cmic_wizard.struct import replace

    folder = home / bare_name(TEXTS["title"])
    fill(folder)
    mixed = replace(mixed_draft([text[:600] for text in TEXTS.values()]), name="A whole one")
    (folder / "0.json").write_bytes(document.to_bytes(handoff_of(mixed)))
    wizard = terminal("review", folder, rows=40, columns=120)
    wizard.expect("134 of 134 files")
    for key in ("pagedown", "pagedown", "enter", "pagedown", "enter", "pagedown", "enter", "f3", "f3"):
        wizard.press(key)
    wizard.press("home")
    wizard.type("whole one")
    wizard.press("enter", "enter")
    wizard.expect("Your review")
    for text in ("title", "bidi", "screen 1"):
        wizard.press("f3", "right", "enter")
        wizard.paste(TEXTS[text].replace("\x1b", "\x9b"))
    for _turn in range(12):
        wizard.press("pagedown", "f3")
        assert stands(wizard)
    wizard.press("f8", "f10", "esc", "f10")
    wizard.press("f10")
    assert wizard.expect_end(LATE) == 0
    assert harmless(wizard.raw, own_sequences)


def test_a_sequence_that_comes_through_is_seen(own_sequences: set[bytes]) -> None:
    """The control: what these texts would have done is told from the program's own."""
    for name, text in TEXTS.items():
        raw = b"\x1b[1;1H\x1b[38;2;1;2;3m" + text.encode("utf-8", "surrogatepass")
        hostile = bool(came_through(raw, [text]))
        seen = bool(strange_text(raw) or came_through(raw, TEXTS.values()))
        assert seen == hostile, name
    assert sum(bool(sequences(text.encode()) - own_sequences) for text in TEXTS.values()) >= 4


CRASHING = """
import sys
from cmic_wizard.cli import main
from cmic_wizard.tui.screens.flows import ACTS

def fail(_screen) -> None:
    secret = "C4NARY-value-5512"
    raise ValueError(f"bad {secret}")

ACTS["items"] = fail
sys.argv[0] = "cmic-wizard"
raise SystemExit(main([]))
"""


def test_a_crash_ends_in_one_sentence_with_the_terminal_restored(
    terminal: OpenTerminal, stored_profile: StoredProfile, data_dir: Path
) -> None:
    stored_profile("Acme Builders", "connection.service_user")
    wizard = terminal(command=[sys.executable, "-c", CRASHING])
    wizard.expect("CMiC service user")
    wizard.type("PROCORE")
    wizard.press("f4")
    assert wizard.expect_end() == 1
    restored, _mode, said = wizard.raw.rpartition(b"\x1b[?1049l")
    assert restored
    for mode in (b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l"):
        assert mode in wizard.raw
    lines = [
        line for line in re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", said).decode().split("\r\n") if line.strip()
    ]
    [report] = (data_dir / "reports").iterdir()
    assert len(lines) == 1
    assert lines[0].startswith("Something went wrong; what you entered is saved.")
    assert str(report) in lines[0]
    assert b"C4NARY" not in wizard.raw
    assert "C4NARY" not in report.read_text()
    assert "Traceback" not in said.decode()
    from cmic_wizard.profile.profiles import Profiles

    assert Profiles(data_dir).load("acme-builders").answers["connection.service_user"] == "PROCORE"


@pytest.mark.parametrize("place", ["wizard", "command"])
def test_a_crash_names_a_hostile_folder_harmlessly(
    place: str, terminal: OpenTerminal, own_sequences: set[bytes], home: Path
) -> None:
    """The sentence after the end holds a path; so does that of a command that breaks."""
    folder = home.joinpath(*(bare_name(text, 60) for text in list(TEXTS.values())[:24]))
    script = CRASHING if place == "wizard" else BREAKING
    wizard = terminal(
        command=[sys.executable, "-c", script], env={"CMIC_WIZARD_DATA_DIR": str(folder)}, columns=120
    )
    if place == "wizard":
        wizard.expect("Start")
        wizard.type("Acme")
        wizard.press("enter")
        wizard.expect("to do for you")
        wizard.press("f4")
    assert wizard.expect_end() in (1, 3)
    _screen, _mode, said = wizard.raw.rpartition(b"\x1b[?1049l")
    assert b"Something went wrong" in said
    assert b"<U+001B>]52;c;" in said
    assert strange_text(said) == []
    assert came_through(said, TEXTS.values()) == []
    assert sequences(said) <= own_sequences


BREAKING = """
import sys
from cmic_wizard import cli
from cmic_wizard.profile import profiles

def fail(_screen) -> None:
    raise ValueError("bad")

profiles.Profiles.list = fail
raise SystemExit(cli.main(["profiles"]))
"""
