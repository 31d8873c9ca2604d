"""A phase of the guide under review: every answer with the reviewer's verdict beneath it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.content import Content

from cmic_wizard.guide.model import Kind
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import State, StepState
from cmic_wizard.review.claims import VOUCHERS, Voucher, checked_words
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.review.own_answer import OwnAnswer, proposal_line, said_by_others
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.review.verdict import VerdictControl
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.field import Field
from cmic_wizard.tui.widgets.lines import OptionalLine
from cmic_wizard.tui.widgets.steps_page import PhasePage


class ReviewField(Field):
    """A step whose answer is judged; the verdict takes the focus."""

    def __init__(self, state: StepState, session: Session) -> None:
        super().__init__(state, session)
        assert isinstance(session, ReviewSession)  # noqa: S101 - tells the type
        self.review_session = session
        self.can_focus = self.step.kind is Kind.COMPUTED

    def mark(self) -> Content:
        """The state; that a check went well is what the customer's file says, and nobody has seen here."""
        done = self.step.kind is Kind.CHECK and self.state.state is State.DONE
        if done and self.state.reading.value == "passed":
            return Content.styled(f"{glyphs.dot} {_('claimed')}", "$warned")
        return super().mark()

    def check_lines(self) -> Iterator[Content]:
        """What the customer's file says of its check, as its claim, and the reviewer's own."""
        for line in super().check_lines():
            yield Content.styled(f"{line.plain} ({_(VOUCHERS[Voucher.FILE])})", "$quiet")
        own = self.review_session.review.check
        if own is not None and self.step.kind is Kind.CHECK:
            said = f"{glyphs.arrow} {checked_words(own)} ({_(VOUCHERS[Voucher.REVIEWER])})"
            yield Content.styled(said, "$mark")

    def show_answer(self) -> None:
        """Have the verdict and the own answer shown that are kept."""
        for control in self.query_children(VerdictControl):
            control.refresh_session()
        for answer in self.query_children(OwnAnswer):
            answer.refresh_session()
        self.show_beside()

    def show_beside(self) -> None:
        """Show what the reviewer proposes, and what other reviewers decided."""
        for line in self.query_children(".beside").results(OptionalLine):
            line.show(self._beside())

    def _beside(self) -> Content:
        session = self.review_session
        lines = [proposal_line(session, self.step), *said_by_others(session, self.step)]
        return Content("\n").join([line for line in lines if line])

    def beneath(self) -> ComposeResult:
        """The verdict, where there is something to judge, and the answer, where it is the reviewer's turn."""
        if self.step.kind in (Kind.INFO, Kind.COMPUTED):
            return
        session = self.review_session
        answers = session.judging.answers(self.step)
        if self.state.answer or not answers:
            yield VerdictControl(self.step, session)
        if answers and (self.state.state is not State.DONE or self.step.id in session.review.answers):
            yield OwnAnswer(self.step, session)
        yield OptionalLine(self._beside(), classes="beside")


class ReviewPhasePage(PhasePage):
    """The sections of one phase, to be judged."""

    def field_of(self, state: StepState) -> Field:
        """A step with its verdict."""
        return ReviewField(state, self.session)
