"""However the wizard ends, what was typed is in the profile and the terminal is as it was before."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import OpenTerminal, RunWizard, StoredProfile

from cmic_wizard.profile.profiles import Profiles

if TYPE_CHECKING:
    from wizard_terminal import Terminal

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

STEP = "connection.service_user"
TITLE = "CMiC service user"
TYPED = "PROCORE_SVC"
SAVED_WITHIN = 0.6
"""Seconds after the last key by which a text is on the disk."""
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l")
"""The normal screen, the cursor, the mouse and pasting as they were."""


@pytest.fixture
def typing(terminal: OpenTerminal, stored_profile: StoredProfile) -> Terminal:
    """A wizard in which a service user has just been typed."""
    stored_profile("Acme Builders", STEP)
    wizard = terminal()
    wizard.expect(TITLE)
    wizard.type(TYPED)
    wizard.expect(TYPED)
    return wizard


@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_saves_and_restores_the_terminal(
    name: str, status: int, typing: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    typing.kill(getattr(signal, name))
    assert typing.expect_end() == status
    assert answer_on_disk("acme-builders", STEP) == TYPED
    end = typing.raw[typing.raw.rfind(b"\x1b[?1049h") :]
    assert [mode for mode in RESTORED if mode not in end] == []
    assert b"Traceback" not in end


@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_what_has_arrived_before_a_signal_is_taken_first(
    name: str, status: int, typing: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    typing._write(f"_{'MORE' * 25}\t\x1b[Z_END".encode())
    typing.kill(getattr(signal, name))
    assert typing.expect_end() == status
    assert answer_on_disk("acme-builders", STEP) == f"{TYPED}_{'MORE' * 25}_END"


def test_a_note_that_is_being_written_when_a_signal_comes_is_kept(typing: Terminal, data_dir: Path) -> None:
    typing.press("f7")
    typing.expect("Note: CMiC service user")
    typing.type("Ask Dana")
    typing.kill(signal.SIGTERM)
    assert typing.expect_end() == 143
    assert Profiles(data_dir).load("acme-builders").notes == {STEP: "Ask Dana"}


def test_a_signal_at_the_password_dialog_keeps_nothing_of_it(
    typing: Terminal, answer_on_disk: Callable[[str, str], str], data_dir: Path
) -> None:
    typing.press("tab", "enter")
    typing.expect("Password of the service user")
    typing.type("zebra-4711")
    typing.kill(signal.SIGTERM)
    assert typing.expect_end() == 143
    assert answer_on_disk("acme-builders", STEP) == TYPED
    assert not [path for path in data_dir.rglob("*") if path.is_file() and b"zebra" in path.read_bytes()]
    assert not (data_dir / "reports").exists()


def test_ctrl_c_leaves_as_quitting_does(typing: Terminal, answer_on_disk: Callable[[str, str], str]) -> None:
    typing.press("ctrl+c")
    assert typing.expect_end() == 0
    assert answer_on_disk("acme-builders", STEP) == TYPED
    assert [mode for mode in RESTORED if mode not in typing.raw] == []


def test_closing_the_terminal_saves(
    typing: Terminal, answer_on_disk: Callable[[str, str], str], data_dir: Path
) -> None:
    typing.hang_up()
    assert typing.expect_end() == 129
    assert answer_on_disk("acme-builders", STEP) == TYPED
    assert not (data_dir / "reports").exists(), "that the terminal is gone is no crash"


def test_what_is_typed_is_soon_on_the_disk_without_any_end(
    typing: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    typing.type("2")
    sent = time.monotonic()
    typing.wait_until(lambda: answer_on_disk("acme-builders", STEP) == TYPED + "2", 5, "the text to be saved")
    assert time.monotonic() - sent < SAVED_WITHIN


def test_a_second_wizard_opens_read_only_and_says_who_holds_the_profile(
    typing: Terminal, terminal: OpenTerminal, run_wizard: RunWizard
) -> None:
    second = terminal()
    shown = second.expect(f"process {typing.pid}")
    assert "Read-only: open elsewhere" in shown.split("\n")[0]
    second.expect(TITLE)
    second.type("XYZ")
    second.press("space", "delete")
    refused = run_wizard("set", f"{STEP}=OTHER")
    assert refused.returncode == 1
    assert f"process {typing.pid}" in refused.stderr
    second.press("f10")
    assert second.expect_end() == 0
    typing.press("f10")
    assert typing.expect_end() == 0
    shown = json.loads(run_wizard("status", "--json").stdout)
    assert next(s["state"] for s in shown["steps"] if s["step"] == STEP) == "done"
    assert run_wizard("set", f"{STEP}=OTHER").returncode == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="threads are counted in /proc")
def test_stopped_and_continued_it_goes_on(
    typing: Terminal, answer_on_disk: Callable[[str, str], str]
) -> None:
    """Stopped by SIGSTOP it is not told; Textual alone would read the terminal twice from then on."""
    tasks = Path(f"/proc/{typing.pid}/task")
    typing.wait_until(lambda: answer_on_disk("acme-builders", STEP) == TYPED, 5, "the text to be saved")
    before = len(list(tasks.iterdir()))
    for _turn in range(3):
        typing.kill(signal.SIGSTOP)
        typing.wait_until(lambda: "T" in state_of(typing.pid), 5, "the program to stop")
        typing.kill(signal.SIGCONT)
        typing.wait_until(lambda: "T" not in state_of(typing.pid), 5, "the program to go on")
    typing.type("XYZ")
    typing.expect(TYPED + "XYZ")
    typing.wait_until(lambda: answer_on_disk("acme-builders", STEP) == TYPED + "XYZ", 5, "the save")
    typing.wait_until(lambda: len(list(tasks.iterdir())) <= before, 5, "one reader of the terminal")
    typing.press("f10")
    assert typing.expect_end() == 0
    assert answer_on_disk("acme-builders", STEP) == TYPED + "XYZ"


def state_of(pid: int) -> str:
    """The letter by which the system calls what a process is doing."""
    return subprocess.run(["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True).stdout
