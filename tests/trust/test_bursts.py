"""A slow line delivers many keys at once: what is typed before and behind a leading key is kept."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest
from fixture_types import OpenTerminal, ProfileAt, Rounds, Stored, Tally
from full_run import sampled

from cmic_wizard.profile.profiles import Profiles

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from wizard_driver import Driver

VERSION = "subscriptions.cmic_version"
MASKED = re.compile("•{4,}")
LEADING = {
    "quit": "\x1b[21~",
    "quit by Ctrl+Q": "\x11",
    "hand-off page": "\x1b[19~",
    "hand-off page and back": "\x1b[19~\x1bOR",
    "next": "\x1bOR",
    "items": "\x1bOS",
    "menu": "\x1b",
    "next field": "\t",
    "click on the guide": "\x1b[<0;5;11M\x1b[<0;5;11m",
}


@sampled(2)
@pytest.mark.parametrize("keys", LEADING.values(), ids=LEADING)
def test_what_was_typed_in_one_burst_with_a_key_that_leads_elsewhere_is_kept(
    keys: str, wizard: OpenTerminal, profile: ProfileAt, stored: Stored
) -> None:
    slug = profile(at=VERSION)
    terminal = wizard()
    terminal.wait_until(lambda: Driver(terminal).row_of_focus("CMiC version") is not None, what="the field")
    terminal._send(f"R12 Patch 9{keys}")
    if keys not in (LEADING["quit"], LEADING["quit by Ctrl+Q"]):
        terminal.wait_until(lambda: stored(slug).get(VERSION) == "R12 Patch 9", what="the answer to be kept")
        terminal.press("f10")
    assert terminal.expect_end() == 0
    assert stored(slug) == {VERSION: "R12 Patch 9"}


def test_what_is_typed_behind_a_key_that_leads_to_a_field_goes_into_that_field(
    wizard: OpenTerminal, profile: ProfileAt, stored: Stored
) -> None:
    slug = profile()
    terminal = wizard()
    terminal.expect(re.compile("next: CMiC version"))
    terminal._send("\x1bORR12 Patch 9")
    terminal.expect("R12 Patch 9")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    assert stored(slug) == {VERSION: "R12 Patch 9"}


@pytest.mark.parametrize("onwards", ["\t", "\r", "\x1b[B"], ids=["tab", "enter", "down"])
def test_what_is_typed_behind_a_key_that_goes_to_the_next_field_goes_into_that_field(
    onwards: str, wizard: OpenTerminal, profile: ProfileAt, stored: Stored
) -> None:
    slug = profile(at=VERSION)
    terminal = wizard()
    terminal.wait_until(lambda: Driver(terminal).row_of_focus("CMiC version") is not None, what="the field")
    terminal._send(f"R12{onwards}20{onwards}")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    assert stored(slug) == {VERSION: "R12", "subscriptions.patch": "20"}


OPENING = {
    "note": ("\x1b[18~", "Note: CMiC version"),
    "menu": ("\x10", "All actions"),
    "items": ("\x1bOS", "Your turn"),
    "help": ("\x1bOP", "Close"),
    "where": ("\x1bOQ", "Close"),
    "check": ("\x1b[15~", "Close"),
}


@sampled(2)
@pytest.mark.parametrize(("key", "shown"), OPENING.values(), ids=OPENING)
def test_what_is_typed_behind_a_key_that_opens_a_dialog_never_reaches_the_field_behind_it(
    key: str, shown: str, wizard: OpenTerminal, profile: ProfileAt, data_dir: Path
) -> None:
    answers = {"connection.mobile_server_url": "https://localhost:1/cmicprod"}
    slug = profile(at=VERSION, answers=answers)
    terminal = wizard()
    terminal.wait_until(lambda: Driver(terminal).row_of_focus("CMiC version") is not None, what="the field")
    terminal._send(f"{key}zebra")
    terminal.expect(shown)
    if shown in ("Note: CMiC version", "All actions"):
        terminal.expect("zebra")
    terminal.press("esc")
    terminal.expect_gone(shown)
    terminal.press("f10")
    assert terminal.expect_end() == 0
    kept = Profiles(data_dir).load(slug)
    assert kept.answers == answers
    assert kept.notes == ({VERSION: "zebra"} if shown.startswith("Note") else {})


def test_a_password_typed_in_one_burst_with_the_keys_that_open_its_dialog_stands_nowhere_in_clear(
    wizard: OpenTerminal, profile: ProfileAt, data_dir: Path
) -> None:
    slug = profile(at="connection.service_user")
    terminal = wizard()
    title = "CMiC service user"
    terminal.wait_until(lambda: Driver(terminal).row_of_focus(title) is not None, what="the field")
    terminal._send("PROCORE\t\rzebra-4711\rzebra-47")
    terminal.expect("Password of the service user")
    terminal.wait_until(lambda: len(MASKED.findall(terminal.text())) == 2, what="both lines, masked")
    assert [len(found) for found in MASKED.findall(terminal.text())] == [len("zebra-4711"), len("zebra-47")]
    terminal.press("esc")
    terminal.expect_gone("Password of the service user")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    assert Profiles(data_dir).load(slug).answers == {"connection.service_user": "PROCORE"}
    assert b"zebra" not in terminal.raw
    assert not [path for path in data_dir.rglob("*") if path.is_file() and b"zebra" in path.read_bytes()]


def test_a_burst_goes_through_the_menu_into_the_dialog_that_was_chosen_there(
    wizard: OpenTerminal, profile: ProfileAt, data_dir: Path
) -> None:
    slug = profile(at=VERSION)
    terminal = wizard()
    terminal.wait_until(lambda: Driver(terminal).row_of_focus("CMiC version") is not None, what="the field")
    terminal._send("R12\x10Note on this\rzebra")
    terminal.expect("Note: CMiC version")
    terminal.expect("zebra")
    terminal.press("esc", "f10")
    assert terminal.expect_end() == 0
    kept = Profiles(data_dir).load(slug)
    assert (kept.answers, kept.notes) == ({VERSION: "R12"}, {VERSION: "zebra"})


def test_a_burst_goes_through_the_action_items_into_the_field_that_was_chosen_there(
    wizard: OpenTerminal, profile: ProfileAt, stored: Stored
) -> None:
    slug = profile()
    terminal = wizard()
    terminal.expect(re.compile("next: CMiC version"))
    terminal._send("\x1bOS\rR12 Patch 9")
    terminal.expect("R12 Patch 9")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    assert stored(slug) == {VERSION: "R12 Patch 9"}


def test_one_can_quit_at_any_moment(
    wizard: OpenTerminal, profile: ProfileAt, rounds: Rounds, tally: Tally
) -> None:
    """From before the first paint until all is mounted: always in order, never with a report of a fault."""
    profile(at=VERSION)
    count = rounds(8, 120)
    for number in range(count):
        terminal = wizard()
        terminal.wait_until(lambda: b"\x1b[?1049h" in terminal.raw, what="the screen to open")  # noqa: B023
        time.sleep(0.4 * number / count)
        terminal._send(f"R12{LEADING['quit']}")
        assert terminal.expect_end() == 0, terminal.text()
        terminal.close()
    tally(f"quit at {count} moments after the start: in order each time")
