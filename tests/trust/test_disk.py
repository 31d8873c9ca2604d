"""A disk that fails: the user is told at once, keeps what he typed, and can save it elsewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import NeedProgram, OpenTerminal, ProfileAt, RunWizard, SmallDisk, Stored, Tally

if TYPE_CHECKING:
    from wizard_terminal import Terminal

if sys.platform == "win32":
    pytest.skip("pseudo-terminals and mounts are POSIX", allow_module_level=True)

import resource

from wizard_driver import Driver

VERSION = "subscriptions.cmic_version"
SMALLEST_WRITE = 'ulimit -f 1; exec "$@"'
"""Runs a command whose files may not grow beyond 512 or 1,024 bytes: the disk that anybody can have full."""
LONG = "word " * 300


def on_disk(small_disk: SmallDisk, profile: ProfileAt) -> dict[str, str]:
    """A profile on the small disk, and the environment that leads to it."""
    profile(at=VERSION, answers={"connection.tenant_id": "SOLUTIONS"}, folder=small_disk.folder)
    return {"CMIC_WIZARD_DATA_DIR": str(small_disk.folder)}


def in_field(terminal: Terminal, timeout: float = 15) -> None:
    """Wait until the version's field has the focus."""
    title = "CMiC version"
    terminal.wait_until(
        lambda: Driver(terminal).row_of_focus(title) is not None, timeout, f"{title} to be on"
    )


def set_answer(run_wizard: RunWizard, text: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return run_wizard("set", f"{VERSION}={text}", **options)


def one_sentence(stderr: str, reason: str) -> None:
    lines = stderr.splitlines()
    assert len(lines) == 1, stderr
    assert lines[0].startswith("cmic-wizard: ")
    assert reason in lines[0]
    assert lines[0].endswith(".")


def told_and_kept(terminal: Terminal, reason: str, typed: str) -> None:
    """The status line tells, the title says so, what was typed stands, and keys go on working."""
    terminal.expect("Not saved!")
    assert reason in terminal.text().split("\n")[-2], terminal.text()
    assert typed in terminal.text()
    terminal.type("x")
    terminal.expect(f"{typed}x")
    terminal.press("backspace")
    terminal.expect(re.compile(rf"{typed}(?!x)"))


def save_elsewhere(terminal: Terminal, path: Path) -> None:
    """Leave, and save a copy at the path that the dialog is given."""
    terminal.press("f10")
    terminal.expect("Not saved yet")
    terminal.press("home", "ctrl+k")
    terminal.type(str(path))
    terminal.press("tab", "tab", "enter")
    assert terminal.expect_end() == 0


def test_a_full_disk_is_told_and_the_copy_saved_elsewhere_is_taken_back(
    small_disk: SmallDisk,
    wizard: OpenTerminal,
    profile: ProfileAt,
    run_wizard: RunWizard,
    stored: Stored,
    home: Path,
) -> None:
    env = on_disk(small_disk, profile)
    small_disk.fill()
    one_sentence(
        set_answer(run_wizard, LONG, env=env).stderr.splitlines()[-1], "no space is left on the disk"
    )
    terminal = wizard(env=env)
    in_field(terminal)
    terminal.type("R12 Patch 20")
    told_and_kept(terminal, "no space is left on the disk", "R12 Patch 20")
    copy = home / "copy.json"
    save_elsewhere(terminal, copy)
    small_disk.empty()
    done = run_wizard("import", copy, env=env)
    assert (done.returncode, "R12 Patch 20" in done.stderr) == (0, True), "what the profile lacks is taken"
    assert stored("acme", small_disk.folder) == {"connection.tenant_id": "SOLUTIONS", VERSION: "R12 Patch 20"}


def test_it_saves_by_itself_once_there_is_room_again(
    small_disk: SmallDisk,
    wizard: OpenTerminal,
    profile: ProfileAt,
    run_wizard: RunWizard,
    stored: Stored,
) -> None:
    env = on_disk(small_disk, profile)
    terminal = wizard(env=env)
    in_field(terminal)
    small_disk.fill()
    terminal.type("R12")
    terminal.expect("Not saved!")
    small_disk.empty()
    terminal.expect(re.compile(r"Saved \d\d:\d\d"))
    terminal.expect("to do for you")
    assert stored("acme", small_disk.folder)[VERSION] == "R12"


def test_a_folder_made_read_only_is_told(
    small_disk: SmallDisk,
    wizard: OpenTerminal,
    profile: ProfileAt,
    run_wizard: RunWizard,
    stored: Stored,
) -> None:
    env = on_disk(small_disk, profile)
    terminal = wizard(env=env)
    in_field(terminal)
    small_disk.read_only()
    terminal.type("R12")
    told_and_kept(terminal, "the disk is read-only", "R12")
    terminal.press("f10")
    terminal.expect("Leave without saving")
    terminal.press("esc")
    terminal.expect_gone("Leave without saving")
    terminal.press("f10", "tab", "tab", "tab", "enter")
    assert terminal.expect_end() == 0
    one_sentence(set_answer(run_wizard, "R12", env=env).stderr, "the disk is read-only")
    shown = run_wizard("status", "--json", env=env)
    assert shown.returncode == 3, "reading goes on"


def test_a_limit_on_files_stops_no_typing_and_loses_nothing(
    wizard: OpenTerminal, profile: ProfileAt, run_wizard: RunWizard, home: Path, stored: Stored
) -> None:
    slug = profile(at=VERSION, answers={"connection.tenant_id": LONG})
    before = ["sh", "-c", SMALLEST_WRITE, "sh"]
    terminal = wizard(before=before, env={"PYTHONDONTWRITEBYTECODE": "1"})
    in_field(terminal)
    terminal.type("R12")
    told_and_kept(terminal, "larger than this system allows", "R12")
    terminal.press("f10")
    terminal.expect("Not saved yet")
    terminal.press("up", "up", "up")
    terminal.press("esc")
    terminal.kill(15)
    assert terminal.expect_end() == 128 + 15
    assert "Your last changes could not be saved." in terminal.text()
    assert VERSION not in stored(slug)
    assert stored(slug)["connection.tenant_id"] == LONG
    done = set_answer(
        run_wizard,
        "R12",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)),
        env={"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 1
    one_sentence(done.stderr, "larger than this system allows")
    assert stored(slug)["connection.tenant_id"] == LONG


def test_going_to_the_list_of_profiles_asks_as_quitting_does(
    small_disk: SmallDisk,
    wizard: OpenTerminal,
    profile: ProfileAt,
    run_wizard: RunWizard,
    stored: Stored,
) -> None:
    env = on_disk(small_disk, profile)
    terminal = wizard(env=env)
    in_field(terminal)
    small_disk.fill()
    terminal.type("R12")
    terminal.expect("Not saved!")
    terminal.press("esc")
    terminal.type("Profiles")
    terminal.press("enter")
    terminal.expect("Not saved yet")
    small_disk.empty()
    terminal.press("tab", "enter")
    terminal.expect("Profiles on this computer")
    assert stored("acme", small_disk.folder)[VERSION] == "R12"


def test_a_data_folder_that_is_deleted_under_way_is_made_anew(
    wizard: OpenTerminal, profile: ProfileAt, data_dir: Path, stored: Stored
) -> None:
    slug = profile(at=VERSION, answers={"connection.tenant_id": "SOLUTIONS"})
    terminal = wizard()
    in_field(terminal)
    shutil.rmtree(data_dir)
    terminal.type("R12")
    terminal.expect(re.compile(r"Saved \d\d:\d\d"))
    terminal.wait_until((data_dir / "profiles" / "acme.json").exists, what="the file to come back")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    assert (stored(slug)[VERSION], stored(slug)["connection.tenant_id"]) == ("R12", "SOLUTIONS")


def test_a_data_folder_replaced_by_a_file_is_told(
    wizard: OpenTerminal, profile: ProfileAt, data_dir: Path, home: Path
) -> None:
    profile(at=VERSION, answers={"connection.tenant_id": "SOLUTIONS"})
    terminal = wizard()
    in_field(terminal)
    shutil.rmtree(data_dir)
    data_dir.touch()
    terminal.type("R12")
    told_and_kept(terminal, "not a folder", "R12")
    copy = home / "copy.json"
    save_elsewhere(terminal, copy)
    assert json.loads(copy.read_text())["answers"][VERSION] == "R12"


def test_keys_are_echoed_while_a_slow_disk_takes_its_time(
    wizard: OpenTerminal,
    profile: ProfileAt,
    stored: Stored,
    need_program: NeedProgram,
    tmp_path: Path,
    tally: Tally,
) -> None:
    need_program("strace")
    slug = profile(at=VERSION)
    delays = ["strace", "-f", "-qq", "-o", str(tmp_path / "trace"), "--seccomp-bpf", "-e", "trace=fsync"]
    terminal = wizard(before=[*delays, "-e", "inject=fsync:delay_enter=700000"])
    in_field(terminal, 40)
    waits = []
    for number in range(11):
        already = len(terminal.raw)
        began = time.monotonic()
        os.write(terminal._master, b"R12 Patch 9"[number : number + 1])
        terminal.wait_until(lambda: len(terminal.raw) > already, what="the key's echo")  # noqa: B023
        waits.append(time.monotonic() - began)
        terminal.settle(0.12)
    terminal.expect(re.compile(r"Saved \d\d:\d\d"), timeout=30)
    terminal.press("f10")
    assert terminal.expect_end(30) == 0
    assert stored(slug)[VERSION] == "R12 Patch 9"
    assert "fsync" in (tmp_path / "trace").read_text(), "the control: the disk was slow"
    assert max(waits) < 0.2
    tally(f"slow disk (0.7 s a sync): slowest key echo {max(waits) * 1000:.0f} ms of {len(waits)}")


@pytest.mark.parametrize("changed", ["2099-01-01T00:00:00+00:00", "1971-01-01T00:00:00+00:00"])
def test_a_clock_that_was_set_back_or_forth_stops_nothing(
    changed: str,
    wizard: OpenTerminal,
    profile: ProfileAt,
    run_wizard: RunWizard,
    data_dir: Path,
    stored: Stored,
) -> None:
    slug = profile(at=VERSION, answers={"connection.tenant_id": "SOLUTIONS"})
    path = data_dir / "profiles" / f"{slug}.json"
    found = {**json.loads(path.read_text()), "changed": changed, "created": changed}
    path.write_text(json.dumps(found))
    for command in (("profiles",), ("status", "--json"), ("set", "connection.company_codes=001")):
        assert run_wizard(*command).returncode in (0, 3), command
    terminal = wizard()
    in_field(terminal)
    terminal.type("R12")
    terminal.expect("Saved ")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    answers = stored(slug)
    assert answers == {VERSION: "R12", "connection.tenant_id": "SOLUTIONS", "connection.company_codes": "001"}


HANGS = """
import os
os.link = lambda *_paths: os.open({fifo!r}, os.O_RDONLY)
"""
"""Makes the second name for the version before, which only saves of a profile make, wait in the kernel."""


@pytest.fixture
def dead_disk(
    wizard: OpenTerminal, profile: ProfileAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Any]:
    """A wizard whose save has begun and never ends, as on a mount that no longer answers."""

    def start() -> Any:
        profile(at=VERSION)
        os.mkfifo(tmp_path / "fifo")
        (tmp_path / "sitecustomize.py").write_text(HANGS.format(fifo=str(tmp_path / "fifo")))
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        terminal = wizard()
        monkeypatch.delenv("PYTHONPATH")
        in_field(terminal)
        terminal.type("R12")
        terminal.expect("Saving…")
        return terminal

    return start


def test_a_disk_that_never_answers_is_told_while_keys_go_on_working(dead_disk: Callable[[], Any]) -> None:
    told_and_kept(dead_disk(), "The disk does not answer", "R12")


def test_quitting_at_a_disk_that_never_answers_is_told_and_a_copy_saved_elsewhere(
    dead_disk: Callable[[], Any], home: Path, tally: Tally
) -> None:
    terminal = dead_disk()
    terminal.type(" Patch 9")
    began = time.monotonic()
    terminal.press("f10", "f10", "f10")
    terminal.expect("Not saved yet", timeout=6)
    asked = time.monotonic() - began
    assert "The disk does not answer" in terminal.text()
    terminal.press("tab", "enter")
    terminal.expect("Saving…")
    terminal.expect_gone("Saving…", timeout=6)
    assert "The disk does not answer" in terminal.text()
    terminal.press("shift+tab", "home", "ctrl+k")
    copy = home / "copy.json"
    terminal.type(str(copy))
    terminal.press("tab", "tab", "enter")
    began = time.monotonic()
    assert terminal.expect_end(6) == 0
    left = time.monotonic() - began
    assert json.loads(copy.read_text())["answers"][VERSION] == "R12 Patch 9"
    assert b"\x1b[?1049l" in terminal.raw
    assert 1 < asked < 4
    tally(
        f"a disk that never answers: told {asked:.1f} s after F10, ended {left:.1f} s after saving elsewhere"
    )


def test_one_can_leave_a_disk_that_never_answers_without_saving(
    dead_disk: Callable[[], Any], stored: Stored
) -> None:
    terminal = dead_disk()
    terminal.press("f10")
    terminal.expect("Not saved yet", timeout=6)
    terminal.press("tab", "tab", "tab", "enter")
    assert terminal.expect_end(6) == 0
    assert stored("acme") == {}


@pytest.mark.parametrize(("number", "status"), [(15, 143), (1, 129)], ids=["SIGTERM", "SIGHUP"])
def test_a_signal_ends_the_wizard_at_a_disk_that_never_answers(
    number: int, status: int, dead_disk: Callable[[], Any]
) -> None:
    terminal = dead_disk()
    terminal.kill(number)
    assert terminal.expect_end(8) == status
    shown = " ".join(terminal.text().split())
    assert "Your last changes could not be saved. The disk does not answer" in shown
