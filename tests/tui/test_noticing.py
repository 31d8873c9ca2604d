"""Notices never stand over the field that they speak of."""

from __future__ import annotations

import pytest
from fixture_types import Opened

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
