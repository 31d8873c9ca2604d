"""A page that was left is let go of, with all that stood on it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from fixture_types import Opened
from hostile_sweep import settle
from textual.widget import Widget

from cmic_wizard.tui.screens.wizard import WizardScreen

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard


async def turned(wizard: Wizard, turns: int) -> int:
    """How many widgets are kept that stand on no screen, once so many pages were turned."""
    screen = wizard.screen
    assert isinstance(screen, WizardScreen)
    pages = [phase.id for phase in wizard.session.guide.phases]
    for number in range(turns):
        await screen.show_page(pages[number % len(pages)])
        await settle(wizard)
    gc.collect()
    return sum(1 for kept in gc.get_objects() if isinstance(kept, Widget) and not kept.is_attached)


async def test_pages_that_were_left_are_let_go_of(opened: Opened) -> None:
    async with opened() as wizard:
        before = await turned(wizard, 6)
        assert await turned(wizard, 12) <= before + 10
