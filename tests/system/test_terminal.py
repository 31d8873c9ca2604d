"""The terminal harness itself: it must see, type, wait and clean up as the other system tests trust it to."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import OpenTerminal

if TYPE_CHECKING:
    from wizard_terminal import Terminal

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

TINY = Path(__file__).parent / "apps" / "tiny.py"


@pytest.fixture
def tiny(terminal: OpenTerminal) -> Terminal:
    """The tiny application, painted."""
    opened = terminal(command=[sys.executable, TINY])
    opened.expect("Ready")
    return opened


def test_what_is_typed_is_echoed(tiny: Terminal) -> None:
    tiny.press("tab", "shift+tab")
    tiny.type("códigos 001,ACME01")
    tiny.expect("typed <códigos 001,ACME01>")
    tiny.press("backspace", "home", "x")
    tiny.expect(re.compile(r"typed <xcódigos 001,ACME0>"))


def test_pasted_text_arrives_whole(tiny: Terminal) -> None:
    tiny.paste("https://acmemob.cmicpaas.com/cmicprod")
    tiny.expect("typed <https://acmemob.cmicpaas.com/cmicprod>")


def test_keys_and_clicks_reach_the_program(tiny: Terminal) -> None:
    tiny.press("f2")
    tiny.expect("hello from F2")
    tiny.click("Press me")
    tiny.expect("clicked")
    tiny.expect_gone("hello from F2")


def test_the_program_learns_of_a_new_size(tiny: Terminal) -> None:
    tiny.expect("80 by 24")
    tiny.resize(100, 30)
    tiny.expect("100 by 30")
    assert len(tiny.text().split("\n")) == 30


def test_esc_is_not_taken_for_the_start_of_the_next_key(tiny: Terminal) -> None:
    tiny.press("esc")
    assert tiny.expect_end() == 7
    assert b"\x1b[?1049l" in tiny.raw, "the normal screen is back"


def test_an_end_by_signal_is_reported_with_the_screen(tiny: Terminal) -> None:
    tiny.kill(signal.SIGKILL)
    with pytest.raises(AssertionError, match=r"ended with -9 .* for 'never' to appear(.|\n)*Ready"):
        tiny.expect("never")


def test_what_does_not_come_in_time_is_reported_with_the_screen(tiny: Terminal) -> None:
    with pytest.raises(AssertionError, match=r"0\.2 s passed .* for 'never' to appear(.|\n)*Ready"):
        tiny.expect("never", timeout=0.2)


def test_a_program_has_a_controlling_terminal_and_is_closed_with_its_session(terminal: OpenTerminal) -> None:
    code = "import time; print(open('/dev/tty').name, 'is open', flush=True); time.sleep(600)"
    opened = terminal(command=[sys.executable, "-c", code])
    opened.expect("/dev/tty is open")
    opened.close()
    opened.close()
    with pytest.raises(ProcessLookupError):
        os.kill(opened.pid, 0)


def test_styles_are_read_and_drawn(tiny: Terminal, tmp_path: Path) -> None:
    row, column = tiny.find("Ready")
    cell = tiny.cell(row, column)
    assert (cell.data, cell.fg, cell.bg, cell.bold, cell.underscore) == ("R", "ff0000", "000080", True, True)
    tiny.picture(tmp_path / "tiny.png")
    from PIL import Image

    with Image.open(tmp_path / "tiny.png") as image:
        assert image.width == 80 * 10
        assert image.height % 24 == 0
        colours = image.convert("RGB").getcolors(1 << 24)
        assert colours is not None
        assert {(255, 0, 0), (0, 0, 128)} <= {colour for _, colour in colours}


def test_an_unfinished_frame_is_never_seen() -> None:
    from wizard_screen import Screen

    screen = Screen(20, 2)
    screen.feed(b"old\x1b[?2026h\x1b[2J\x1b[Hhalf")
    assert screen.lines() == ["old", ""]
    screen.feed(b" whole\x1b[?2026l\x1b[2;1Hn")
    assert screen.lines() == ["half whole", "n"]


def test_sequences_that_are_not_text_leave_none_behind() -> None:
    from wizard_screen import Answers, Screen

    screen = Screen(20, 1)
    answers = Answers(screen)
    for chunk in (b"a\x1b[>1u\x1b[?2026", b"$pb\x1b[4:3mc\x1bP+q544e\x1b\\d\x1b[2 qe", b"\x1b[6n"):
        screen.feed(chunk)
        last = answers.to(chunk)
    assert screen.lines() == ["abcde"]
    assert last == b"\x1b[1;6R"
