"""One line that takes what is pasted whole, or asks about it, or says that it is too long."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import Screen
from textual.signal import Signal
from textual.widgets import Input

from cmic_wizard.i18n import ngettext
from cmic_wizard.profile.pasting import LOOKED_AT
from cmic_wizard.tui.widgets.paste_asked import PasteAsked


class PasteInput(Input):
    """Textual's input, but for pastes: it leaves nothing out unasked, and takes nothing that is too long."""

    virtual_size = reactive(Size(0, 0))
    """The width of what is typed. It lays out nothing, as Textual's does to the whole page at each key."""

    _heard: Signal[Screen[Any]] | None = None

    def on_mount(self) -> None:
        """Remember what Textual has it listen to."""
        self._heard = self.screen.text_selection_started_signal

    def on_unmount(self) -> None:
        """Listen no longer: Textual keeps who does as long as the screen, with every page that was left."""
        if self._heard is not None:
            self._heard.unsubscribe(self)

    def on_paste(self, event: events.Paste) -> None:
        """Take one line; ask about several, and say what is too long."""
        event.prevent_default()
        event.stop()
        if len(event.text) > LOOKED_AT:
            self.refuse_paste(len(event.text))
        elif event.text:
            self.take_paste(event.text)

    def take_paste(self, text: str) -> None:
        """Put the one line of a paste at the cursor; of several, ask about the first."""
        lines = text.replace("\t", " ").splitlines()
        written = [line for line in lines if line.strip()]
        if len(written) > 1:
            self.post_message(PasteAsked(self, written[0], written[1:]))
        elif written or len(lines) == 1:
            self.put((written or lines)[0])

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
