"""How one gets about: F3, F4, the menu, the guide at the left, small and narrow terminals."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest
from fixture_types import Opened
from textual.widgets import Input, OptionList

from cmic_wizard.profile.assessment import SHAPES, State, summary
from cmic_wizard.profile.draft import Draft
from cmic_wizard.tui.widgets.handoff_page import HandoffPage
from cmic_wizard.tui.widgets.sidebar import Navigation, Sidebar

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

TYPED = "https://acmemob.cmicpaas.com/cmicprod"
URL = "connection.mobile_server_url"


def _at(wizard: Wizard, step: str) -> bool:
    return wizard.focused_step == step


async def test_f3_goes_through_all_own_steps_in_order_and_round_again(opened: Opened) -> None:
    async with opened() as wizard:
        wanted = [s.step.id for s in wizard.session.assessment.own]
        assert len(wanted) == 8
        for step in [*wanted, wanted[0]]:
            await wizard.press("f3")
            await wizard.until(partial(_at, wizard, step), step)


async def test_f3_without_anything_to_do_goes_to_the_hand_off(
    opened: Opened, all_answers: dict[str, str], kept_password: Callable[[Draft], Draft]
) -> None:
    async with opened(all_answers, change=kept_password) as wizard:
        assert wizard.session.assessment.own == ()
        await wizard.press("f3")
        await wizard.until(lambda: wizard.screen.page.page == "handoff")
        await wizard.shows("Everything is done.")


async def test_f4_lists_each_item_once_by_turn_and_enter_goes_there(opened: Opened) -> None:
    async with opened() as wizard:
        await wizard.press("f4")
        dialog = await wizard.dialog("ItemsDialog")
        options = dialog.query_one(OptionList).options
        ids = [o.id for o in options if o.id]
        assert len(ids) == len(set(ids))
        assert {s.step.id for s in wizard.session.assessment.outstanding} <= set(ids)
        headings = [o.prompt.plain for o in options if not o.id]
        counts = [int(heading.rpartition("(")[2].rstrip(")")) for heading in headings]
        assert sum(counts[1:-1]) == wizard.session.assessment.counts["waiting"]
        assert counts[-1] == wizard.session.assessment.counts["optional"]
        assert headings[0] == f"Your turn ({len(wizard.session.assessment.own)})"
        assert any(h.startswith("Waiting for: integration specialist (") for h in headings)
        assert headings[-1].startswith("Optional (")
        await wizard.press("down", "down", "enter")
        await wizard.until(lambda: wizard.focused_step == ids[2], ids[2])


async def test_the_menu_finds_actions_and_steps_by_what_is_typed(opened: Opened) -> None:
    async with opened() as wizard:
        await wizard.press("escape")
        dialog = await wizard.dialog("MenuDialog")
        await wizard.type("tenant")
        listing = dialog.query_one(OptionList)
        await wizard.until(
            lambda: listing.option_count and listing.options[0].id == "step:connection.tenant_id"
        )
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step == "connection.tenant_id")
        await wizard.press("escape")
        dialog = await wizard.dialog("MenuDialog")
        await wizard.type("dark or")
        await wizard.press("enter")
        await wizard.until(lambda: wizard.app.theme == "cmic-light")
        await wizard.press("escape")
        dialog = await wizard.dialog("MenuDialog")
        await wizard.type("zzzz")
        await wizard.until(lambda: dialog.query_one(OptionList).option_count == 0)
        await wizard.press("enter", "escape")
        await wizard.dialog("WizardScreen")


async def test_the_guide_at_the_left_shows_the_assessments_states_and_counts(
    opened: Opened, all_answers: dict[str, str]
) -> None:
    del all_answers["kickoff.date"]
    all_answers["connection.company_codes"] = "MUCHTOOLONG"
    async with opened(all_answers) as wizard:
        assessment = wizard.session.assessment
        listed = {(e.page, e.section): e.line.plain for e in wizard.screen.query_one(Navigation).listed}
        for section in assessment.guide.sections.values():
            state, own = summary(assessment.of_section(section.id))
            line = listed[assessment.guide.phase_of[section.id].id, section.id]
            assert line.startswith(SHAPES[state])
            assert line.split()[-1] == (str(own) if own else line.split()[-1])
            assert line.rstrip()[-1].isdigit() == bool(own)
        for phase in assessment.guide.phases:
            own = sum(s.own for s in assessment.of_phase(phase.id))
            assert listed[phase.id, ""].endswith(f"{own} to do") or not own
        assert not listed["handoff", ""].startswith(SHAPES[State.DONE])


async def test_counts_change_as_soon_as_an_answer_does(opened: Opened) -> None:
    async with opened(step="connection.service_user") as wizard:
        before = len(wizard.session.assessment.own)
        await wizard.shows(f"{before} to do for you")
        await wizard.type("PROCORE")
        await wizard.shows(f"{before - 1} to do for you")


async def test_typed_text_outlives_going_to_another_page_and_back(opened: Opened) -> None:
    async with opened(step=URL) as wizard:
        await wizard.type(TYPED)
        await wizard.press("f8")
        await wizard.until(lambda: wizard.screen.page.page == "handoff")
        assert wizard.answer(URL) == TYPED
        await wizard.on(URL)
        assert wizard.field(URL).query_one(Input).value == TYPED


async def test_the_guide_acts_on_enter_not_on_the_arrows(opened: Opened) -> None:
    async with opened() as wizard:
        await wizard.press("f6")
        await wizard.until(lambda: wizard.screen.query_one(Navigation).has_focus)
        await wizard.press("down", "down", "down")
        assert wizard.screen.page.page == "welcome"
        await wizard.press("enter")
        await wizard.until(lambda: wizard.screen.page.page == "preparation")
        await wizard.until(lambda: wizard.focused_step.startswith("connection."))


async def test_a_narrow_terminal_folds_the_guide_and_f6_brings_it(opened: Opened) -> None:
    async with opened(size=(71, 24), step=URL) as wizard:
        sidebar = wizard.screen.query_one(Sidebar)
        assert not sidebar.display
        await wizard.press("f6")
        await wizard.until(lambda: sidebar.display and wizard.screen.query_one(Navigation).has_focus)
        await wizard.press("f6")
        await wizard.until(lambda: not sidebar.display and wizard.focused_step == URL)
        await wizard.press("f6", "home", "enter")
        await wizard.until(lambda: wizard.screen.page.page == "welcome" and not sidebar.display)
        await wizard.pilot.resize_terminal(72, 24)
        await wizard.until(lambda: sidebar.display and sidebar.size.width >= 25)


async def test_too_small_a_terminal_says_so_and_keeps_focus_and_text(opened: Opened) -> None:
    async with opened(step=URL) as wizard:
        await wizard.type(TYPED[:20])
        await wizard.pilot.resize_terminal(59, 17)
        await wizard.shows("59 × 17")
        await wizard.pilot.resize_terminal(40, 10)
        await wizard.shows("40 × 10")
        await wizard.pilot.resize_terminal(80, 24)
        await wizard.dialog("WizardScreen")
        assert wizard.focused_step == URL
        await wizard.type(TYPED[20:])
        assert wizard.answer(URL) == TYPED


async def test_too_small_a_terminal_keeps_a_dialog_too(opened: Opened) -> None:
    async with opened(step=URL) as wizard:
        await wizard.press("f7")
        await wizard.dialog("TextDialog")
        await wizard.type("abc")
        await wizard.pilot.resize_terminal(30, 8)
        await wizard.dialog("TooSmallScreen")
        await wizard.pilot.resize_terminal(80, 24)
        await wizard.dialog("TextDialog")
        await wizard.type("def")
        await wizard.press("escape")
        await wizard.until(lambda: wizard.session.draft.notes.get(URL) == "abcdef")


@pytest.mark.parametrize(
    "step",
    ["connection.api_security", "kickoff.approver_role", "kickoff.go_live_scheduled", "go_live.approvers"],
)
async def test_a_field_on_another_page_is_in_sight_once_that_page_is_whole(step: str, opened: Opened) -> None:
    async with opened(step="management.call_request", size=(80, 32)) as wizard:
        await wizard.screen.show_step(step)
        page = wizard.screen.page
        await wizard.until(lambda: not page._above and not page._below and page.scroll_y > 0)
        await wizard.pilot.pause()
        await wizard.pilot.pause()
        assert wizard.screen.focused_step.id == step
        top = page.field(step).virtual_region.y
        assert page.scroll_y <= top < page.scroll_y + page.size.height


async def test_a_key_typed_while_a_page_is_still_being_made_turns_it(opened: Opened) -> None:
    """As on a busy computer: the page's own parts are there when it counts and fills them."""
    ready = asyncio.Event()

    class SlowPage(HandoffPage):
        async def on_mount(self) -> None:  # type: ignore[override]
            await ready.wait()

    async with opened() as wizard:
        screen = wizard.screen
        await screen.show_page("preparation")
        old, screen.page = screen.page, SlowPage(wizard.session)
        await old.remove()
        screen.query_one("#body").mount(screen.page, after=screen.query_one(Sidebar))
        asyncio.get_running_loop().call_later(0.3, ready.set)
        await screen.show_page("preparation")
        await wizard.until(lambda: screen.page.page == "preparation" and screen.page.is_mounted)
