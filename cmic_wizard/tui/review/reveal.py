"""What a reviewer can do with the password of a sealed file, each by an explicit act of their own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual.content import Content
from textual.selection import Selection
from textual.widget import Widget
from textual.widgets import Input, Static

from cmic_wizard import files
from cmic_wizard.errors import WizardError
from cmic_wizard.handoff import targets
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret
from cmic_wizard.text import visible
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.line_control import PathInput

SHOWN_FOR = 15
"""Seconds after which a shown password is hidden again."""


class _Unselectable(Static):
    """Text that neither mouse nor keys can mark."""

    ALLOW_SELECT = False

    def get_selection(self, selection: Selection) -> None:
        """Nothing, even where all of the screen is selected."""


class RevealDialog(Dialog[None]):
    """Shows the password for 15 seconds, never selectable."""

    ALLOW_SELECT = False

    def __init__(self, password: Secret) -> None:
        super().__init__()
        self.heading = _("Password of the service user")
        self.password: Secret | None = password
        self.left = SHOWN_FOR

    def body(self) -> Iterable[Widget]:
        """The password, and how long it stays."""
        shown = visible(self.password.reveal()) if self.password else ""
        yield _Unselectable(Content.styled(shown, "bold $strong"), classes="text secret")
        yield Static(self._text(), classes="text left")

    def _text(self) -> Content:
        return Content.styled(_("Hidden again in {seconds} s.").format(seconds=self.left), "$quiet")

    def on_mount(self) -> None:
        """Count down."""
        self.set_interval(1.0, self._tick)

    def _tick(self) -> None:
        self.left -= 1
        if self.left <= 0:
            self.action_close()
        else:
            self.query_one(".left", Static).update(self._text())

    def action_close(self) -> None:
        """Hide it."""
        self.password = None
        self.query_one(".secret", Static).update(Content(""))
        self.dismiss(None)


class WriteDialog(Dialog[Path]):
    """Writes bytes to a file that the user names; an existing one is replaced only when said twice."""

    def __init__(self, heading: str, text: str, target: Path, data: bytes) -> None:
        super().__init__()
        self.heading = heading
        self.text = text
        self.target = target
        self.data = data
        self.agreed = targets.Agreed()

    def body(self) -> Iterable[Widget]:
        """What is written, and where."""
        yield Static(safe_lines(self.text), classes="text")
        yield PathInput(str(self.target))
        yield Static(Content(""), classes="fault")

    def buttons(self) -> Iterable[Button]:
        """Write, cancel."""
        yield DialogButton(_("Write the file"), self.press_write, name="write", compact=True)
        yield DialogButton(_("Cancel"), self.action_close, name="close", compact=True)

    def on_mount(self) -> None:
        """Stand on the button."""
        self.query(Button).first().focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter writes."""
        event.stop()
        self.press_write()

    def press_write(self) -> None:
        """Write it whole, readable by its owner alone."""
        path = files.typed_path(self.query_one(Input).value.strip())
        fault = self.query_one(".fault", Static)
        folder = application_of(self).data_dir
        try:
            if self.agreed.asks(path, folder):
                fault.update(Content(_("There is a file of that name already. Press again to replace it.")))
                return
            self.agreed.write(path, self.data, folder)
        except WizardError as error:
            fault.update(safe_lines(str(error)))
            return
        self.data = b""
        self.dismiss(path)
