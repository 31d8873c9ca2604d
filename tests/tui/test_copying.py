"""Texts get out: copied into tmux, onto the desktop or to the terminal, with a word on which; links open."""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from fixture_types import Opened
from textual.widgets import OptionList, Static

from cmic_wizard.tui import browsing, pasteboard
from cmic_wizard.tui.copying import outcome
from cmic_wizard.tui.pasteboard import Reached
from cmic_wizard.tui.widgets.link import LinkLine

TENANT = "connection.tenant_id"
Put = Callable[..., Path]


@pytest.fixture
def program(home: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """`program("xclip")` puts a program of that name on the path, which writes what it is told to a file."""
    folder = home / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/bin{os.pathsep}/usr/bin")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)

    def put(name: str, *, fails: bool = False) -> Path:
        path, told = folder / name, home / f"{name}.told"
        end = "exit 1" if fails else "exit 0"
        path.write_text(f'#!/bin/sh\necho "$@" > {told}.args\ncat > {told}\n{end}\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return told

    return put


def test_at_a_desktop_its_own_program_takes_the_text(program: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    told = program("xclip")
    assert pasteboard.carry("ACME") is Reached.TERMINAL, "the control: no desktop"
    monkeypatch.setenv("DISPLAY", ":7")
    assert pasteboard.carry("ACME ñ\n") is Reached.DESKTOP
    assert told.read_text(encoding="utf-8") == "ACME ñ\n"
    assert outcome(Reached.DESKTOP, "ACME") == "Copied: ACME"


def test_over_ssh_the_terminal_is_told_for_no_program_reaches_the_users_desktop(
    program: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = program("xclip")
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    assert pasteboard.carry("ACME") is Reached.TERMINAL
    assert not told.exists()
    assert "hold Shift" in outcome(Reached.TERMINAL, "ACME")


def test_within_tmux_its_buffer_takes_the_text(program: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    told = program("tmux")
    monkeypatch.setenv("TMUX", "/nowhere,1,0")
    assert pasteboard.carry("ACME") is Reached.TMUX
    assert told.read_text() == "ACME"
    assert Path(f"{told}.args").read_text().split() == ["load-buffer", "-w", "-"]
    assert "tmux prefix" in outcome(Reached.TMUX, "ACME")


def test_a_program_that_fails_is_not_believed(program: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    program("wl-copy", fails=True)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-9")
    assert pasteboard.carry("ACME") is Reached.TERMINAL


def test_a_console_without_clipboard_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    assert pasteboard.carry("ACME") is Reached.NOWHERE
    assert outcome(Reached.NOWHERE, "ACME").startswith("Nothing was copied")


def test_what_the_terminal_is_told_passes_through_gnu_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "https://example.com/" + "a" * 600
    plain = pasteboard.to_terminal(text)
    assert base64.b64decode(plain.removeprefix("\x1b]52;c;").removesuffix("\a")).decode() == text
    monkeypatch.setenv("STY", "1.pts-0.here")
    wrapped = pasteboard.to_terminal(text)
    parts = [part.removeprefix("\x1bP") for part in wrapped.split("\x1b\\") if part]
    assert "".join(parts) == plain
    assert max(map(len, parts)) < 256, "screen takes no more at once"


def test_the_browser_is_that_of_the_desktop_or_the_users_own_choice(
    program: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, address = program("xdg-open"), "https://support.procore.com/x"
    assert not browsing.opened(address), "no desktop"
    monkeypatch.setenv("DISPLAY", ":7")
    assert browsing.opened(address)
    assert Path(f"{told}.args").read_text().strip() == address
    assert not browsing.opened("file:///etc/passwd"), "addresses of the web alone"
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    assert browsing.browser() is None
    program("my-browser")
    monkeypatch.setenv("BROWSER", "my-browser")
    assert browsing.browser() == ("my-browser",)
    program("w3m")
    monkeypatch.setenv("BROWSER", "w3m")
    assert browsing.browser() is None, "it would draw over the wizard"


@pytest.mark.parametrize(
    ("variables", "marks"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "linux"}, False),
        ({"TERM": "screen"}, False),
        ({"TERM": "screen", "TMUX": "/x,1,0"}, True),
        ({"TERM": "xterm", "VTE_VERSION": "4205"}, False),
        ({"TERM": "xterm", "VTE_VERSION": "6800"}, True),
    ],
)
def test_links_are_marked_where_the_terminal_understands_it(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], marks: bool
) -> None:
    for name in ("STY", "VTE_VERSION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert browsing.marks_links() is marks


async def test_the_menu_copies_the_value_of_the_item_one_is_in(opened: Opened) -> None:
    async with opened({TENANT: "ACME"}, step=TENANT) as wizard:
        await wizard.press("escape")
        await wizard.dialog("MenuDialog")
        await wizard.type("clipboard")
        await wizard.press("enter")
        dialog = await wizard.dialog("CopyDialog")
        await wizard.press("enter")
        assert wizard.app.clipboard == "ACME"
        await wizard.shows("Handed to your terminal: ACME")
        listing = dialog.query_one(OptionList)
        ids = [value.text for value in dialog.values]
        assert any(len(text) == 36 and text.count("-") == 4 for text in ids), "App Version IDs, too"
        listing.highlighted = next(i for i, text in enumerate(ids) if text.startswith("https://support"))
        await wizard.press("enter")
        assert wizard.app.clipboard == ids[listing.highlighted or 0], "a long address whole"
        await wizard.until(
            lambda: ids[listing.highlighted or 0] in str(dialog.query_one(".whole", Static).content)
        )


async def test_a_drag_with_the_mouse_copies_and_says_so(opened: Opened) -> None:
    async with opened() as wizard:
        line = wizard.screen.query_one(".section", Static)
        await wizard.pilot.mouse_down(line, offset=(0, 0))
        await wizard.pilot.hover(line, offset=(8, 0))
        await wizard.pilot.mouse_up(line, offset=(8, 0))
        await wizard.shows(f"Handed to your terminal: {str(line.content)[:8].strip()}")


async def test_a_link_is_opened_by_enter_or_copied_where_no_browser_is_seen(
    opened: Opened, program: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(step="management.resources") as wizard:
        link = next(iter(wizard.screen.query(LinkLine)))
        wizard.screen.set_focus(link)
        await wizard.press("enter")
        await wizard.shows("No browser is seen from here")
        assert wizard.app.clipboard == link.link.url
        told = program("xdg-open")
        monkeypatch.setenv("DISPLAY", ":7")
        await wizard.press("enter")
        await wizard.shows("Opened in your browser")
        given = Path(f"{told}.args")
        await wizard.until(lambda: given.read_text().strip() == link.link.url)
