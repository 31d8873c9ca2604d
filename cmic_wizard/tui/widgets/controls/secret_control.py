"""The service password: never shown, only whether one is kept, with the buttons to change that."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.draft import KeptPassword
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.control_messages import Asked, ShowsPassword, Wish


class SecretControl(Horizontal, ShowsPassword):
    """The control of a `secret` step."""

    def __init__(self, step: Step, kept: KeptPassword | None) -> None:
        super().__init__()
        self.step = step
        self.kept = kept

    def compose(self) -> ComposeResult:
        yield Button(self._label, name="password", compact=True)
        remove = Button(_("Remove"), name="remove_password", compact=True)
        remove.display = self.kept is not None
        yield remove

    @property
    def _label(self) -> str:
        return _("Enter the password…") if self.kept is None else _("Replace…")

    def show_kept(self, kept: KeptPassword | None) -> None:
        """Show whether a password is kept."""
        if kept == self.kept:
            return
        self.kept = kept
        enter, remove = self.query(Button)
        enter.label = self._label
        if remove.has_focus and kept is None:
            enter.focus()
        remove.display = kept is not None

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask the wizard for it."""
        event.stop()
        self.post_message(Asked(self.step, Wish(event.button.name or "")))
