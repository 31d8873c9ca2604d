"""The wizard's screen: title, the guide at the left, the page beside it, what is outstanding, the keys."""

from __future__ import annotations

import asyncio

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widget import Widget

from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import State
from cmic_wizard.profile.reading import Finding
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.actions import bindings
from cmic_wizard.tui.background import ANSWERS_WITHIN, in_thread
from cmic_wizard.tui.host import host_of
from cmic_wizard.tui.results import after_refresh, is_gone, screen_work
from cmic_wizard.tui.screens.watched import Watched
from cmic_wizard.tui.session import Session, no_answer
from cmic_wizard.tui.widgets.bars import KeyBar, StatusLine, TitleBar
from cmic_wizard.tui.widgets.controls.messages import Advance, Answered, Asked, PasteAsked
from cmic_wizard.tui.widgets.field import Field
from cmic_wizard.tui.widgets.page import Page, PhasePage
from cmic_wizard.tui.widgets.sidebar import HANDOFF, WELCOME, Navigation, Sidebar

SAVE_AFTER = 0.3
"""Seconds between a change and its being on the disk."""
TRY_AGAIN_AFTER = 3.0
"""Seconds between a save that failed and the next try."""
JUDGE_AFTER = 0.25
"""Seconds of quiet after which what is being typed is judged, so that nothing shouts at half a word."""
NARROW = 72
"""Columns below which the guide folds away."""


class WizardScreen(Watched):
    """One profile, to fill in or to review."""

    BINDINGS = [
        *bindings(),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-normal")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        marks = session.draft.marks
        self._start = (marks.get("page", "") or WELCOME, marks.get("step", ""))
        self._judge: Timer | None = None
        self._save: Timer | None = None
        self._saving = False
        self.step_id = self._start[1]
        self.page = self.make_page(*self._start)
        """The page that stands beside the guide."""
        self._turning = asyncio.Lock()

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Horizontal(id="body"):
            yield Sidebar(self.session.assessment)
            yield self.page
        yield StatusLine()
        yield KeyBar(self.session)

    def on_mount(self) -> None:
        """Show the session and stand where the user was."""
        self.session.listen(self.refresh_session)
        self.refresh_session()
        page, step = self._start
        self.page.go_to(step)
        self._point(page)

    def on_unmount(self) -> None:
        """Stop listening."""
        self.retire()

    def retire(self) -> None:
        """Take no more part: another screen stands here now."""
        super().retire()
        for timer in (self._judge, self._save):
            if timer is not None:
                timer.stop()
        self._judge = self._save = None
        self.session.unlisten(self.refresh_session)

    def anew(self) -> WizardScreen:
        """The same screen, of the session as it stands."""
        return WizardScreen(self.session)

    def make_page(self, page: str, step: str = "", section: str = "") -> Page:
        """The page of a phase, the welcome, or the last one."""
        phase = next((p for p in self.session.guide.phases if p.id == page), None)
        if phase is not None:
            return PhasePage(self.session, phase, step, section)
        if page == HANDOFF:
            from cmic_wizard.tui.widgets.handoff_page import HandoffPage

            return HandoffPage(self.session)
        from cmic_wizard.tui.widgets.welcome import WelcomePage

        return WelcomePage(self.session)

    async def show_page(self, page: str, step: str = "", section: str = "") -> None:
        """Put another page beside the guide, or move on the one that stands there."""
        self.query_one(Sidebar).remove_class("-open")
        async with self._turning:
            if self.page.page != page:
                self.flush()
                old, self.page = self.page, self.make_page(page, step, section)
                async with self.batch():
                    await old.remove()
                    await self.query_one("#body").mount(self.page)
            self.page.go_to(step, section)
            self._point(page, section)

    async def show_step(self, step_id: str) -> None:
        """Go to a step, on whichever page it stands."""
        state = self.session.assessment.steps[step_id]
        await self.show_page(state.phase.id, step_id)

    def _point(self, page: str, section: str = "") -> None:
        step = self.session.guide.steps.get(self.step_id)
        if not section and step is not None and self.session.assessment.steps[step.id].phase.id == page:
            section = self.session.assessment.steps[step.id].section.id
        self.query_one(Sidebar).point_at(page, section)
        self.query_one(StatusLine).refresh_session(self.session, self.step_id)
        self.page.crumb(section)
        self.session.mark(page=page, step=self.step_id if section else "")

    def refresh_session(self) -> None:
        """Hand the new assessment to all that show it."""
        if is_gone(self):
            return
        self.query_one(TitleBar).refresh_session(self.session)
        self.query_one(StatusLine).refresh_session(self.session, self.step_id)
        self._show_applying()
        self.query_one(Sidebar).refresh_assessment(self.session.assessment)
        if self.page.is_mounted:
            self.page.refresh_session()
        if self.session.dirty:
            self._save_soon()

    def _show_applying(self) -> None:
        """The keys that would do something with the answer of the focused field stand in the key line."""
        state = self.session.assessment.steps.get(self.step_id)
        names: set[str] = set()
        if state is not None and not self.session.read_only:
            if any(finding.proposal or finding.readings for finding in state.reading.findings):
                names.add("proposal")
            if state.state is State.TO_CONFIRM:
                names.add("confirm")
        self.query_one(KeyBar).show_applying(frozenset(names))

    @on(Answered)
    async def _take(self, event: Answered) -> None:
        event.stop()
        if not await self._answer(event.step, event.text):
            return
        if self._judge is not None:
            self._judge.stop()
        self._judge = self.set_timer(JUDGE_AFTER, self._announce)
        self._save_soon()

    async def _answer(self, step: Step, text: str) -> bool:
        """Take an answer; one that can't be kept is said, and its field shows what is kept."""
        try:
            return self.session.answer(step, text)
        except FileRefused as error:
            self.app.notify(str(error), severity="error", markup=False, timeout=10)
        for field in self.query(Field):
            if field.step is step:
                await field.put_back()
        return False

    def _save_soon(self) -> None:
        if self._save is None:
            self._save = self.set_timer(SAVE_AFTER, self._save_now)

    def _announce(self) -> None:
        if self._judge is not None:
            self._judge.stop()
            self._judge = None
            self.session.announce()

    def _save_now(self) -> None:
        if self._save is not None:
            self._save.stop()
            self._save = None
        if self._saving or not self.session.dirty:
            return
        self._saving = True
        self.query_one(TitleBar).refresh_session(self.session)
        self._save_beside()

    @screen_work(group="save")
    async def _save_beside(self) -> None:
        """Save in a thread, so that a slow disk never stops the keys, and tell how it went."""
        had = self.session.save_fault
        saving = asyncio.ensure_future(in_thread(self.session.save))
        try:
            await asyncio.wait({saving}, timeout=ANSWERS_WITHIN)
            if not saving.done():
                had = self.session.save_fault = no_answer(self.session.folder)
                self._show_saving(had)
            if await saving:
                self.session.save_fault = ""
        finally:
            self._saving = False
        self._show_saving(had)
        if self.session.dirty and self._save is None:
            pause = TRY_AGAIN_AFTER if self.session.save_fault else SAVE_AFTER
            self._save = self.set_timer(pause, self._save_now)

    def _show_saving(self, had: str) -> None:
        """How saving stands; `had` is the fault that is in sight."""
        host_of(self).tell_kept()
        self.query_one(TitleBar).refresh_session(self.session)
        if had or self.session.save_fault:
            self.query_one(StatusLine).refresh_session(self.session, self.step_id)

    def flush(self) -> None:
        """Judge at once what is pending, and begin to save it."""
        self._announce()
        self._save_now()

    @on(Advance)
    async def _advance(self, event: Advance) -> None:
        event.stop()
        await self.go_on()

    async def go_on(self) -> None:
        """Enter was pressed: to the next field."""
        self.focus_next("Page *")

    @on(PasteAsked)
    def _several_lines(self, event: PasteAsked) -> None:
        event.stop()
        self.ask_about_paste(event)

    @screen_work()
    async def ask_about_paste(self, event: PasteAsked) -> None:
        """Show what a paste of several lines would leave out, and take its first line if that is meant."""
        from cmic_wizard.tui.screens.dialog import Confirm

        text = _("This field takes one line: “{line}”\n\nThis would be left out: “{rest}”").format(
            line=visible(shortened(event.line, 300)),
            rest=visible(shortened(" · ".join(event.left_out), 600)),
        )
        if await self.app.push_screen_wait(Confirm(_(event.step.title), text, _("Take the one line"))):
            event.into.put(event.line)

    @on(Asked)
    async def _asked(self, event: Asked) -> None:
        event.stop()
        await getattr(self, f"ask_{event.action}")(event.step)

    @on(Sidebar.Chosen)
    async def _chosen(self, event: Sidebar.Chosen) -> None:
        event.stop()
        await self.show_page(event.page, section=event.section)

    def _field_of(self, widget: Widget) -> Field | None:
        return next((w for w in widget.ancestors_with_self if isinstance(w, Field)), None)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember the step, and point at its section in the guide."""
        field = self._field_of(event.widget)
        here = field is not None and field.state.phase.id == self.page.page
        if field is not None and here and field.step.id != self.step_id:
            self.step_id = field.step.id
            self._point(field.state.phase.id)
            self._show_applying()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """What was typed in the field that is left is judged at once."""
        field = self._field_of(event.widget)
        if field is not None:
            self._announce()
            after_refresh(self, self._settle, field)

    def _settle(self, field: Field) -> None:
        """What was typed in a field that was left, all of its boxes, is kept as it is meant."""
        if not field.has_focus_within:
            self.session.settle(field.step)

    @property
    def focused_step(self) -> Step | None:
        """The step whose field has the focus, else the last one on this page that had it."""
        field = self._field_of(self.focused) if self.focused is not None else None
        if field is not None:
            return field.step
        last = self.session.assessment.steps.get(self.step_id)
        return last.step if last is not None and last.phase.id == self.page.page else None

    async def action_next_todo(self) -> None:
        """Go to the next item of the user's own, from where he is."""
        self._announce()
        upcoming = self.session.assessment.next(self.step_id or None)
        if upcoming is None:
            await self.show_page(HANDOFF)
            self.app.notify(_("Nothing to do for you."), markup=False)
        else:
            await self.show_step(upcoming.step.id)

    def action_sidebar(self) -> None:
        """Switch between guide and page; on a narrow terminal, unfold or fold the guide."""
        sidebar, listing = self.query_one(Sidebar), self.query_one(Navigation)
        if listing.has_focus:
            sidebar.remove_class("-open")
            self.page.go_to(self.step_id)
        else:
            if self.has_class("-narrow"):
                sidebar.add_class("-open")
            after_refresh(listing, listing.focus)

    async def action_handoff(self) -> None:
        """Go to the last page."""
        await self.show_page(HANDOFF)

    async def action_proposal(self) -> None:
        """Put the proposed answer into the focused field."""
        step = self.focused_step
        self._announce()
        if step is None or self.session.read_only:
            return
        findings = self.session.assessment.steps[step.id].reading.findings
        asked = next((f for f in findings if f.readings), None)
        if asked is not None:
            self.choose_reading(step, asked)
            return
        await self._take_proposal(step, next((f.proposal for f in findings if f.proposal), ""))

    async def _take_proposal(self, step: Step, proposal: str) -> None:
        if proposal and await self._answer(step, proposal):
            self.session.announce()
            await self.page.put_back(step.id)
            await self.show_step(step.id)

    @screen_work()
    async def choose_reading(self, step: Step, asked: Finding) -> None:
        """Let the user say which reading of an answer is meant."""
        from cmic_wizard.tui.screens.choose import Choose

        chosen = await self.app.push_screen_wait(Choose(_(step.title), asked.text, asked.readings))
        await self._take_proposal(step, chosen or "")

    async def action_confirm(self) -> None:
        """Confirm the focused field's answer as it stands."""
        step = self.focused_step
        self._announce()
        if step is None or not self.session.confirm(step):
            self.app.notify(_("There is nothing to confirm here."))

    async def ask_password(self, step: Step) -> None:
        """Take the service password."""
        self.take_password()

    @screen_work()
    async def take_password(self) -> None:
        """Open the dialog, which has it recorded where the password went."""
        from cmic_wizard.tui.screens.password import PasswordDialog

        session = self.session
        await self.app.push_screen_wait(
            PasswordDialog(session.keeper, session.draft.id, session.keep_password)
        )
        self.flush()
