"""A masked line whose text can't be copied or cut to a clipboard."""

from __future__ import annotations

from textual.widgets import Input


class SecretInput(Input):
    """Shows dots; copying rings the bell instead (Textual's own input would copy the text in clear)."""

    ALLOW_SELECT = False

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(placeholder=placeholder, password=True, compact=True, select_on_focus=False, id=id)

    def action_copy(self) -> None:
        """Refuse."""
        self.app.bell()

    def action_cut(self) -> None:
        """Refuse."""
        self.app.bell()
