"""However often dialogs are opened, and however long one works, the wizard's memory stays what it was."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fixture_types import Rounds, Tally, WizardEnv

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc"),
    pytest.mark.timeout(3600),
]

TOOLS = Path(__file__).parents[1] / "tools"
OPENING = "open_often.py"
WITHIN = 15 * 1024
"""kB by which memory may grow."""


@pytest.fixture
def costs(home: Path, wizard_env: WizardEnv, tmp_path: Path) -> Callable[..., dict[str, int]]:
    """`costs("open_often.py", 500, "MenuDialog")`: kB that what a tool does costs, by kind, and in `all`."""
    import pty
    import termios

    def measure(tool: str, *options: str | int) -> dict[str, int]:
        out = tmp_path / "costs.json"
        command = [sys.executable, str(TOOLS / tool), str(home / "wizard"), str(out), *map(str, options)]
        ours, theirs = pty.openpty()  # nothing need be made of what is drawn: only its bytes are taken
        termios.tcsetwinsize(theirs, (24, 80))
        with subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=wizard_env({"TERM": "xterm-256color"}),
            cwd=home, start_new_session=True,
        ) as program:  # fmt: skip
            os.close(theirs)
            last = b""
            with contextlib.suppress(OSError):  # its end
                while drawn := os.read(ours, 65536):
                    last = drawn
            os.close(ours)
        assert program.returncode == 0, last
        found: dict[str, int] = json.loads(out.read_text(encoding="utf-8"))
        return found

    return measure


def test_openings_of_every_dialog_cost_no_memory(
    costs: Callable[..., dict[str, int]], rounds: Rounds, tally: Tally
) -> None:
    times = rounds(2, 500)
    found = costs(OPENING, times)
    worst = max((kind for kind in found if kind != "all"), key=lambda kind: found[kind])
    tally(
        f"{times} openings of each of {len(found) - 1} dialogs: {found['all'] / 1024:.1f} MB more, at most"
        f" {found[worst] / 1024:.1f} MB by one ({worst})"
    )
    assert found["all"] < WITHIN, found


def test_openings_of_the_menu_cost_no_memory(
    costs: Callable[..., dict[str, int]], rounds: Rounds, tally: Tally
) -> None:
    times = rounds(50, 500)
    found = costs(OPENING, times, "MenuDialog")
    tally(f"{times} openings of the menu: {found['all'] / 1024:.1f} MB more")
    assert found["all"] < WITHIN, found


def test_a_cache_that_keeps_lines_is_found(costs: Callable[..., dict[str, int]]) -> None:
    """The control: with Textual's own cache as it is, memory grows beyond what is allowed."""
    assert costs(OPENING, 50, "--keep-lines", "MenuDialog")["all"] > WITHIN


def test_a_long_day_costs_no_memory(
    costs: Callable[..., dict[str, int]], rounds: Rounds, tally: Tally
) -> None:
    edits, dialogs, pages = rounds(300, 20_000), rounds(10, 500), rounds(10, 200)
    found = costs("long_day.py", edits, dialogs, pages)
    spent = ", ".join(f"{found[name] / 1024:.1f} MB" for name in ("edits", "dialogs", "pages"))
    tally(f"{edits} edits, {dialogs} dialogs, {pages} pages: {found['all'] / 1024:.1f} MB more ({spent})")
    assert found["all"] < WITHIN, found
