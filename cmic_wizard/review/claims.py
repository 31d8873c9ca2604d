"""Who vouches for what a hand-off says: this program, the customer's file alone, or the reviewer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from cmic_wizard.bounds import moment_in, to_the_minute
from cmic_wizard.guide.model import Kind
from cmic_wizard.handoff.document import HandOff, check_number, draft_of
from cmic_wizard.i18n import N_, _, ngettext
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.check_words import conclusion_words
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.profile.fields import people, read
from cmic_wizard.profile.names import look_alike
from cmic_wizard.profile.verdicts import REPLY
from cmic_wizard.review.model import ANSWERED, Review, mark_of
from cmic_wizard.review.own_assessment import differing_claims
from cmic_wizard.struct import Struct
from cmic_wizard.text import visible

AHEAD: Final = timedelta(minutes=10)
"""How far two computers' clocks may differ."""


class Voucher(StrEnum):
    """Who vouches for a thing."""

    HERE = "here"
    FILE = "file"
    REVIEWER = "reviewer"


VOUCHERS: Final = {
    Voucher.HERE: N_("judged here"),
    Voucher.FILE: N_("says the customer's file"),
    Voucher.REVIEWER: N_("checked by you"),
}
"""In words."""


class Claim(Struct, frozen=True):
    """One thing that is said of a hand-off, and who vouches for it."""

    what: str
    """`state`, `differs`, `name`, `contacts`, `created`, `remarks`, `check`, `check_number` or `sealed`."""
    says: str
    """A sentence."""
    vouched_by: Voucher
    alarm: bool = False
    """Whether it speaks against the file, so that nothing is to be carried over before it was read."""


def claims_of(
    handoff: HandOff,
    assessment: Assessment,
    review: Review,
    now: datetime,
    *,
    sealed: bool = False,
    differing: tuple[str, ...] | None = None,
) -> tuple[Claim, ...]:
    """What there is to say, what speaks against the file first.

    `review` is that of the profile, whether it has looked at this hand-off already or not; `differing` is
    what `differing_claims` says of both, where that is known already.
    """
    found = [*_identity(handoff, review), *_times(handoff, now), *_in_their_name(handoff, review)]
    untrue = handoff.complete and not assessment.complete
    said = differing_claims(handoff, assessment) if differing is None else differing
    found += [Claim("differs", sentence, Voucher.HERE, alarm=untrue) for sentence in said]
    found.append(Claim("state", _state(assessment), Voucher.HERE))
    if (check := draft_of(handoff).check) is not None:
        found.append(Claim("check", checked_words(check), Voucher.FILE))
    if review.check is not None:
        found.append(Claim("check", checked_words(review.check), Voucher.REVIEWER))
    made = _("The hand-off was made on {date}.").format(date=to_the_minute(handoff.created))
    found.append(Claim("created", made, Voucher.FILE))
    if review.is_compared and review.check_number == check_number(handoff):
        found.append(Claim("check_number", _("The check number was compared by phone."), Voucher.REVIEWER))
    else:
        text = _("The check number has not been compared by phone: nobody vouches for who made the file.")
        found.append(Claim("check_number", text, Voucher.HERE))
    if sealed:
        text = _("That the file was sealed for you does not prove who sent it.")
        found.append(Claim("sealed", text, Voucher.HERE))
    return tuple(sorted(found, key=lambda claim: not claim.alarm))


def alarms(claims: tuple[Claim, ...]) -> tuple[str, ...]:
    """The sentences that speak against the file."""
    return tuple(claim.says for claim in claims if claim.alarm)


def _state(assessment: Assessment) -> str:
    if assessment.complete:
        return _("Every required step of the guide is done.")
    if assessment.ready:
        return _("The customer's part of the preparation is done.")
    return _("The customer's part of the preparation is not done yet.")


def checked_words(check: CheckResult) -> str:
    """A connection check on one line: where, when, and how it ended."""
    text = _("Connection to {host}, {date}: {outcome}")
    outcome = conclusion_words(check.conclusion)
    return text.format(host=visible(check.host), date=to_the_minute(check.at), outcome=outcome)


def _identity(handoff: HandOff, review: Review) -> Iterator[Claim]:
    """Another company, or other people, under the same id."""
    looked = review.check_number == check_number(handoff)
    name = review.name_before if looked else review.profile_name if review.check_number else ""
    if name and name != handoff.profile.name:
        text = _("Until now, hand-offs with this id came from “{before}”; this one is from “{now}”.")
        said = text.format(before=visible(name), now=visible(handoff.profile.name))
        yield Claim("name", said, Voucher.HERE, alarm=True)
    before = (review.before or {}) if looked else review.seen
    for title, old, new in _other_people(before, handoff):
        text = _("{step}: the hand-off before named {before}, this one names {now}.")
        said = text.format(step=title, before=visible(", ".join(old)), now=visible(", ".join(new)))
        yield Claim("contacts", said, Voucher.HERE, alarm=True)


def _other_people(before: dict[str, str], handoff: HandOff) -> Iterator[tuple[str, list[str], list[str]]]:
    """The steps that name nobody any more of those whom they named, with the names before and now."""
    from cmic_wizard.guide.loader import load_guide

    for step in load_guide().walk():
        if step.kind is not Kind.PEOPLE:
            continue
        texts = (before.get(step.id, ""), handoff.answers.get(step.id, ""))
        old, new = ([p.mail or p.name for p in people(read(step, t, {}).value)] if t else [] for t in texts)
        if old and new and not {mail.casefold() for mail in old} & {mail.casefold() for mail in new}:
            yield _(step.title), old, new


def _times(handoff: HandOff, now: datetime) -> Iterator[Claim]:
    """Moments that have not come yet."""
    moments = {
        _("The hand-off is dated {date}, which has not come yet."): [handoff.created],
        _("Its connection check is dated {date}, which has not come yet."): [c.at for c in handoff.checks],
        _("An answer in it is dated {date}, which has not come yet."): [
            given.at for given in handoff.answered.values()
        ],
        _("A remark in it is dated {date}, which has not come yet."): [r.at for r in handoff.remarks],
    }
    for text, stamps in moments.items():
        latest = max(stamps, key=moment_in, default="")
        if latest and moment_in(latest) > now + AHEAD:
            yield Claim("created", text.format(date=to_the_minute(latest)), Voucher.FILE, alarm=True)


def _in_their_name(handoff: HandOff, review: Review) -> Iterator[Claim]:
    """Remarks and answers in the name of who reviews here that they have not written."""
    known = review.known_marks()
    if known is None:
        return
    for name in filter(None, (review.author, *review.others)):
        marks = [
            mark_of(r.author, r.step, r.verdict, r.text, r.at)
            for r in handoff.remarks
            if look_alike(r.author, name) and r.verdict != REPLY
        ]
        marks += [
            mark_of(given.by, step, ANSWERED, handoff.answers.get(step, ""), given.at)
            for step, given in handoff.answered.items()
            if given.role == "specialist" and look_alike(given.by, name)
        ]
        if count := len([mark for mark in marks if mark not in known]):
            text = ngettext(
                "The file holds {count} remark or answer in the name of {name} that was not written here.",
                "The file holds {count} remarks or answers in the name of {name} that were not written here.",
                count,
            )
            said = text.format(count=count, name=visible(name))
            yield Claim("remarks", said, Voucher.HERE, alarm=True)
