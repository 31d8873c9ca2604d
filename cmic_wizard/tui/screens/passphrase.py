"""Asks for a passphrase, masked: one that opens something, or a new one, twice."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from cmic_wizard.credentials.vault import passphrase_problem
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.widgets.secret_input import SecretInput
from cmic_wizard.words import new_phrase


class PassphraseDialog(Dialog[Secret]):
    """Its result is the passphrase as typed."""

    def __init__(self, heading: str, text: str, fault: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.text = text
        self.fault = fault

    def body(self) -> Iterable[Widget]:
        """What it is for, and the line."""
        yield Static(safe_lines(self.text), classes="text")
        yield SecretInput(placeholder=_("Passphrase"))
        yield Static(safe_lines(self.fault), classes="fault")

    def buttons(self) -> Iterable[Button]:
        """Open, cancel."""
        yield DialogButton(_("Open"), self.press_open, name="open", compact=True)
        yield DialogButton(_("Cancel"), self.action_close, name="close", compact=True)

    @on(Input.Submitted)
    def press_open(self) -> None:
        """Give it back."""
        self.dismiss(Secret(self.query_one(Input).value))


class NewPassphraseDialog(Dialog[Secret]):
    """Asks for a new vault's passphrase, twice, and can propose one; its result is the passphrase."""

    def __init__(self, heading: str, text: str, fault: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.text = text
        self.fault = fault

    def body(self) -> Iterable[Widget]:
        """Why it is needed, and both lines."""
        yield Static(safe_lines(self.text), classes="text")
        yield SecretInput(placeholder=_("Passphrase of the vault, at least 12 characters"), id="passphrase")
        yield SecretInput(placeholder=_("The passphrase once more"), id="again")
        yield Static(Content(""), classes="text", id="words")
        yield Static(safe_lines(self.fault), classes="fault")

    def buttons(self) -> Iterable[Button]:
        """Keep, propose a passphrase, cancel."""
        yield DialogButton(_("Keep"), self.press_keep, name="keep", compact=True)
        yield DialogButton(_("Propose a passphrase"), self.press_propose, name="propose", compact=True)
        yield DialogButton(_("Cancel"), self.action_close, name="close", compact=True)

    def press_propose(self) -> None:
        """Show six random words as a passphrase, filled in."""
        phrase = new_phrase()
        for box in self.query(Input):
            box.value = phrase.reveal()
        note = _("Write these words down and keep them apart from this computer:")
        self.query_one("#words", Static).update(Content.assemble(note, "\n", (phrase.reveal(), "bold")))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the second line, then keeps."""
        event.stop()
        if event.input.id == "passphrase":
            self.set_focus(self.query_one("#again"))
        else:
            self.press_keep()

    def press_keep(self) -> None:
        """Give it back once both lines are the same and long enough."""
        first, again = (self.query_one(name, Input).value for name in ("#passphrase", "#again"))
        passphrase = Secret(first)
        problem = passphrase_problem(passphrase)
        if first != again:
            problem = _("The two passphrases are not the same. Please type them again.")
        if problem:
            self.query_one(".fault", Static).update(Content(problem))
        else:
            self.dismiss(passphrase)
