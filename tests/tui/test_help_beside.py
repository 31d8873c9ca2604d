"""Help beside the field: from 130 columns on it follows the focus, and no key waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fixture_types import Opened
from textual.widgets import OptionList

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.profile.draft import Draft, Given, Remark
from cmic_wizard.struct import replace
from cmic_wizard.tui.widgets.help_pane import HelpPane

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

URL, TENANT = "connection.mobile_server_url", "connection.tenant_id"


def beside(wizard: Wizard) -> str:
    """What stands in the pane."""
    pane = wizard.screen.query_one(HelpPane)
    region = pane.region
    lines = wizard.text().split("\n")[region.y : region.bottom]
    return " ".join(" ".join(line[region.x + 1 : region.right] for line in lines).split())


async def test_it_shows_help_and_where_to_find_it_of_the_focused_item(opened: Opened) -> None:
    async with opened(step=URL, size=(200, 60)) as wizard:
        await wizard.until(lambda: "Mobile server URL" in beside(wizard))
        step = load_guide().steps[URL]
        await wizard.until(lambda: "Where to find it" in beside(wizard))
        assert " ".join(step.help.split()) in beside(wizard)
        assert step.example in beside(wizard)
        await wizard.press("tab")
        await wizard.until(lambda: "CMiC tenant ID" in beside(wizard), "the next item")
        assert "Mobile server URL" not in beside(wizard)


async def test_it_shows_who_answered_the_note_and_what_was_said(opened: Opened) -> None:
    def change(draft: Draft) -> Draft:
        at = "2026-11-20T10:00:00+00:00"
        said = Remark(TENANT, "change", "Ask CMiC again.", "Robin Vega", at, answer="ACME")
        return replace(
            draft,
            given={TENANT: Given(at, "Kim Ito", "colleague")},
            notes={TENANT: "Kim knows"},
            remarks=(said,),
        )

    async with opened({TENANT: "ACME"}, step=TENANT, size=(160, 50), change=change) as wizard:
        await wizard.until(lambda: "Answered by Kim Ito, 20 Nov" in beside(wizard))
        assert "Note: Kim knows" in beside(wizard)
        assert "Robin Vega, 20 Nov: Ask CMiC again." in beside(wizard)


@pytest.mark.parametrize("page", ["welcome", "handoff"])
async def test_it_is_never_empty(page: str, opened: Opened) -> None:
    async with opened(size=(200, 60)) as wizard:
        await wizard.screen.show_page(page)
        await wizard.until(lambda: "done" in beside(wizard), "the shapes")
        if page == "handoff":
            listing = wizard.screen.query_one("#missing", OptionList)
            await wizard.until(lambda: wizard.app.focused is listing, "the list")
            first = load_guide().steps[listing.options[0].id or ""]
            await wizard.until(lambda: first.title in beside(wizard), "the item under the cursor")


async def test_it_is_there_only_where_there_is_room(opened: Opened) -> None:
    async with opened(step=URL, size=(129, 40)) as wizard:
        assert not wizard.screen.query(HelpPane)
        await wizard.pilot.resize_terminal(130, 40)
        await wizard.until(lambda: "Mobile server URL" in beside(wizard))
        await wizard.pilot.resize_terminal(120, 36)
        await wizard.until(lambda: not wizard.screen.query_one(HelpPane).display)


async def test_the_same_item_judged_anew_is_shown_anew(opened: Opened) -> None:
    async with opened(step=TENANT, size=(160, 50)) as wizard:
        await wizard.until(lambda: "optional" in beside(wizard), "its state")
        await wizard.type("ACME||USER")
        await wizard.press("tab", "shift+tab")
        await wizard.until(
            lambda: "wrong" in beside(wizard).partition("Where to find it")[0], "its state now"
        )


async def test_no_key_waits_for_it(opened: Opened) -> None:
    """A key only says what is to be shown; that is put together once the keys have paused."""
    async with opened(step=TENANT, size=(160, 50)) as wizard:
        await wizard.until(lambda: "CMiC tenant ID" in beside(wizard))
        pane = wizard.screen.query_one(HelpPane)
        shown = pane.render().plain
        pane.show(URL)
        assert pane.render().plain == shown
        await wizard.until(lambda: "Mobile server URL" in beside(wizard))


async def test_what_does_not_fit_is_said_and_can_be_scrolled_to(opened: Opened) -> None:
    async with opened(step=URL, size=(130, 24)) as wizard:
        await wizard.until(lambda: "F1 shows all of it." in beside(wizard))
        pane = wizard.screen.query_one(HelpPane)
        for _turn in range(40):
            pane.on_mouse_scroll_down()
        await wizard.until(lambda: "not applicable" in beside(wizard), "its end")
