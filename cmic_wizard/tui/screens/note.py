"""Dialogs that take some text: a note beside a step, or why the connection can't be checked now."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static, TextArea

from cmic_wizard.i18n import _
from cmic_wizard.text import visible_lines
from cmic_wizard.tui.screens.dialog import Dialog


class TextDialog(Dialog[str]):
    """Several lines of text; what was typed is given back by Save and kept by Esc as well."""

    BINDINGS = [Binding("escape", "save", show=False)]

    def __init__(self, heading: str, hint: str, text: str) -> None:
        super().__init__()
        self.heading = heading
        self.hint = hint
        self.text = text

    def body(self) -> Iterable[Widget]:
        """The hint and the text."""
        yield Static(Content(self.hint), classes="text")
        area = TextArea(visible_lines(self.text), tab_behavior="focus", show_line_numbers=False)
        area.styles.height = 6
        yield area

    def buttons(self) -> Iterable[Button]:
        """Save, remove."""
        yield Button(_("Save"), name="save", compact=True)
        yield Button(_("Remove"), name="remove", compact=True)

    def action_save(self) -> None:
        """Give the text back."""
        self.dismiss(self.query_one(TextArea).text)

    press_save = action_save

    def press_remove(self) -> None:
        """Give an empty text back."""
        self.dismiss("")
