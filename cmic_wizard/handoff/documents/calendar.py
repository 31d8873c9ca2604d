"""Calls and days to remember as calendar entries; a new export updates the entries of an older one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from cmic_wizard import __version__, dates
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import ContactRole, Kind
from cmic_wizard.handoff.documents.calendar_zones import timezone_rules
from cmic_wizard.handoff.documents.labels import owner_title
from cmic_wizard.handoff.documents.rendering import id_to_show
from cmic_wizard.i18n import _, language
from cmic_wizard.profile.assessment import Assessment, StepState
from cmic_wizard.profile.rules.people import MAIL_SHAPE, people
from cmic_wizard.profile.waiting import by_person, called, next_call, proposed_due
from cmic_wizard.struct import Struct, replace
from cmic_wizard.text import one_line, shortened, visible

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

REMINDERS: Final = (timedelta(days=1), timedelta(hours=1))
_MORNING: Final = timedelta(hours=9)
"""Into a day, when it reminds of what is due on it."""
_RULES_AROUND: Final = timedelta(days=366)
"""How far around the calls the rules of their time zones reach."""
_SEQUENCE_START: Final = datetime(2020, 1, 1, tzinfo=UTC)
_SEQUENCE_AT_MOST: Final = 2**31 - 1
_OPEN_ITEMS_AT_MOST: Final = 40


class _Due(Struct, frozen=True):
    """Something that is to be there by a day, whoever brings it."""

    place: str
    title: str
    day: date
    text: str


class _Dated(Struct, frozen=True):
    """What has a date: calls and days to remember, by step, and what is due."""

    calls: dict[str, datetime]
    days: dict[str, date]
    dues: tuple[_Due, ...]


def document(assessment: Assessment, now: datetime) -> bytes:
    """An iCalendar file of the calls and days that have a date, made at `now`; refused where none has one.

    It is published where nobody is named; with people in it, it says no method, as a meeting to be sent does.
    An entry's UID comes from the profile and the call, its SEQUENCE from when the profile was last changed,
    so that a later export replaces an earlier one.
    """
    return _file(assessment, now, _dated(assessment, now))


def documents(assessment: Assessment, now: datetime) -> list[tuple[str, bytes]]:
    """A file for each call, as some programs open a second entry as a calendar of its own.

    Each comes with what tells it from the others in a file's name; the first, which needs nothing, has the
    days to remember and what is due, too.
    """
    dated = _dated(assessment, now)
    if len(dated.calls) < 2:
        return [("", _file(assessment, now, dated))]
    first, *_others = dated.calls
    return [
        (
            "" if call == first else f"-{_place(assessment, call).replace('_', '-').replace('.', '-')}",
            _file(
                assessment,
                now,
                replace(dated, calls={call: when}) if call == first else _Dated({call: when}, {}, ()),
            ),
        )
        for call, when in dated.calls.items()
    ]


def _dated(assessment: Assessment, now: datetime) -> _Dated:
    """Everything that has a date; refused where nothing has one."""
    calls = {
        step.id: when
        for step in assessment.guide.walk()
        if step.call_minutes and (when := dates.moment(assessment.values.get(step.id, "")))
    }
    days = {
        step.id: date.fromisoformat(value)
        for step in assessment.guide.walk()
        if step.remind_days and (value := assessment.values.get(step.id, ""))
    }
    dues = (*_answers_due(assessment), *_before_the_call(assessment, now))
    if not calls and not days and not dues:
        raise WizardError(
            _("No call has a date yet. Enter the date of the kickoff call or of the ERP go-live call first.")
        )
    return _Dated(calls, days, dues)


def _answers_due(assessment: Assessment) -> Iterator[_Due]:
    """By when somebody who was asked is to answer, person by person."""
    company = visible(assessment.draft.name)
    for request, states in by_person(assessment.outstanding):
        if (day := request.due_day) is not None:
            title = _("Answers of {name} are due ({company})").format(name=called(request), company=company)
            lines = [f"– {_(state.step.title)}" for state in states]
            if request.reference:
                lines.append(_("Reference: {reference}.").format(reference=one_line(request.reference)))
            yield _Due(f"asked-{states[0].step.id}", title, day, "\n".join(lines))


def _before_the_call(assessment: Assessment, now: datetime) -> Iterator[_Due]:
    """What is still open of the phase before the next call, some days ahead of it."""
    call = next_call(assessment, now)
    items = [state for state in assessment.outstanding if state.phase.gate and state.required]
    if call is None or not items or call[0].phase.gate:
        return
    state, when = call
    company = visible(assessment.draft.name)
    title = _("To be done before the call “{call}” ({company})")
    lines = [
        _("– {step} ({owner})").format(step=_(item.step.title), owner=_whose(item, company)) for item in items
    ]
    day = proposed_due(assessment, now)
    place = f"before-{_place(assessment, state.step.id)}"
    if day <= when.date():
        yield _Due(place, title.format(call=_(state.section.title), company=company), day, "\n".join(lines))


def _whose(item: StepState, company: str) -> str:
    """Whose turn it is, by name where somebody was asked."""
    return called(item.asked) if item.asked else owner_title(item.owner, company)


def _file(assessment: Assessment, now: datetime, dated: _Dated) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//cmic-wizard//{__version__}//{language().upper()}")
    calendar.add("version", "2.0")
    if not any(_attendees(assessment, step_id) for step_id in dated.calls):
        calendar.add("method", "PUBLISH")
    if profile_id := id_to_show(assessment.draft.id):
        calendar.add("x-cmic-wizard-profile", profile_id)
    placed = {step_id: _placed(when) for step_id, when in dated.calls.items()}
    zones = {when.tzinfo.key: when.tzinfo for when in placed.values() if isinstance(when.tzinfo, ZoneInfo)}
    for zone in zones.values():
        first, last = min(placed.values()) - _RULES_AROUND, max(placed.values()) + _RULES_AROUND
        calendar.add_component(timezone_rules(zone, first, last))
    for step_id, when in placed.items():
        calendar.add_component(_event(assessment, step_id, when, now))
    for step_id, day in dated.days.items():
        calendar.add_component(_day(assessment, step_id, day, now))
    for due in dated.dues:
        calendar.add_component(_due(assessment, due, now))
    return bytes(calendar.to_ical())


def _place(assessment: Assessment, step_id: str) -> str:
    """What a call is known by: its section, or its step where it is not the section's first."""
    state = assessment.steps[step_id]
    first = next(step for step in state.section.steps if step.call_minutes)
    return state.section.id if first is state.step else step_id


def _event(assessment: Assessment, step_id: str, when: datetime, now: datetime) -> Event:
    state = assessment.steps[step_id]
    section, minutes = state.section, state.step.call_minutes
    place = _place(assessment, step_id)
    called = section.title if place == section.id else state.step.title
    title = _("{call}: {company}").format(call=_(called), company=visible(assessment.draft.name))
    event = _entry(assessment, place, title, now)
    event.add("dtstart", when)
    event.add("duration", timedelta(minutes=minutes))
    event.add("description", _description(assessment, state))
    event.add("status", "CONFIRMED")
    for attendee in _attendees(assessment, step_id):
        event.add("attendee", attendee)
    for person in assessment.people_of(ContactRole.SPECIALIST):
        event.add("contact", visible(f"{person.name} {person.mail}".strip()))
    _remind(event, title, REMINDERS)
    return event


def _day(assessment: Assessment, step_id: str, day: date, now: datetime) -> Event:
    """A whole day to remember, which keeps nobody busy."""
    step, company = assessment.steps[step_id].step, visible(assessment.draft.name)
    title = _("{step} ({company})").format(step=_(step.title), company=company)
    event = _entry(assessment, step_id, title, now)
    event.add("dtstart", day)
    event.add("description", _(step.where))
    event.add("transp", "TRANSPARENT")
    _remind(event, title, (timedelta(days=step.remind_days),))
    return event


def _due(assessment: Assessment, due: _Due, now: datetime) -> Event:
    """A whole day by which something is to be there; it reminds in the morning and keeps nobody busy."""
    event = _entry(assessment, due.place.replace(".", "-"), due.title, now)
    event.add("dtstart", due.day)
    event.add("description", due.text)
    event.add("transp", "TRANSPARENT")
    _remind(event, due.title, (-_MORNING,))
    return event


def _entry(assessment: Assessment, place: str, title: str, now: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{visible(assessment.draft.id)}-{place.replace('_', '-')}@cmic-wizard")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", _sequence(assessment.draft.changed))
    event.add("summary", title)
    return event


def _remind(event: Event, title: str, times: tuple[timedelta, ...]) -> None:
    from icalendar import Alarm

    for before in times:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", -before)
        event.add_component(alarm)


def _attendees(assessment: Assessment, step_id: str) -> list[vCalAddress]:
    """The people named for a call, each once, as far as they can be written to."""
    from icalendar import vCalAddress

    named = [
        person
        for step in assessment.steps[step_id].step.attendees
        for person in people(assessment.values.get(step, ""))
        if re.fullmatch(MAIL_SHAPE, person.mail)
        and person.mail.isascii()
        and visible(person.mail) == person.mail
    ]
    found = []
    for person in {person.mail.casefold(): person for person in named}.values():
        attendee = vCalAddress(f"mailto:{person.mail}")
        if person.name:
            attendee.params["CN"] = visible(person.name).replace('"', "'")
        attendee.params["ROLE"] = "REQ-PARTICIPANT"
        found.append(attendee)
    return found


def _placed(when: datetime) -> datetime:
    """In its zone where the local time there comes once, otherwise in UTC."""
    named = isinstance(when.tzinfo, ZoneInfo) and when.tzinfo.key != "UTC"
    return when if named and not when.fold else when.astimezone(UTC)


def _sequence(changed: str) -> int:
    """Seconds from a fixed day to the profile's last change: grows with every change."""
    when = dates.instant(changed)
    seconds = int((when - _SEQUENCE_START).total_seconds()) if when else 0
    return min(max(seconds, 0), _SEQUENCE_AT_MOST)


def _description(assessment: Assessment, call: StepState) -> str:
    company = visible(assessment.draft.name)
    agenda = [
        step.title
        for step in call.section.steps
        if step.kind not in (Kind.SCHEDULE, Kind.COMPUTED)
        and step.contact is None
        and step.id not in call.step.after
    ]
    lines = [_("Agenda"), *(f"– {_(title)}" for title in agenda), "", _("Still open")]
    items = assessment.outstanding
    lines += [
        _("– {step} ({owner})").format(step=_(item.step.title), owner=owner_title(item.owner, company))
        for item in items[:_OPEN_ITEMS_AT_MOST]
    ]
    if len(items) > _OPEN_ITEMS_AT_MOST:
        lines.append("– …")
    if not items:
        lines.append(_("Nothing is outstanding."))
    return "\n".join(shortened(line, 300) for line in lines)
