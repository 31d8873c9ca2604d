"""The specialist's read-only view: the wizard's own pages, with verdicts instead of controls."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.content import Content

from cmic_wizard.guide.model import Phase
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.tui.actions import bindings
from cmic_wizard.tui.actions_elsewhere import REVIEW_ACTIONS
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.results import is_gone
from cmic_wizard.tui.review.acts import REVIEW_ACTS, ask_about_doubts, ask_about_older, go_to_next
from cmic_wizard.tui.review.other_windows import told
from cmic_wizard.tui.review.phase_page import ReviewField, ReviewPhasePage
from cmic_wizard.tui.review.review_page import ReviewPage
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.review.verdict import ReviewChanged
from cmic_wizard.tui.screens.dialog import Confirm
from cmic_wizard.tui.screens.wizard import WizardScreen
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.bars import StatusLine, TitleBar
from cmic_wizard.tui.widgets.page import Page
from cmic_wizard.tui.widgets.sidebar import HANDOFF
from cmic_wizard.tui.widgets.steps_page import PhasePage


class UnsavedVerdicts(Confirm):
    """Asked when leaving although the verdicts could not be saved."""


class ReviewScreen(WizardScreen):
    """One hand-off file under review."""

    BINDINGS = [*bindings(REVIEW_ACTIONS)]
    session: ReviewSession

    def __init__(self, session: Session) -> None:
        assert isinstance(session, ReviewSession)  # noqa: S101 - tells the type
        super().__init__(session)
        self.acts |= {name: partial(act, self) for name, act in REVIEW_ACTS.items()}
        here = session.here
        self._start = (here.get("page", HANDOFF), here.get("step", ""))
        self.step_id = self._start[1]
        self.page = self.make_page(*self._start)

    def make_page(self, page: str, step: str = "", section: str = "") -> Page:
        """The reviewer's own last page, else the wizard's."""
        return ReviewPage(self.session) if page == HANDOFF else super().make_page(page, step, section)

    def phase_page(self, phase: Phase, step: str, section: str) -> PhasePage:
        """The page of a phase, with verdicts."""
        return ReviewPhasePage(self.session, phase, step, section)

    def on_mount(self) -> None:
        """Tell of a damaged review, and ask about an older hand-off."""
        if self.session.set_aside:
            self.app.notify(self.session.set_aside, severity="warning", markup=False, timeout=15)
        if self.session.doubted:
            ask_about_doubts(self)
        elif self.session.older:
            ask_about_older(self)
        elif self.session.dirty:
            self.saving.soon()

    async def go_on(self) -> None:
        """Enter was pressed: to the next step that waits for a verdict."""
        await go_to_next(self)

    async def looked(self) -> None:
        """Keep what was gone, and show and tell what was decided in other windows."""
        if self.session.dirty:
            self.saving.soon()
        self._show_others()

    def saving_ended(self, had: str) -> None:
        """Show also what the file brought."""
        super().saving_ended(had)
        self._show_others()

    def _show_others(self) -> None:
        """Show and tell what was decided in other windows."""
        if not (others := self.session.others()):
            return
        for field in self.query(ReviewField):
            field.show_answer()
        if isinstance(self.page, ReviewPage) and self.page.is_mounted:
            self.page.show_others()
        self._show_status()
        said = "\n".join(told(others, self.session.review))
        self.app.notify(said, severity="warning", markup=False, timeout=10)

    def refresh_session(self) -> None:
        """Also what is left to judge."""
        super().refresh_session()
        if not is_gone(self):
            self._show_status()

    def _point(self, page: str, section: str = "") -> None:
        super()._point(page, section)
        self._show_status()

    def _show_status(self) -> None:
        """Beneath the page, what is left to judge instead of what is left to do."""
        if self.session.save_fault:
            return
        count, left = self.session.judging.concerned, len(self.session.judging.waiting)
        upcoming = self.session.next_to_judge(self.step_id)
        if upcoming is None:
            text = ngettext("{count} item, all reviewed.", "{count} items, all reviewed.", count).format(
                count=count
            )
            line = Content.assemble(
                " ", (text, "$good"), f" {glyphs.dot} ", _("The remarks file:"), (" F8", "$key")
            )
        else:
            text = ngettext("{left} of {count} to review", "{left} of {count} to review", left)
            line = Content.assemble(
                " ",
                (text.format(left=left, count=count), "bold $own"),
                f" {glyphs.dot} ",
                (_("next: "), "$quiet"),
                _(upcoming.step.title),
                (" (F3)", "$key"),
            )
        self.query_one(StatusLine).show(line, Content())

    @on(ReviewChanged)
    def _kept(self, event: ReviewChanged) -> None:
        event.stop()
        self._show_status()
        self.saving.soon()
        if isinstance(self.page, ReviewPage):
            self.page.refresh_session()
        self.query_one(TitleBar).refresh_session()
