"""One line that takes what is pasted whole, or says what it does not take."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.widgets import Input

from cmic_wizard.i18n import _, ngettext
from cmic_wizard.text import shortened, visible

LOOKED_AT: Final = 200_000
"""Characters of a paste that are looked at; a line takes far less."""


class PasteInput(Input):
    """Textual's input, but for pastes: it says what it leaves out, and takes nothing that is too long."""

    def on_paste(self, event: events.Paste) -> None:
        """Take one line; of several, and of what is too long, say so."""
        event.prevent_default()
        event.stop()
        if len(event.text) > LOOKED_AT:
            self.refuse_paste(len(event.text))
        elif event.text:
            self.take_paste(event.text)

    def take_paste(self, text: str) -> None:
        """Put the one line of a paste at the cursor, or say what several lines are to become."""
        lines = [line for line in text.splitlines() if line.strip()]
        if len(text.splitlines()) == 1:
            self.put(text.splitlines()[0])
            return
        if not lines:
            return
        if self.put(lines[0]) and len(lines) > 1:
            sentence = _("Only the first line was pasted. Left out: “{text}”")
            self.app.notify(sentence.format(text=visible(shortened(" ".join(lines[1:]), 120))))

    def put(self, text: str) -> bool:
        """Put a text in the place of what is marked, or at the cursor; whether there was room for it."""
        start, end = sorted(self.selection)
        if self.max_length and len(self.value) - (end - start) + len(text) > self.max_length:
            self.refuse_paste(len(text))
            return False
        self.replace(text, start, end)
        return True

    def refuse_paste(self, length: int) -> None:
        """Say that a paste is too long to be taken."""
        said = ngettext(
            "Nothing was pasted: the text has {count} character, which is more than this field takes.",
            "Nothing was pasted: the text has {count} characters, which is more than this field takes.",
            length,
        )
        self.app.notify(said.format(count=length), severity="warning")
