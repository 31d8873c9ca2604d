"""The menu of every action, item and page, searched as one types: behind Esc."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textual.binding import Binding
from textual.content import Content
from textual.fuzzy import Matcher
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from cmic_wizard.i18n import _
from cmic_wizard.tui.action_model import Action
from cmic_wizard.tui.actions import actions_of
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.screens.dialog import Dialog
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.themes import STATE_STYLES
from cmic_wizard.tui.widgets.controls.line_control import SafeInput


class MenuDialog(Dialog[str]):
    """Its result is `action:NAME` or `step:ID`."""

    BINDINGS = [Binding("up", "move(-1)", show=False), Binding("down", "move(1)", show=False)]

    def __init__(self, session: Session | None, actions: Sequence[Action] | None = None) -> None:
        """Of `actions`, else of those that there are in the session."""
        super().__init__()
        self.heading = _("All actions")
        self.add_class("-wide")
        self.choices = list(self._choices(session, actions))

    @staticmethod
    def _choices(
        session: Session | None, actions: Sequence[Action] | None = None
    ) -> Iterable[tuple[str, str, Content]]:
        actions = actions_of(session) if actions is None else actions
        room = max(5, *(len(action.key_label) + 1 for action in actions))
        for action in actions:
            if action.name == "menu":
                continue
            line = Content.assemble(
                (f"{action.key_label:<{room}}", "bold $key"),
                _(action.title),
                (f"  {_(action.help)}", "$quiet"),
            )
            yield f"action:{action.name}", _(action.title), line
        if session is not None:
            for state in session.assessment.steps.values():
                shape = glyphs.shapes[state.state]
                line = Content.assemble(
                    "     ",
                    (shape, STATE_STYLES[state.state]),
                    f" {_(state.step.title)}",
                    (f"  {_(state.section.short or state.section.title)}", "$quiet"),
                )
                yield f"step:{state.step.id}", _(state.step.title), line

    def body(self) -> Iterable[Widget]:
        """A line to search with, and what matches."""
        yield SafeInput(placeholder=_("Type to search"), compact=True, select_on_focus=False)
        yield OptionList(*(Option(line, id=key) for key, _title, line in self.choices), compact=True)

    def buttons(self) -> Iterable[Button]:
        """None: Enter does it, Esc closes."""
        return ()

    def on_mount(self) -> None:
        """Stand on the first entry."""
        self.query_one(OptionList).highlighted = 0

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches, the best first."""
        event.stop()
        listing = self.query_one(OptionList)
        listing.clear_options()
        found = self.choices
        if wanted := event.value.strip():
            matcher = Matcher(wanted)
            scored = [(matcher.match(title), choice) for choice in self.choices for title in (choice[1],)]
            found = [choice for score, choice in sorted(scored, key=lambda pair: -pair[0]) if score > 0]
        listing.add_options([Option(line, id=key) for key, _title, line in found])
        listing.highlighted = 0 if found else None

    def action_move(self, by: int) -> None:
        """Move in the list while typing goes on."""
        listing = self.query_one(OptionList)
        listing.action_cursor_down() if by > 0 else listing.action_cursor_up()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the line takes the marked entry."""
        event.stop()
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give it back."""
        event.stop()
        self.dismiss(event.option_id)


async def do_chosen(screen: Screen[Any], actions: Sequence[Action]) -> None:
    """Let one of the actions of a screen without a session be chosen, and do it. In a worker."""
    chosen = await screen.app.push_screen_wait(MenuDialog(None, actions))
    for action in actions:
        if chosen == f"action:{action.name}":
            await screen.run_action(action.call)
