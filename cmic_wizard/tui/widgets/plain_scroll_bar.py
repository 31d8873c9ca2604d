"""A scroll bar for terminals that have only ASCII."""

from __future__ import annotations

from textual.scrollbar import ScrollBarRender


class PlainScrollBar(ScrollBarRender):
    """A scroll bar of whole cells, for terminals that have only ASCII."""

    VERTICAL_BARS = [" "] * 8
    HORIZONTAL_BARS = [" "] * 8
