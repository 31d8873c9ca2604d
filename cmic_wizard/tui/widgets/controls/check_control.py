"""The connection check: run it, or say why it can't be run now."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.control_messages import Asked, ShowsAnswer, Wish


class CheckControl(Horizontal, ShowsAnswer):
    """The control of the `check` step."""

    def __init__(self, step: Step, answer: str) -> None:
        super().__init__()
        self.step = step
        self.answer = answer

    def compose(self) -> ComposeResult:
        yield Button(_("Check now (F5)"), name="check", compact=True)
        yield Button(_("Not possible now…"), name="skip_check", compact=True)

    def show(self, answer: str) -> None:
        """Nothing of the answer stands in the control; the line beneath tells it."""
        self.answer = answer

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask the wizard for it."""
        event.stop()
        self.post_message(Asked(self.step, Wish(event.button.name or "")))
