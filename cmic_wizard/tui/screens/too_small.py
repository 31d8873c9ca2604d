"""The notice that stands while the terminal is too small; what is beneath keeps focus and text."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from cmic_wizard.i18n import _

SMALLEST = (60, 18)
"""Columns and rows below which a notice stands instead of the wizard."""


def too_small(size: Size) -> bool:
    """Whether the wizard has no room."""
    return size.width < SMALLEST[0] or size.height < SMALLEST[1]


class TooSmallScreen(Screen[None]):
    """Asks for a larger window."""

    def compose(self) -> ComposeResult:
        yield Static(self._text(), id="too-small")

    def _text(self) -> Content:
        size = self.app.size
        text = _("Please make this window larger.\nIt has {columns} × {rows}; the wizard needs 60 × 18.")
        return Content(text.format(columns=size.width, rows=size.height))

    def on_resize(self, event: events.Resize) -> None:
        """Show the size as it is now."""
        self.query_one(Static).update(self._text())

    def on_screen_resume(self) -> None:
        """Go, where the window has become large enough under a dialog."""
        if self.app.screen is self and not too_small(self.app.size):
            self.app.pop_screen()
