"""Stopped and continued by a shell, in the background, with its output held: screen and keys come back."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import NeedProgram, OpenTerminal, StoredProfile

if TYPE_CHECKING:
    from wizard_terminal import Terminal

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

STEP = "connection.service_user"
TITLE = "CMiC service user"
WIZARD = f"{sys.executable} -m cmic_wizard"
BASH = "bash --norc --noprofile +o history -i"
PROMPT = "shell-ready>"


@pytest.fixture
def shell(terminal: OpenTerminal, stored_profile: StoredProfile, need_program: NeedProgram) -> Terminal:
    """A shell with job control, in which the wizard has not been started yet."""
    stored_profile("Acme Builders", STEP)
    opened = terminal(command=[need_program("bash"), *BASH.split()[1:]], env={"PS1": PROMPT})
    opened.expect(PROMPT)
    return opened


@pytest.fixture
def tmux(
    terminal: OpenTerminal, stored_profile: StoredProfile, need_program: NeedProgram, tmp_path: Path
) -> Iterator[Terminal]:
    """The same in tmux, which the terminal shows."""
    stored_profile("Acme Builders", STEP)
    program, socket = need_program("tmux"), tmp_path / "tmux"
    opened = terminal(
        command=[program, "-f", "/dev/null", "-S", socket, "new-session", f"PS1='{PROMPT}' {BASH}"],
    )
    opened.expect(PROMPT)
    yield opened
    subprocess.run([program, "-S", socket, "kill-server"], capture_output=True)


def wizard_in(shell: Terminal) -> int:
    """The wizard's process, which the shell has started."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(shell.pid)], capture_output=True, text=True, check=True
    )
    return int(found.stdout)


def goes_on(shell: Terminal, typed: str) -> None:
    """Demand that the whole screen is there, and the keys; `typed` stands in the field, a letter is added."""

    def whole() -> bool:
        shown = shell.text()
        return shown.startswith(" CMiC") and TITLE in shown and "F10 Quit" in shown and PROMPT not in shown

    shell.wait_until(whole, 15, "the whole screen")
    shell.type("Z")
    shell.expect(typed + "Z")


def waits_again(shell: Terminal) -> None:
    """Wait until the shell takes commands; an earlier prompt comes back before the wizard has ended."""

    def ready() -> bool:
        cursor = shell.screen.cells.cursor
        before = "".join(shell.cell(cursor.y, column).data for column in range(cursor.x))
        return before.endswith(PROMPT)

    shell.wait_until(ready, 15, "the shell's prompt at the cursor")


@pytest.mark.parametrize("place", ["shell", "tmux"])
def test_ctrl_z_stops_it_and_fg_brings_it_back(
    place: str, request: pytest.FixtureRequest, answer_on_disk: Callable[[str, str], str]
) -> None:
    shell = request.getfixturevalue(place)
    shell.type(f"{WIZARD}\r")
    shell.expect(TITLE)
    typed = ""
    for turn in range(3):
        shell.type(f"TURN{turn}")
        typed += f"TURN{turn}"
        shell.expect(typed)
        shell.press("ctrl+z")
        shell.expect("Stopped")
        assert answer_on_disk("acme-builders", STEP) == typed, "it is saved before it stops"
        shell.type("clear; echo $((6 * 7)); stty -a | tr ';' '\\n' | grep -w icanon\r")
        shell.expect(re.compile(r"^42$", re.MULTILINE))
        assert "-icanon" not in shell.expect("icanon")
        assert "F10 Quit" not in shell.text()
        shell.type("fg\r")
        goes_on(shell, typed)
        typed += "Z"
    shell.press("f10")
    waits_again(shell)
    shell.type("echo ended $?\r")
    shell.expect("ended 0")
    assert answer_on_disk("acme-builders", STEP) == typed


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ps --ppid")
@pytest.mark.parametrize("number", ["TSTP", "STOP"])
def test_stopped_from_elsewhere_fg_brings_it_back(
    number: str, shell: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    """A stop that nobody announces leaves the terminal as it is; the shell writes over the screen.

    Nothing can be stopped amid a sequence here, whose rest the shell's own words would be taken for.
    """
    shell.type(f"{WIZARD}\r")
    shell.expect(TITLE)
    shell.type("A")
    shell.expect("A")
    pid = wizard_in(shell)
    typed = "A"
    for _turn in range(3):
        shell.settle()
        os.kill(pid, getattr(signal, f"SIG{number}"))
        shell.expect("Stopped")
        shell.type("clear; seq 3\r")
        shell.expect(re.compile("^3$", re.MULTILINE))
        shell.type("fg\r")
        goes_on(shell, typed)
        typed += "Z"
    shell.press("f10")
    waits_again(shell)
    assert answer_on_disk("acme-builders", STEP) == typed


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ps --ppid")
def test_to_go_on_without_having_been_stopped_changes_nothing(
    shell: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    shell.type(f"{WIZARD}\r")
    shell.expect(TITLE)
    for _turn in range(50):
        os.kill(wizard_in(shell), signal.SIGCONT)
    goes_on(shell, "")
    shell.press("f10")
    waits_again(shell)
    assert answer_on_disk("acme-builders", STEP) == "Z"


def test_started_in_the_background_it_waits_for_fg(shell: Terminal) -> None:
    shell.type("set -b\r")  # it says at once what became of a job
    shell.type(f"{WIZARD} &\r")
    shell.expect("Stopped")
    assert TITLE not in shell.text()
    shell.type("clear; fg\r")
    goes_on(shell, "")
    shell.press("ctrl+z")
    shell.expect("Stopped")
    shell.type("clear; bg\r")
    shell.expect("Stopped")
    shell.type("clear; fg\r")
    goes_on(shell, "Z")
    shell.press("f10")
    waits_again(shell)


def test_ctrl_z_says_where_nobody_could_let_it_go_on(
    terminal: OpenTerminal, stored_profile: StoredProfile, answer_on_disk: Callable[[str, str], str]
) -> None:
    """No shell looks after it: as the program of a window of its own, or over `ssh -t host cmic-wizard`."""
    stored_profile("Acme Builders", STEP)
    wizard = terminal()
    wizard.expect(TITLE)
    wizard.press("ctrl+z")
    wizard.expect("so it was not stopped")
    wizard.type("STILL")
    wizard.expect("STILL")
    wizard.press("f10")
    assert wizard.expect_end() == 0
    assert answer_on_disk("acme-builders", STEP) == "STILL"


def test_a_terminal_that_takes_nothing_keeps_no_signal_waiting(
    terminal: OpenTerminal, stored_profile: StoredProfile, answer_on_disk: Callable[[str, str], str]
) -> None:
    """Its output is held, as by Ctrl+S or a line that has gone quiet; what was typed is saved."""
    stored_profile("Acme Builders", STEP)
    wizard = terminal()
    wizard.expect(TITLE)
    with wizard.held():
        for turn in range(60):
            wizard._write(b"A" if turn % 2 else b"\x7f")
        wizard._write(b"HELD")
        wizard.wait_until(lambda: answer_on_disk("acme-builders", STEP) == "AHELD", 15, "the save")
        wizard.kill(signal.SIGTERM)
        wizard.process.wait(15)
    assert wizard.expect_end() == 143


def test_output_that_was_held_is_made_good(terminal: OpenTerminal, stored_profile: StoredProfile) -> None:
    stored_profile("Acme Builders", STEP)
    wizard = terminal()
    wizard.expect(TITLE)
    with wizard.held():
        for _turn in range(12):
            wizard._write(b"\x1bOR\x1b[6~\x1b[5~")
        wizard._write(b"\x1b[24;80R")
    wizard.press("f4")
    wizard.expect("All action items")
    wizard.press("esc", "f10")
    assert wizard.expect_end() == 0
