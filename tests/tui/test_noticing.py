"""Notices never stand over the field that they speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fixture_types import Opened
from textual.widgets import OptionList

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

SMALL = 24
STEPS = ("subscriptions.cmic_version", "connection.mobile_server_url", "connection.company_codes")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_notice_makes_way_for_the_focused_field(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(size=size) as wizard:
        sides = set()
        for step in STEPS:
            await wizard.on(step)
            for top in (True, False):
                field = wizard.field(step)
                wizard.screen.page.scroll_to_widget(field, top=top, animate=False, immediate=True)
                await wizard.pilot.pause()
                wizard.app.notify("Nothing was pasted: the text has several lines.")
                await wizard.until(lambda: bool(wizard.screen.query("Toast")), "the notice")
                await wizard.pilot.pause()
                notice = wizard.screen.query("Toast").last()
                sides.add(notice.region.y > size[1] // 2)
                assert not notice.region.overlaps(field.region), (step, notice.region, field.region)
                wizard.app.clear_notifications()
                await wizard.until(lambda: not wizard.screen.query("Toast"), "no notice")
        assert len(sides) == 2, "it stands where there is room"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_notice_makes_way_for_the_entry_under_the_cursor(
    opened: Opened, size: tuple[int, int]
) -> None:
    """In the review, whose list reaches from the top to the bottom."""
    async with opened({"connection.mobile_server_url": "http://a.example/cmicprod"}, size=size) as wizard:
        wizard.app.notify("The check needs a mobile server URL that is in order.", timeout=60)
        await wizard.press("f8")
        await wizard.shows("Look at these first")
        listing = wizard.screen.query_one("#missing", OptionList)
        assert listing.has_focus
        await wizard.until(lambda: _below(wizard, size[1]), "the first entry in sight")
        assert size[1] > SMALL or listing.region.height > size[1] // 3, "it reaches down to where notices are"
        for _ in range(listing.option_count - 1):
            await wizard.press("down")
        await wizard.until(lambda: size[1] > SMALL or not _below(wizard, size[1]), "the last entry in sight")


def _below(wizard: Wizard, height: int) -> bool:
    notice = wizard.screen.query("Toast").last()
    return bool(notice.region.y > height // 2)
