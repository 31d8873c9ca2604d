"""A slow line delivers many keys at once: what is typed before and behind a leading key is kept."""

from __future__ import annotations

import re
import sys
import time

import pytest
from wizard_driver import Driver

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")

VERSION = "subscriptions.cmic_version"
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


@pytest.mark.parametrize("keys", LEADING.values(), ids=LEADING)
def test_what_was_typed_in_one_burst_with_a_key_that_leads_elsewhere_is_kept(keys, wizard, profile, stored):
    slug = profile(at=VERSION)
    terminal = wizard()
    terminal.wait_until(lambda: Driver(terminal).row_of_focus("CMiC version") is not None, what="the field")
    terminal._send(f"R12 Patch 9{keys}")
    if keys not in (LEADING["quit"], LEADING["quit by Ctrl+Q"]):
        terminal.wait_until(lambda: stored(slug).get(VERSION) == "R12 Patch 9", what="the answer to be kept")
        terminal.press("f10")
    assert terminal.expect_end() == 0
    assert stored(slug) == {VERSION: "R12 Patch 9"}


def test_what_is_typed_behind_a_key_that_leads_to_a_field_goes_into_that_field(wizard, profile, stored):
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
    onwards, wizard, profile, stored
):
    slug = profile(at=VERSION)
    terminal = wizard()
    terminal.wait_until(lambda: Driver(terminal).row_of_focus("CMiC version") is not None, what="the field")
    terminal._send(f"R12{onwards}20{onwards}")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    assert stored(slug) == {VERSION: "R12", "subscriptions.patch": "20"}


def test_one_can_quit_at_any_moment(wizard, profile, rounds, tally):
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
