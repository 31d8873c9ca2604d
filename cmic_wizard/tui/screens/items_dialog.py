"""All action items, grouped by whose turn it is: to go to one, or to mark some and ask somebody for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from cmic_wizard import dates
from cmic_wizard.guide.model import Owner
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import OWNER_WORDS, Assessment, State, StepState
from cmic_wizard.profile.exchange import acceptance
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.waiting import by_person, called, may_be_asked
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.item_line import item_line

ASKING: Final = "ask:"
"""Begins the result that asks somebody for the steps behind it, with commas between."""
_BOX: Final = 4
"""Columns of the mark in front of an item."""


class MarkedList(OptionList):
    """A list with a box in front of each item; a click on the box marks, elsewhere it goes to the item."""

    class Boxed(Message):
        """The box of a step was clicked."""

        def __init__(self, step: str) -> None:
            super().__init__()
            self.step = step

    def on_click(self, event: events.Click) -> None:
        """Take a click on a box."""
        index = event.style.meta.get("option")
        if event.x < _BOX and isinstance(index, int):
            event.prevent_default()
            event.stop()
            self.focus()
            self.highlighted = index
            self.post_message(self.Boxed(self.get_option_at_index(index).id or ""))


class ItemsDialog(Dialog[str]):
    """The list; its result is the id of the chosen step, or `ask:ID,ID`."""

    BINDINGS = [Binding("f11", "ask", show=False), Binding("space", "mark", show=False, priority=True)]
    beside_list = 6

    def __init__(self, assessment: Assessment, *, review: bool = False, asks: bool = False) -> None:
        """With `asks`, items can be marked, to ask somebody for them."""
        super().__init__()
        self.review = review
        self.asks = asks
        self.heading = _("All action items")
        self.assessment = assessment
        self.marked: dict[str, None] = {}
        """The steps that are marked, in the order in which they were."""
        self.add_class("-wide")

    def _groups(self) -> Iterable[tuple[str, list[StepState]]]:
        own, waiting = self.assessment.own, self.assessment.waiting
        for request, states in by_person(state for state in own if state.late):
            yield _("Late: {person}").format(person=_due(request)), states
        title = _("The customer's turn") if self.review else _("Your turn")
        yield title, [state for state in own if not state.late]
        for request, states in by_person(waiting):
            yield _("Waiting for: {owner}").format(owner=_due(request)), states
        for owner in Owner:
            title = (
                (
                    _("Waiting for an earlier step")
                    if self.review
                    else _("Waiting for an earlier step of yours")
                )
                if owner is Owner.CUSTOMER
                else _("Waiting for: {owner}").format(owner=_(OWNER_WORDS[owner]))
            )
            yield title, [state for state in waiting if state.owner is owner and state.asked is None]
        yield _("Optional"), list(self.assessment.in_state(State.OPTIONAL))
        done = self.assessment.in_state(State.DONE)
        yield _("Accepted by the specialist"), [state for state in done if acceptance(state.remarks)]

    def body(self) -> Iterable[Widget]:
        """The groups and their items."""
        options: list[Option | None] = []
        for title, states in self._groups():
            if states:
                options.append(
                    Option(Content.styled(f"{title} ({len(states)})", "bold $mark"), disabled=True)
                )
                options += [Option(self._line(s), id=s.step.id) for s in states]
        if not self.assessment.outstanding:
            options.insert(0, Option(Content.styled(_("Everything is done."), "$good"), disabled=True))
        kind = MarkedList if self.asks else OptionList
        yield self.fitted(kind(*options, compact=True))

    def _line(self, state: StepState) -> Content:
        line = item_line(state, min(self.app.size.width, 100) - 6 - (_BOX if self.asks else 0))
        if not self.asks:
            return line
        box = glyphs.box_on if state.step.id in self.marked else glyphs.box_off
        first, *others = line.split("\n")
        head = Content.assemble(f"{box if self._may_be_marked(state) else '   '}", first[1:])
        return Content("\n").join([head, *(Content("  ") + other for other in others)])

    @staticmethod
    def _may_be_marked(state: StepState) -> bool:
        settled = state.state in (State.DONE, State.NOT_APPLICABLE)
        return may_be_asked(state.step) and not settled

    def buttons(self) -> Iterable[Button]:
        """Ask for what is marked; Enter goes, Esc closes."""
        if self.asks:
            yield DialogButton(_("Ask somebody (F11)"), self.action_ask, name="ask")
            yield DialogButton(_("Mark (Space)"), self.action_mark, name="mark")
            yield DialogButton(_("Close"), self.action_close, name="close")

    def on_mount(self) -> None:
        """Stand on the first item."""
        listing = self.query_one(OptionList)
        listing.action_first()
        listing.focus()

    def _pointed_at(self) -> str:
        listing = self.query_one(OptionList)
        if listing.highlighted is None:
            return ""
        return listing.get_option_at_index(listing.highlighted).id or ""

    def action_mark(self) -> None:
        """Mark the item under the cursor, or take its mark away."""
        focused = self.focused
        if isinstance(focused, DialogButton) and focused.name != "mark":
            focused.press()
        elif self.asks:
            self._mark(self._pointed_at())

    def _mark(self, step: str) -> None:
        state = self.assessment.steps.get(step)
        if state is None or not self._may_be_marked(state):
            return
        if step in self.marked:
            del self.marked[step]
        else:
            self.marked[step] = None
        self.query_one(OptionList).replace_option_prompt(step, self._line(state))

    def action_ask(self) -> None:
        """Ask somebody for what is marked, or for the item under the cursor."""
        steps = list(self.marked) or [self._pointed_at()]
        if self.asks and all(steps):
            self.dismiss(ASKING + ",".join(steps))

    def on_marked_list_boxed(self, event: MarkedList.Boxed) -> None:
        """A box was clicked."""
        event.stop()
        self._mark(event.step)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the step back."""
        event.stop()
        self.dismiss(event.option_id)


def _due(request: Request) -> str:
    """Who is waited for, and until when."""
    day = request.due_day
    if day is None:
        return called(request)
    return _("{name}, until {day}").format(name=called(request), day=dates.short_day(day))
