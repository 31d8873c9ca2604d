"""People: a row of name and e-mail address for each, with an empty row to add the next; many in one line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.fields import Contact, format_people, people
from cmic_wizard.text import visible
from cmic_wizard.tui.widgets.controls.line import SafeInput
from cmic_wizard.tui.widgets.controls.messages import Advance, Answered

ROWS_AT_MOST = 16
"""People who get a row each when an answer is shown; more stand in one line, as a file holds them."""


class _Row(Horizontal):
    """One person."""

    def __init__(self, person: Contact) -> None:
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
    def values(self) -> tuple[str, str]:
        """What stands in the two boxes, or will, once the row is mounted."""
        boxes = [box.value for box in self.query(Input)]
        return (
            (boxes[0], boxes[1])
            if len(boxes) == 2
            else (visible(self.person.name), visible(self.person.mail))
        )

    @property
    def read(self) -> Contact:
        """The person as typed."""
        name, mail = self.values
        return Contact(name.replace(";", ",").strip(), mail.replace(";", ",").strip(" <>"))


class PeopleControl(Vertical):
    """The control of a `people` step."""

    def __init__(self, step: Step, answer: str) -> None:
        super().__init__()
        self.step = step
        self.answer = answer
        self.rows = self._rows_of(answer)
        self.shown = self._values()
        """What stands in the rows, so that merely showing an answer never rewrites it."""

    @staticmethod
    def _rows_of(answer: str) -> list[_Row]:
        """Empty where the people are too many for rows."""
        found = people(answer)
        return [] if len(found) > ROWS_AT_MOST else [*map(_Row, found), _Row(Contact("", ""))]

    def _values(self) -> list[tuple[str, str]]:
        return [row.values for row in self.rows if any(row.values)]

    def compose(self) -> ComposeResult:
        yield from self._boxes()

    def _boxes(self) -> Sequence[Widget]:
        return self.rows or [SafeInput(visible(self.answer), compact=True, select_on_focus=False)]

    def show(self, answer: str) -> None:
        """Show an answer that came from elsewhere."""
        if answer == self.answer or self.has_focus_within:
            return
        self.answer = answer
        self.rows = self._rows_of(answer)
        self.shown = self._values()
        self.remove_children()
        self.mount_all(self._boxes())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the page, and keep one empty row at the end."""
        event.stop()
        if not self.rows:
            self._tell(event.value if event.value != visible(self.answer) else self.answer)
            return
        values = self._values()
        if event.input.parent not in self.rows or values == self.shown:
            return
        self.shown = values
        if any(self.rows[-1].values):
            self.rows.append(_Row(Contact("", "")))
            self.mount(self.rows[-1])
        self._tell(format_people([person for row in self.rows if (person := row.read).name or person.mail]))

    def _tell(self, answer: str) -> None:
        if answer != self.answer:
            self.answer = answer
            self.post_message(Answered(self.step, answer))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes from name to address to the next person, and from an empty row onwards."""
        event.stop()
        row = event.input.parent
        if not self.rows:
            self.post_message(Advance())
        elif row is self.rows[-1] and not any(self.rows[-1].values):
            if event.input.has_class("name"):
                self.screen.focus_next()
            self.post_message(Advance())
        else:
            self.screen.focus_next()
