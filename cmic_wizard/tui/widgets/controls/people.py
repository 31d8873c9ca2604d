"""People: a row of name and e-mail address for each, with an empty row to add the next."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.fields import Person, format_people, people
from cmic_wizard.text import visible
from cmic_wizard.tui.widgets.controls.line import SafeInput
from cmic_wizard.tui.widgets.controls.messages import Advance, Answered


class _Row(Horizontal):
    """One person."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person

    def compose(self) -> ComposeResult:
        yield SafeInput(
            visible(self.person.name),
            placeholder=_("Name"),
            classes="name",
            compact=True,
            select_on_focus=False,
        )
        yield SafeInput(
            visible(self.person.mail),
            placeholder=_("E-mail"),
            classes="mail",
            compact=True,
            select_on_focus=False,
        )

    @property
    def read(self) -> Person:
        """The person as typed."""
        name, mail = (box.value for box in self.query(Input))
        return Person(name.replace(";", ",").strip(), mail.replace(";", ",").strip(" <>"))


class PeopleControl(Vertical):
    """The control of a `people` step."""

    def __init__(self, step: Step, answer: str) -> None:
        super().__init__()
        self.step = step
        self.answer = answer

    def compose(self) -> ComposeResult:
        for person in people(self.answer):
            yield _Row(person)
        yield _Row(Person("", ""))

    def show(self, answer: str) -> None:
        """Show an answer that came from elsewhere."""
        if answer == self.answer or self.has_focus_within:
            return
        self.answer = answer
        self.remove_children()
        self.mount(*(_Row(person) for person in people(answer)), _Row(Person("", "")))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the page, and keep one empty row at the end."""
        event.stop()
        standing = list(self.query(_Row))
        rows = [row for row in standing if len(row.query(Input)) == 2]  # one being mounted has no boxes yet
        filled = [row.read for row in rows if row.read.name or row.read.mail]
        answer = format_people(filled)
        if rows and rows[-1] is standing[-1] and (rows[-1].read.name or rows[-1].read.mail):
            self.mount(_Row(Person("", "")))
        if answer != self.answer:
            self.answer = answer
            self.post_message(Answered(self.step, answer))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes from name to address to the next person, and from an empty row onwards."""
        event.stop()
        row = event.input.parent
        if (
            isinstance(row, _Row)
            and row is list(self.query(_Row))[-1]
            and not (row.read.name or row.read.mail)
        ):
            if event.input.has_class("name"):
                self.screen.focus_next()
            self.post_message(Advance())
        else:
            self.screen.focus_next()
