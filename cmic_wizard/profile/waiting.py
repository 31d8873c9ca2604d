"""What waits on somebody who was asked: whose turn it then is, since when, until when, and what is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from cmic_wizard import dates
from cmic_wizard.bounds import moment_in
from cmic_wizard.guide.model import Kind, Owner, Step
from cmic_wizard.i18n import N_, _
from cmic_wizard.profile.assessment import Assessment, State, StepState
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.requests import Request
from cmic_wizard.struct import replace
from cmic_wizard.text import one_line, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

OWNERS: Final[Mapping[str, Owner]] = {
    "colleague": Owner.COLLEAGUE,
    "cmic": Owner.CMIC,
    "specialist": Owner.SPECIALIST,
    "procore": Owner.PROCORE,
}
"""Whose turn it is while somebody who was asked as this is waited for."""
ROLE_WORDS: Final[Mapping[str, str]] = {
    "colleague": N_("colleague"),
    "cmic": N_("CMiC"),
    "specialist": N_("specialist"),
    "procore": N_("Procore"),
}
_NOBODYS: Final = (Kind.COMPUTED, Kind.INFO)
_SETTLED: Final = (State.DONE, State.NOT_APPLICABLE)
_NAME_AT_MOST: Final = 60
_BEFORE_A_CALL: Final = timedelta(days=2)
_WITHOUT_A_CALL: Final = timedelta(days=7)
_SATURDAY: Final = 5


def may_be_asked(step: Step) -> bool:
    """Whether somebody can be asked for it: not for what the program works out, nor for what is only read."""
    return step.kind not in _NOBODYS


def as_asked(state: StepState, draft: Draft, now: datetime) -> StepState:
    """The step as it waits on whoever was asked for it; the user's own turn again once that is late.

    What others have proposed since is the user's to take first.
    """
    request = draft.asked.get(state.step.id)
    if request is None or state.state in _SETTLED or not may_be_asked(state.step):
        return state
    state = replace(state, asked=request)
    asked_at = moment_in(request.at)
    if any(p.open and p.step == state.step.id and moment_in(p.at) > asked_at for p in draft.proposals):
        return state
    today = day_of_moment(now)
    reason = _reason(request, today)
    if not request.is_late(today):
        return state.with_state(State.WAITING, reason, owner=OWNERS[request.role])
    late = replace(state, late=True)
    if state.own and state.state is not State.TODO:
        return late.with_state(state.state, f"{reason} {state.reason}".strip(), owner=Owner.CUSTOMER)
    return late.with_state(State.TODO, reason, owner=Owner.CUSTOMER)


def day_of_moment(moment: datetime) -> date:
    """The day of a moment where this computer stands."""
    return moment.astimezone().date()


def _reason(request: Request, today: date) -> str:
    since, due = dates.short_day(day_of_moment(moment_in(request.at))), request.due_day
    if due is None:
        said = _("Waits for {name}, asked on {day}.")
    elif request.is_late(today):
        said = _("{name}, asked on {day}, was to answer by {due} and has not.")
    else:
        said = _("Waits for {name}, asked on {day}, until {due}.")
    text = said.format(name=called(request), day=since, due=dates.short_day(due) if due else "")
    if request.reference:
        text += " " + _("Reference: {reference}.").format(reference=one_line(request.reference))
    return text


def called(request: Request) -> str:
    """Who was asked, as it may stand in a sentence."""
    return one_line(shortened(request.whom, _NAME_AT_MOST))


def waits_for(owner: Owner) -> str:
    """The sentence for a step that somebody else has to act on."""
    return {
        Owner.SPECIALIST: _("Waits for the integration specialist."),
        Owner.CMIC: _("Waits for CMiC."),
        Owner.PROCORE: _("Waits for Procore."),
        Owner.COLLEAGUE: _("Waits for a colleague."),
        Owner.CUSTOMER: _("Waits for you."),
    }[owner]


def late(assessment: Assessment) -> tuple[StepState, ...]:
    """The steps for which somebody was asked whose day is past, in the guide's order."""
    return tuple(state for state in assessment.steps.values() if state.late)


def late_line(request: Request, states: Iterable[StepState]) -> str:
    """“Ana Reyes was to answer by 27 Nov: CMiC version (R12 or higher), CMiC company codes”."""
    due = request.due_day
    return _("{name} was to answer by {day}: {steps}").format(
        name=called(request),
        day=dates.short_day(due) if due else "",
        steps=", ".join(_(state.step.title) for state in states),
    )


def by_person(states: Iterable[StepState]) -> list[tuple[Request, list[StepState]]]:
    """The steps that wait on somebody who was asked, person by person, whose answer is due first in front."""
    groups: dict[tuple[str, str], tuple[Request, list[StepState]]] = {}
    for state in states:
        if state.asked is None:
            continue
        request, found = groups.setdefault(_person(state.asked), (state.asked, []))
        if (state.asked.due or "9") < (request.due or "9"):
            groups[_person(state.asked)] = state.asked, found
        found.append(state)
    return sorted(groups.values(), key=lambda group: (group[0].due or "9", group[0].whom.casefold()))


def _person(request: Request) -> tuple[str, str]:
    return request.whom.casefold(), request.role


def next_call(assessment: Assessment, now: datetime) -> tuple[StepState, datetime] | None:
    """The next call that has a date, and when it is."""
    calls = [
        (state, when)
        for state in assessment.steps.values()
        if state.step.call_minutes
        and (when := dates.moment(assessment.values.get(state.step.id, ""))) is not None
        and when > now
    ]
    return min(calls, key=lambda call: call[1], default=None)


def proposed_due(assessment: Assessment, now: datetime) -> date:
    """Until when to ask: two days before the next call, or in a week, on a working day that is ahead."""
    today, call = day_of_moment(now), next_call(assessment, now)
    if call is None:
        day = today + _WITHOUT_A_CALL
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
        return day
    day = day_of_moment(call[1]) - _BEFORE_A_CALL
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return max(day, min(today + timedelta(days=1), day_of_moment(call[1])))
