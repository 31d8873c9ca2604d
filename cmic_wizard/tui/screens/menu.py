"""The menu of every action, item and page, searched as one types: behind Esc."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import StepState
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.action_model import Action
from cmic_wizard.tui.actions import actions_of
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.results import after_refresh
from cmic_wizard.tui.screens import finding
from cmic_wizard.tui.screens.dialog import Dialog
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.themes import STATE_STYLES
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.line_control import SafeInput

_IN_COLUMNS_FROM: Final = 88
"""Columns of the list from which what is said of the entries stands in a column of its own."""
_NARROWEST: Final = 20
_WIDEST, _FRAME = 100, 5
"""Columns of the dialog, and of its frame with the bar at its side."""


class Choice(NamedTuple):
    """An entry of the menu: what stands before its title, the title, and what is said of it."""

    key: str
    before: Content
    title: str
    said: str

    def lines(self, width: int, column: int) -> Content:
        """Lines of a width at most; those that go on are indented, so that each entry is seen to begin.

        What is said begins at a column, or, where that is 0, behind the title.
        """
        indent = column or self.before.cell_length + 2
        room = max(width - indent, _NARROWEST)
        title = Content(self.title)
        if not self.said:
            return self.before + title
        begun = self.before.cell_length + len(self.title) + 2
        if column and begun <= column:
            first = textwrap.wrap(self.said, room)
            gap = " " * (column - begun + 2)
        else:
            first = textwrap.wrap(self.said, room, initial_indent="\0" * max(begun - indent, 0))
            gap = "  "
        parts = [line.lstrip("\0") for line in first]
        said = f"\n{' ' * indent}".join(parts)
        return Content.assemble(self.before, title, gap if parts[0] else "", (said, "$quiet"))


def choices_of(actions: Sequence[Action], states: Iterable[StepState] = ()) -> Iterator[Choice]:
    """The entries of actions but for the menu itself, then of steps with the state they are in."""
    actions = [action for action in actions if action.name != "menu"]
    room = max(5, *(len(action.key_label) + 1 for action in actions))
    for action in actions:
        key = Content.styled(f"{action.key_label:<{room}}", "bold $key")
        yield Choice(f"action:{action.name}", key, _(action.title), _(action.help))
    for state in states:
        shape = Content.styled(glyphs.shapes[state.state], STATE_STYLES[state.state])
        before = Content.assemble(" " * (room - 2), shape, " ")
        section = _(state.section.short or state.section.title)
        yield Choice(f"step:{state.step.id}", before, _(state.step.title), section)


class MenuDialog(Dialog[str]):
    """Its result is `action:NAME` or `step:ID`."""

    BINDINGS = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move_page(-1)", show=False),
        Binding("pagedown", "move_page(1)", show=False),
    ]

    def __init__(self, session: Session | None, actions: Sequence[Action] | None = None) -> None:
        """Of `actions`, else of those that there are in the session."""
        super().__init__()
        self.heading = _("All actions")
        self.add_class("-wide", "-tall")
        self.actions = [a for a in (actions_of(session) if actions is None else actions) if a.name != "menu"]
        self.states = list(session.assessment.steps.values()) if session is not None else []
        self.choices = {choice.key: choice for choice in choices_of(self.actions, self.states)}
        self.shown = list(self.choices)
        self._width = 0
        """Columns that the entries are written for."""
        self._entries: list[finding.Entry] = []
        """What is searched, from the first letter on."""

    def _searched(self) -> list[finding.Entry]:
        if not self._entries:
            self._entries = [
                *(
                    finding.entry(f"action:{a.name}", a.title, [a.help], finding.SYNONYMS.get(a.name, ""))
                    for a in self.actions
                ),
                *(_entry_of(state) for state in self.states),
            ]
        return self._entries

    def body(self) -> Iterable[Widget]:
        """A line to search with, and what matches."""
        yield SafeInput(placeholder=_("Type to search"), compact=True, select_on_focus=False)
        yield Static(Content(), classes="none")
        yield OptionList(compact=True)

    def buttons(self) -> Iterable[Button]:
        """None: Enter does it, Esc closes."""
        return ()

    def on_mount(self) -> None:
        """Stand on the first entry."""
        super().on_mount()
        self._show()

    def on_resize(self) -> None:
        """Write anew in the room there is now."""
        after_refresh(self, self._show_anew)

    def _show_anew(self) -> None:
        if self.query_one(OptionList).scrollable_content_region.width != self._width:
            self._show(keep=True)

    def _show(self, *, keep: bool = False) -> None:
        listing = self.query_one(OptionList)
        width = listing.scrollable_content_region.width or min(self.app.size.width, _WIDEST) - _FRAME
        self._width = width
        column = 0
        if width >= _IN_COLUMNS_FROM:
            whole = max(c.before.cell_length + len(c.title) + 2 for c in self.choices.values())
            column = min(whole, width // 2)
        before = listing.highlighted if keep else 0
        listing.set_options(Option(self.choices[key].lines(width - 1, column), id=key) for key in self.shown)
        listing.highlighted = min(before or 0, len(self.shown) - 1) if self.shown else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches, the best first, or say that nothing does."""
        event.stop()
        self.shown = finding.found(self._searched(), event.value)
        none = self.query_one(".none", Static)
        none.display = not self.shown
        if not self.shown:
            typed = visible(shortened(event.value.strip(), 40))
            said = _("Nothing is found for “{text}”. Try another word; Esc closes.").format(text=typed)
            none.update(Content.styled(said, "$own"))
        self._show()

    def action_move(self, by: int) -> None:
        """Move in the list while typing goes on."""
        listing = self.query_one(OptionList)
        listing.action_cursor_down() if by > 0 else listing.action_cursor_up()

    def action_move_page(self, by: int) -> None:
        """Move by a page of the list."""
        listing = self.query_one(OptionList)
        page = max(listing.scrollable_content_region.height - 1, 1)
        if self.shown:
            listing.highlighted = min(max((listing.highlighted or 0) + by * page, 0), len(self.shown) - 1)

    def on_key(self, event: events.Key) -> None:
        """The function keys do here what they do outside, and what stands beside them."""
        for action in self.actions:
            if action.key == event.key and event.key.startswith("f"):
                event.stop()
                self.dismiss(f"action:{action.name}")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the line takes the marked entry."""
        event.stop()
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give it back."""
        event.stop()
        self.dismiss(event.option_id)


def _entry_of(state: StepState) -> finding.Entry:
    step, section = state.step, state.section
    texts = [section.title, section.short, *finding.texts_of(step)]
    return finding.entry(f"step:{step.id}", step.title, texts)


async def do_chosen(screen: Screen[Any], actions: Sequence[Action]) -> None:
    """Let one of the actions of a screen without a session be chosen, and do it. In a worker."""
    chosen = await screen.app.push_screen_wait(MenuDialog(None, actions))
    for action in actions:
        if chosen == f"action:{action.name}":
            await screen.run_action(action.call)
