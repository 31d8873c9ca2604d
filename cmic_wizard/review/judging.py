"""What of a hand-off waits for a reviewer's verdict, may be accepted at once, or is theirs to answer."""

from __future__ import annotations

from cmic_wizard.guide.model import REVIEWERS, Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.answering import as_meant
from cmic_wizard.profile.assessment import STATE_WORDS, Assessment, State, StepState
from cmic_wizard.profile.exchange import takes_proposals
from cmic_wizard.profile.fields import read
from cmic_wizard.profile.verdicts import RETURNING
from cmic_wizard.review.model import Review
from cmic_wizard.struct import Struct

_NOT_JUDGED = (Kind.INFO, Kind.COMPUTED)


class Judging(Struct, frozen=True):
    """A review beside the judgement of the hand-off that it is about."""

    review: Review
    assessment: Assessment

    @property
    def judgeable(self) -> list[StepState]:
        """The steps that hold something to judge, in the guide's order."""
        return [
            state
            for state in self.assessment.steps.values()
            if state.step.kind not in _NOT_JUDGED
            and state.state is not State.NOT_APPLICABLE
            and (state.answer or state.step.id in self.review.seen or state.step.id in self.review.verdicts)
        ]

    @property
    def to_judge(self) -> list[StepState]:
        """The steps that wait for a verdict: none was given, or the customer has answered since."""
        return [state for state in self.judgeable if self._waits(state.step)]

    @property
    def in_order(self) -> list[StepState]:
        """The steps that are done without any warning, and have neither verdict nor proposal yet."""
        said = {*self.review.verdicts, *self.review.proposals}
        return [s for s in self.judgeable if is_in_order(s) and s.step.id not in said]

    @property
    def left_out(self) -> list[tuple[StepState, str]]:
        """The steps without a verdict that are not in order, each with the reason."""
        proposed = self.review.proposals
        return [
            (state, _("You propose another answer.") if state.step.id in proposed else why_not(state))
            for state in self.judgeable
            if state.step.id not in self.review.verdicts
            and (state.step.id in proposed or not is_in_order(state))
        ]

    @property
    def waiting(self) -> list[StepState]:
        """All that waits for the reviewer, in the guide's order: a verdict, or an answer of theirs."""
        both = {state.step.id for state in (*self.to_judge, *self.own)}
        return [state for step, state in self.assessment.steps.items() if step in both]

    @property
    def concerned(self) -> int:
        """How many steps are the reviewer's to judge or to answer, whether that is done or not."""
        return len({state.step.id for state in (*self.judgeable, *self.own)} | set(self.review.answers))

    @property
    def own(self) -> list[StepState]:
        """The steps that are the reviewer's own turn, or Procore's, and that they have not answered.

        What both go through on a call they may answer, too, but nobody waits for it.
        """
        return [
            state
            for state in self.assessment.steps.values()
            if state.state is State.WAITING
            and state.owner in REVIEWERS
            and not state.step.on_call
            and self.answers(state.step)
            and state.step.id not in self.review.answers
        ]

    def may_be_accepted(self, step: Step) -> bool:
        """Whether a step waits for a verdict and is in order, so that one key accepts it."""
        in_order = is_in_order(self.assessment.steps[step.id])
        return in_order and self._waits(step) and step.id not in self.review.proposals

    def answers(self, step: Step) -> bool:
        """Whether the reviewer answers a step; for any other that takes an answer they may propose one."""
        state = self.assessment.steps[step.id]
        return takes_proposals(step) and state.applies and step.is_reviewers(state.reading.value)

    def proposes(self, step: Step) -> bool:
        """Whether the reviewer may propose an answer to a step."""
        state = self.assessment.steps[step.id]
        return takes_proposals(step) and state.applies and not step.is_reviewers(state.reading.value)

    def answered_since(self, step: Step) -> bool:
        """Whether the customer has acted on the verdict: they changed the answer, or closed the remark."""
        given = self.review.verdicts.get(step.id)
        if given is None:
            return False
        closed = any(
            remark.at == given.at and remark.text == given.text and not remark.open
            for remark in self.assessment.steps[step.id].remarks
        )
        return self.review.outdated(step.id) or (closed and given.verdict in RETURNING)

    def _waits(self, step: Step) -> bool:
        own = self.review.answers.get(step.id)
        if own is not None and own.text == self.assessment.steps[step.id].answer:
            return False  # their own answer, come back
        return step.id not in self.review.verdicts or self.answered_since(step)


def as_answer(step: Step, text: str) -> tuple[str, str]:
    """An answer of a reviewer's as it is meant, and why it can't be given so ("" where it can)."""
    meant = as_meant(step, text.strip())
    reading = read(step, meant, {})
    faults = (*reading.errors, *reading.open, *reading.doubts)
    if faults or not reading.value:
        return meant, faults[0].text if faults else _("It says nothing.")
    return meant, ""


def is_in_order(state: StepState) -> bool:
    """Whether a step is done and nothing is warned of."""
    return state.state is State.DONE and not state.reading.warnings


def why_not(state: StepState) -> str:
    """Why a step is not in order, as a sentence, or the word for its state."""
    if state.state is State.DONE and state.warnings:
        return state.warnings[0].text
    return state.reason or _(STATE_WORDS[state.state])
