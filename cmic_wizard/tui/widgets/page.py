"""The page beside the guide's navigation, and what all pages share: welcome, steps of a phase, hand-off."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widget import Widget

from cmic_wizard.tui.results import after_refresh
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.step_box import StepBox


class Page(VerticalScroll, can_focus=False):
    """What all pages share: arrows go from field to field, and what has the focus is scrolled into sight."""

    BINDINGS = [
        Binding("up", "previous_field", show=False),
        Binding("down", "next_field", show=False),
        Binding("pageup", "page_by(-1)", show=False),
        Binding("pagedown", "page_by(1)", show=False),
    ]

    def __init__(self, session: Session, page: str) -> None:
        super().__init__()
        self.session = session
        self.page = page
        self.moved = False
        """Whether the user has moved on this page."""

    def refresh_session(self) -> None:
        """Show the session's new assessment."""

    def crumb(self, section: str) -> None:
        """Say above the page where one is."""

    def go_to(self, step: str = "", section: str = "") -> None:
        """Put the focus on a step, a section's first step, or the page's first control."""
        first = next((w for w in self.query("*") if w.focusable), None)
        if first is not None:
            self.screen.set_focus(first)

    @property
    def item_in_focus(self) -> str:
        """The id of the step that is focused here, "" where none is."""
        focused = self.screen.focused
        if focused is None or self not in focused.ancestors_with_self:
            return ""
        return next((w.step.id for w in focused.ancestors_with_self if isinstance(w, StepBox)), "")

    async def put_back(self, step: str) -> None:
        """Show in a step's control what is kept, though it has the focus."""

    def came_for(self, field: StepBox) -> bool:
        """Whether this is the field that the page was opened at."""
        return False

    def on_mouse_scroll_down(self) -> None:
        """The user looks elsewhere."""
        self.moved = True

    def on_mouse_scroll_up(self) -> None:
        """The user looks elsewhere."""
        self.moved = True

    def action_previous_field(self) -> None:
        """Focus the control above."""
        self.screen.focus_previous("Page *")

    def action_next_field(self) -> None:
        """Focus the control below."""
        self.screen.focus_next("Page *")

    def action_page_by(self, by: int) -> None:
        """Scroll by a screenful."""
        self.moved = True
        self.scroll_relative(y=by * max(self.size.height - 2, 1), animate=False, immediate=True)
        after_refresh(self, self._focus_in_sight)

    def _focus_in_sight(self) -> None:
        """Let the focus follow the page, so that keys act on what is in sight."""
        focused, seen = self.screen.focused, self.scrollable_content_region
        if focused is not None and self in focused.ancestors and seen.contains_region(focused.region):
            return
        first = next(
            (w for w in self.query("*") if w.focusable and w.region and seen.contains_region(w.region)), None
        )
        if first is not None:
            self.screen.set_focus(first)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Scroll all of the focused field into sight, not only its control."""
        field = next((w for w in event.widget.ancestors_with_self if isinstance(w, StepBox)), None)
        self.moved = self.moved or (field is not None and not self.came_for(field))
        widget = field or event.widget
        after_refresh(widget, self._bring_into_sight, widget)

    def bring_back(self) -> None:
        """Show what has the focus, which a key is about to act on, where the page was scrolled from it."""
        focused = self.screen.focused
        if focused is None or self not in focused.ancestors:
            return
        if not self.scrollable_content_region.contains_region(focused.region):
            field = next((w for w in focused.ancestors_with_self if isinstance(w, StepBox)), None)
            self._bring_into_sight(field or focused)

    def _bring_into_sight(self, widget: Widget) -> None:
        # At once: a scroll that waits would go by where the widget was before more is mounted above it.
        # Of what is higher than the page, its beginning: the control, and what is said first.
        high = widget.region.height > self.scrollable_content_region.height
        self.scroll_to_widget(widget, animate=False, immediate=True, top=high)
