"""A key acts on what is in sight, and a control shows what is kept, whoever changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened
from textual import events
from textual.widgets import Button, Input, OptionList

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

PMX, URL, DATE = "subscriptions.pmxchange", "connection.mobile_server_url", "kickoff.date"
PEOPLE = "kickoff.specialist"


def in_sight(wizard: Wizard) -> bool:
    """Whether the control that has the focus is in sight."""
    focused = wizard.app.focused
    return bool(focused and wizard.screen.page.scrollable_content_region.contains_region(focused.region))


async def test_the_focus_follows_the_page(opened: Opened) -> None:
    async with opened(step="subscriptions.cmic_version") as wizard:
        seen = [wizard.focused_step]
        for _turn in range(4):
            await wizard.press("pagedown")
            await wizard.until(lambda: in_sight(wizard), "a control in sight")
            seen.append(wizard.focused_step)
        assert len(set(seen)) == 5, seen
        for _turn in range(8):
            await wizard.press("pageup")
        await wizard.until(lambda: wizard.screen.page.scroll_offset.y == 0, "the top")
        await wizard.until(lambda: in_sight(wizard), "a control in sight")
        assert wizard.session.draft.answers == {}


@pytest.mark.parametrize("key", ["f2", "f7", "x", "enter", "space"])
async def test_the_page_comes_back_before_a_key_acts(opened: Opened, key: str) -> None:
    step = PMX if key == "space" else URL
    async with opened(step=step) as wizard:
        page, field = wizard.screen.page, wizard.field(step)
        page.scroll_end(animate=False, immediate=True)
        await wizard.until(lambda: not in_sight(wizard), "a page that was scrolled")
        end, places = page.scroll_offset.y, list[int]()
        take = wizard.app.keys._deliver

        async def deliver(event: Any) -> None:
            if isinstance(event, events.Key):
                places.append(page.scroll_offset.y)
            await take(event)

        wizard.app.keys._deliver = deliver
        await wizard.press(key)
        assert places[0] < end, "scrolled back when the key acts"
        await wizard.until(lambda: page.scrollable_content_region.contains_region(field.region))


async def test_enter_held_down_answers_nothing(opened: Opened) -> None:
    async with opened(step="subscriptions.cmic_version") as wizard:
        for _press in range(60):
            await wizard.press("enter")
            if len(wizard.app.screen_stack) > 1:
                await wizard.press("escape")
        assert wizard.session.draft.answers == {}


async def test_space_presses_buttons_and_marks_where_several_can_be_taken(opened: Opened) -> None:
    async with opened() as wizard:
        wizard.screen.query_one(Button).focus()
        await wizard.until(lambda: isinstance(wizard.app.focused, Button))
        await wizard.press("space")
        await wizard.until(lambda: wizard.focused_step == "subscriptions.cmic_version")
        await wizard.press("f4")
        dialog = await wizard.dialog("ItemsDialog")
        listing = dialog.query_one(OptionList)
        wanted = [option.id for option in listing.options if option.id][1]
        await wizard.press("down", "space")
        await wizard.until(lambda: list(dialog.marked) == [wanted], wanted)
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step == wanted, wanted)


@pytest.mark.parametrize(
    ("step", "answer", "boxes"),
    [
        (DATE, "2026-12-01T10:00+01:00[Europe/Madrid]", ["2026-12-01", "10:00", "Europe/Madrid"]),
        (PEOPLE, "Ana Ruiz <ana@x.com>; Leo <l@x.com>", ["Ana Ruiz", "ana@x.com", "Leo", "l@x.com"]),
        ("connection.service_user", "PROCORE", ["PROCORE"]),
    ],
)
async def test_a_control_shows_what_came_from_elsewhere_while_one_types_in_it(
    opened: Opened, step: str, answer: str, boxes: list[str]
) -> None:
    async with opened(step=step) as wizard:
        await wizard.type("20")
        await wizard.until(lambda: wizard.answer(step).startswith("20"))
        await wizard.pilot.pause(0.4)
        wizard.session.answer(wizard.session.guide.steps[step], answer)
        wizard.session.announce()
        await wizard.until(lambda: [box.value for box in wizard.field(step).query(Input)] == boxes)
        await wizard.pilot.pause()
        assert wizard.answer(step) == answer
        assert wizard.focused_step == step
