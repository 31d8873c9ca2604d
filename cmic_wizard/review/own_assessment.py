"""The receiver's own judgement of a hand-off: what the file claims of itself counts for nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from cmic_wizard.guide.for_reviewer import reviewers_guide
from cmic_wizard.guide.named import CHECK_STEP, SECRET_STEP
from cmic_wizard.handoff.document import HandOff, draft_of
from cmic_wizard.i18n import _
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.codec import cleaned
from cmic_wizard.profile.draft import Draft, KeptPassword
from cmic_wizard.profile.exchange import as_seen
from cmic_wizard.profile.profile_values import values_of
from cmic_wizard.profile.waiting import day_of_moment
from cmic_wizard.struct import replace

WITH_CUSTOMER: Final = "customer"
"""The place of a password that the customer keeps, in a draft that is only looked at."""
NOTE: Final = "note:"


def judge(handoff: HandOff, now: datetime) -> Assessment:
    """The assessment of a hand-off by this program's own rules."""
    return assess(reviewers_guide(), draft_to_review(handoff, now), now)


def draft_to_review(handoff: HandOff, now: datetime | None = None) -> Draft:
    """The draft to look at, `now` or at the present moment.

    As `draft_of`, but it counts the password that the customer says they keep, and what waited on somebody
    when the file was made is not late only because time went by since.
    """
    draft, stored = draft_of(handoff), handoff.password
    if draft.asked:
        today = day_of_moment(now or datetime.now(UTC))
        waited = {entry.step for entry in handoff.outstanding if entry.state == State.WAITING.value}
        asked = {
            step: replace(request, due="") if step in waited and request.is_late(today) else request
            for step, request in draft.asked.items()
        }
        draft = replace(draft, asked=asked)
    if not stored.stored:
        return draft
    kept = KeptPassword(WITH_CUSTOMER, stored.length or 0, stored.at or handoff.created)
    return replace(draft, password=kept)


def looked_at(handoff: HandOff) -> dict[str, str]:
    """What a later hand-off is compared with: answers, and the password's, the check's and the notes' state.

    The password is there by the moment at which it was stored, the check by its conclusion and moment, each
    under its step; a note by its text under `note:STEP`.
    """
    draft = draft_to_review(handoff)
    seen = dict(handoff.answers)
    for step in (SECRET_STEP, CHECK_STEP):
        if state := as_seen(draft, step)[0]:
            seen[step] = state
    return seen | {f"{NOTE}{note.step}": note.text for note in handoff.notes}


def differing_claims(handoff: HandOff, assessment: Assessment) -> tuple[str, ...]:
    """Sentences on what the file claims of itself and this program's judgement does not confirm."""
    said: list[str] = []
    if handoff.ready != assessment.ready:
        said.append(
            _("The file says that the profile is ready; by this program's rules it is not.")
            if handoff.ready
            else _("The file says that the profile is not ready; by this program's rules it is.")
        )
    if handoff.complete != assessment.complete:
        said.append(
            _("The file says that everything is done; by this program's rules it is not.")
            if handoff.complete
            else _("The file says that not everything is done; by this program's rules it is.")
        )
    listed = {(entry.step, entry.state) for entry in handoff.outstanding}
    may_be_left_out = {(s.step.id, s.state.value) for s in assessment.waiting if not s.required}
    if listed | may_be_left_out != {(s.step.id, s.state.value) for s in assessment.outstanding}:
        said.append(_("The file lists other open steps than this program finds."))
    if steps := _differing_values(handoff, assessment):
        titles = ", ".join(_(assessment.guide.steps[step].title) for step in steps)
        said.append(_("The file's values don't follow from its answers: {steps}.").format(steps=titles))
    return tuple(said)


def stage_judged_otherwise(handoff: HandOff, now: datetime) -> str:
    """The stage that a hand-off has by this program's rules; "" where that is the one it claims."""
    own = judge(handoff, now)
    judged = _stage(complete=own.complete, ready=own.ready)
    return "" if judged == _stage(complete=handoff.complete, ready=handoff.ready) else judged


def _stage(*, complete: bool, ready: bool) -> str:
    return "complete" if complete else "ready" if ready else "draft"


def _differing_values(handoff: HandOff, assessment: Assessment) -> list[str]:
    """The steps whose values in the file are others than this program reads from its answers."""
    claimed = handoff.as_json()["profile"]
    own = {part: cleaned(value) for part, value in values_of(assessment).items()}
    differing = {
        f"{section}.{name}"
        for section, fields in own.items()
        if isinstance(fields, dict)
        for name in (*fields, *claimed[section])
        if fields.get(name) != claimed[section].get(name)
    }
    for step in assessment.guide.walk():
        section = step.id.partition(".")[0]
        if any(f"{section}.{part}" in differing for part in step.keeps):
            differing.add(step.id)
    return [
        step
        for step, state in assessment.steps.items()
        if step in differing and state.state is not State.TO_CONFIRM
    ]
