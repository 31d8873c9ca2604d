"""Waits for a sealed file to open, over everything else, so that no key goes astray; Esc gives up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cmic_wizard.asking import Ended, Need
from cmic_wizard.background import in_thread
from cmic_wizard.errors import WizardError
from cmic_wizard.i18n import _
from cmic_wizard.tui.results import screen_work
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.widgets.button import Button

SHOWN_AFTER = 0.3
"""Seconds that it stays out of sight: a file sealed for keys opens before."""


class OpeningDialog(Dialog[Need | Ended[Any] | WizardError]):
    """Its result is what a step of the opening gives or raises, None where the user gave up."""

    def __init__(self, step: Callable[[], Need | Ended[Any]], stop: threading.Event) -> None:
        """`stop` is set where the user gives up; the step asks for it."""
        super().__init__()
        self.heading = _("Open the sealed file")
        self.opening = step
        self.stop = stop

    def body(self) -> Iterable[Widget]:
        """That it takes a while."""
        yield Static(Content(_("Opening takes some seconds…")), classes="text")

    def buttons(self) -> Iterable[Button]:
        """Cancel."""
        yield DialogButton(_("Cancel"), self.action_close, name="close", compact=True)

    def on_mount(self) -> None:
        """Begin."""
        self.add_class("-early")
        self.set_timer(SHOWN_AFTER, lambda: self.remove_class("-early"))
        self._open()

    @screen_work()
    async def _open(self) -> None:
        result: Need | Ended[Any] | WizardError
        try:
            result = await in_thread(self.opening)
        except WizardError as error:
            result = error
        if not self.stop.is_set():
            self.dismiss(result)

    def action_close(self) -> None:
        """Give up, and let the work end."""
        self.stop.set()
        self.dismiss(None)
