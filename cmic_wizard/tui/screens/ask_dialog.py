"""Asks somebody for answers: whom, as what, until when; writes the e-mail draft and has the items wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from cmic_wizard import dates, files
from cmic_wizard.background import in_thread
from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.guide.for_asked import ASKED_ROLES
from cmic_wizard.handoff import inquiries, targets
from cmic_wizard.handoff.mail_program import open_draft
from cmic_wizard.i18n import LANGUAGES, _, language, ngettext
from cmic_wizard.presence import working_folder
from cmic_wizard.profile import settings
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.fields import Contact, format_people, people
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.settings import Settings
from cmic_wizard.profile.waiting import ROLE_WORDS, called, proposed_due
from cmic_wizard.struct import Struct
from cmic_wizard.text import shortened
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.results import KeysMeanwhile, screen_work, to_its_end
from cmic_wizard.tui.safe import safe, safe_lines
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.control_messages import Advance, Answered
from cmic_wizard.tui.widgets.controls.flat_options import FlatOptions
from cmic_wizard.tui.widgets.controls.line_control import PathInput, SafeInput

_TITLES_AT_MOST = 160


def change(session: Session, make: Callable[[Draft, str], Draft]) -> None:
    """Change what is asked of whom, and show it. FileRefused where the profile has no room for it."""
    store = session.store
    if store is not None:
        store.change(lambda draft: make(draft, store.now()))
        session.announce()


class _Out(Struct, frozen=True):
    """What became of asking: the file, the e-mail's text, and whether a mail program opened it."""

    path: Path
    text: str
    opened: bool


class AskDialog(Dialog[bool]):
    """One letter for one or several items; its result is whether somebody was asked."""

    def __init__(
        self,
        session: Session,
        steps: tuple[str, ...],
        person: inquiries.Person,
        *,
        before: Request | None = None,
        sender: Settings | None = None,
    ) -> None:
        """`before` is what the person was asked already, and is reminded of."""
        super().__init__()
        self.session = session
        self.steps = steps
        self.person = person
        self.before = before
        self.sender = sender or Settings()
        titles = ", ".join(_(session.guide.steps[step].title) for step in steps)
        heading = _("Remind: {steps}") if before else _("Ask somebody: {steps}")
        self.heading = heading.format(steps=shortened(titles, _TITLES_AT_MOST))
        self.agreed = targets.Agreed()
        self.own_folder = Path()
        self.text = ""
        self.done = False
        self.add_class("-wide")

    def body(self) -> Iterable[Widget]:
        """Who, as what, until when, from whom, and where the e-mail goes."""
        now = datetime.now(UTC)
        who = format_people([Contact(self.person.name, self.person.mail)])
        yield self._row(_("To"), SafeInput(who, placeholder=_("Name <mail@host>"), id="whom", compact=True))
        roles = [(role, _(ROLE_WORDS[role])) for role in ASKED_ROLES]
        yield self._row(_("As"), FlatOptions("role", roles, self.person.role))
        due = proposed_due(self.session.assessment, now).isoformat()
        reference = self.before.reference if self.before else ""
        yield self._row(
            _("Until"),
            SafeInput(due, placeholder=_("no day"), id="due", compact=True, select_on_focus=False),
            Static(Content(_("Reference")), classes="label"),
            SafeInput(reference, placeholder=_("such as a ticket"), id="reference", compact=True),
        )
        chosen = self.person.language or language()
        yield self._row(_("Language"), FlatOptions("language", list(LANGUAGES.items()), chosen))
        own = format_people([Contact(self.sender.name, self.sender.mail)]) if self.sender.name else ""
        yield self._row(_("From"), SafeInput(own, placeholder=_("Your name <mail>"), id="own", compact=True))
        yield self._row(_("Write to"), PathInput(str(self._target(now)), id="path"))
        yield Static(Content(""), classes="fault")
        yield Static(Content(""), classes="text result")

    @staticmethod
    def _row(label: str, *controls: Widget) -> Horizontal:
        return Horizontal(Static(Content(label), classes="label"), *controls, classes="row")

    def _target(self, now: datetime) -> Path:
        stem = self.session.store.slug if self.session.store else "profile"
        folder = working_folder()
        with suppress(WizardError):
            return inquiries.free_file(folder, stem, inquiries.request_for(self.person, "", "", now))
        return folder / f"{stem}-ask.eml"

    def buttons(self) -> Iterable[Button]:
        """Write, close."""
        yield DialogButton(_("Write the e-mail"), self.press_write, name="write", id="write")
        yield DialogButton(_("Copy the text"), self.press_copy, name="copy", id="copy")
        yield DialogButton(_("Close"), self.action_close, name="close", id="close")

    def on_mount(self) -> None:
        """Stand where something is missing, else on the button."""
        self.query_one("#copy").display = False
        self.query_one(".result").display = False
        empty = [name for name in ("#whom", "#own") if not self.query_one(name, Input).value.strip()]
        self.query_one((empty or ["#write"])[0]).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.focus_next()

    def on_advance(self, event: Advance) -> None:
        """Enter goes on from options, too."""
        event.stop()
        self.focus_next()

    def on_answered(self, event: Answered) -> None:
        """What is picked is looked at once the e-mail is written."""
        event.stop()

    def _complain(self, text: str, at: str = "") -> None:
        self.query_one(".fault", Static).update(safe_lines(text))
        if at:
            self.query_one(at).focus()

    def press_write(self) -> None:
        """Write the e-mail; a file that is there is asked about once."""
        now, at = datetime.now(UTC), "#whom"
        try:
            person = inquiries.person_of(
                self._typed("#whom"), self.session.assessment, self.query_one("#role", FlatOptions).chosen
            )
            at = "#due"
            due = inquiries.day_given(self._typed("#due"), now)
            at = "#own"
            sender = self._own_name()
            at = "#path"
            path = files.typed_path(self._typed("#path"))
            self.own_folder = application_of(self).data_dir
            if self.agreed.asks(path, self.own_folder):
                self._complain(_("There is a file of that name already. Press once more to replace it."))
                return
        except WizardError as error:
            self._complain(str(error), at)
            return
        chosen = self.query_one("#language", FlatOptions).chosen
        request = inquiries.request_for(person, due, self._typed("#reference"), now, chosen)
        if self.before is not None and self.before.whom == request.whom:
            request = inquiries.again(self.before, request)
        self._complain("")
        self.write(path, request, sender)

    def _typed(self, name: str) -> str:
        return self.query_one(name, Input).value.strip()

    def _own_name(self) -> Settings:
        named = people(self._typed("#own"))
        if len(named) != 1 or not named[0].name:
            raise WizardError(_("Write your own name, which stands below the e-mail."))
        return Settings(named[0].name, named[0].mail)

    @screen_work(exclusive=True, group="write", keys=KeysMeanwhile.GO_ON)
    async def write(self, path: Path, request: Request, sender: Settings) -> None:
        """Write the draft off the screen's thread, then have the items wait."""
        try:
            out = await to_its_end(self, self._written(path, request, sender))
        except WizardError as error:
            self._complain(str(error))
            return
        self._show(out, request)

    async def _written(self, path: Path, request: Request, sender: Settings) -> _Out:
        assessment = self.session.assessment
        out = await in_thread(lambda: self._write(assessment, path, request, sender))
        change(self.session, lambda draft, now: draft.asking(self.steps, request, now))
        self.done = True
        return out

    def _write(self, assessment: Assessment, path: Path, request: Request, sender: Settings) -> _Out:
        stem = self.session.store.slug if self.session.store else "profile"
        now = datetime.now(UTC)
        mail = inquiries.mail_for(
            assessment,
            self.steps,
            request,
            sender,
            now,
            stem=stem,
            again=self.before is not None,
        )
        self.agreed.write(path, mail, self.own_folder)
        with suppress(FileRefused):
            settings.remember(self.own_folder, name=sender.name, mail=sender.mail or None)
            if self.session.store is not None:
                self.session.store.recorder.user = sender.name
        found = message_from_bytes(mail, policy=policy.default).get_body()
        return _Out(path, found.get_content() if found is not None else "", open_draft(path))

    def _show(self, out: _Out, request: Request) -> None:
        count = len(self.steps)
        waits = ngettext("{count} item now waits for {name}", "{count} items now wait for {name}", count)
        said = waits.format(count=count, name=called(request))
        day = request.due_day
        said += _(", until {day}").format(day=dates.day(day)) + "." if day else "."
        sends = (
            _("Your e-mail program has it open: you send it.")
            if out.opened
            else _("Open it in your e-mail program and send it, or copy the text into an e-mail.")
        )
        self.text = out.text
        self.query_one(".result", Static).update(
            Content("\n").join(
                [Content.assemble((_("Written: "), "$good"), files.shown(out.path)), safe(said), safe(sends)]
            )
        )
        self.query_one(".result").display = True
        self.query_one("#write").display = False
        self.query_one("#copy").display = True
        for row in self.query(".row"):
            row.display = False
        self.query_one("#close").focus()

    def press_copy(self) -> None:
        """Hand the e-mail's text to the terminal's clipboard."""
        self.app.copy_to_clipboard(self.text)
        self.app.notify(
            _("Copied. If pasting does not work, select the text and copy it yourself."), markup=False
        )

    def action_close(self) -> None:
        """Say whether somebody was asked."""
        self.dismiss(self.done)
