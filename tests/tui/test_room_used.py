"""Dialogs use the room that there is: lists its height, the history its width, wrapped lines an indent."""

from __future__ import annotations

from typing import Any

import pytest
from fixture_types import Opened
from textual.widgets import OptionList, Static

from cmic_wizard.profile.found_in_text import found_in
from cmic_wizard.profile.history_words import title_of
from cmic_wizard.tui.screens.dialog import Dialog
from cmic_wizard.tui.screens.from_text import FoundDialog
from cmic_wizard.tui.screens.help import HelpDialog, keys_of_fields
from cmic_wizard.tui.screens.history_dialog import HistoryDialog

MANY = "\n".join(
    (
        "CMiC R12, patch 20. Mobile server URL: https://acmemob.cmicpaas.com/cmicprod",
        "Client ID: ACME",
        "Company codes: 001, ACME01",
        "Service user: PROCORE",
        "Integration specialist: Sam Stone <sam@procore.com>",
        "Kickoff call: Tuesday, December 1, 2026 at 10:00 AM America/Chicago",
    )
)


def _fills(dialog: Dialog[Any], height: int) -> bool:
    """Whether a list that scrolls leaves no room of the terminal unused below the buttons."""
    listing = dialog.query_one(OptionList)
    buttons = dialog.query_one(".buttons")
    assert buttons.region.bottom < height, "the buttons are in sight"
    return listing.max_scroll_y == 0 or height - buttons.region.bottom == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_a_list_that_scrolls_has_all_the_height_there_is(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(size=size) as wizard:
        await wizard.press("f4")
        items = await wizard.dialog("ItemsDialog")
        await wizard.until(lambda: _fills(items, size[1]), "all the height")
        await wizard.press("escape")
        wizard.app.push_screen(FoundDialog(found_in(MANY, wizard.session.guide), {}))
        found = await wizard.dialog("FoundDialog")
        await wizard.until(lambda: _fills(found, size[1]), "all the height")


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("columns", [80, 120])
async def test_lines_of_the_keys_that_go_on_are_indented(opened: Opened, columns: int, lang: str) -> None:
    async with opened(size=(columns, 36), lang=lang) as wizard:
        wizard.app.push_screen(HelpDialog(None))
        dialog = await wizard.dialog("HelpDialog")
        text = dialog.query_one(".keys", Static)
        labels = ("F", "Esc", *(key for key, _said in keys_of_fields()))
        lines = str(text.content).splitlines()[1:]
        assert not [line for line in lines if not line.startswith((*labels, " " * 9))]
        assert columns > 80 or any(line.startswith(" " * 9) for line in lines)
        assert max(map(len, lines)) <= text.content_size.width, "no line is broken once more"


async def test_nothing_of_the_history_is_abbreviated_in_a_large_terminal(opened: Opened) -> None:
    answers = {
        "kickoff.date": "2026-12-01T10:00-06:00[America/Chicago]",
        "connection.mobile_server_url": "https://acmemob.cmicpaas.com/cmicprod",
    }
    async with opened(answers, size=(200, 60), lang="es") as wizard:
        store = wizard.session.store
        assert store is not None
        store.answer("connection.dmsa_internal", "yes")
        wizard.app.push_screen(HistoryDialog(wizard.session, lambda: None))  # type: ignore[arg-type, return-value]
        dialog = await wizard.dialog("HistoryDialog")
        await wizard.shows(*(title_of(change) for change in dialog.found))
        assert "…" not in wizard.text()
