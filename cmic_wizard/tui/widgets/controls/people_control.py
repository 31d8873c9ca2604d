"""People: a row of name and e-mail address for each, and a button for one more; many in one line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.fields import Contact, format_people, people
from cmic_wizard.profile.pasting import pasted
from cmic_wizard.text import visible
from cmic_wizard.tui.results import after_refresh
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.control_messages import Advance, Answered, ShowsAnswer, ToldAnswers
from cmic_wizard.tui.widgets.controls.line_control import SafeInput

ROWS_AT_MOST = 16
"""People who get a row each when an answer is shown; more stand in one line, as a file holds them."""


class _Box(SafeInput):
    """A name or an address; a paste that holds people goes to the control as such."""

    def take_paste(self, text: str) -> None:
        """Hand on what holds an address beside a name, or several people; take the rest as a line."""
        control = next((node for node in self.ancestors if isinstance(node, PeopleControl)), None)
        found = people(pasted(control.step, text).text) if control is not None else []
        alone = len(found) == 1 and not (found[0].name and found[0].mail)
        if control is None or not found or alone:
            super().take_paste(text)
        else:
            control.take_people(self, found)


class _Row(Horizontal):
    """One person."""

    def __init__(self, person: Contact) -> None:
        super().__init__()
        self.person = person

    def compose(self) -> ComposeResult:
        yield _Box(
            visible(self.person.name),
            placeholder=_("Name"),
            classes="name",
            compact=True,
            select_on_focus=False,
        )
        yield _Box(
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


class PeopleControl(Vertical, ShowsAnswer):
    """The control of a `people` step."""

    def __init__(self, step: Step, answer: str) -> None:
        super().__init__()
        self.step = step
        self.answer = answer
        self._told = ToldAnswers()
        self.rows = self._rows_of(answer)
        self.shown = self._values()
        """What stands in the rows, so that merely showing an answer never rewrites it."""

    @staticmethod
    def _rows_of(answer: str) -> list[_Row]:
        """Empty where the people are too many for rows."""
        found = people(answer) or [Contact("", "")]
        return [] if len(found) > ROWS_AT_MOST else [_Row(person) for person in found]

    def _values(self) -> list[tuple[str, str]]:
        return [row.values for row in self.rows if any(row.values)]

    def compose(self) -> ComposeResult:
        yield from self._boxes()

    def _boxes(self) -> Sequence[Widget]:
        if self.rows:
            return [*self.rows, Button(_("Add a person"), classes="add", compact=True)]
        return [SafeInput(visible(self.answer), compact=True, select_on_focus=False)]

    def show(self, answer: str) -> None:
        """Show an answer that came from elsewhere, also while something is typed here."""
        if not self._told.is_news(answer, self.answer):
            return
        focused = self.has_focus_within
        self._take(answer)
        if focused:
            after_refresh(self, self._to_last)

    def _take(self, answer: str) -> None:
        self.answer = answer
        self.rows = self._rows_of(answer)
        self.shown = self._values()
        self.remove_children()
        self.mount_all(self._boxes())

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """One more row, to type into."""
        event.stop()
        self.rows.append(_Row(Contact("", "")))
        await self.mount(self.rows[-1], before=event.button)
        self._to_last()

    def take_people(self, box: Input, found: list[Contact]) -> None:
        """Put pasted people into rows of their own, in the place of an empty row where they were pasted."""
        index = next((i for i, row in enumerate(self.rows) if row is box.parent), len(self.rows) - 1)
        kept = [row.read for row in self.rows]
        kept[index : index + 1] = [*([kept[index]] if any(self.rows[index].values) else []), *found]
        self._told.tell(self.answer)
        self._take(format_people([person for person in kept if person.name or person.mail]))
        self.post_message(Answered(self.step, self.answer))
        after_refresh(self, self._to_last)

    def _to_last(self) -> None:
        boxes = list((self.rows[-1] if self.rows else self).query(Input))
        if boxes:
            self.screen.set_focus(boxes[0])

    def on_descendant_blur(self) -> None:
        """Several people that were typed into one row get a row each once the control is left."""
        after_refresh(self, self._show_as_read)

    def _show_as_read(self) -> None:
        typed = [row.read for row in self.rows if any(row.values)]
        if not self.has_focus_within and self.rows and people(self.answer) != typed:
            self._take(self.answer)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the page."""
        event.stop()
        if not self.rows:
            self._tell(event.value if event.value != visible(self.answer) else self.answer)
            return
        values = self._values()
        if event.input.parent not in self.rows or values == self.shown:
            return
        self.shown = values
        self._tell(format_people([person for row in self.rows if (person := row.read).name or person.mail]))

    def _tell(self, answer: str) -> None:
        if answer != self.answer:
            self._told.tell(self.answer)
            self.answer = answer
            self.post_message(Answered(self.step, answer))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes from name to address to the next person, and behind the last one onwards."""
        event.stop()
        if not self.rows:
            self.post_message(Advance())
        elif event.input.parent is self.rows[-1] and event.input.has_class("mail"):
            self.screen.set_focus(self.query_one(Button))
            self.post_message(Advance())
        else:
            self.screen.focus_next()
