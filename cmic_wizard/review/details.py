"""What matters of one hand-off at a glance: what is wrong, what is asked, contacts, calls."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cmic_wizard import dates
from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff.document import HandOff, check_number
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.verdicts import RETURNING, VERDICTS
from cmic_wizard.review import desk, reviews
from cmic_wizard.review.judging import Judging
from cmic_wizard.review.model import Review
from cmic_wizard.review.own_assessment import differing_claims, judge, looked_at
from cmic_wizard.struct import Struct
from cmic_wizard.text import visible_lines

Said = tuple[str, str]
"""A title, and what is said of it."""


class Details(Struct, frozen=True):
    """All of it in words, judged by this program; texts of the customer's are made visible."""

    claims: tuple[str, ...] = ()
    """What the file says of itself and judging does not confirm."""
    wrong: tuple[Said, ...] = ()
    to_confirm: tuple[Said, ...] = ()
    asked: tuple[Said, ...] = ()
    """What the reviewer asks of the customer, and whether that was answered."""
    contacts: tuple[Said, ...] = ()
    calls: tuple[Said, ...] = ()
    check_number: str = ""
    note: str = ""
    """The reviewer's own."""


def details_of(handoff: HandOff, review: Review | None, note: str, now: datetime) -> Details:
    """What matters of a hand-off, with the review of it where there is one."""
    from cmic_wizard.handoff.documents.view import contacts

    assessment = judge(handoff, now)
    return Details(
        claims=differing_claims(handoff, assessment),
        wrong=_in_state(assessment, State.WRONG),
        to_confirm=_in_state(assessment, State.TO_CONFIRM),
        asked=_asked(assessment, handoff, review) if review is not None else (),
        contacts=tuple((each.role, f"{each.name} {each.mail}".strip()) for each in contacts(assessment)),
        calls=_calls(assessment),
        check_number=check_number(handoff),
        note=note,
    )


def details_in(data_dir: Path, handoff: HandOff, now: datetime) -> Details:
    """As `details_of`, with what is kept of it; a review that can't be read counts as none."""
    profile_id, review, note = handoff.profile.id, None, ""
    try:
        review = reviews.find(data_dir, profile_id)
        note = desk.find(data_dir, profile_id).note
    except FileRefused:
        pass
    return details_of(handoff, review, note, now)


def _in_state(assessment: Assessment, state: State) -> tuple[Said, ...]:
    return tuple(
        (_(each.step.title), visible_lines(each.reason))
        for each in assessment.steps.values()
        if each.state is state
    )


def _asked(assessment: Assessment, handoff: HandOff, review: Review) -> tuple[Said, ...]:
    """What the review asks, judged as it would be once this hand-off was opened, replies counted."""
    found, profile = [], handoff.profile
    if not review.newer_than(handoff.created):
        seen = looked_at(handoff)
        review = review.looking_at(check_number(handoff), seen, profile.name, handoff.created)
    judging = Judging(review, assessment)
    for step, state in assessment.steps.items():
        given = review.verdicts.get(step)
        if given is not None and given.verdict in RETURNING:
            said = _("answered") if judging.answered_since(state.step) else ""
            text = given.text.strip() or _(VERDICTS[given.verdict])
            found.append((_(state.step.title), visible_lines(f"{text} ({said})" if said else text)))
    return tuple(found)


def _calls(assessment: Assessment) -> tuple[Said, ...]:
    return tuple(
        (_(step.title), dates.spoken(when))
        for step in assessment.guide.walk()
        if step.call_minutes and (when := dates.moment(assessment.values.get(step.id, "")))
    )
