"""Leads the wizard through every page and dialog of a profile, for tests that look at all that it draws."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from rich.segment import Segment

from cmic_wizard.guide.loader import load_guide

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

HARMFUL: Final = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of characters that a terminal may obey, or that turn text around."""


SCROLLING: Final = {"@mouse.down", "@mouse.up"}
"""What Textual's own scroll bars react to."""


OUR_OWN: Final = re.compile(
    r"screen\.(order_by\(\d\)|order\(1\)|open|next_waiting|switch|do\('[a-z_]+'\))|app\.leave"
)
"""The actions that the lines around the table of a folder have."""


@cache
def guides_own() -> frozenset[str]:
    """The addresses that the guide itself links to."""
    return frozenset(link.url for step in load_guide().walk() for link in step.links)


def segments(screen: Any) -> list[Segment]:
    """All that is drawn of a screen, with its styles."""
    return [segment for strip in screen._compositor.render_strips() for segment in strip]


def harm(screen: Any) -> list[str]:
    """What of a screen a terminal would obey, and links that come from data."""
    found = []
    for segment in segments(screen):
        found += [
            f"U+{ord(c):04X} in {segment.text!r}" for c in segment.text if unicodedata.category(c) in HARMFUL
        ]
        meta = segment.style.meta if segment.style is not None else {}
        found += [
            f"{key} in {segment.text!r}"
            for key, value in meta.items()
            if key[:1] == "@" and key not in SCROLLING and not OUR_OWN.fullmatch(str(value))
        ]
        if segment.style is not None and segment.style.link and segment.style.link not in guides_own():
            found.append(f"link {segment.style.link!r}")
    return found


async def tour(wizard: Wizard) -> AsyncIterator[str]:
    """Go through pages and dialogs; yields the name of what is then in sight."""
    guide = wizard.session.guide
    for page in ("welcome", *(phase.id for phase in guide.phases), "handoff"):
        await wizard.screen.show_page(page)
        await wizard.pilot.pause()
        async for part in _scrolled(wizard, f"page {page}"):
            yield part
    for key, step, kind in (
        ("f1", "connection.mobile_server_url", "HelpDialog"),
        ("f2", "connection.tenant_id", "HelpDialog"),
        ("f4", "connection.tenant_id", "ItemsDialog"),
        ("f7", "connection.tenant_id", "TextDialog"),
        ("f11", "connection.tenant_id", "Choose"),
        ("escape", "connection.tenant_id", "MenuDialog"),
        ("enter", "connection.service_password", "PasswordDialog"),
    ):
        await wizard.on(step)
        await wizard.press(key)
        await wizard.dialog(kind)
        async for part in _scrolled(wizard, f"{kind} by {key}"):
            yield part
        await wizard.press("escape")
        await wizard.dialog("WizardScreen")
    await wizard.screen.run_action("do('history')")
    await wizard.dialog("HistoryDialog")
    async for part in _scrolled(wizard, "HistoryDialog"):
        yield part
    await wizard.press("escape")
    await wizard.dialog("WizardScreen")
    for way in ("json", "seal"):
        await wizard.screen.run_action(f"hand_over('{way}')")
        await wizard.until(lambda: type(wizard.screen).__name__ in ("ExportDialog", "PassphraseDialog"))
        await wizard.pilot.pause()
        yield f"hand-off as {way}"
        await wizard.press("escape")
        await wizard.dialog("WizardScreen")
    await wizard.press("f6")
    await wizard.pilot.pause()
    yield "the guide in focus"


async def _scrolled(wizard: Wizard, name: str) -> AsyncIterator[str]:
    """Every screenful of the first thing that scrolls."""
    from textual.widget import Widget

    screen = wizard.screen
    scrolling = [w for w in screen.query(Widget) if w.max_scroll_y > 0 and w.allow_vertical_scroll]
    scrolling.sort(key=lambda widget: -widget.max_scroll_y)
    yield name
    if not scrolling:
        return
    widget = scrolling[0]
    height = max(widget.size.height - 2, 1)
    for top in range(height, int(widget.max_scroll_y) + height, height):
        widget.scroll_to(y=top, animate=False, force=True)
        await wizard.pilot.pause()
        yield f"{name}, from line {top}"
    widget.scroll_to(y=0, animate=False, force=True)
