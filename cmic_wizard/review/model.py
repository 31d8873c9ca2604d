"""One review of a hand-off: what each reviewer says of it, and what was seen when it was said."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Self, TypeVar

from cmic_wizard import __version__
from cmic_wizard.bounds import AUTHOR_AT_MOST, moment_in, moment_of, stamped
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff.remarks import RemarksFile, ReviewAnswer, ReviewRemark
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.profile.codec import clean
from cmic_wizard.struct import Struct, field, replace

OVERTAKEN_AT_MOST: Final = 8
"""Verdicts on one step that are kept beside the one that counts."""


class Verdict(ReviewRemark, frozen=True):
    """A verdict on one step, and the name that stood under the review when it was given."""

    author: str = ""

    def says_the_same(self, other: ReviewRemark | None) -> bool:
        """Whether the other one says the same of the same answer, whenever it was given."""
        return other is not None and _said(self) == _said(other)

    @property
    def remark(self) -> ReviewRemark:
        """As it stands in a file of remarks."""
        return ReviewRemark(self.step, self.verdict, self.text, self.at, self.answer)


_Said = TypeVar("_Said", Verdict, ReviewAnswer)


SENT_AT_MOST: Final = 5000
"""Marks of what was sent that are kept, the newest."""


class Opinion(Struct, frozen=True, kw_only=True):
    """What one reviewer says of a hand-off."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    """The newest verdict on each step."""
    overall: str = ""
    """The verdict on the whole: `accepted`, `changes`, or "" for none."""
    overall_at: str = ""
    """When the verdict on the whole was given, in ISO 8601; "" where that is not known."""
    answers: dict[str, ReviewAnswer] = field(default_factory=dict)
    """What they answered themselves, by step."""
    proposals: dict[str, ReviewAnswer] = field(default_factory=dict)
    """What they propose as answers, by step."""
    check: CheckResult | None = None
    """Their own connection check."""
    compared: str = ""
    """The check number that was compared by phone; "" for none."""


class Reviewed(Struct, frozen=True):
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


class Review(Opinion, frozen=True):
    """The state of a review: the reviewer's own opinion, and those of others. Each change gives a new one."""

    profile_id: str
    profile_name: str
    author: str = ""
    """Whose opinion is the own."""
    overtaken: dict[str, tuple[Verdict, ...]] = field(default_factory=dict)
    """Verdicts that another window had given meanwhile, by step, in the order in which they were given."""
    others: dict[str, Opinion] = field(default_factory=dict)
    """What others say of it on this computer, by their names."""
    check_number: str = ""
    """Of the hand-off that was seen last."""
    seen: dict[str, str] = field(default_factory=dict)
    """What was seen last: answers by step; of the rest what `own_assessment.looked_at` says."""
    before: dict[str, str] | None = None
    """The same of the hand-off before it; None where there was none."""
    created: str = ""
    """When the hand-off that was seen last was made, in ISO 8601."""
    name_before: str = ""
    """The company's name in the hand-off before it; "" where there was none."""
    sent: tuple[str, ...] | None = ()
    """Marks of what was written into files of remarks; None where an older version kept none."""

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
            name_before=self.profile_name if self.check_number else "",
            created=created,
            overall="" if changed else self.overall,
            overall_at="" if changed else self.overall_at,
            others={name: replace(o, overall="", overall_at="") for name, o in self.others.items()}
            if changed
            else self.others,
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
        names = ("check_number", "seen", "before", "created", "profile_name", "name_before")
        return replace(self, **{name: getattr(other, name) for name in names})

    def signed(self, author: str) -> Self:
        """With the reviewer's name, as the customer will see it."""
        return replace(self, author=name_of(author))

    @property
    def opinion(self) -> Opinion:
        """The own opinion alone."""
        return Opinion(**{name: getattr(self, name) for name in Opinion.__struct_fields__})

    def seen_by(self, author: str) -> Self:
        """With `author` as the one who reviews; what was said under another name stays under that name.

        What was said before anybody gave a name is theirs.
        """
        if author in ("", self.author):
            return self
        if not self.author:
            return self.signed(author)
        others = {name: opinion for name, opinion in self.others.items() if name != author}
        if self.opinion != Opinion():
            others[self.author] = self.opinion
        own = self.others.get(author, Opinion())
        return replace(
            self,
            author=author,
            others=others,
            **{name: getattr(own, name) for name in Opinion.__struct_fields__},
        )

    def answering(self, step: str, text: str, reason: str, now: datetime) -> Self:
        """With the reviewer's own answer to a step, "" takes it back, and a word about it."""
        return replace(self, answers=_given(self.answers, step, text, reason, now))

    def proposing(self, step: str, text: str, reason: str, now: datetime) -> Self:
        """With a proposal for a step, "" takes it back, and its reason."""
        return replace(self, proposals=_given(self.proposals, step, text, reason, now))

    def checked(self, check: CheckResult | None) -> Self:
        """With the reviewer's own connection check."""
        return replace(self, check=check)

    def comparing(self, compared: bool) -> Self:
        """With the check number of this hand-off as compared by phone, or not."""
        return replace(self, compared=self.check_number if compared else "")

    def known_marks(self) -> frozenset[str] | None:
        """The marks of what was said here by anybody; None where an older version kept no note of it."""
        if self.sent is None:
            return None
        named = [(self.author, self.opinion), *self.others.items()]
        marks = [
            mark_of(name, v.step, v.verdict, v.text, v.at)
            for name, each in named
            for v in each.verdicts.values()
        ]
        marks += [
            mark_of(n, a.step, ANSWERED, a.text, a.at) for n, each in named for a in each.answers.values()
        ]
        return frozenset((*self.sent, *marks))

    @property
    def is_compared(self) -> bool:
        """Whether the check number of this hand-off was compared by phone."""
        return bool(self.check_number) and self.compared == self.check_number

    def sending(self, file: RemarksFile) -> Self:
        """With what a file of remarks says known as the reviewer's own words."""
        marks = [mark_of(file.author, r.step, r.verdict, r.text, r.at) for r in file.remarks]
        marks += [mark_of(file.author, a.step, ANSWERED, a.text, a.at) for a in file.answers]
        return replace(self, sent=tuple(dict.fromkeys((*(self.sent or ()), *marks)))[-SENT_AT_MOST:])

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
        return self.overall or ("open" if self.verdicts or self.answers or self.proposals else "")

    @property
    def standing(self) -> Reviewed:
        """How it stands, for the table of many."""
        return Reviewed(self.summary, self.created)

    def to_remarks(self, now: datetime) -> RemarksFile:
        """The file that goes back to the customer, its remarks in the guide's order."""
        order = {step: place for place, step in enumerate(load_guide().steps)}

        def in_order(given: Mapping[str, _Said]) -> list[_Said]:
            return sorted(given.values(), key=lambda each: order.get(each.step, len(order)))

        return RemarksFile(
            profile_id=self.profile_id,
            profile_name=self.profile_name,
            check_number=self.check_number,
            created=stamped(now),
            by=f"cmic-wizard {__version__}",
            author=self.author,
            overall=self.overall,
            remarks=tuple(given.remark for given in in_order(self.verdicts)),
            answers=tuple(in_order(self.answers)),
            proposals=tuple(in_order(self.proposals)),
            check=self.check,
            compared=self.is_compared,
        )


ANSWERED: Final = "answer"
"""What stands for the verdict in the mark of an answer."""


def name_of(author: str) -> str:
    """A reviewer's name as it is kept: on one line, not too long."""
    return " ".join(clean(author).split())[:AUTHOR_AT_MOST]


def mark_of(author: str, step: str, verdict: str, text: str, at: str) -> str:
    """By what a remark, or an answer, is known again."""
    parts = "\0".join((author, step, verdict, text, stamped(moment_in(at))))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _given(
    before: dict[str, ReviewAnswer], step: str, text: str, reason: str, now: datetime
) -> dict[str, ReviewAnswer]:
    """The answers with one to a step; the same again keeps its moment."""
    found = {key: value for key, value in before.items() if key != step}
    if text:
        given, old = ReviewAnswer(step, clean(text), stamped(now), clean(reason)), before.get(step)
        same = old is not None and (old.text, old.reason) == (given.text, given.reason)
        found[step] = old if old is not None and same else given
    return found


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
