"""The wizard's screen: title, the guide at the left, the page beside it, what is outstanding, the keys."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.geometry import Size
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import OptionList

from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.model import Phase, Step
from cmic_wizard.tui.actions import bindings
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.noticing import keep_clear
from cmic_wizard.tui.results import after_refresh, is_gone, made
from cmic_wizard.tui.screens.breakpoints import begin_at_width
from cmic_wizard.tui.screens.doubted_answers import applying
from cmic_wizard.tui.screens.flows import ACTS, WISHES, hand_over
from cmic_wizard.tui.screens.saving import Saving
from cmic_wizard.tui.screens.switching import Replaceable
from cmic_wizard.tui.screens.watching import Watching
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.bars import KeyBar, StatusLine, TitleBar
from cmic_wizard.tui.widgets.controls.control_messages import Advance, Answered, Asked
from cmic_wizard.tui.widgets.page import Page
from cmic_wizard.tui.widgets.sidebar import HANDOFF, WELCOME, WIDE_FROM, Sidebar
from cmic_wizard.tui.widgets.step_box import StepBox

if TYPE_CHECKING:
    from cmic_wizard.tui.widgets.help_pane import HelpPane
    from cmic_wizard.tui.widgets.steps_page import PhasePage

BESIDE_FROM = 130
"""Columns from which help stands beside the page."""
JUDGE_AFTER = 0.25
"""Seconds of quiet after which what is being typed is judged, so that nothing shouts at half a word."""
NARROW = 72
"""Columns below which the guide folds away."""


class WizardScreen(Replaceable, inherit_bindings=False):
    """One profile, to fill in or to review."""

    BINDINGS = [
        *bindings(),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]
    AUTO_FOCUS = ""  # the page says what has the focus
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (NARROW, "-normal"),
        (BESIDE_FROM, "-roomy"),
        (WIDE_FROM, "-vast"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        marks = session.draft.marks
        self._start = (marks.get("page", "") or WELCOME, marks.get("step", ""))
        self._judge: Timer | None = None
        self.saving = Saving(self, session, self.saving_begun, self.saving_ended)
        self.watching = Watching(self, session, self.looked)
        self.acts: dict[str, Callable[[], object]] = {n: partial(act, self) for n, act in ACTS.items()}
        """What the actions do on this screen, by their names."""
        self.step_id = self._start[1]
        self.looked_at = ""
        """The step that the review led to, while one is on its page."""
        self.help: HelpPane | None = None
        """What stands beside the page, once there was room for it."""
        self.page = self.make_page(*self._start)
        """The page that stands beside the guide."""
        self._turning = asyncio.Lock()
        self._seen_at: Size | None = None

    def compose(self) -> ComposeResult:
        begin_at_width(self)
        yield TitleBar(self.session)
        with Horizontal(id="body"):
            yield Sidebar(self.session)
            yield self.page
            if self.app.size.width >= BESIDE_FROM:
                yield self._make_help()
        yield StatusLine(self.session)
        yield KeyBar(self.session)

    def on_mount(self) -> None:
        """Show the session and stand where the user was, and look at what others do to the file."""
        self.watching.begin()
        self.session.listen(self.refresh_session)
        self.refresh_session()
        page, step = self._start
        self.page.go_to(step)
        self._point(page)
        self._show_help()

    def on_resize(self, event: events.Resize) -> None:
        """Help stands beside the page as soon as there is room for it; a step in focus stays in sight."""
        if event.size.width >= BESIDE_FROM and self.help is None:
            self.query_one("#body").mount(self._make_help())
            self._show_help()
        before, self._seen_at = self._seen_at, event.size
        if before not in (None, event.size) and self.page.is_attached and self.page.item_in_focus:
            after_refresh(self.page, self.page.bring_back)

    def _make_help(self) -> HelpPane:
        from cmic_wizard.tui.widgets.help_pane import HelpPane

        self.help = HelpPane(self.session)
        return self.help

    def _show_help(self) -> None:
        """Have the pane beside the page show what is focused."""
        if self.help is not None and self.page.is_attached:
            self.help.show(self.page.item_in_focus)

    def on_unmount(self) -> None:
        """Stop listening."""
        self.retire()

    def retire(self) -> None:
        """Take no more part: another screen stands here now."""
        super().retire()
        self.watching.stop()
        self.saving.stop()
        if self._judge is not None:
            self._judge.stop()
            self._judge = None
        self.session.unlisten(self.refresh_session)

    def make_page(self, page: str, step: str = "", section: str = "") -> Page:
        """The page of a phase, the welcome, or the last one."""
        phase = next((p for p in self.session.guide.phases if p.id == page), None)
        if phase is not None:
            return self.phase_page(phase, step, section)
        if page == HANDOFF:
            from cmic_wizard.tui.widgets.handoff_page import HandoffPage

            return HandoffPage(self.session)
        from cmic_wizard.tui.widgets.welcome import WelcomePage

        return WelcomePage(self.session)

    def phase_page(self, phase: Phase, step: str, section: str) -> PhasePage:
        """The page of a phase."""
        from cmic_wizard.tui.widgets.steps_page import PhasePage

        return PhasePage(self.session, phase, step, section)

    async def show_page(self, page: str, step: str = "", section: str = "") -> None:
        """Put another page beside the guide, or move on the one that stands there."""
        self.query_one(Sidebar).remove_class("-open")
        self.looked_at = ""
        async with self._turning:
            if self.page.page != page:
                self.flush()
                old, self.page = self.page, self.make_page(page, step, section)
                await made(old)
                async with self.batch():
                    await old.remove()
                    await self.query_one("#body").mount(self.page, after=self.query_one(Sidebar))
            self.page.go_to(step, section)
            self._point(page, section)
            self._show_applying()
            self._show_help()

    async def show_step(self, step_id: str) -> None:
        """Go to a step, on whichever page it stands."""
        state = self.session.assessment.steps[step_id]
        await self.show_page(state.phase.id, step_id)

    def _point(self, page: str, section: str = "") -> None:
        step = self.session.guide.steps.get(self.step_id)
        if not section and step is not None and self.session.assessment.steps[step.id].phase.id == page:
            section = self.session.assessment.steps[step.id].section.id
        self.query_one(Sidebar).point_at(page, section)
        status = self.query_one(StatusLine)
        status.behind = self.step_id
        status.refresh_session()
        self.page.crumb(section)
        self.session.mark(page=page, step=self.step_id if section else "")

    def refresh_session(self) -> None:
        """Have all that show the session do so anew: each takes from it what it shows."""
        if is_gone(self):
            return
        self.query_one(TitleBar).refresh_session()
        self.query_one(StatusLine).refresh_session()
        self._show_applying()
        self.query_one(Sidebar).refresh_session()
        if self.page.is_mounted:
            self.page.refresh_session()
        if self.help is not None:
            self.help.refresh_session()
        if self.session.dirty:
            self.saving.soon()

    def _show_applying(self) -> None:
        """The keys that would do something with the answer of the focused field stand in the key line."""
        self.query_one(KeyBar).show_applying(
            applying(self.session, self.step_id, from_review=bool(self.looked_at))
        )

    @on(Answered)
    async def _take(self, event: Answered) -> None:
        event.stop()
        if not await self.answer(event.step, event.text):
            return
        if self._judge is not None:
            self._judge.stop()
        self._judge = self.set_timer(JUDGE_AFTER, self.announce)
        self.saving.soon()

    async def answer(self, step: Step, text: str) -> bool:
        """Take an answer; one that can't be kept is said, and its field shows what is kept."""
        try:
            return self.session.answer(step, text)
        except FileRefused as error:
            self.app.notify(str(error), severity="error", markup=False, timeout=10)
        for field in self.query(StepBox):
            if field.step is step:
                await field.put_back()
        return False

    def announce(self) -> None:
        """Judge at once what is pending."""
        if self._judge is not None:
            self._judge.stop()
            self._judge = None
            self.session.announce()

    def saving_begun(self) -> None:
        """Show that it is being saved."""
        self.query_one(TitleBar).refresh_session()

    def saving_ended(self, had: str) -> None:
        """Show how saving stands; `had` is the fault that is in sight."""
        application_of(self).tell_kept()
        self.saving_begun()
        if had or self.session.save_fault:
            self.query_one(StatusLine).refresh_session()

    async def looked(self) -> None:
        """After a look at the file: ask where another program has changed it."""
        await self.watching.ask(lambda: WizardScreen(self.session))

    def flush(self) -> None:
        """Judge at once what is pending, and begin to save it."""
        self.announce()
        self.saving.now()

    @on(Advance)
    async def _advance(self, event: Advance) -> None:
        event.stop()
        await self.go_on()

    async def go_on(self) -> None:
        """Enter was pressed: to the next field."""
        self.focus_next("Page *")

    @on(Asked)
    def _asked(self, event: Asked) -> None:
        event.stop()
        WISHES[event.wish](self, event.step)

    @on(Sidebar.Chosen)
    async def _chosen(self, event: Sidebar.Chosen) -> None:
        event.stop()
        await self.show_page(event.page, section=event.section)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember the step, and point at its section in the guide; notices make way."""
        after_refresh(self, keep_clear, self)
        field = _field_of(event.widget)
        here = field is not None and field.state.phase.id == self.page.page
        if field is not None and here and field.step.id != self.step_id:
            self.step_id = field.step.id
            self._point(field.state.phase.id)
            self._show_applying()
        self._show_help()

    @on(OptionList.OptionHighlighted)
    def _pointed_at(self, event: OptionList.OptionHighlighted) -> None:
        """The pane follows the cursor of the review's lists, too; notices make way for it."""
        after_refresh(self, keep_clear, self)
        self._show_help()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """What was typed in the field that is left is judged at once."""
        field = _field_of(event.widget)
        if field is not None:
            self.announce()
            after_refresh(self, self._settle, field)

    def _settle(self, field: StepBox) -> None:
        """What was typed in a field that was left, all of its boxes, is kept as it is meant."""
        if not field.has_focus_within:
            self.session.settle(field.step)

    @property
    def focused_step(self) -> Step | None:
        """The step whose field has the focus, else the last one on this page that had it."""
        field = _field_of(self.focused) if self.focused is not None else None
        if field is not None:
            return field.step
        last = self.session.assessment.steps.get(self.step_id)
        return last.step if last is not None and last.phase.id == self.page.page else None

    async def action_do(self, name: str) -> None:
        """Do one of the actions."""
        done = self.acts[name]()
        if inspect.isawaitable(done):
            await done

    async def action_go_to_step(self, step_id: str) -> None:
        """Go to a step by its id."""
        await self.show_step(step_id)

    async def action_look_at(self, step_id: str) -> None:
        """Go to a step from the review, to come back from it."""
        await self.show_step(step_id)
        self.looked_at = step_id
        self._show_applying()

    def action_hand_over(self, name: str) -> None:
        """Hand the profile over in one of the ways."""
        hand_over(self, name)


def _field_of(widget: Widget) -> StepBox | None:
    return next((w for w in widget.ancestors_with_self if isinstance(w, StepBox)), None)
