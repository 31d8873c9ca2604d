"""A table to read, laid out in the width there is."""

from __future__ import annotations

import textwrap

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from cmic_wizard.guide.model import Table
from cmic_wizard.i18n import _
from cmic_wizard.tui.glyphs import glyphs


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
        count = len(self.table.columns)
        rows = [self.table.columns, *self.table.rows]
        natural = [max(len(_(row[i])) for row in rows) for i in range(count)]
        free = max(room - 2 * (count - 1), count * 4)
        if sum(natural) <= free:
            return natural
        shortest = min(range(count), key=lambda i: natural[i])
        fixed = natural[shortest]
        rest = sum(natural) - fixed
        return [fixed if i == shortest else max((free - fixed) * natural[i] // rest, 4) for i in range(count)]

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
                out.append(("  ".join(parts).rstrip(), "bold" if number == 0 else ""))
            if number == 0:
                out.append(("  ".join(glyphs.rule * w for w in widths), "$edge"))
        return out

    def render(self) -> Content:
        """All lines."""
        return Content("\n").join(
            Content.styled(text, style) if style else Content(text)
            for text, style in self._lines(self.content_size.width)
        )
