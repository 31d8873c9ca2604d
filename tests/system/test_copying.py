"""Copying within a real tmux: its buffer holds the text, and forgets a secret again."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixture_types import NeedProgram

from cmic_wizard.tui import pasteboard
from cmic_wizard.tui.pasteboard import Reached

SECRET = "Blue-Canal-77!"


@pytest.fixture
def tmux(need_program: NeedProgram, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The command that talks to a tmux of its own, within which the test stands."""
    command = [need_program("tmux"), "-S", str(home / "tmux"), "-f", "/dev/null"]
    monkeypatch.setenv("TERM", "xterm-256color")
    subprocess.run([*command, "new-session", "-d", "cat"], check=True)
    monkeypatch.setenv("TMUX", f"{home / 'tmux'},1,0")
    yield command
    subprocess.run([*command, "kill-server"], check=False)


def test_tmux_holds_what_was_copied_and_forgets_a_secret(tmux: list[str]) -> None:
    def held() -> list[str]:
        listed = subprocess.run([*tmux, "list-buffers"], capture_output=True, text=True, check=True)
        return listed.stdout.splitlines()

    assert pasteboard.carry("ACME ñ") is Reached.TMUX
    assert pasteboard.held_now() == "ACME ñ"
    assert pasteboard.carry(SECRET) is Reached.TMUX
    assert pasteboard.held_now() == SECRET
    assert pasteboard.emptied(SECRET, still=True) is Reached.TMUX
    assert pasteboard.held_now() == "ACME ñ", "only the secret is gone"
    assert len(held()) == 1
