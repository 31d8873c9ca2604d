"""A masked line whose text can't be copied or cut to a clipboard, and the label that stays above it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cmic_wizard.i18n import _
from cmic_wizard.tui.widgets.paste_input import PasteInput


class SecretInput(PasteInput):
    """Shows dots; copying rings the bell instead (Textual's own input would copy the text in clear)."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(password=True, compact=True, select_on_focus=False, id=id)

    def take_paste(self, text: str) -> None:
        """Take one line as it is, spaces and all; of several none, for nobody would see what was cut."""
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1:
            said = _("Nothing was pasted: the text has several lines, a password has one. Copy only that.")
            self.app.notify(said, severity="warning")
        elif lines:
            self.put(lines[0])

    def action_copy(self) -> None:
        """Refuse."""
        self.app.bell()

    def action_cut(self) -> None:
        """Refuse."""
        self.app.bell()


def labelled(label: str, name: str) -> Iterable[Widget]:
    """A masked line by its id, under a label that stays while one types; both have the class of that name."""
    yield Static(Content(label), classes=f"label {name}")
    line = SecretInput(id=name)
    line.add_class(name)
    yield line
