"""A masked line whose text can't be copied or cut to a clipboard."""

from __future__ import annotations

from cmic_wizard.i18n import _
from cmic_wizard.tui.widgets.paste_input import PasteInput


class SecretInput(PasteInput):
    """Shows dots; copying rings the bell instead (Textual's own input would copy the text in clear)."""

    ALLOW_SELECT = False

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(placeholder=placeholder, password=True, compact=True, select_on_focus=False, id=id)

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
