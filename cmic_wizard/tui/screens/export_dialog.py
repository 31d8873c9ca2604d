"""Hands the profile over: says exactly what is written and where, writes it, shows the check number."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from cmic_wizard import files
from cmic_wizard.background import in_thread
from cmic_wizard.errors import WizardError
from cmic_wizard.handoff import export, targets
from cmic_wizard.handoff.held import held_by, password_line
from cmic_wizard.handoff.kinds import BY_NAME, HandoffKind
from cmic_wizard.i18n import N_, _, ngettext
from cmic_wizard.presence import working_folder
from cmic_wizard.profile.environments import stem_of
from cmic_wizard.secret import Secret
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.glyphs import glyphs, plain
from cmic_wizard.tui.results import KeysMeanwhile, screen_work, to_its_end
from cmic_wizard.tui.safe import safe, safe_lines
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.line_control import PathInput, SafeInput

if TYPE_CHECKING:
    from cmic_wizard.handoff.keys import Recipient


def sealed_for(recipients: Sequence[Recipient]) -> Content:
    """Whom a file is sealed for, by the fingerprints of their keys; nothing for nobody."""
    if not recipients:
        return Content()
    prints = ", ".join(recipient.fingerprint for recipient in recipients)
    return Content.assemble((_("Sealed for: "), "$quiet"), prints)


class ExportDialog(Dialog[bool]):
    """One way of handing over, from what goes in to what was written."""

    chooses = False
    """Whether the way can be changed in the dialog."""
    labels = (N_("Write the file"), N_("Write as a draft"))
    """What is on the button that writes, for a profile that is ready and for one that is not."""

    def __init__(self, session: Session, way: HandoffKind, password: Secret | None = None) -> None:
        super().__init__()
        self.heading = _(way.title)
        self.session = session
        self.way = way
        self.holds_secret = way.sealed == "words"
        self.password = password
        self.phrase: Secret | None = None
        self.done = False
        self.agreed = targets.Agreed()
        self.own_folder = Path()
        """The program's own folder, known once something is to be written."""
        self.writing = False
        self.stop = threading.Event()
        self.decided = False
        """Whether a file whose words are said here alone is being written."""
        self.deciding = threading.Lock()
        self.add_class("-wide")

    def body(self) -> Iterable[Widget]:
        """What goes in, for whom, and where to."""
        yield Static(self.held(), classes="text held")
        if self.way.asks_ready and not self.session.assessment.ready:
            count = len(self.session.assessment.unready)
            text = ngettext(
                "{count} item of the preparation is still open. The file will say that it is a draft.",
                "{count} items of the preparation are still open. The file will say that it is a draft.",
                count,
            ).format(count=count)
            yield Static(Content.styled(text, "$own"), classes="text unready")
        if self.chooses or self.way.sealed == "keys":
            yield from self.for_keys()
        yield Static(Content(_("Write to")), classes="tight")
        yield PathInput(str(self.target()), id="path")
        if self.chooses:
            said = _("The e-mail draft is written beside it: {file}")
            name = self.stem + BY_NAME["handoff"].ending
            yield Static(Content.styled(said.format(file=name), "$quiet"), classes="tight")
        yield Static(Content(""), classes="fault")
        yield Static(Content(""), classes="text result")

    def for_keys(self) -> Iterable[Widget]:
        """The box for the keys that a file is sealed for."""
        yield Static(
            Content(_("Your specialist's public key, or the path of a file with keys")), classes="tight keys"
        )
        yield SafeInput(
            placeholder="age1…, ssh-ed25519 …",
            id="recipients",
            classes="keys",
            compact=True,
            select_on_focus=False,
        )
        yield Static(Content(""), classes="tight prints keys")

    def held(self) -> Content:
        """What the file holds, exactly."""
        assessment = self.session.assessment
        lines = held_by(self.way, assessment, file=self.stem + BY_NAME["json"].ending)
        shown = [safe(plain(line)) for line in lines]
        # Where there is much to see, one behind the other.
        mark = f" {glyphs.dot} "
        shown = [Content(mark).join(shown)] if self.chooses else [Content(mark[1:]) + line for line in shown]
        if inside := password_line(self.way, assessment, given=bool(self.password)):
            shown.append(Content.styled(inside, "bold"))
        return Content("\n").join(shown)

    @property
    def stem(self) -> str:
        """The profile's own name among files."""
        slug = self.session.store.slug if self.session.store else "profile"
        return stem_of(slug, self.session.assessment)

    def target(self) -> Path:
        """Where the file goes, unless its user says something else."""
        return working_folder() / (self.stem + self.way.ending)

    def buttons(self) -> Iterable[Button]:
        """Write, close."""
        draft = self.way.asks_ready and not self.session.assessment.ready
        yield DialogButton(
            _(self.labels[draft]),
            self.press_write,
            name="write",
            compact=True,
            id="write",
        )
        yield DialogButton(_("Close"), self.action_close, name="close", compact=True, id="close")

    def on_mount(self) -> None:
        """Stand where something must be typed, else on the button."""
        typed = self.way.sealed == "keys" and not self.chooses
        self.query_one("#recipients" if typed else "#write").focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show a key back as its fingerprint as soon as it is one."""
        event.stop()
        if event.input.id == "recipients":
            self.show_prints(event.value)

    @screen_work(exclusive=True, group="prints", keys=KeysMeanwhile.GO_ON)
    async def show_prints(self, typed: str) -> None:
        """Whom the file would be sealed for; nothing while what is typed names no key."""
        try:
            from cmic_wizard.handoff.keys import keys_text, passed_over, passed_over_in_words, recipients_of

            line = sealed_for(await in_thread(lambda: recipients_of(typed)) if typed.strip() else ())
            passed = passed_over(await in_thread(lambda: keys_text(typed)) if typed.strip() else "")
            if said := passed_over_in_words(passed):
                line += Content("\n") + safe(said)
        except WizardError:
            line = Content()
        shown = self.query_one(".prints", Static)
        shown.update(line)
        shown.display = bool(line)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.focus_next()

    def complain(self, text: str) -> None:
        """Say what is wrong, or what is going on."""
        self.query_one(".fault", Static).update(safe_lines(text))

    def press_write(self) -> None:
        """Write the file, once at a time; an existing one is asked about once."""
        if self.writing:
            return
        if self.way.sealed == "keys" and not self.query_one("#recipients", Input).value.strip():
            self.complain(_("A public key is missing: whoever has its other half can open the file."))
            self.query_one("#recipients").focus()
            return
        path = files.typed_path(self.query_one("#path", Input).value.strip())
        button = self.query_one("#write", Button)
        try:
            self.own_folder = application_of(self).data_dir
            asks = self.asks(path)
        except WizardError as error:
            self.complain(str(error))
            return
        if asks:
            button.label = _("Replace the file")
            button.refresh(layout=True)
            self.complain(_("There is a file of that name already."))
            return
        self.complain(_("Encrypting takes some seconds…") if self.way.sealed == "words" else "")
        self.writing = True
        self.decided = False
        self.stop.clear()
        self.write(path)

    def asks(self, path: Path) -> bool:
        """Whether to ask before something is replaced."""
        return self.agreed.asks(path, self.own_folder)

    @screen_work(exclusive=True, group="write", keys=KeysMeanwhile.GO_ON)
    async def write(self, path: Path) -> None:
        """Make the content off the screen's thread and write it whole."""
        typed = self.query_one("#recipients", Input).value if self.way.sealed == "keys" else ""
        try:
            said = await to_its_end(self, self._written(path, typed), _said_late)
        except WizardError as error:
            self.complain(str(error))
            return
        finally:
            self.writing = False
        if said is None:
            self.complain("")
            return
        self.complain("")
        self.done = True
        self.show_written(said)

    def show_written(self, said: Content) -> None:
        """Show what was written, and stand where one Enter more does no harm."""
        self.query_one(".result", Static).update(said)
        self.query_one("#write").display = False
        # Where words are shown only once, one Enter more must not close them away.
        self.query_one("#path" if self.way.sealed == "words" else "#close").focus()

    async def _written(self, path: Path, typed: str) -> Content | None:
        """What is said of the file; None where it was given up before anything was written."""
        from cmic_wizard.handoff.seal_worker import Cancelled

        try:
            return await in_thread(lambda: self._write(path, typed))
        except Cancelled:
            return None

    def _write(self, path: Path, typed: str) -> Content:
        now = datetime.now(UTC)
        assessment = self.session.assessment
        if not self.way.sealed:
            made = export.make(self.way.name, assessment, now, draft=True, stem=self.stem)
            said = [self._said(path, made.check_number)]
            self.put(path, made.data, made.check_number)
            for name, data in made.more:
                self.put(other := export.beside(path, name), data)
                said.append(self._said(other, ""))
            return Content("\n").join(said)
        seal = partial(export.make_sealed, assessment, now, self.password, draft=True)
        if self.way.sealed == "keys":
            from cmic_wizard.handoff.keys import recipients_of

            recipients = recipients_of(typed)
            made = seal(recipients=recipients)
            self.put(path, made.data, made.check_number)
            return Content.assemble(self._said(path, made.check_number), "\n", sealed_for(recipients))
        from cmic_wizard.handoff.seal_worker import Cancelled

        made = seal(words=True, cancelled=self.stop.is_set)
        with self.deciding:
            if self.stop.is_set():
                raise Cancelled(_("Cancelled."))
            self.decided = True
        self.put(path, made.data, made.check_number)
        return Content.assemble(
            self._said(path, made.check_number),
            "\n",
            (_("The six words, shown only this once. Tell them by phone, never by e-mail:"), "$quiet"),
            "\n",
            (made.phrase.reveal() if made.phrase else "", "bold $own"),
        )

    def put(self, path: Path, data: bytes, number: str = "") -> None:
        """Write a file; its check number is kept first, so that no end between leaves an unknown hand-off."""
        self._keep_number(number)
        self.agreed.write(path, data, self.own_folder)

    def _keep_number(self, number: str) -> None:
        """Have the profile know the hand-off, by which remarks on it are known as such."""
        if self.session.store is not None and number:
            self.session.store.keep_handed(number)
            self.session.save(ask=False)

    @staticmethod
    def _said(path: Path, number: str) -> Content:
        text = Content.assemble((_("Written: "), "$good"), files.shown(path))
        if number:
            text = Content.assemble(
                text, "\n", (_("Check number, to compare by phone: "), "$quiet"), (number, "bold")
            )
        return text

    def action_close(self) -> None:
        """Forget the password; a file whose words nobody would see is not written.

        While it is being written the dialog stays, for it alone can say them.
        """
        if self.hurry():
            self.password = None
            self.dismiss(self.done)

    def hurry(self) -> bool:
        """Give up what is not being written yet; False where it is too late for that."""
        with self.deciding:
            late = self.writing and self.decided
            if not late:
                self.stop.set()
        return not late


def _said_late(said: Content | None) -> str:
    """What is said where the dialog was closed while the file was written."""
    return said.plain if said is not None else ""
