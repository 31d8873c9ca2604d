"""Whatever bytes come from the terminal, the wizard goes on, and nothing else that was typed is lost."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import OpenTerminal, StoredProfile
from full_run import sampled

if TYPE_CHECKING:
    from wizard_terminal import Terminal

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from wizard_terminal import Terminal

STEP = "connection.service_user"
TITLE = "CMiC service user"
LEFT_OUT = "not UTF-8"


@pytest.fixture
def wizard(terminal: OpenTerminal, stored_profile: StoredProfile) -> Terminal:
    """A wizard in which the service user can be typed."""
    stored_profile("Acme Builders", STEP)
    opened = terminal()
    opened.expect(TITLE)
    return opened


def shows(wizard: Terminal, text: str) -> bool:
    return text in wizard.text()


def leaves(wizard: Terminal) -> int:
    """Press F10; the exit status."""
    wizard.press("f10")
    return wizard.expect_end()


ODD = {
    "a number beyond Unicode": b"\x1b[1114112;1u",
    "a key let go of": b"\x1b[57358;1:3u",
    "half a character": b"\x1b[55296;1u",
    "the oldest mouse with high bytes": b"\x1b[M\xff\xff\xff",
    "the oldest mouse with text": b"\x1b[M !!",
    "a huge number": b"\x1b[" + b"9" * 3000 + b";5u",
    "a sequence without measure": b"\x1b[" + b"1;" * 20_000 + b"u",
    "a mouse far away": b"\x1b[<0;9999;9999M\x1b[<0;9999;9999m",
    "a mouse beyond numbers": b"\x1b[<0;" + b"9" * 400 + b";1M",
    "a mouse before the edge": b"\x1b[<0;-5;-5M",
    "a size beyond measure": b"\x1b[48;60000;60000;9;9t\x1b[48;999999999;999999999;1;1t",
    "a size of nothing": b"\x1b[48;0;0;0;0t",
    "a place of the cursor": b"\x1b[24;80R",
    "what the terminal is": b"\x1b[?62;22c\x1b[>1;10;0c\x1bP>|term 9\x1b\\",
    "a colour": b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b]10;rgb:ffff/ffff/ffff\x07",
    "an answer of a megabyte": b"\x1b]52;c;" + b"QUJD" * 250_000 + b"\x07",
    "a picture of a megabyte": b"\x1b_Gi=1;" + b"OK" * 500_000 + b"\x1b\\",
    "focus, many times": b"\x1b[I\x1b[O" * 500 + b"\x1b[I",
    "a mouse that moves much": b"".join(b"\x1b[<35;%d;%dM" % (n % 80, n % 24) for n in range(1, 2000)),
    "modes": b"\x1b[?2026;2$y\x1b[?2048;2$y\x1b[?9999;9$y",
    "a paste that ends without beginning": b"\x1b[201~\x1b[201~",
}


def test_no_odd_sequence_changes_anything(
    wizard: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    typed = ""
    for number, (what, odd) in enumerate(ODD.items()):
        letter = chr(ord("A") + number)
        typed += letter
        wizard._write(odd + letter.encode())
        wizard.wait_until(partial(shows, wizard, typed), 15, f"the letter behind {what}")
    if sys.platform.startswith("linux"):
        assert memory(wizard) < 150
    assert leaves(wizard) == 0
    assert answer_on_disk("acme-builders", STEP) == typed


def test_a_byte_that_is_no_utf8_is_left_out_with_a_word(
    wizard: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    wizard._write(b"AB\xf1CD")
    wizard.expect("ABCD")
    wizard.expect(LEFT_OUT)
    wizard._write(b"\xf1")  # at the end: the rest of a character may yet come
    wizard._write("EÑ".encode()[:2])
    wizard._write("EÑ".encode()[2:])
    wizard.expect("ABCDEÑ")
    assert leaves(wizard) == 0
    assert answer_on_disk("acme-builders", STEP) == "ABCDEÑ"


def test_every_key_let_go_of_is_not_pressed_again(
    wizard: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    """What kitty sends where reports of events are on."""
    wizard._write(b"\x1b[97;1:1;97u\x1b[97;1:3u\x1b[98;1:2;98u\x1b[98:66;1:3u\x1b[0;;99:100:233u")
    wizard.expect("abcdé")
    assert leaves(wizard) == 0
    assert answer_on_disk("acme-builders", STEP) == "abcdé"


def below_the_title(wizard: Terminal) -> list[str]:
    """The screen without its first line, which says when it was saved."""
    return wizard.text().splitlines()[1:]


def test_esc_and_the_rest_of_a_key_apart_are_that_key_over_ssh(
    terminal: OpenTerminal, stored_profile: StoredProfile, answer_on_disk: Callable[[str, str], str]
) -> None:
    stored_profile("Acme Builders", STEP)
    wizard = terminal(env={"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "ESCDELAY": None})
    wizard.expect(TITLE)
    wizard.press("f4")
    wizard.expect("All action items")
    wizard.settle()
    items = below_the_title(wizard)
    wizard.press("esc")
    wizard.expect_gone("All action items")
    wizard._write(b"\x1b")
    time.sleep(0.15)  # the line's delay is what is tried
    wizard._write(b"OS")
    wizard.wait_until(lambda: below_the_title(wizard) == items, 15, "what F4 shows")
    wizard.press("esc")
    wizard.expect_gone("All action items")
    wizard.type("USER")
    assert leaves(wizard) == 0
    assert answer_on_disk("acme-builders", STEP) == "USER"


def test_a_letter_behind_esc_is_typed_over_ssh(
    terminal: OpenTerminal, stored_profile: StoredProfile, answer_on_disk: Callable[[str, str], str]
) -> None:
    """It takes longer to know that Esc was no more than Esc; a letter that comes then is still a letter."""
    stored_profile("Acme Builders", STEP)
    wizard = terminal(env={"SSH_TTY": "/dev/pts/7", "ESCDELAY": None})
    wizard.expect(TITLE)
    wizard.press("f4")
    wizard.expect("All action items")
    wizard._write(b"\x1b")
    time.sleep(0.25)
    wizard._write(b"USER")
    wizard.expect("USER")
    assert leaves(wizard) == 0
    assert answer_on_disk("acme-builders", STEP) == "USER"


def test_a_paste_that_never_ends_gives_the_keys_back(
    wizard: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    wizard._write(b"\x1b[200~PASTED")
    wizard.expect("PASTED")
    wizard.type("X")
    wizard.expect("PASTEDX")
    assert leaves(wizard) == 0
    assert answer_on_disk("acme-builders", STEP) == "PASTEDX"


def test_a_paste_of_ten_megabytes_is_refused_whole(
    wizard: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    wizard._write(b"AB\x1b[200~" + b"0123456789" * 1_000_000 + b"\x1b[201~CD")
    wizard.expect("longer than")
    wizard.expect("ABCD")
    if sys.platform.startswith("linux"):
        assert memory(wizard) < 150
    assert leaves(wizard) == 0
    assert answer_on_disk("acme-builders", STEP) == "ABCD"


def memory(wizard: Terminal) -> float:
    """The most memory that the program has had, in megabytes."""
    status = Path(f"/proc/{wizard.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
@sampled(2)
@pytest.mark.parametrize("size", [(65535, 65535), (1, 1), (0, 0), (65535, 1), (1, 65535)])
def test_a_terminal_of_any_size_is_drawn_as_far_as_that_goes(
    size: tuple[int, int], wizard: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    wizard.type("AB")
    wizard._set_size(*size)
    wizard.type("CD")
    wizard._set_size(80, 24)
    wizard.expect("ABCD")
    assert memory(wizard) < 250
    assert leaves(wizard) == 0
    assert answer_on_disk("acme-builders", STEP) == "ABCD"


def test_a_storm_of_sizes_passes(wizard: Terminal) -> None:
    for turn in range(2000):
        wizard._set_size(60 + turn % 100, 18 + turn % 40)
    wizard.resize(100, 30)
    wizard.type("STILL")
    wizard.expect("STILL")
    assert leaves(wizard) == 0


FAILING = """
import sys
from cmic_wizard.cli import main
from cmic_wizard.tui.arriving import Arriving

feed, left = Arriving.feed, {times}

def fail(self, data, now):
    global left
    if b"!" in data and left:
        left -= 1
        raise ValueError("C4NARY-value-5512")
    return feed(self, data, now)

Arriving.feed = fail
sys.argv[0] = "cmic-wizard"
raise SystemExit(main([]))
"""


def test_a_reader_that_fails_once_is_started_again(
    terminal: OpenTerminal, stored_profile: StoredProfile, answer_on_disk: Callable[[str, str], str]
) -> None:
    stored_profile("Acme Builders", STEP)
    wizard = terminal(command=[sys.executable, "-c", FAILING.format(times=1)])
    wizard.expect(TITLE)
    wizard.type("AB")
    wizard.expect("AB")
    wizard.type("!")
    wizard.type("CD")
    wizard.expect("ABCD")
    assert leaves(wizard) == 0
    assert answer_on_disk("acme-builders", STEP) == "ABCD"


def test_a_reader_that_fails_for_good_ends_the_wizard_with_a_word(
    terminal: OpenTerminal,
    stored_profile: StoredProfile,
    answer_on_disk: Callable[[str, str], str],
    data_dir: Path,
) -> None:
    stored_profile("Acme Builders", STEP)
    wizard = terminal(command=[sys.executable, "-c", FAILING.format(times=10**9)])
    wizard.expect(TITLE)
    wizard.type("AB")
    wizard.expect("AB")
    for _turn in range(12):
        wizard.type("!")
    assert wizard.expect_end() == 1
    said = wizard.raw.rpartition(b"\x1b[?1049l")[2].decode()
    assert "what you entered is saved" in said
    assert "Traceback" not in said
    [report] = (data_dir / "reports").iterdir()
    assert "ValueError" in report.read_text()
    assert "C4NARY" not in report.read_text()
    assert answer_on_disk("acme-builders", STEP) == "AB"
