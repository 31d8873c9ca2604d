"""A list within a page, whose ends lead on to the page's next control instead of around."""

from __future__ import annotations

from textual.widgets import OptionList

from cmic_wizard.tui.widgets.page import Page


class Choices(OptionList):
    """Options to do or to go to; its ends lead on, and Page Up and Down scroll the page."""

    @property
    def _ends(self) -> tuple[int, int]:
        """The first and the last option that can be chosen; headings can't."""
        open_ones = [number for number, option in enumerate(self.options) if not option.disabled]
        return (open_ones[0], open_ones[-1]) if open_ones else (0, 0)

    def action_cursor_up(self) -> None:
        """The option above, else the control above."""
        if self.highlighted is None or self.highlighted <= self._ends[0]:
            self.screen.focus_previous("Page *")
        else:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """The option below, else the control below."""
        if self.highlighted is None or self.highlighted >= self._ends[1]:
            self.screen.focus_next("Page *")
        else:
            super().action_cursor_down()

    def action_page_up(self) -> None:
        """Scroll the page."""
        self._page_by(-1)

    def action_page_down(self) -> None:
        """Scroll the page."""
        self._page_by(1)

    def _page_by(self, by: int) -> None:
        for page in self.ancestors:
            if isinstance(page, Page):
                page.action_page_by(by)
