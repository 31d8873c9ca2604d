"""A list of very many rows that draws only the lines in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

Row = TypeVar("Row")


class RowList(ScrollView, Generic[Row], can_focus=True):
    """Rows drawn by a function; the cursor moves by arrows, pages, Home and End; Enter chooses."""

    BINDINGS = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "to(0)", show=False),
        Binding("end", "to(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]
    cursor: reactive[int] = reactive(0)

    class Chosen(Message):
        """A row was chosen."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Moved(Message):
        """The cursor was moved to another row."""

    def __init__(self, draw: Callable[[Row, int], Content], *, key: Callable[[Row], object]) -> None:
        """`draw` gives a row's line for a width in cells, `key` what makes it the same row later."""
        super().__init__()
        self.draw_row = draw
        self.key = key
        self.rows: Sequence[Row] = ()
        self.held = False
        """Whether the user has chosen where the cursor is, so that it stays on its row among others."""
        self._drawn: dict[int, Content | None] = {}
        """The lines of the view as they were drawn last; None for one below the rows."""

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows; a cursor that the user has moved stays on its row, else on its line.

        Nothing is laid out or drawn anew for rows that only come below those in sight.
        """
        index = min(self.cursor, max(len(rows) - 1, 0))
        if self.held and self.rows:
            mine = self.key(self.rows[self.cursor])
            index = next((i for i, row in enumerate(rows) if self.key(row) == mine), index)
        self.rows = rows
        self._make_room(Size(self.scrollable_content_region.width, len(rows)))
        self.cursor = index
        if not all(map(self._stands, range(self.size.height))):
            self.refresh()

    def _stands(self, y: int) -> bool:
        """Whether the line at a height of the view would be drawn as it was."""
        index, drawn = y + self.scroll_offset.y, self._drawn.get(y)
        if index >= len(self.rows):
            return drawn is None and y in self._drawn
        line = self.draw_row(self.rows[index], self.scrollable_content_region.width)
        return drawn is not None and line.is_same(drawn)

    def _make_room(self, size: Size) -> None:
        """Have room for so many rows; the screen is laid out anew only where more than the bar changes."""
        before = self.virtual_size
        if self.show_vertical_scrollbar and size.width == before.width and size.height >= before.height:
            self.set_reactive(RowList.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = size.height
        else:
            self.virtual_size = size

    def render_line(self, y: int) -> Strip:
        """The line at a height of the view."""
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if index >= len(self.rows):
            self._drawn[y] = None
            return Strip.blank(width, self.rich_style)
        self._drawn[y] = line = self.draw_row(self.rows[index], width)
        if index == self.cursor:
            line = line.pad_right(max(width - line.cell_length, 0))
            line = line.stylize("$picked-text on $picked" if self.has_focus else "on $field-focus")
        strips = Visual.to_strips(self, line, width, 1, self.visual_style)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

    def watch_cursor(self) -> None:
        """Keep the cursor in sight."""
        width = self.scrollable_content_region.width
        self.scroll_to_region(Region(0, self.cursor, max(width, 1), 1), animate=False, force=True)
        self.refresh()
        self.post_message(self.Moved())

    def on_focus(self) -> None:
        """Draw the cursor strongly."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw the cursor weakly."""
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move by rows."""
        self.held = True
        self.cursor = max(0, min(self.cursor + by, len(self.rows) - 1))

    def action_page(self, by: int) -> None:
        """Move by a screenful."""
        self.action_move(by * max(self.size.height - 1, 1))

    def action_to(self, index: int) -> None:
        """Go to the first or the last row."""
        self.held = True
        self.cursor = max(len(self.rows) - 1, 0) if index < 0 else 0

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.rows:
            self.post_message(self.Chosen(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one on the same row chooses it."""
        index = event.y + self.scroll_offset.y
        if index >= len(self.rows):
            return
        self.held = True
        if index == self.cursor and event.chain > 1:
            self.action_choose()
        self.cursor = index
