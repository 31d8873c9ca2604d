"""A phase of the guide under review: every answer with the reviewer's verdict beneath it."""

from __future__ import annotations

from textual.app import ComposeResult

from cmic_wizard.guide.model import Kind
from cmic_wizard.profile.assessment import StepState
from cmic_wizard.tui.review.verdict import VerdictControl
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.field import Field
from cmic_wizard.tui.widgets.page import PhasePage


class ReviewField(Field):
    """A step whose answer is judged; the verdict takes the focus."""

    def __init__(self, state: StepState, session: Session) -> None:
        super().__init__(state, session)
        self.can_focus = self.step.kind is Kind.COMPUTED

    def show_answer(self) -> None:
        """Have the verdict shown that is kept."""
        for control in self.query_children(VerdictControl):
            control.refresh_session()

    def beneath(self) -> ComposeResult:
        """The verdict, where there is something to judge."""
        if self.step.kind not in (Kind.INFO, Kind.COMPUTED):
            yield VerdictControl(self.step, self.session)


class ReviewPhasePage(PhasePage):
    """The sections of one phase, to be judged."""

    def field_of(self, state: StepState) -> Field:
        """A step with its verdict."""
        return ReviewField(state, self.session)
