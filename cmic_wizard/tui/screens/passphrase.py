"""Asks for one passphrase, masked."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret
from cmic_wizard.tui.screens.dialog import Dialog
from cmic_wizard.tui.widgets.secret_input import SecretInput


class PassphraseDialog(Dialog[Secret]):
    """Its result is the passphrase as typed."""

    def __init__(self, heading: str, text: str, fault: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.text = text
        self.fault = fault

    def body(self) -> Iterable[Widget]:
        """What it is for, and the line."""
        yield Static(Content(self.text), classes="text")
        yield SecretInput(placeholder=_("Passphrase"))
        yield Static(Content(self.fault), classes="fault")

    def buttons(self) -> Iterable[Button]:
        """Open, cancel."""
        yield Button(_("Open"), name="open", compact=True)
        yield Button(_("Cancel"), name="close", compact=True)

    @on(Input.Submitted)
    def press_open(self) -> None:
        """Give it back."""
        self.dismiss(Secret(self.query_one(Input).value))
