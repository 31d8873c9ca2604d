"""Several lines of text in which nothing hidden stands raw, whatever is pasted."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from cmic_wizard.text import visible_lines


class SafeArea(TextArea):
    """Textual's text area, but for pastes: what has no shape is made visible before it is drawn."""

    def on_paste(self, event: events.Paste) -> None:
        """Put it in the place of what is marked, or at the cursor."""
        event.prevent_default()
        event.stop()
        start, end = self.selection
        self.replace(self.fit(event.text), *sorted((start, end)))

    def fit(self, text: str) -> str:
        """A pasted text as it may stand here; tabs are spaces."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        return visible_lines(lines)
