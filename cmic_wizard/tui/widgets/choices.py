"""A list within a page, whose ends lead on to the page's next control instead of around."""

from __future__ import annotations

from textual.widgets import OptionList


class Choices(OptionList):
    """Options to do or to go to; Up on the first and Down on the last leave it."""

    def action_cursor_up(self) -> None:
        """The option above, else the control above."""
        if self.highlighted in (None, 0):
            self.screen.focus_previous("Page *")
        else:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """The option below, else the control below."""
        if self.highlighted == self.option_count - 1:
            self.screen.focus_next("Page *")
        else:
            super().action_cursor_down()
