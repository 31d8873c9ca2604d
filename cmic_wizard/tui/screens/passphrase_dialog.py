"""Asks for a passphrase, masked: one that opens something, or a new one, twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from cmic_wizard.credentials.vault import passphrase_problem
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton, Result
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.secret_input import labelled
from cmic_wizard.words import new_phrase


class SecretForm(Dialog[Result]):
    """Masked lines: Enter goes on to the next, and at the last does what the first button does."""

    fault: str = ""
    holds_secret = True
    proposed: Secret | None = None
    """The words that were proposed."""

    def new_passphrase(self) -> Iterable[Widget]:
        """Both lines of a vault's new passphrase, and the place of a proposed one."""
        yield from labelled(_("Passphrase of the vault, at least 12 characters"), "passphrase")
        yield from labelled(_("The passphrase once more"), "passphrase-again")
        yield Static(Content(""), classes="text", id="words")

    def fault_line(self) -> Widget:
        """Where it is said what is wrong."""
        return Static(safe_lines(self.fault), classes="fault")

    def forgotten_button(self, forgotten: Callable[[], object]) -> Button:
        """The way on for those who do not know the vault's passphrase any more."""
        return DialogButton(_("Forgotten…"), forgotten, name="forgotten", id="forgotten", compact=True)

    def vault_is_aside(self) -> None:
        """The vault was set aside, as its passphrase is forgotten: there is nothing left to open."""
        self.dismiss(None)

    def propose_button(self) -> Button:
        """Proposes a passphrase."""
        title = _("Propose a passphrase")
        return DialogButton(title, self.press_propose, name="propose", id="propose", compact=True)

    def close_button(self) -> Button:
        """Cancels."""
        return DialogButton(_("Cancel"), self.action_close, name="close", compact=True)

    def complain(self, text: str) -> None:
        """Say what is wrong."""
        self.query_one(".fault", Static).update(safe_lines(text))

    def press_propose(self) -> None:
        """Show six random words as a passphrase, filled in; while they stand there, no others."""
        typed = self.query_one("#passphrase", Input).value
        if self.proposed is not None and typed == self.proposed.reveal():
            self.complain(_("These words are filled in already. For others, empty the passphrase first."))
            return
        self.proposed = phrase = new_phrase()
        for name in ("#passphrase", "#passphrase-again"):
            self.query_one(name, Input).value = phrase.reveal()
        note = _("Write these words down and keep them apart from this computer:")
        self.query_one("#words", Static).update(Content.assemble(note, "\n", (phrase.reveal(), "bold")))

    def typed_passphrase(self) -> Secret | None:
        """The vault's passphrase; None, and a complaint, where its two lines in sight differ."""
        first, again = (self.query_one(name, Input) for name in ("#passphrase", "#passphrase-again"))
        if again.display and again.value != first.value:
            self.complain(_("The two passphrases are not the same. Please type them again."))
            return None
        return Secret(first.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on, or do what the first button does."""
        event.stop()
        boxes = [box for box in self.query(Input) if box.display]
        index = boxes.index(event.input)
        if index + 1 < len(boxes):
            self.set_focus(boxes[index + 1])
        else:
            self.query(DialogButton).first().act()


class PassphraseDialog(SecretForm[Secret]):
    """Its result is the passphrase as typed."""

    def __init__(
        self, heading: str, text: str, fault: str = "", *, forgotten: Callable[[], object] | None = None
    ) -> None:
        """`forgotten` is the way on for those who do not know it any more."""
        super().__init__()
        self.forgotten = forgotten
        self.heading = heading
        self.text = text
        self.fault = fault

    def body(self) -> Iterable[Widget]:
        """What it is for, and the line."""
        yield Static(safe_lines(self.text), classes="text")
        yield from labelled(_("Passphrase"), "passphrase")
        yield self.fault_line()

    def buttons(self) -> Iterable[Button]:
        """Open, the way on without it, cancel."""
        yield DialogButton(_("Open"), self.press_open, name="open", compact=True)
        if self.forgotten is not None:
            yield self.forgotten_button(self.forgotten)
        yield self.close_button()

    def press_open(self) -> None:
        """Give it back."""
        self.dismiss(Secret(self.query_one(Input).value))


class NewPassphraseDialog(PassphraseDialog):
    """Asks for a new vault's passphrase, twice, and can propose one; its result is the passphrase."""

    def body(self) -> Iterable[Widget]:
        """Why it is needed, and both lines."""
        yield Static(safe_lines(self.text), classes="text")
        yield from self.new_passphrase()
        yield self.fault_line()

    def buttons(self) -> Iterable[Button]:
        """Keep, propose a passphrase, cancel."""
        yield DialogButton(_("Keep"), self.press_keep, name="keep", compact=True)
        yield self.propose_button()
        yield self.close_button()

    def press_keep(self) -> None:
        """Give it back once both lines are the same and long enough."""
        passphrase = self.typed_passphrase()
        if passphrase is None:
            return
        if problem := passphrase_problem(passphrase):
            self.complain(problem)
        else:
            self.dismiss(passphrase)
