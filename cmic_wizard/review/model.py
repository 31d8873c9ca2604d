"""One review of a hand-off: verdicts on steps and on the whole, and what was seen when they were given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Self

from cmic_wizard import __version__
from cmic_wizard.bounds import AUTHOR_AT_MOST, moment_in, moment_of, stamped
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff.remarks import RemarksFile, ReviewRemark
from cmic_wizard.profile.codec import clean

OVERTAKEN_AT_MOST: Final = 8
"""Verdicts on one step that are kept beside the one that counts."""


@dataclass(frozen=True, slots=True)
class Verdict(ReviewRemark):
    """A verdict on one step, and the name that stood under the review when it was given."""

    author: str = ""

    def says_the_same(self, other: ReviewRemark | None) -> bool:
        """Whether the other one says the same of the same answer, whenever it was given."""
        return other is not None and _said(self) == _said(other)

    @property
    def remark(self) -> ReviewRemark:
        """As it stands in a file of remarks."""
        return ReviewRemark(self.step, self.verdict, self.text, self.at, self.answer)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How the review of one profile stands."""

    summary: str
    """See `Review.summary`."""
    created: str
    """When the hand-off was made that was looked at last, in ISO 8601; "" where none was."""

    def of(self, created: str) -> str:
        """The verdict on a hand-off made at `created`: `newer` or `older` where it is not the one judged."""
        theirs, seen = moment_of(created), moment_of(self.created)
        if not self.summary or theirs is None or seen is None:
            return self.summary
        return self.summary if theirs == seen else "newer" if theirs > seen else "older"


@dataclass(frozen=True, slots=True)
class Review:
    """The state of a review. Immutable; each change gives a new one."""

    profile_id: str
    profile_name: str
    author: str = ""
    overall: str = ""
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    """The newest verdict on each step."""
    overtaken: dict[str, tuple[Verdict, ...]] = field(default_factory=dict)
    """Verdicts that another window had given meanwhile, by step, in the order in which they were given."""
    overall_at: str = ""
    """When the verdict on the whole was given, in ISO 8601; "" where that is not known."""
    check_number: str = ""
    """Of the hand-off that was seen last."""
    seen: dict[str, str] = field(default_factory=dict)
    """What was seen last: answers by step; of the rest what `own_assessment.looked_at` says."""
    before: dict[str, str] | None = None
    """The same of the hand-off before it; None where there was none."""
    created: str = ""
    """When the hand-off that was seen last was made, in ISO 8601."""

    def newer_than(self, created: str) -> bool:
        """Whether a hand-off was seen that is newer than one made at `created`."""
        return bool(self.created) and moment_in(self.created) > moment_in(created)

    def looking_at(self, check_number: str, seen: Mapping[str, str], name: str, created: str = "") -> Self:
        """With this hand-off as the one that was seen last; looking again at the same changes nothing.

        The verdict on the whole was one on what stood there before: where anything changed, it is to be
        given anew.
        """
        if check_number == self.check_number:
            return self
        before = self.seen if self.check_number else None
        changed = bool(self.check_number and changes(self.seen, seen))
        return replace(
            self,
            check_number=check_number,
            seen=dict(seen),
            before=before,
            profile_name=name,
            created=created,
            overall="" if changed else self.overall,
            overall_at="" if changed else self.overall_at,
        )

    def judged(self, step: str, verdict: str, text: str, now: datetime) -> Self:
        """With a verdict (`accepted`, `change`, `question`) on a step; "" takes it back."""
        verdicts = {key: value for key, value in self.verdicts.items() if key != step}
        if verdict:
            given = Verdict(step, verdict, clean(text), stamped(now), self.seen.get(step, ""), self.author)
            old = self.verdicts.get(step)
            verdicts[step] = old if old is not None and given.says_the_same(old) else given
        return replace(self, verdicts=verdicts)

    def settled(self, step: str) -> Self:
        """With the verdict that counts chosen by the reviewer who saw the overtaken ones: they go."""
        return replace(self, overtaken={key: value for key, value in self.overtaken.items() if key != step})

    def concluded(self, overall: str, now: datetime | None = None) -> Self:
        """With a verdict on the whole: `accepted`, `changes`, or "" for none."""
        return replace(self, overall=overall, overall_at=stamped(now) if now else "")

    def at_hand_off_of(self, other: Review) -> Self:
        """With the hand-off that the other review has seen last, and what was seen of it."""
        names = ("check_number", "seen", "before", "created", "profile_name")
        return replace(self, **{name: getattr(other, name) for name in names})

    def signed(self, author: str) -> Self:
        """With the reviewer's name, as the customer will see it."""
        return replace(self, author=" ".join(clean(author).split())[:AUTHOR_AT_MOST])

    @property
    def changed_answers(self) -> dict[str, tuple[str, str]]:
        """What changed since the hand-off before, by the keys of `seen`; nothing where this is the first."""
        return {} if self.before is None else changes(self.before, self.seen)

    def outdated(self, step: str) -> bool:
        """Whether the step's answer has changed since it was judged."""
        verdict = self.verdicts.get(step)
        return verdict is not None and verdict.answer != self.seen.get(step, "")

    @property
    def summary(self) -> str:
        """The verdict on the whole, `open` where single steps only were judged, "" where nothing was."""
        return self.overall or ("open" if self.verdicts else "")

    @property
    def standing(self) -> Reviewed:
        """How it stands, for the table of many."""
        return Reviewed(self.summary, self.created)

    def to_remarks(self, now: datetime) -> RemarksFile:
        """The file that goes back to the customer, its remarks in the guide's order."""
        order = {step: place for place, step in enumerate(load_guide().steps)}
        return RemarksFile(
            profile_id=self.profile_id,
            profile_name=self.profile_name,
            check_number=self.check_number,
            created=stamped(now),
            by=f"cmic-wizard {__version__}",
            author=self.author,
            overall=self.overall,
            remarks=tuple(
                given.remark
                for given in sorted(
                    self.verdicts.values(), key=lambda given: order.get(given.step, len(order))
                )
            ),
        )


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The steps whose answers differ, each with the old and the new one, in the guide's order."""
    steps = dict.fromkeys((*load_guide().steps, *old, *new))
    return {
        step: (old.get(step, ""), new.get(step, ""))
        for step in steps
        if old.get(step, "") != new.get(step, "")
    }


def _said(verdict: ReviewRemark) -> tuple[str, ...]:
    return verdict.step, verdict.verdict, verdict.text, verdict.answer
