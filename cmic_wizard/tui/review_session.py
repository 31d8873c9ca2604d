"""A hand-off file on screen: nothing of it can be changed; verdicts are kept apart, as the reviewer goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.handoff import document, judging, reviews
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.remarks import RETURNING
from cmic_wizard.profile.assessment import State, StepState
from cmic_wizard.secret import Secret
from cmic_wizard.tui.session import Session

_NOT_JUDGED = (Kind.INFO, Kind.COMPUTED)


class ReviewSession(Session):
    """A session without a store. `password` came out of a sealed file and lives only here."""

    reviewed = True

    def __init__(
        self, handoff: HandOff, keeper: Keeper, data_dir: Path, password: Secret | None = None
    ) -> None:
        super().__init__(judging.draft_to_review(handoff), None, keeper)
        self.handoff = handoff
        self.password = password
        self.data_dir = data_dir
        self.check_number = document.check_number(handoff)
        self.here: dict[str, str] = {}
        """The page and the step that the reviewer is at."""
        self.claims = judging.differing_claims(handoff, self.assessment)
        self.review, self.set_aside = reviews.load_or_set_aside(
            data_dir, handoff.profile.id, handoff.profile.name, datetime.now(UTC)
        )
        """The second says that a damaged review was moved out of the way; "" where none was."""
        self._saved = self.review
        self.older = self.review.newer_than(handoff.created)
        """Whether a newer hand-off was looked at before; this one then counts once `take` is called."""
        if not self.older:
            self.take()

    def take(self) -> None:
        """Have this hand-off count as the newest that was looked at."""
        handoff, self.older = self.handoff, False
        self.review = self.review.looking_at(
            self.check_number, judging.looked_at(handoff), handoff.profile.name, handoff.created
        )

    def mark(self, **marks: str) -> None:
        """Remember where the reviewer is, as long as the program runs."""
        self.here.update(marks)

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """What changed since the last hand-off that was looked at, old and new, by the keys of `seen`."""
        return self.review.changed_answers

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
        return [
            state
            for state in self.judgeable
            if state.step.id not in self.review.verdicts or self.answered_since(state.step)
        ]

    @property
    def in_order(self) -> list[StepState]:
        """The steps that are done and have no verdict yet."""
        verdicts = self.review.verdicts
        return [s for s in self.judgeable if s.state is State.DONE and s.step.id not in verdicts]

    def answered_since(self, step: Step) -> bool:
        """Whether the customer has acted on the verdict: he changed the answer, or closed the remark."""
        given = self.review.verdicts.get(step.id)
        if given is None:
            return False
        closed = any(
            remark.at == given.at and remark.text == given.text and not remark.open
            for remark in self.assessment.steps[step.id].remarks
        )
        return self.review.outdated(step.id) or (closed and given.verdict in RETURNING)

    def next_to_judge(self, behind: str = "") -> StepState | None:
        """The first step that waits for a verdict behind a step, else from the beginning."""
        waiting = self.to_judge
        order = list(self.assessment.steps)
        place = order.index(behind) if behind in order else -1
        later = (state for state in waiting if order.index(state.step.id) > place)
        return next(later, waiting[0] if waiting else None)

    def judge(self, step: Step, verdict: str, text: str) -> None:
        """Keep a verdict on a step, "" takes it back; FileRefused where the review can hold no more."""
        review = self.review.judged(step.id, verdict, text, datetime.now(UTC))
        reviews.demand_room(review)
        self.review = review

    def accept(self, steps: Iterable[Step]) -> None:
        """Accept several steps at once."""
        for step in steps:
            self.judge(step, "accepted", "")

    def conclude(self, overall: str) -> None:
        """Keep the verdict on the whole."""
        self.review = self.review.concluded(overall)

    def sign(self, author: str) -> None:
        """Keep the reviewer's name."""
        self.review = self.review.signed(author)

    @property
    def dirty(self) -> bool:
        """Whether a verdict is not on the disk yet."""
        return self.review != self._saved

    def save(self) -> bool:
        """Write what is not on the disk yet; a failure is kept in `save_fault` as a sentence."""
        review = self.review
        if review == self._saved:
            self.save_fault = ""
            return True
        try:
            reviews.save(self.data_dir, review)
        except FileRefused as error:
            self.save_fault = str(error)
            return False
        self._saved, self.save_fault = review, ""
        return True

    @property
    def folder(self) -> Path:
        """Where the verdicts are saved."""
        return self.data_dir

    def close(self) -> None:
        """Save; what could not be saved stands in `save_fault`."""
        self.save()
