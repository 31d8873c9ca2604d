"""A hand-off file on screen: nothing of it can be changed; verdicts are kept apart, as the reviewer goes."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.for_reviewer import reviewers_guide
from cmic_wizard.guide.model import Step
from cmic_wizard.handoff import document
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.profile import settings
from cmic_wizard.profile.assessment import StepState
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.review import desk, own_assessment, reviews
from cmic_wizard.review.claims import Claim, alarms, claims_of
from cmic_wizard.review.judging import Judging
from cmic_wizard.review.merging import Others, as_seen, merged
from cmic_wizard.review.model import Review
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace
from cmic_wizard.tui.session import Session


class ReviewSession(Session):
    """A session without a store. `password` came out of a sealed file and lives only here."""

    reviewed = True

    def __init__(
        self, handoff: HandOff, keeper: Keeper, data_dir: Path, password: Secret | None = None
    ) -> None:
        super().__init__(own_assessment.draft_to_review(handoff), None, keeper)
        self.guide = reviewers_guide()
        self.handoff = handoff
        self.password = password
        self.data_dir = data_dir
        self.check_number = document.check_number(handoff)
        self._differing: tuple[str, ...] | None = None
        self.among_others = False
        """Whether it was opened from a table of many."""
        self.here: dict[str, str] = {}
        """The page and the step that the reviewer is at."""
        profile = handoff.profile
        self._imprint = reviews.imprint(data_dir, profile.id)
        self.review, self.set_aside = reviews.load_or_set_aside(
            data_dir, profile.id, profile.name, datetime.now(UTC)
        )
        """The second says that a damaged review was moved out of the way; "" where none was."""
        self._saved = self.review
        known = settings.load(data_dir)
        self.own_mail = known.mail
        """The reviewer's own address, with which a mail to the customer is signed."""
        if not self.review.author and known.name:
            self.review = self.review.signed(known.name)
        self._gone = False
        self._others = Others()
        self._told_of = self.review.created
        """When the hand-off was made that the reviewer knows to be the one looked at last."""
        self._changing = threading.Lock()
        self._at_the_file = threading.Lock()
        self.older = self.review.newer_than(handoff.created)
        """Whether a newer hand-off was looked at before; this one then counts once `take` is called."""
        self.doubted = bool(alarms(self.claims)) and self.review.check_number not in ("", self.check_number)
        """Whether something speaks against the file, which the reviewer is to read before it counts."""
        if not self.older and not self.doubted:
            self.take()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Who vouches for what, and what speaks against the file."""
        sealed, now = self.password is not None, datetime.now(UTC)
        if self._differing is None:
            self._differing = own_assessment.differing_claims(self.handoff, self.assessment)
        return claims_of(
            self.handoff, self.assessment, self.review, now, sealed=sealed, differing=self._differing
        )

    def take(self) -> None:
        """Have this hand-off count as the newest that was looked at."""
        handoff, self.older, self.doubted = self.handoff, False, False
        seen, name = own_assessment.looked_at(handoff), handoff.profile.name
        self._told_of = handoff.created
        self._change(lambda review: review.looking_at(self.check_number, seen, name, handoff.created))

    def decide(self, make: Callable[[Review], Review]) -> None:
        """Keep what the reviewer decides; FileRefused where the review can hold no more."""

        def decided(review: Review) -> Review:
            made = make(review)
            reviews.demand_room(made)
            return made

        self._change(decided)

    def _change(self, make: Callable[[Review], Review]) -> None:
        with self._changing:
            self.review = make(self.review)

    def offers(self, action: str) -> bool:
        """What concerns the password only where there is one, other files only where there are any."""
        if action in ("next_file", "previous_file"):
            return self.among_others
        return self.password is not None or not action.endswith("_password")

    def keep_check(self, result: CheckResult | None) -> None:
        """Keep the reviewer's own connection check with the review."""
        self.decide(lambda review: review.checked(result))
        self.announce()

    def mark(self, **marks: str) -> None:
        """Remember where the reviewer is, as long as the program runs."""
        self.here.update(marks)

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """What changed since the last hand-off that was looked at, old and new, by the keys of `seen`."""
        return self.review.changed_answers

    @property
    def judging(self) -> Judging:
        """What waits for a verdict, may be accepted at once, or is the reviewer's to answer."""
        return Judging(self.review, self.assessment)

    def next_to_judge(self, behind: str = "") -> StepState | None:
        """The first step that waits for a verdict behind a step, else from the beginning."""
        waiting = self.judging.waiting
        order = list(self.assessment.steps)
        place = order.index(behind) if behind in order else -1
        later = (state for state in waiting if order.index(state.step.id) > place)
        return next(later, waiting[0] if waiting else None)

    def judge(self, step: Step, verdict: str, text: str) -> None:
        """Keep a verdict on a step, "" takes it back; FileRefused where the review can hold no more."""
        self.decide(lambda review: review.judged(step.id, verdict, text, datetime.now(UTC)))

    def settle_verdict(self, step: Step) -> None:
        """The reviewer has chosen a verdict themselves: what another window had decided is done with."""
        self._change(lambda review: review.settled(step.id))

    def accept(self, steps: Iterable[Step]) -> None:
        """Accept several steps at once."""
        for step in steps:
            self.judge(step, "accepted", "")

    def conclude(self, overall: str) -> None:
        """Keep the verdict on the whole."""
        self._change(lambda review: review.concluded(overall, datetime.now(UTC)))

    def sign(self, author: str) -> None:
        """Keep the reviewer's name."""
        self._change(lambda review: review.signed(author))

    @property
    def dirty(self) -> bool:
        """Whether a verdict is not on the disk yet, or not there any more."""
        return self._gone or self.review != self._saved

    def save(self, *, ask: bool = True) -> bool:
        """Write what is not on the disk yet, and take in what other windows decided meanwhile.

        There is nothing to ask about. A failure is kept in `save_fault` as a sentence.
        """
        with self._at_the_file:
            mine = self.review
            if not self.dirty:
                self.save_fault = ""
                return True
            try:
                kept = reviews.keep(self.data_dir, self._saved, mine, datetime.now(UTC))
            except FileRefused as error:
                self.save_fault = str(error)
                return False
            self._imprint, self._gone = kept.imprint, False
            self._take_in(mine, kept.review, kept.others)
            self.save_fault = ""
            return True

    def look(self) -> None:
        """Take in what other windows have written since; FileRefused where that can't be read."""
        with self._at_the_file:
            found = reviews.imprint(self.data_dir, self.review.profile_id)
            if found == self._imprint:
                return
            stored = reviews.find(self.data_dir, self.review.profile_id)
            self._imprint, self._gone = found, stored is None
            if stored is not None:
                known = self._saved
                result, others = merged(known, known, stored)
                self._take_in(known, as_seen(known, result), others)

    def _take_in(self, known: Review, stored: Review, others: Others) -> None:
        """Have the window show what the file holds, with what it changed since its review was `known`."""
        with self._changing:
            result, unseen = merged(known, self.review, stored)
            self.review, self._saved = as_seen(self.review, result), stored
            self._others = self._others.and_then(others).and_then(unseen)

    def others(self) -> Others:
        """What other windows decided and nobody has been told yet; asking takes it as told."""
        with self._changing:
            found, self._others = self._others, Others()
        if found.created == self._told_of:
            found = replace(found, created="")
        self._told_of = found.created or self._told_of
        return found

    @property
    def folder(self) -> Path:
        """Where the verdicts are saved."""
        return self.data_dir

    def close(self) -> None:
        """Save; what could not be saved stands in `save_fault`."""
        self.save()
        handoff = self.handoff
        stage = own_assessment.stage_judged_otherwise(handoff, datetime.now(UTC))
        with contextlib.suppress(FileRefused):  # then the table believes the file until it is opened again
            desk.keep_judged(self.data_dir, handoff.profile.id, handoff.created, stage)
