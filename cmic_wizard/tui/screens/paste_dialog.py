"""A box that takes a pasted text whole."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static, TextArea

from cmic_wizard.handoff.reply_text import tidied
from cmic_wizard.i18n import _
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.safe_area import SafeArea


class PastedArea(SafeArea):
    """Takes a text of a mail program, in which what nobody sees means nothing."""

    def fit(self, text: str) -> str:
        """The text without invisible characters that mean nothing."""
        return super().fit(tidied(text))


class PasteDialog(Dialog[str]):
    """Takes any text; the result is the text."""

    def __init__(self, heading: str, said: str, read: str) -> None:
        """`said` is what to paste, `read` what the button that goes on says."""
        super().__init__()
        self.heading = heading
        self.said = said
        self.read = read
        self.add_class("-wide")

    def body(self) -> Iterable[Widget]:
        """What to paste, and the box."""
        yield Static(safe_lines(self.said), classes="text")
        area = PastedArea(tab_behavior="focus", show_line_numbers=False)
        area.styles.height = 8
        yield area

    def buttons(self) -> Iterable[Button]:
        """Read it, or leave it."""
        yield DialogButton(self.read, self.press_read, name="read", compact=True)
        yield DialogButton(_("Cancel"), self.action_close, name="close", compact=True)

    def press_read(self) -> None:
        """Give the text back; where there is none, stay."""
        text = self.query_one(TextArea).text
        if text.strip():
            self.dismiss(text)
