"""Standard streams that are closed, full or unread: a sentence or none, the right status, never a report."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixture_types import ProfileAt, Rounds, RunWizard, Stored, Tally

from cmic_wizard.commands.options import COMMANDS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shells and /dev/full are POSIX")

STREAMS = {
    "stdout closed": ">&-",
    "stderr closed": "2>&-",
    "stdin closed": "<&-",
    "all closed": "<&- >&- 2>&-",
    "stdout full": ">/dev/full",
    "stderr full": "2>/dev/full",
    "both full": ">/dev/full 2>/dev/full",
    "stdout unread": "| head -c 0",
    "both unread": "2>&1 | head -c 0",
    "stdout unread, stderr closed": "2>&- | head -c 0",
}
"""Ways in which a shell hands streams over; the exit status is the program's own (`pipefail`)."""
LOST = frozenset(STREAMS) - {"stderr closed", "stdin closed", "stderr full"}
"""Those in which a result has nowhere to go."""

PRINTING = frozenset(
    {
        *("--help", "--version", "--plain", "profiles", "status", "history"),
        *("export", "review", "ask", "completion"),
    }
)
"""Calls that have a result."""


def commands(home: Path) -> dict[str, tuple[str, ...]]:
    """A call of every command, and what comes before any."""
    acme = ("--profile", "Acme")
    called = {
        "": (),
        "--help": (),
        "--version": (),
        "--plain": acme,
        "nosuch": (),
        "profiles": (),
        "set": ("connection.tenant_id=NEW", *acme),
        "ask": ("subscriptions.pmxchange", "--whom", "Ana Ruiz", "-o", "-", *acme),
        "status": ("--json", *acme),
        "history": ("--json", *acme),
        "check": acme,
        "export": ("--draft", "-o", "-", *acme),
        "review": (str(home / "acme.json"), "--json"),
        "open": (str(home / "acme.json"),),
        "import": ("--replace", "--older", str(home / "acme.json")),
        "key": ("show",),
        "completion": ("bash",),
    }
    assert {command.name for command in COMMANDS} <= set(called), "a new command belongs here"
    return called


UNMENDED = """
import sys
from cmic_wizard import cli
cli.replace_closed = lambda: None
sys.exit(cli.main(sys.argv[1:]))
"""
"""The program as it would be if it took the streams as they come."""


@pytest.fixture
def called(profile: ProfileAt, run_wizard: RunWizard, home: Path) -> Callable[..., Any]:
    """`called("status", ">&-")`: a command whose streams a shell made so; what of it could be read."""
    profile("Acme", answers={"connection.tenant_id": "OLD"})
    made = run_wizard("export", "--draft", "-o", home / "acme.json", "--profile", "Acme")
    assert made.returncode == 0

    def call(
        command: str, streams: str, program: tuple[str, ...] = ("-m", "cmic_wizard")
    ) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, *program, *filter(None, [command]), *commands(home)[command]]
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", f'("$@" {streams})', "bash", *line],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            cwd=home,
        )

    return call


@pytest.mark.timeout(600)
def test_no_way_to_hand_streams_over_ends_in_a_report_or_says_done_for_what_was_lost(
    called: Callable[..., Any], home: Path, data_dir: Path, rounds: Rounds, tally: Tally
) -> None:
    everything = list(itertools.product(commands(home), STREAMS))
    chosen = random.Random(9).sample(everything, rounds(10, len(everything)))  # noqa: S311 - no secret
    usual: dict[str, int] = {}
    for command, streams in chosen:
        if command not in usual:
            usual[command] = called(command, "").returncode
        done = called(command, STREAMS[streams])
        where = f"{command} {STREAMS[streams]}: {done}"
        assert not (data_dir / "reports").exists(), where
        assert "Traceback" not in done.stderr, where
        assert "Exception ignored" not in done.stderr, where
        lost = command in PRINTING and streams in LOST
        assert done.returncode == (1 if lost else usual[command]), where
        if lost and streams.startswith("stdout") and streams.count("unread") == 0:
            assert done.stderr.splitlines()[-1].startswith("cmic-wizard: The output can't be written: "), (
                where
            )
        if streams == "stderr closed":
            assert "cmic-wizard: " not in done.stdout, f"words in the place of the result: {where}"
    tally(f"closed, full and unread streams: {len(chosen)} calls, 0 reports of a fault")


def test_the_control_without_a_stand_in_for_what_is_closed_there_is_a_report(
    called: Callable[..., Any], data_dir: Path
) -> None:
    assert called("status", ">&-", ("-c", UNMENDED)).returncode == 1
    assert (data_dir / "reports").exists()


def test_no_file_of_ours_gets_the_number_of_a_closed_stream(
    called: Callable[..., Any], stored: Stored
) -> None:
    done = called("set", "<&- >&- 2>&-")
    assert done.returncode == 0
    assert stored("acme")["connection.tenant_id"] == "NEW"
