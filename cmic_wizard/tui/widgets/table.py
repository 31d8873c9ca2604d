"""A table to read, laid out in the width there is."""

from __future__ import annotations

import textwrap

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from cmic_wizard.guide.model import Table
from cmic_wizard.i18n import _
from cmic_wizard.tui.glyphs import glyphs

GAP = 2
"""Blank columns between two cells."""


class TableText(Widget):
    """The rows of a guide's table; cells wrap."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines that the wrapped cells take."""
        return len(self._lines(width))

    def _widths(self, room: int) -> list[int]:
        """Column widths: at least the longest word, then in the measure of what each column holds."""
        columns = list(zip(*(map(_, row) for row in (self.table.columns, *self.table.rows)), strict=True))
        natural = [max(map(len, cells)) for cells in columns]
        least = [max(len(word) for cell in cells for word in cell.split() or [""]) for cells in columns]
        free = max(room - GAP * (len(columns) - 1), sum(least))
        if sum(natural) <= free:
            return natural
        wanted = [have - need for have, need in zip(natural, least, strict=True)]
        spare = free - sum(least)
        return [need + spare * more // sum(wanted) for need, more in zip(least, wanted, strict=True)]

    def _lines(self, room: int) -> list[tuple[str, str]]:
        widths = self._widths(room)
        out: list[tuple[str, str]] = []
        for number, row in enumerate((self.table.columns, *self.table.rows)):
            cells = [textwrap.wrap(_(cell), width) or [""] for cell, width in zip(row, widths, strict=True)]
            for line in range(max(len(cell) for cell in cells)):
                parts = [
                    (cell[line] if line < len(cell) else "").ljust(w)
                    for cell, w in zip(cells, widths, strict=True)
                ]
                out.append(((" " * GAP).join(parts).rstrip(), "bold" if number == 0 else ""))
            if number == 0:
                out.append(((" " * GAP).join(glyphs.rule * w for w in widths), "$edge"))
        return out

    def render(self) -> Content:
        """All lines."""
        return Content("\n").join(
            Content.styled(text, style) if style else Content(text)
            for text, style in self._lines(self.content_size.width)
        )
