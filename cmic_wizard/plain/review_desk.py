"""One hand-off in conversation: what is decided is kept at once, together with what other windows decided."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.model import Step
from cmic_wizard.handoff.document import HandOff, check_number
from cmic_wizard.handoff.remarks import RemarksFile
from cmic_wizard.profile import settings
from cmic_wizard.profile.assessment import Assessment, StepState
from cmic_wizard.review import desk, own_assessment, reviews
from cmic_wizard.review.claims import Claim, claims_of
from cmic_wizard.review.judging import Judging
from cmic_wizard.review.model import Review
from cmic_wizard.review.standing import decided


class Desk:
    """A hand-off, its own judgement here, and the review of its profile."""

    def __init__(
        self, handoff: HandOff, keeper: Keeper, tell: Callable[[str], None], *, sealed: bool = False
    ) -> None:
        """`tell` hears of a damaged review that was set aside."""
        self.handoff = handoff
        self.data_dir = keeper.data_dir
        self.sealed = sealed
        self.number = check_number(handoff)
        self._tell = tell
        self._assessment: Assessment | None = None
        known, profile = settings.load(self.data_dir), handoff.profile
        self.review, told = reviews.load_or_set_aside(self.data_dir, profile.id, profile.name, self._now())
        tell(told)
        self.author = self.review.author or known.name

    @staticmethod
    def _now() -> datetime:
        return datetime.now(UTC)

    @property
    def assessment(self) -> Assessment:
        """The judgement of the file by this program's own rules, in the current language."""
        if self._assessment is None:
            self._assessment = own_assessment.judge(self.handoff, self._now())
        return self._assessment

    def judge_anew(self) -> None:
        """Forget the sentences of the judgement, as in another language."""
        self._assessment = None

    @property
    def judging(self) -> Judging:
        """What waits for a verdict, may be accepted at once, or is the reviewer's to answer."""
        return Judging(self.review, self.assessment)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Who vouches for what the file says."""
        return claims_of(self.handoff, self.assessment, self.review, self._now(), sealed=self.sealed)

    @property
    def older(self) -> bool:
        """Whether a newer hand-off of the profile was looked at before."""
        return self.review.newer_than(self.handoff.created)

    def take(self) -> None:
        """Have this hand-off count as the newest that was looked at."""
        self.decide(lambda review, _now: review)

    def decide(self, make: Callable[[Review, datetime], Review]) -> None:
        """Keep what the reviewer decides; FileRefused where it can't be kept."""
        now, profile = self._now(), self.handoff.profile
        seen = own_assessment.looked_at(self.handoff)

        def change(kept: Review) -> Review:
            mine = kept.seen_by(self.author).looking_at(self.number, seen, profile.name, self.handoff.created)
            made = make(mine, now)
            reviews.demand_room(made)
            return made

        self.review = reviews.update(self.data_dir, profile.id, profile.name, now, change, self._tell)

    def next(self, behind: str = "") -> StepState | None:
        """The first step that waits for the reviewer behind another, else from the beginning."""
        waiting, order = self.judging.waiting, list(self.assessment.steps)
        place = order.index(behind) if behind in order else -1
        return next((s for s in waiting if order.index(s.step.id) > place), waiting[0] if waiting else None)

    def state(self, step: Step) -> StepState:
        """How a step stands."""
        return self.assessment.steps[step.id]

    def sent(self, file: RemarksFile) -> None:
        """Keep that the remarks were written for the customer, and by whom."""
        self.decide(lambda review, _now: review.sending(file))
        desk.keep_sent(self.data_dir, self.handoff.profile.id, decided(self.review))
        settings.remember(self.data_dir, name=self.review.author)

    def close(self) -> None:
        """Keep for the table what this program finds of the file, where it differs from what that claims."""
        stage = own_assessment.stage_judged_otherwise(self.handoff, self._now())
        with contextlib.suppress(FileRefused):  # then the table believes the file until it is opened again
            desk.keep_judged(self.data_dir, self.handoff.profile.id, self.handoff.created, stage)
