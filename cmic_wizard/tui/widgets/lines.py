"""One-line widgets with a left and a right part, drawn to the width they have."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from cmic_wizard.tui.glyphs import glyphs


def two_sided(left: Content, right: Content, width: int) -> Content:
    """`left` at the left, `right` at the right; the left part gives way where both don't fit."""
    room = max(width - right.cell_length - (1 if right.cell_length else 0), 0)
    if left.cell_length > room:
        left = (
            left.truncate(max(room - len(glyphs.ellipsis), 0)) + glyphs.ellipsis
            if room > 3
            else left.truncate(room)
        )
    gap = max(width - left.cell_length - right.cell_length, 0)
    return Content.assemble(left, " " * gap, right)


def say(line: Static, text: Content) -> None:
    """Show another text. The same one costs nothing, and one of as many rows lays out nothing anew."""
    before, width = line.content, line.content_size.width
    if not isinstance(before, Content):
        line.update(text)
    elif not before.is_same(text):
        rules = line.styles.get_rules()
        rows = {content.get_height(rules, width) for content in (before, text) if width}
        line.update(text, layout=len(rows) != 1)


class TwoSided(Widget):
    """A line with a left and a right part."""

    DEFAULT_CSS = "TwoSided { height: 1; width: 1fr; }"

    def __init__(
        self, left: Content | None = None, right: Content | None = None, *, classes: str = ""
    ) -> None:
        super().__init__(classes=classes)
        self.left = left or Content()
        self.right = right or Content()

    def show(self, left: Content, right: Content) -> None:
        """Draw other parts."""
        if not (left.is_same(self.left) and right.is_same(self.right)):
            self.left, self.right = left, right
            self.refresh()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room."""
        return container.width

    def render(self) -> Content:
        """Both parts on one line."""
        return two_sided(self.left, self.right, self.content_size.width)


class OptionalLine(Static):
    """Text that takes no line where there is nothing to say."""

    def __init__(self, text: Content | None = None, *, classes: str = "") -> None:
        super().__init__(text or "", classes=classes)
        self.display = bool(text)

    def show(self, text: Content) -> None:
        """Say something else, or nothing."""
        if text or self.display:
            say(self, text)
        self.display = bool(text)
