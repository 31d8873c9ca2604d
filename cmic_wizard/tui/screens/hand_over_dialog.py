"""Handing over as one guided act: how, to whom, what goes in; the file, the mail, the number, and “sent”."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard import dates, files
from cmic_wizard.background import in_thread
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import ContactRole
from cmic_wizard.handoff import targets
from cmic_wizard.handoff.handing_over import SEALED_FOR, last_sent, mail_for, ways
from cmic_wizard.handoff.held import receiver_line
from cmic_wizard.handoff.kinds import BY_NAME
from cmic_wizard.i18n import N_, _
from cmic_wizard.secret import Secret
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.results import screen_work
from cmic_wizard.tui.safe import safe
from cmic_wizard.tui.screens.dialog import DialogButton
from cmic_wizard.tui.screens.export_dialog import ExportDialog
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.line_control import PathInput


class Ways(OptionList):
    """The ways to choose from, the chosen one marked; its ends lead on to the next control."""

    def action_cursor_up(self) -> None:
        """The way above, else the control above."""
        if self.highlighted in (None, 0):
            self.screen.focus_previous()
        else:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """The way below, else the control below."""
        if self.highlighted == self.option_count - 1:
            self.screen.focus_next()
        else:
            super().action_cursor_down()


class HandOverDialog(ExportDialog):
    """From the recommended way to a hand-off that is written, mailed and marked as sent."""

    chooses = True
    labels = (N_("Write file and e-mail"), N_("Write file and e-mail as a draft"))

    def __init__(self, session: Session, password: Secret | None = None) -> None:
        self.offered = ways(session.draft)
        super().__init__(session, self.offered[0], password)
        self.heading = _("Hand over")
        self.number = ""
        self.mail = Path()
        """The e-mail draft, once it is written."""
        self.mail_fault = ""
        self.can_open = False
        """Whether there is a mail program to open the draft in."""
        self.mail_agreed = targets.Agreed()

    def body(self) -> Iterable[Widget]:
        """To whom, how, what goes in, and where to."""
        receivers = self.session.assessment.people_of(ContactRole.SPECIALIST)
        yield Static(safe(receiver_line(receivers)), classes="receiver")
        options = [Option(self._option(number), id=way.name) for number, way in enumerate(self.offered)]
        yield Ways(*options, id="offered", compact=True)
        yield from super().body()

    def _option(self, number: int) -> Content:
        way = self.offered[number]
        mark = glyphs.radio_on if way is self.way else glyphs.radio_off
        advice = f"  {_('recommended')}" if not number else ""
        return Content.assemble(f"{mark} ", (_(way.title), "bold"), f"  {_(way.help)}", (advice, "$good"))

    def buttons(self) -> Iterable[Button]:
        """Write; once that is done, open the mail, and mark it as sent."""
        write, close = super().buttons()
        yield write
        yield DialogButton(_("Open the e-mail"), self.press_mail, name="mail", id="mail")
        yield DialogButton(self._sent_label(), self.press_sent, name="sent", id="sent")
        yield close

    def on_mount(self) -> None:
        """Show what is recommended."""
        for name in ("#mail", "#sent"):
            self.query_one(name).display = False
        known = self.session.draft.marks.get(SEALED_FOR, "")
        self.query_one("#recipients", Input).value = known
        listing = self.query_one("#offered", Ways)
        listing.highlighted = 0
        # Watched, as a message would come after a Tab that is typed fast, which must find the new fields.
        self.watch(listing, "highlighted", self._take_way)

    def _take_way(self, number: int | None) -> None:
        """The way under the cursor is the one that is taken."""
        if number is not None:
            self.way = self.offered[number]
            self._show_way()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter goes on."""
        event.stop()
        self.focus_next()

    def _show_way(self) -> None:
        """What the way writes, and where to."""
        listing = self.query_one("#offered", Ways)
        for number in range(len(self.offered)):
            listing.replace_option_prompt_at_index(number, self._option(number))
        self.query_one(".held", Static).update(self.held())
        for widget in self.query(".keys"):
            widget.display = self.way.sealed == "keys"
        path = self.query_one("#path", PathInput)
        folder = files.typed_path(path.value.strip()).parent
        path.value = str(folder / (self.stem + self.way.ending))
        path.show_end()

    def asks(self, path: Path) -> bool:
        """Whether to ask before the file or the mail replaces something."""
        mail = self._mail_path(path)
        if self.mail_agreed.asks(mail, self.own_folder):
            super().asks(path)
            return True
        return super().asks(path)

    def _mail_path(self, path: Path) -> Path:
        return path.with_name(self.stem + BY_NAME["handoff"].ending)

    def put(self, path: Path, data: bytes, number: str = "") -> None:
        """Write the file, then the mail that has it attached; a mail that fails does not undo the file."""
        from cmic_wizard.handoff.mail_program import is_there

        super().put(path, data, number)
        self.number = number
        assessment, given = self.session.assessment, self.password is not None
        mail = self._mail_path(path)
        try:
            made = mail_for(assessment, self.way, path.name, data, number, password=given)
            self.mail_agreed.write(mail, made, self.own_folder)
        except WizardError as error:
            self.mail_fault = str(error)
        else:
            self.mail, self.mail_fault = mail, ""
            self.can_open = is_there()

    def show_written(self, said: Content) -> None:
        """What was written; the focus is where one Enter more says and closes nothing."""
        line = (
            Content.styled(self.mail_fault, "$bad")
            if self.mail_fault
            else Content.assemble((_("E-mail draft: "), "$good"), files.shown(self.mail))
        )
        lines = [said, line]
        if not (self.mail_fault or self.can_open):
            lines.append(Content(_("No mail program is known here: open the draft in yours, and send it.")))
        self.query_one(".result", Static).update(Content("\n").join(lines))
        if self.way.sealed == "keys":
            self.session.mark(**{SEALED_FOR: self.query_one("#recipients", Input).value.strip()})
        for name in ("#write", "#offered", ".held", "#path"):
            self.query_one(name).display = False
        for widget in self.query(".keys, .tight, .unready"):
            widget.display = False
        mail, sent = self.query_one("#mail"), self.query_one("#sent")
        mail.display, sent.display = not self.mail_fault and self.can_open, True
        self.set_focus(mail if mail.display else None)

    @screen_work(exclusive=True, group="mail")
    async def press_mail(self) -> None:
        """Open the draft in the mail program."""
        from cmic_wizard.handoff.mail_program import open_draft

        opened = await in_thread(lambda: open_draft(self.mail))
        fault = _("No mail program took it. Open “{path}” yourself, or attach the file to an e-mail.")
        self.complain("" if opened else fault.format(path=files.shown(self.mail)))
        if opened:
            self.app.notify(
                _("The e-mail is open in your mail program. Send it there, then mark it as sent.")
            )

    def _sent_label(self) -> str:
        when = dates.instant(last_sent(self.session.draft)) if self.number else None
        if when is None:
            return f"{glyphs.box_off} {_('It is sent')}"
        return f"{glyphs.box_on} {_('Sent on {day}').format(day=dates.short_day(when.astimezone()))}"

    def press_sent(self) -> None:
        """Mark it as sent, with the date, or as not sent."""
        self.session.mark_sent(self.number)
        button = self.query_one("#sent", Button)
        button.label = self._sent_label()
        button.refresh(layout=True)
        self.query_one("#close").focus()
