"""A hand-off file on screen: nothing of it can be changed; verdicts are kept apart, as the reviewer goes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.guide.model import Step
from cmic_wizard.handoff import document, judging, reviews
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.secret import Secret
from cmic_wizard.tui.session import Session


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
        self.claims = judging.differing_claims(handoff, self.assessment)
        known = reviews.load(data_dir, handoff.profile.id, handoff.profile.name)
        self.review = known.looking_at(self.check_number, handoff.answers, handoff.profile.name)
        if self.review != known:
            reviews.save(data_dir, self.review)

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """What changed since the last hand-off that was looked at: old and new answer by step."""
        return self.review.changed_answers

    def judge(self, step: Step, verdict: str, text: str) -> None:
        """Keep a verdict on a step; "" takes it back."""
        self._keep(self.review.judged(step.id, verdict, text, datetime.now(UTC)))

    def conclude(self, overall: str) -> None:
        """Keep the verdict on the whole."""
        self._keep(self.review.concluded(overall))

    def sign(self, author: str) -> None:
        """Keep the reviewer's name."""
        self._keep(self.review.signed(author))

    def _keep(self, review: reviews.Review) -> None:
        if review != self.review:
            self.review = review
            reviews.save(self.data_dir, review)
