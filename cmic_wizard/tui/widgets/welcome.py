"""The page that opens the guide: what it is, whom to ask, how far it has come."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from cmic_wizard.guide.model import Step
from cmic_wizard.handoff.handing_over import what_comes_next
from cmic_wizard.handoff.remarks import said_of_the_review
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import StepState, summary
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.waiting import by_person, late, late_line
from cmic_wizard.tui.action_model import call_of
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.themes import STATE_STYLES
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.contacts import contact_lines
from cmic_wizard.tui.widgets.lines import say
from cmic_wizard.tui.widgets.page import Page
from cmic_wizard.tui.widgets.sidebar import WELCOME

GO_TO: Final = "go to "
"""Begins the name of a button that leads to a step."""


class WelcomePage(Page):
    """Welcome."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, WELCOME)

    def compose(self) -> ComposeResult:
        guide = self.session.guide
        yield Static(Content.styled(_(guide.title), "bold $mark"), classes="section")
        if not self.session.read_only:
            yield Button(_("Start with what is left to do (F3)"), name="next_todo", compact=True)
            yield from (self._naming(step) for step in guide.contacts.values())
        yield Static(self._late(), classes="prose late")
        if not self.session.read_only:
            yield Button(_("Remind or withdraw (F4)"), name="items", compact=True, classes="late")
            yield Button(_("Take answers from an e-mail or notes…"), name="take_text", compact=True)
        yield Static(self._review(), classes="prose review")
        yield Static(Content(), classes="prose after")
        yield Static(Content(_(guide.welcome).strip()), classes="prose")
        yield Static(self._whom(), classes="prose whom")
        yield Static(self._phases(), classes="prose phases")

    def _naming(self, step: Step) -> Button:
        """The way to where somebody is named to turn to, while that is the user's to do."""
        label = _("Fill in now: {contact}").format(contact=_(step.title))
        button = Button(label, name=f"{GO_TO}{step.id}", compact=True)
        button.display = self.session.assessment.steps[step.id].own
        return button

    def on_mount(self) -> None:
        """Without a review, and with nothing late, no line is taken."""
        self._show_review()
        self._show_late()

    def _show_after(self) -> None:
        """What comes after a hand-off, where one was written."""
        said = [] if self.session.read_only else what_comes_next(self.session.assessment)
        line = self.query_one(".after", Static)
        say(line, Content("\n").join(Content(sentence) for sentence in said))
        line.display = bool(said)

    def _review(self) -> Content:
        return Content.styled(said_of_the_review(self.session.draft), "bold")

    def _show_review(self) -> None:
        line, text = self.query_one(".review", Static), self._review()
        say(line, text)
        line.display = bool(text) and not self.session.read_only
        self._show_after()

    def _late(self) -> Content:
        """Who was to answer by now, and for what."""
        lines = [Content.styled(late_line(request, states), "$own") for request, states in self._late_ones()]
        return Content("\n").join(lines)

    def _late_ones(self) -> list[tuple[Request, list[StepState]]]:
        return by_person(late(self.session.assessment))

    def _show_late(self) -> None:
        text = self._late()
        for widget in self.query(".late"):
            widget.display = bool(text)
        say(self.query_one("Static.late", Static), text)

    def _whom(self) -> Content:
        heading = _("The customer's contacts") if self.session.reviewed else _("Your two contacts")
        return Content("\n").join([Content.styled(heading, "bold"), *contact_lines(self.session.assessment)])

    def _phases(self) -> Content:
        lines = [Content.styled(_("The phases"), "bold")]
        for number, phase in enumerate(self.session.guide.phases, 1):
            state, own = summary(self.session.assessment.of_phase(phase.id))
            open_text = _("{count} to do").format(count=own) if own else ""
            lines.append(
                Content.assemble(
                    f"{number} ",
                    (glyphs.shapes[state], STATE_STYLES[state]),
                    f" {_(phase.title)}  ",
                    (open_text, "$own"),
                )
            )
        return Content("\n").join(lines)

    def refresh_session(self) -> None:
        """Show people, progress and review anew."""
        self._show_review()
        self._show_late()
        states = self.session.assessment.steps
        for button in self.query(Button):
            if button.name and button.name.startswith(GO_TO):
                button.display = states[button.name.removeprefix(GO_TO)].own
        say(self.query_one(".whom", Static), self._whom())
        say(self.query_one(".phases", Static), self._phases())

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        name = event.button.name or ""
        if name.startswith(GO_TO):
            await self.run_action(f"screen.go_to_step({name.removeprefix(GO_TO)!r})")
        else:
            await self.run_action(f"screen.{call_of(name)}")
