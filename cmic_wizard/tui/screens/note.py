"""Dialogs that take some text: a note beside a step, or why the connection can't be checked now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from textual import on
from textual.binding import Binding
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from cmic_wizard.errors import WizardError
from cmic_wizard.i18n import _
from cmic_wizard.text import visible_lines
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.safe_area import SafeArea

KEEP_AFTER: Final = 0.2
"""Seconds between a change and its being handed on."""


class TextDialog(Dialog[str]):
    """Several lines of text; what was typed is given back by Save and kept by Esc as well."""

    BINDINGS = [Binding("escape", "save", show=False)]

    def __init__(self, heading: str, hint: str, text: str, keep: Callable[[str], None]) -> None:
        """`keep` takes the text while it is typed, and however the dialog ends: none of it may get lost.

        Where it raises a WizardError, that is said, and the dialog stays until asked to close once more.
        """
        super().__init__()
        self.heading = heading
        self.hint = hint
        self.area = SafeArea(visible_lines(text), tab_behavior="focus", show_line_numbers=False)
        self._kept = self.area.text
        self._keep = keep
        self._timer: Timer | None = None
        self._refused: str | None = None
        self._given_up: str | None = None

    def body(self) -> Iterable[Widget]:
        """The hint and the text."""
        yield Static(safe_lines(self.hint), classes="text")
        self.area.styles.height = 6
        yield self.area
        yield Static("", classes="fault")

    def buttons(self) -> Iterable[Button]:
        """Save, remove."""
        yield DialogButton(_("Save"), self.action_save, name="save", compact=True)
        yield DialogButton(_("Remove"), self.press_remove, name="remove", compact=True)

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._timer is None:
            self._timer = self.set_timer(KEEP_AFTER, self.hand_on)

    def hand_on(self) -> None:
        """Hand on what was typed since the last time."""
        self._timer = None
        text, fault = self.area.text, ""
        if text == (self._kept if self._refused is None else self._refused):
            return
        try:
            self._keep(text)
            self._kept, self._refused = text, None
        except WizardError as error:
            self._refused, fault = text, str(error)
        for line in self.query(".fault").results(Static):
            line.update(safe_lines(fault))

    def on_unmount(self) -> None:
        """Hand on what was typed where the program ends under the dialog."""
        self.hand_on()

    def action_save(self) -> None:
        """Give the text back; where it can't be kept, what is kept, once that was asked for twice."""
        self.hand_on()
        if self.area.text == self._kept or self.area.text == self._given_up:
            self.dismiss(self._kept)
        self._given_up = self.area.text

    def press_remove(self) -> None:
        """Give an empty text back."""
        self.area.text = ""
        self.action_save()
