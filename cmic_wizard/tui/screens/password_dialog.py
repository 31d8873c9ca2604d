"""The dialog that takes the service password, and a passphrase where the vault is needed."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from cmic_wizard.asking import Question, Wanted
from cmic_wizard.background import in_thread
from cmic_wizard.credentials.keeper import Keeper, Kept
from cmic_wizard.credentials.keeping import keep_password
from cmic_wizard.credentials.states import KeyRingState, vault_helps
from cmic_wizard.errors import CredentialError
from cmic_wizard.i18n import _
from cmic_wizard.profile.fields import password_findings
from cmic_wizard.profile.reading import Severity
from cmic_wizard.secret import Secret
from cmic_wizard.tui.results import KeysMeanwhile, screen_work, to_its_end
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import DialogButton
from cmic_wizard.tui.screens.passphrase_dialog import SecretForm
from cmic_wizard.tui.screens.unlocking import begin_anew, carried_out
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.secret_input import labelled


class PasswordDialog(SecretForm[None]):
    """Asks twice, says where the password will be kept, keeps it, and has that recorded."""

    def __init__(
        self, keeper: Keeper, profile_id: str, record: Callable[[Kept | None, Secret | None], Awaitable[bool]]
    ) -> None:
        """`record` takes where the password went as soon as it is kept, also after the dialog was closed."""
        super().__init__()
        self.heading = _("Password of the service user")
        self.keeper = keeper
        self.profile_id = profile_id
        self.record = record
        self.usable = False
        self.busy = False
        self.doubts_told = 0
        """How many doubts of what stands in the boxes the user was asked about, one at a time."""

    def body(self) -> Iterable[Widget]:
        """Two masked lines, where it will be kept, and the vault's passphrase where it is needed."""
        yield from labelled(_("Password"), "password")
        yield from labelled(_("The same once more"), "again")
        yield Static(Content(_("Looking for the key ring of this computer…")), classes="text", id="place")
        yield from self.new_passphrase()
        yield self.fault_line()

    def buttons(self) -> Iterable[Button]:
        """Keep, propose a passphrase, close."""
        yield DialogButton(_("Keep"), self.press_keep, name="keep", compact=True)
        yield self.propose_button()
        yield self.forgotten_button(self.press_forgotten)
        yield self.close_button()

    def on_mount(self) -> None:
        """Hide what only a vault needs, and look for the key ring."""
        self._show_vault(needed=False, new=False)
        self.probe()

    def _show_vault(self, *, needed: bool, new: bool) -> None:
        for part in self.query(".passphrase"):
            part.display = needed
        for part in self.query(".passphrase-again"):
            part.display = needed and new
        label = _("Passphrase of the vault, at least 12 characters") if new else _("Passphrase of your vault")
        self.query_one(".label.passphrase", Static).update(Content(label))
        self.query_one("#propose").display = needed and new
        self.query_one("#forgotten").display = needed and not new
        self.query_one("#words").display = needed and new

    @screen_work(exclusive=True, group="probe", keys=KeysMeanwhile.GO_ON)
    async def probe(self) -> None:
        """Say which place will be used, and why."""
        probe = await in_thread(self.keeper.probe)
        self.usable = probe.key_ring is KeyRingState.OK
        self.query_one("#place", Static).update(safe_lines(probe.sentence))
        self._show_vault(needed=not self.usable, new=not probe.vault_exists)

    def press_forgotten(self) -> None:
        """Say what a forgotten passphrase means, and begin a new vault where that is wanted."""
        if not self.busy:
            begin_anew(self, Wanted.VAULT_OF_PASSWORD)

    def vault_is_aside(self) -> None:
        """What is typed is kept for the new vault, whose passphrase is asked for in the same form."""
        self.query_one("#passphrase", Input).value = ""
        self.complain("")
        self.probe()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed anew is asked about anew."""
        event.stop()
        self.doubts_told = 0

    def press_keep(self) -> None:
        """Look over what was typed, then keep it."""
        if self.busy:
            return
        password = Secret(self.query_one("#password", Input).value)
        if password.reveal() != self.query_one("#again", Input).value:
            self.complain(_("The two passwords are not the same. Please type them again."))
            return
        wrong = [f.text for f in password_findings(password) if f.severity is Severity.ERROR]
        if wrong:
            self.complain(wrong[0])
            return
        doubts = [f.text for f in password_findings(password) if f.severity is Severity.DOUBT]
        if len(doubts) > self.doubts_told:
            self.complain(f"{doubts[self.doubts_told]} " + _("If it is right, choose “Keep” once more."))
            self.doubts_told += 1
            return
        passphrase = self.typed_passphrase()
        if passphrase is None:
            return
        self.complain(_("Keeping the password… a window of your key ring may be waiting behind this one."))
        self.busy = True
        self.keep(password, passphrase if self.query_one("#passphrase").display and passphrase else None)

    @screen_work(exclusive=True, group="keep", keys=KeysMeanwhile.WAIT_A_WHILE)
    async def keep(self, password: Secret, passphrase: Secret | None) -> None:
        """Keep the password; a failure is told, and nothing counts as kept."""
        kept = await to_its_end(self, self._kept(password, passphrase), _said_late)
        if isinstance(kept, CredentialError):
            self.busy = False
            self.complain(str(kept))
            with contextlib.suppress(CredentialError):
                if vault_helps(kept.state):
                    self._show_vault(needed=True, new=not self.keeper.vault.exists())
            return
        for note in (kept.note if self.usable else "", kept.left):
            if note:
                self.app.notify(note, markup=False)
        self.dismiss(None)

    async def _kept(self, password: Secret, passphrase: Secret | None) -> Kept | CredentialError:
        """Where the password went, recorded; what the act asks for is a line of this very form."""

        async def ask(question: Question) -> Secret:
            raise question.reason

        act = keep_password(self.keeper, self.profile_id, password, passphrase=passphrase)
        try:
            kept = await carried_out(act, ask, record=self.record)
        except CredentialError as error:
            return error
        assert kept is not None  # noqa: S101 - nobody was asked, so nobody gave up
        return kept

    def action_close(self) -> None:
        """Give up waiting for the key ring, too."""
        self.keeper.cancel()
        self.dismiss(None)


def _said_late(kept: Kept | CredentialError) -> str:
    """What is said where the dialog was closed meanwhile; that nothing was kept is no news then."""
    if isinstance(kept, CredentialError):
        return ""
    return _("The password had already been kept when you closed the dialog.")
