"""The questions of an answer sheet on screen, for a colleague who needs no profile of his own."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from cmic_wizard.bounds import AUTHOR_AT_MOST
from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.files import shown
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff.sheet_store import NAME_MARK, SheetStore, questions_alone
from cmic_wizard.i18n import N_, _, ngettext
from cmic_wizard.profile.assessment import State
from cmic_wizard.text import visible
from cmic_wizard.tui.safe import safe
from cmic_wizard.tui.screens.flows import ACTS
from cmic_wizard.tui.screens.wizard import WizardScreen
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.line_control import SafeInput
from cmic_wizard.tui.widgets.page import Page
from cmic_wizard.tui.widgets.sidebar import HANDOFF, WELCOME

ACTIONS: Final = frozenset(
    {
        *("help", "where", "next_todo", "items", "sidebar", "handoff", "proposal", "confirm", "menu"),
        *("leave", "language", "theme"),
    }
)
"""What can be done with somebody else's questions."""


class AnswerSession(Session):
    """A session whose guide is the questions, and whose answers are kept in the sheet beside."""

    only = ACTIONS
    for_somebody = True
    last_page = N_("Send back")
    store: SheetStore

    def __init__(self, store: SheetStore, keeper: Keeper) -> None:
        super().__init__(store.draft, store, keeper)
        self.guide = questions_alone(load_guide(), store.sheet.steps)
        self.here: dict[str, str] = {}
        """The page and the step that the user is at."""

    def mark(self, **marks: str) -> None:
        """Remember where the user is, as long as the program runs; the name goes into the sheet."""
        if NAME_MARK in marks:
            self.store.mark(**{NAME_MARK: marks[NAME_MARK]})
        self.here.update(marks)


class AnswerScreen(WizardScreen):
    """The wizard's own pages with the questions alone."""

    session: AnswerSession

    def __init__(self, session: Session) -> None:
        assert isinstance(session, AnswerSession)  # noqa: S101 - tells the type
        super().__init__(session)
        self.acts = {name: partial(act, self) for name, act in ACTS.items() if name in ACTIONS}
        self._start = (session.here.get("page", WELCOME), session.here.get("step", ""))
        self.step_id = self._start[1]
        self.page = self.make_page(*self._start)

    def make_page(self, page: str, step: str = "", section: str = "") -> Page:
        """Who asks, the questions, where the answers go."""
        if page == HANDOFF:
            return SendBackPage(self.session)
        if page == WELCOME:
            return AskedPage(self.session)
        return super().make_page(page, step, section)

    async def action_do(self, name: str) -> None:
        """Do one of the actions that there are."""
        if name in self.acts:
            await super().action_do(name)


class AskedPage(Page):
    """Who asks for what, and how it goes."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, WELCOME)

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(_("Questions for you"), "bold $mark"), classes="section")
        yield Button(_("Go to the first question (F3)"), name="next_todo", compact=True)
        yield Static(safe(self._asked()), classes="prose")
        text = _(
            "Your answers are saved as you type, in a file beside the one that you opened. What you do not"
            " know may stay open. The page “Send back” says where the file is that goes back to whoever asks."
        )
        yield Static(Content(text), classes="prose")
        yield Static(
            Content(_("Passwords are never asked for here, and belong in no answer.")), classes="prose"
        )

    def _asked(self) -> str:
        sheet, count = _session_of(self).store.sheet, len(self.session.assessment.steps)
        text = ngettext(
            "{count} question about the set-up of CMiC and Procore: {name}.",
            "{count} questions about the set-up of CMiC and Procore: {name}.",
            count,
        )
        said = text.format(count=count, name=visible(sheet.profile_name))
        if sheet.asked_by:
            said += " " + _("{name} asks you for the answers.").format(name=visible(sheet.asked_by))
        return said

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """To the questions."""
        event.stop()
        await self.run_action(f"screen.do('{event.button.name}')")


class SendBackPage(Page):
    """Where the answers are, in whose name, and how they go back."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, HANDOFF)

    def on_mount(self) -> None:
        """Have the file written that the page names, where the sheet came with answers."""
        if self.session.dirty:
            self.session.announce()

    def compose(self) -> ComposeResult:
        store = _session_of(self).store
        yield Static(Content.styled(_("Send back"), "bold $mark"), classes="section")
        yield Static(self._standing(), classes="prose standing")
        yield Static(
            Content.styled(_("Your name, which stands beside your answers"), "bold"), classes="prose"
        )
        yield SafeInput(
            store.draft.marks.get(NAME_MARK, ""), compact=True, max_length=AUTHOR_AT_MOST, id="answerer"
        )
        yield Static(self._where(), classes="prose where")
        yield Button(_("Copy the answers as text"), name="copy", compact=True)
        text = _("The text can be pasted into a reply instead: the other side's wizard reads it as well.")
        yield Static(Content.styled(text, "$quiet"), classes="prose")

    def _standing(self) -> Content:
        steps = self.session.assessment.steps.values()
        count, done = len(steps), sum(state.state is State.DONE for state in steps)
        text = ngettext("{done} of {count} answered.", "{done} of {count} answered.", count)
        return Content.styled(
            text.format(done=done, count=count), "bold $good" if done == count else "bold $own"
        )

    def _where(self) -> Content:
        store = _session_of(self).store
        text = _("Attach this file to your reply:")
        return Content.assemble(f"{text}\n", (shown(store.path), "bold"))

    def refresh_session(self) -> None:
        """How many are answered."""
        for line in self.query(".standing").results(Static):
            line.update(self._standing())

    @on(Input.Changed, "#answerer")
    def _named(self, event: Input.Changed) -> None:
        event.stop()
        name = " ".join(event.value.split())
        if name != self.session.draft.marks.get(NAME_MARK, ""):
            self.session.mark(**{NAME_MARK: name})
            self.session.announce()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """To the clipboard."""
        event.stop()
        self.app.copy_to_clipboard(_session_of(self).store.as_text())
        self.app.notify(_("The answers are on the clipboard."), markup=False)


def _session_of(page: Page) -> AnswerSession:
    session: Any = page.session
    assert isinstance(session, AnswerSession)  # noqa: S101 - tells the type
    return session
