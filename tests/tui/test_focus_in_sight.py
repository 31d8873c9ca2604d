"""What has the focus in a dialog stays in sight when the dialog grows under it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fixture_types import Opened
from hostile_sweep import settle
from textual.containers import Vertical
from textual.widgets import Static

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
