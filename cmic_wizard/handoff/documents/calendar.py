"""Both calls as calendar entries; a new export updates the entries of an older one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from cmic_wizard import __version__, dates
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import ContactRole, Kind, Section
from cmic_wizard.handoff.documents.labels import owner_title
from cmic_wizard.handoff.documents.rendering import id_to_show
from cmic_wizard.handoff.documents.zones import timezone_rules
from cmic_wizard.i18n import _, language
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.text import shortened, visible

if TYPE_CHECKING:
    from icalendar import Event

REMINDERS: Final = (timedelta(days=1), timedelta(hours=1))
_RULES_AROUND: Final = timedelta(days=366)
"""How far around the calls the rules of their time zones reach."""
_SEQUENCE_START: Final = datetime(2020, 1, 1, tzinfo=UTC)
_SEQUENCE_AT_MOST: Final = 2**31 - 1
_OPEN_ITEMS_AT_MOST: Final = 40


def document(assessment: Assessment, now: datetime) -> bytes:
    """An iCalendar file of the calls that have a date, published at `now`; refused where none has one.

    An entry's UID comes from the profile and the call, its SEQUENCE from when the profile was last changed,
    so that a later export replaces an earlier one.
    """
    found = {
        step.id: when
        for step in assessment.guide.walk()
        if step.call_minutes and (when := dates.moment(assessment.values.get(step.id, "")))
    }
    if not found:
        raise WizardError(
            _("No call has a date yet. Enter the date of the kickoff call or of the ERP go-live call first.")
        )
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//cmic-wizard//{__version__}//{language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if profile_id := id_to_show(assessment.draft.id):
        calendar.add("x-cmic-wizard-profile", profile_id)
    placed = {step_id: _placed(when) for step_id, when in found.items()}
    first, last = min(placed.values()) - _RULES_AROUND, max(placed.values()) + _RULES_AROUND
    zones = {when.tzinfo.key: when.tzinfo for when in placed.values() if isinstance(when.tzinfo, ZoneInfo)}
    for zone in zones.values():
        calendar.add_component(timezone_rules(zone, first, last))
    for step_id, when in placed.items():
        calendar.add_component(_event(assessment, step_id, when, now))
    return bytes(calendar.to_ical())


def _event(assessment: Assessment, step_id: str, when: datetime, now: datetime) -> Event:
    from icalendar import Alarm, Event

    state = assessment.steps[step_id]
    section, minutes = state.section, state.step.call_minutes
    first = next(step for step in section.steps if step.call_minutes) is state.step
    called, place = (section.title, section.id) if first else (state.step.title, step_id)
    title = _("{call}: {company}").format(call=_(called), company=visible(assessment.draft.name))
    event = Event()
    event.add("uid", f"{visible(assessment.draft.id)}-{place.replace('_', '-')}@cmic-wizard")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", _sequence(assessment.draft.changed))
    event.add("dtstart", when)
    event.add("duration", timedelta(minutes=minutes))
    event.add("summary", title)
    event.add("description", _description(assessment, section))
    event.add("status", "CONFIRMED")
    for person in assessment.people_of(ContactRole.SPECIALIST):
        event.add("contact", visible(f"{person.name} {person.mail}".strip()))
    for before in REMINDERS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", -before)
        event.add_component(alarm)
    return event


def _placed(when: datetime) -> datetime:
    """In its zone where the local time there comes once, otherwise in UTC."""
    named = isinstance(when.tzinfo, ZoneInfo) and when.tzinfo.key != "UTC"
    return when if named and not when.fold else when.astimezone(UTC)


def _sequence(changed: str) -> int:
    """Seconds from a fixed day to the profile's last change: grows with every change."""
    when = dates.instant(changed)
    seconds = int((when - _SEQUENCE_START).total_seconds()) if when else 0
    return min(max(seconds, 0), _SEQUENCE_AT_MOST)


def _description(assessment: Assessment, section: Section) -> str:
    company = visible(assessment.draft.name)
    agenda = [step.title for step in section.steps if step.kind is not Kind.SCHEDULE]
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
