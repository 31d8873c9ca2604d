"""A choice, a yes/no, or a checklist, drawn by one widget."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.rules.checklist_items import Item, items
from cmic_wizard.profile.rules.simple import checklist
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.widgets.controls.control_messages import Advance, Answered, ShowsAnswer, ToldAnswers

PERSON_AT_MOST = 20
"""Characters of a person's name beside an item."""


class OptionsControl(Widget, ShowsAnswer, can_focus=True):
    """Arrows or a letter point, Space takes; Enter takes what was just pointed at, and goes on.

    At either end the arrows leave to the next field. Where the step has a third mark, Space goes from ticked
    to it, and from it to open.
    """

    BINDINGS = [
        Binding("up,left", "move(-1)", show=False),
        Binding("down,right", "move(1)", show=False),
        Binding("space", "take", show=False),
        Binding("enter", "take_and_go", show=False),
        Binding("delete,backspace", "clear", show=False),
    ]
    cursor: reactive[int] = reactive(0)
    picked: reactive[frozenset[str]] = reactive(frozenset())

    def __init__(
        self,
        step: Step,
        options: Sequence[tuple[str, str]],
        answer: str,
        *,
        multiple: bool = False,
        flat: bool = False,
        named: str = "",
    ) -> None:
        super().__init__()
        self.step = step
        self.options = tuple(options)
        self.named = named
        """Whom the step names for each of whom the items of this one are ticked."""
        self.multiple = multiple
        self.flat = flat
        self.strange = ""
        self.pointed = False
        """Whether an arrow or a letter has just pointed at the option under the cursor."""
        self.answer = answer
        self._told = ToldAnswers()
        self.show(answer)
        first = next((i for i, (option, _title) in enumerate(self.options) if option in self.picked), 0)
        self.set_reactive(OptionsControl.cursor, first)

    def show(self, answer: str) -> None:
        """Show an answer; one that names no option stands beneath as it was typed.

        One that was overtaken by a key meanwhile is none.
        """
        if self._told.is_overtaken(answer, self.answer):
            return
        self.answer = answer
        if self.step.kind is Kind.CHECKLIST:
            offered = items(self.step, self.named)
            self.options = tuple((item.id, _label(item)) for item in offered)
            self.set_reactive(OptionsControl.cursor, min(self.cursor, len(self.options) - 1))
        ids = {option.casefold(): option for option, _title in self.options}
        words = [word.strip() for word in answer.split(",")] if self.multiple else [answer.strip()]
        if self.multiple and self.step.kind is Kind.CHECKLIST:
            words = [word for word in words if word.casefold() not in self.step.retired]
            if value := checklist(self.step, answer, {self.step.each: self.named}).value:
                words = value.split(",")
        if self.step.declined:
            ids |= {f"-{option.casefold()}": f"-{option}" for option in ids.values()}
        self.strange = answer if any(w and w.casefold() not in ids for w in words) else ""
        self.picked = frozenset(ids[w.casefold()] for w in words if w.casefold() in ids)
        if self.is_attached:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each option, or one for all."""
        return (1 if self.flat else len(self.options)) + bool(self.step.declined) + bool(self.strange)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room."""
        return container.width

    def _line(self, index: int) -> Content:
        option, title = self.options[index]
        on = option in self.picked
        if self.multiple:
            mark = glyphs.box_on if on else glyphs.box_off
        else:
            mark = glyphs.radio_on if on else glyphs.radio_off
        if f"-{option}" in self.picked:
            mark = glyphs.box_declined
        here = self.has_focus and index == self.cursor
        text = Content(f"{mark} {title}")
        if here:
            text = text.stylize("$picked-text on $picked")
        elif on:
            text = text.stylize("bold")
        return text

    def render(self) -> Content:
        """The options, the cursor's one marked while the control has the focus."""
        lines = [self._line(i) for i in range(len(self.options))]
        body = Content("   ").join(lines) if self.flat else Content("\n").join(lines)
        if self.step.declined:
            legend = f"{glyphs.box_declined} = {_(self.step.declined)}"
            body = Content("\n").join([body, Content.styled(legend, "$quiet")])
        if self.strange:
            body = Content("\n").join([body, Content.styled(f"“{visible(self.strange)}”", "$bad")])
        return body

    def on_focus(self) -> None:
        """Draw the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Take the cursor away; nothing is pointed at any more."""
        self.pointed = False
        self.refresh()

    def point_at(self, index: int) -> None:
        """Put the cursor on an option that is meant, so that Enter takes it."""
        self.cursor, self.pointed = index, True

    def action_move(self, by: int) -> None:
        """Move the cursor, or leave at an end."""
        new = self.cursor + by
        if 0 <= new < len(self.options):
            self.point_at(new)
        elif by > 0:
            self.screen.focus_next("Field *")
        else:
            self.screen.focus_previous("Field *")

    def on_key(self, event: events.Key) -> None:
        """A letter points at the next option that begins with it."""
        letter = (event.character or "").casefold()
        if not letter.isalnum():
            return
        order = [*range(self.cursor + 1, len(self.options)), *range(self.cursor + 1)]
        found = next((i for i in order if self.options[i][1].casefold().startswith(letter)), None)
        if found is not None:
            event.stop()
            self.point_at(found)

    def take(self, option: str) -> None:
        """Take an option by its id."""
        self._take(next(index for index, (name, _title) in enumerate(self.options) if name == option))

    def _take(self, index: int) -> None:
        self.pointed = False
        option = self.options[index][0]
        if self.multiple:
            self.picked = self._turned(option)
            marks = [mark for each, _title in self.options for mark in (each, f"-{each}")]
            answer = ",".join(mark for mark in marks if mark in self.picked)
        else:
            self.picked = frozenset({option})
            answer = option
        self.strange = ""
        self.refresh(layout=True)
        self._give(answer)

    def _give(self, answer: str) -> None:
        self._told.tell(self.answer)
        self.answer = answer
        self.post_message(Answered(self.step, answer))

    def _turned(self, option: str) -> frozenset[str]:
        """What is picked once an item has its next mark."""
        declined = f"-{option}"
        if option in self.picked and self.step.declined:
            return self.picked - {option} | {declined}
        return self.picked - {declined} if declined in self.picked else self.picked ^ {option}

    def action_take(self) -> None:
        """Tick or untick the option under the cursor."""
        self._take(self.cursor)

    def action_take_and_go(self) -> None:
        """Go on to the next field, with the option that was just pointed at, if any."""
        if self.pointed and (self.multiple or self.options[self.cursor][0] not in self.picked):
            self._take(self.cursor)
            if self.multiple:
                return
        self.post_message(Advance())

    def action_clear(self) -> None:
        """Open the question again."""
        if self.picked or self.strange:
            self.picked = frozenset()
            self.strange = ""
            self.refresh(layout=True)
            self._give("")

    def on_click(self, event: events.Click) -> None:
        """Take the option under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if not self.flat:
            if offset.y < len(self.options):
                self.cursor = offset.y
                self._take(offset.y)
            return
        left = 0
        for index in range(len(self.options)):
            width = self._line(index).cell_length
            if left <= offset.x < left + width:
                self.cursor = index
                self._take(index)
                return
            left += width + 3


def _label(item: Item) -> str:
    person = shortened(visible(item.person), PERSON_AT_MOST)
    return f"{_(item.option.title)} ({person})" if person else _(item.option.title)
