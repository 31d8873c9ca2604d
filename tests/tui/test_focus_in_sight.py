"""What has the focus in a dialog stays in sight when the dialog grows, and buttons are in sight whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fixture_types import Opened
from hostile_sweep import settle
from textual.containers import Vertical
from textual.widgets import Button, Static

import cmic_wizard.tui
from cmic_wizard.tui.screens.dialog import Dialog


class Growing(Dialog[None]):
    """Grows by an answer that comes later."""

    CSS_PATH = str(Path(cmic_wizard.tui.__file__).parent / "dialog.tcss")

    def body(self) -> Iterator[Static]:
        yield Static("", id="place")


async def test_the_focused_button_stays_in_sight_when_text_comes_before_it(opened: Opened) -> None:
    async with opened(size=(60, 18)) as wizard:
        dialog = Growing()
        await wizard.app.push_screen(dialog)
        await settle(wizard)
        button = dialog.focused
        assert button is not None
        dialog.query_one("#place", Static).update("a line\n" * 30)
        frame = dialog.query_one(Vertical)
        await wizard.until(lambda: frame.max_scroll_y > 0, "a frame that scrolls")
        await wizard.until(lambda: frame.region.contains_region(button.region), "the button in sight")
        assert dialog.focused is button


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_all_buttons_of_the_list_of_profiles_stand_whole_in_the_smallest_window(
    lang: str, opened: Opened
) -> None:
    async with opened(size=(60, 18), lang=lang) as wizard:
        await wizard.screen.action_do("profiles")
        screen = await wizard.dialog("ProfilesScreen")
        await settle(wizard)
        inside = screen.query_one("#profile-list").content_region
        for button in screen.query(Button):
            assert inside.contains_region(button.region), button.label
            assert button.region.width >= len(str(button.label)), button.label
        assert "F10" in wizard.text()
