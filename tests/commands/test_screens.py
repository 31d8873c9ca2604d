"""The commands that open a screen do so, in a real terminal, and end well."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import OpenTerminal, RunWizard

if TYPE_CHECKING:
    from wizard_terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")


@pytest.fixture
def on_terminal(terminal: OpenTerminal) -> Callable[..., Terminal]:
    """`on_terminal("review", path)`: the program in a pseudo-terminal."""
    return lambda *arguments: terminal(*arguments, columns=100, rows=30)


@pytest.mark.parametrize("arguments", [[], ["--profile", "acme builders", "--lang", "es"]])
def test_without_a_command_the_wizard_opens(
    ready: None, on_terminal: Callable[..., Terminal], arguments: list[str]
) -> None:
    terminal = on_terminal(*arguments)
    terminal.expect("Acme Builders")
    terminal.press("f10")
    assert terminal.expect_end() == 0


def test_an_unknown_profile_is_refused_before_the_screen(
    ready: None, on_terminal: Callable[..., Terminal]
) -> None:
    terminal = on_terminal("--profile", "Acme Builder")
    assert terminal.expect_end() == 1
    assert "Did you mean “Acme Builders”?" in terminal.text()


def test_review_shows_a_file_and_leaves_the_own_profiles_alone(
    ready: None, run_wizard: RunWizard, on_terminal: Callable[..., Terminal], home: Path, data_dir: Path
) -> None:
    run_wizard("export", "-o", "acme.json")
    before = {path: path.read_bytes() for path in (data_dir / "profiles").glob("*.json")}
    terminal = on_terminal("review", "acme.json")
    terminal.expect("Acme Builders")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    assert {path: path.read_bytes() for path in (data_dir / "profiles").glob("*.json")} == before


def test_review_shows_a_folder_and_a_stored_profile(
    ready: None, run_wizard: RunWizard, on_terminal: Callable[..., Terminal], home: Path
) -> None:
    (home / "handoffs").mkdir()
    run_wizard("export", "-o", "handoffs/acme.json")
    for arguments in (["handoffs"], ["--profile", "Acme Builders"]):
        terminal = on_terminal("review", *arguments)
        terminal.expect("Acme Builders")
        terminal.press("f10")
        assert terminal.expect_end() == 0
