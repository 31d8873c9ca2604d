"""How the review of a profile stands, for the table of many."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cmic_wizard.bounds import moment_of
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.profile.verdicts import RETURNING
from cmic_wizard.review import desk, reviews
from cmic_wizard.review.model import Review, Reviewed, Verdict
from cmic_wizard.struct import Struct

if TYPE_CHECKING:
    from cmic_wizard.handoff.document import HandOff

STAGES: Final = ("complete", "ready", "draft")
_NOT_JUDGED: Final = (Kind.INFO, Kind.COMPUTED)


class Standing(Struct, frozen=True):
    """What the table needs of one review and of what lies on the reviewer's desk beside it."""

    reviewed: Reviewed
    judged: int = 0
    """Steps with a verdict that still holds."""
    judgeable: int = 0
    """Steps that held something to judge when it was looked at."""
    asked: tuple[Verdict, ...] = ()
    """What the customer is to change or to answer."""
    outdated: bool = False
    """Whether an answer that was asked about has changed in the hand-off that was looked at last."""
    sent: bool = False
    """Whether what was decided was written for the customer as it stands."""
    note: str = ""
    """The reviewer's own note."""
    judged_otherwise: str = ""
    """See `Desk.judged`."""

    @property
    def summary(self) -> str:
        """See `Review.summary`."""
        return self.reviewed.summary

    @property
    def created(self) -> str:
        """When the hand-off was made that was looked at last."""
        return self.reviewed.created

    @property
    def progress(self) -> float:
        """The share of what is to be judged that was, 0 to 1."""
        return min(self.judged / self.judgeable, 1.0) if self.judgeable else 0.0

    def of(self, created: str) -> str:
        """The verdict on a hand-off made at `created`, as `Reviewed.of` says it."""
        return self.reviewed.of(created)

    def stage_of(self, created: str) -> str:
        """The stage that a hand-off made at `created` has, where it was judged otherwise than it claims."""
        made, _space, stage = self.judged_otherwise.rpartition(" ")
        return stage if made == created and stage in STAGES else ""

    def of_same(self, created: str) -> bool:
        """Whether a hand-off made at `created` is the one that was looked at last."""
        return bool(self.created) and moment_of(created) == moment_of(self.created)


def standing_of(review: Review, kept: desk.Desk | None = None) -> Standing:
    """How a review stands."""
    verdicts = review.verdicts.values()
    guide = load_guide().steps
    steps = {step for step in (*review.seen, *review.verdicts) if step in guide}
    asked = tuple(given for given in verdicts if given.verdict in RETURNING)
    return Standing(
        reviewed=review.standing,
        judged=sum(not review.outdated(given.step) for given in verdicts),
        judgeable=sum(guide[step].kind not in _NOT_JUDGED for step in steps),
        asked=asked,
        outdated=any(review.outdated(given.step) for given in asked),
        sent=kept is not None and kept.sent == decided(review),
        note=kept.note if kept is not None else "",
        judged_otherwise=kept.judged if kept is not None else "",
    )


def decided(review: Review) -> str:
    """What tells whether anything was decided since: the same for two reviews that say the same."""
    given = sorted((one.step, one.verdict, one.text, one.answer) for one in review.verdicts.values())
    said = repr((review.check_number, review.overall, given))
    brought = [
        sorted((a.step, a.text, a.reason) for a in each.values())
        for each in (review.answers, review.proposals)
    ]
    if any(brought) or review.compared or review.check:
        said += repr((brought, review.compared, review.check))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def answers_what_is_asked(standing: Standing, handoff: HandOff) -> bool:
    """Whether a hand-off answers something that the review asks: by another answer, or a closed remark."""
    from cmic_wizard.review.own_assessment import looked_at

    seen = looked_at(handoff)
    closed = {(remark.step, remark.at, remark.text) for remark in handoff.remarks if not remark.open}
    return any(
        given.answer != seen.get(given.step, "") or (given.step, given.at, given.text) in closed
        for given in standing.asked
    )


def standings(data_dir: Path) -> Mapping[str, Standing]:
    """How the review of every profile stands, by the profile's id; damaged files don't count."""
    lying = desk.every(data_dir)
    found = {
        review.profile_id: standing_of(review, lying.get(review.profile_id))
        for review in reviews.every(data_dir)
    }
    for profile_id, kept in lying.items():
        if profile_id not in found:
            found[profile_id] = Standing(Reviewed("", ""), note=kept.note)
    return found


def standing_in(data_dir: Path, profile_id: str) -> Standing | None:
    """How the review of one profile stands; None where there is none. FileRefused where it can't be read."""
    review, kept = reviews.find(data_dir, profile_id), desk.find(data_dir, profile_id)
    if review is None:
        return Standing(Reviewed("", ""), note=kept.note) if kept.note else None
    return standing_of(review, kept)
