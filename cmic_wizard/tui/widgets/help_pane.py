"""Beside the page, where there is room: the help of the item one is in, or the shapes and words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from cmic_wizard import dates
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import StepState
from cmic_wizard.profile.exchange import accepted_by, given_by
from cmic_wizard.profile.verdicts import REPLY, RETURNING
from cmic_wizard.text import visible
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.themes import STATE_STYLES
from cmic_wizard.tui.widgets.field import state_mark
from cmic_wizard.tui.widgets.help_texts import about, glossary, legend

_IN_A_LINE: Final = 2
"""States in a line of the narrowest pane."""
_SHOWN_AFTER: Final = 0.1
"""Seconds without another move after which it shows what is focused, so that no key waits for it."""


class HelpPane(Widget):
    """Follows the focus; it keeps nothing but the item that it was pointed at last.

    What it shows never changes its size, so that the screen is not laid out anew with each move.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._step_id = ""
        self._shown: tuple[str, object] | None = None
        self._soon: Timer | None = None
        self._told = Content()
        self._top = 0
        """The first line that is in sight."""

    def render(self) -> Content:
        """As many lines as there is room for; what there is more of is said."""
        width, height = self.content_size
        if not width:
            return Content()
        lines = self._told.wrap(width)
        self._top = max(min(self._top, len(lines) - height), 0)
        shown = lines[self._top : self._top + height]
        if self._top + height < len(lines):
            shown[-1:] = [Content.styled(f"{glyphs.ellipsis} {_('F1 shows all of it.')}", "$quiet")]
        return Content("\n").join(shown)

    def on_mouse_scroll_down(self) -> None:
        """Show what comes further down."""
        self._top += 3
        self.refresh()

    def on_mouse_scroll_up(self) -> None:
        """Show what comes further up."""
        self._top -= 3
        self.refresh()

    def on_mount(self) -> None:
        """Show what it was pointed at before."""
        self.show(self._step_id)

    def show(self, step_id: str) -> None:
        """Show an item a moment later, "" for none."""
        self._step_id = step_id
        if not self.is_attached:
            return
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(_SHOWN_AFTER, self._show)

    def refresh_session(self) -> None:
        """The item may be judged otherwise now."""
        self.show(self._step_id)

    def _show(self) -> None:
        state = self.session.assessment.steps.get(self._step_id)
        if not self.is_mounted or self._shown == (now := (self._step_id, state)):
            return
        if self._shown is None or self._shown[0] != self._step_id:
            self._top = 0
        self._shown = now
        parts = list(self._of_item(state) if state is not None else _of_none())
        self._told = Content("\n\n").join(parts)
        self.refresh()

    def _of_item(self, state: StepState) -> Iterator[Content]:
        yield Content.styled(_(state.step.title), "bold $mark") + "\n" + self._standing(state)
        if said := list(self._said(state)):
            yield Content("\n").join(said)
        yield from about(state.step, brief=False, review=self.session.reviewed)
        yield Content.styled(_("States"), "bold $mark") + "\n" + legend(_IN_A_LINE)

    def _standing(self, state: StepState) -> Content:
        parts = [state_mark(state)]
        if given := self._given(state.step):
            parts.append(Content.styled(given, "$quiet"))
        return Content("\n").join(parts)

    def _given(self, step: Step) -> str:
        """Who gave the answer and when, as far as that is known."""
        draft = self.session.draft
        if said := given_by(step, draft):
            return said
        given = draft.given.get(step.id)
        when = dates.instant(given.at) if given is not None and step.id in draft.answers else None
        if given is None or when is None:
            return ""
        day = dates.short_day(when.astimezone())
        if given.by:
            return _("Answered by {name}, {day}").format(name=visible(given.by), day=day)
        return _("Answered here, {day}").format(day=day)

    def _said(self, state: StepState) -> Iterator[Content]:
        """The note, and what specialist and customer have said to each other."""
        if state.note:
            yield Content.assemble((f"{_('Note')}: ", "$mark"), safe_lines(state.note))
        for remark in state.remarks:
            if remark.verdict in RETURNING or remark.verdict == REPLY:
                style = STATE_STYLES["returned"] if remark.open else "$quiet"
                when = dates.instant(remark.at)
                day = f", {dates.short_day(when.astimezone())}" if when else ""
                who = visible(remark.author) or _("you")
                yield Content.assemble((f"{glyphs.note} {who}{day}: ", style), safe_lines(remark.text, style))
        if accepted := accepted_by(state.remarks, *state.seen):
            yield Content.styled(accepted, "$good")


def _of_none() -> Iterator[Content]:
    """Where no item is focused: what the shapes and the words mean."""
    yield Content.styled(_("States"), "bold $mark") + "\n" + legend(_IN_A_LINE)
    yield Content.styled(_("Words"), "bold $mark") + "\n" + glossary()
