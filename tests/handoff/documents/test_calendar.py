"""Calendar entries: the right moment in every program, and updates instead of doubles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from fixture_types import Made, Written
from icalendar import Calendar

from cmic_wizard.errors import WizardError
from cmic_wizard.guide.loader import GUIDE_FILE, parse_guide
from cmic_wizard.handoff.documents import calendar
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.requests import Request
from cmic_wizard.struct import replace

PROPERTIES = {
    "X-CMIC-WIZARD-PROFILE",
    *(
        "ATTENDEE",
        "SUMMARY",
        "DTSTART",
        "DURATION",
        "DTSTAMP",
        "UID",
        "SEQUENCE",
        "CONTACT",
        "DESCRIPTION",
        "STATUS",
        "TRANSP",
    ),
    *("ACTION", "TRIGGER", "BEGIN", "END", "VERSION", "PRODID", "METHOD"),
    *("TZID", "COMMENT", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "RDATE", "RRULE"),
}
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


def events(text: str | bytes) -> dict[str, Any]:
    return {str(event["UID"]): event for event in Calendar.from_ical(text).walk("VEVENT")}


def lines(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_both_calls_are_read_back_with_title_length_and_reminders(profile: Made, written: Written) -> None:
    found = events(written("calendar", profile()))
    assert list(found) == [
        *("acme-1f3a-kickoff@cmic-wizard", "acme-1f3a-go-live@cmic-wizard"),
        "acme-1f3a-before-kickoff@cmic-wizard",
    ]
    kickoff = found["acme-1f3a-kickoff@cmic-wizard"]
    assert kickoff["SUMMARY"] == "Kickoff / installation call: Acme Builders"
    assert kickoff.start == datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("America/Chicago"))
    assert kickoff.duration == timedelta(hours=1)
    assert [alarm["TRIGGER"].dt for alarm in kickoff.walk("VALARM")] == [
        timedelta(days=-1),
        timedelta(hours=-1),
    ]
    assert kickoff["CONTACT"] == "Ana Ruiz ana.ruiz@procore.example"


def test_a_second_call_of_a_section_is_an_entry_of_its_own(profile: Made, written: Written) -> None:
    assessment, text = profile(), GUIDE_FILE.read_text("utf-8")
    place = '\n[[phase.section.step]]\nid = "integration_map"'
    step = 'id = "again"\nkind = "schedule"\ntitle = "Second call"\ncall_minutes = 30\n'
    guide = parse_guide(text.replace(place, f"\n[[phase.section.step]]\n{step}{place}"))
    answers = {**assessment.draft.answers, "kickoff.again": "2026-12-02T10:00-06:00[America/Chicago]"}
    draft = replace(assessment.draft, answers=answers)
    found = events(written("calendar", assess(guide, draft, NOW)))
    assert list(found)[:2] == ["acme-1f3a-kickoff@cmic-wizard", "acme-1f3a-kickoff.again@cmic-wizard"]
    second = found["acme-1f3a-kickoff.again@cmic-wizard"]
    assert (second["SUMMARY"], second.duration) == ("Second call: Acme Builders", timedelta(minutes=30))


def test_the_people_named_for_a_call_take_part_in_it(profile: Made, written: Written) -> None:
    answers = {
        "kickoff.internal_owner": 'Jane "JD" Doe <jane.doe@acme.example>; Nobody; ANA.RUIZ@procore.example',
        "go_live.approvers": "Okoye, Jr. <sam@acme.example>",
    }
    found = events(written("calendar", profile(answers)))
    kickoff, go_live = (
        {str(person): person.params.get("CN") for person in event["ATTENDEE"]}
        for event in found.values()
        if "ATTENDEE" in event
    )
    assert kickoff == {
        "mailto:jane.doe@acme.example": "Jane JD Doe",
        "mailto:ana.ruiz@procore.example": "Ana Ruiz",
    }
    assert go_live == {**kickoff, "mailto:sam@acme.example": "Okoye, Jr."}
    assert found["acme-1f3a-go-live@cmic-wizard"].duration == timedelta(minutes=90)


def test_each_call_has_a_file_of_its_own_where_both_are_dated(profile: Made) -> None:
    days = {"connection.password_expiry": "noted", "connection.password_expires_on": "2027-03-31"}
    (first, kickoff), (second, go_live) = calendar.documents(profile(days), NOW)
    assert (first, second) == ("", "-go-live")
    assert [str(event["UID"]).partition("@")[0] for event in events(kickoff).values()] == [
        "acme-1f3a-kickoff",
        "acme-1f3a-connection.password-expires-on",
        "acme-1f3a-before-kickoff",
    ]
    assert list(events(go_live)) == ["acme-1f3a-go-live@cmic-wizard"]
    ((alone, _file),) = calendar.documents(profile({"go_live.date": ""}), NOW)
    assert alone == ""


def test_a_day_to_remember_is_an_entry_of_its_own(profile: Made, written: Written) -> None:
    expiry = {"connection.password_expiry": "noted", "connection.password_expires_on": "2027-03-31"}
    calls = {"kickoff.date": "", "go_live.date": ""}
    (event,) = events(written("calendar", profile({**calls, **expiry}))).values()
    assert event["SUMMARY"] == "Day the password expires (Acme Builders)"
    assert (event.start, event["TRANSP"]) == (date(2027, 3, 31), "TRANSPARENT")
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-14)]
    with pytest.raises(WizardError, match="No call has a date yet"):
        calendar.document(profile({**calls, **expiry, "connection.password_expiry": "never"}), NOW)


def test_it_is_published_not_requested(profile: Made, written: Written) -> None:
    text = written("calendar", profile({"kickoff.specialist": ""}))
    assert "METHOD:PUBLISH\r\n" in text
    assert "ATTENDEE" not in text
    assert "METHOD" not in written("calendar", profile())
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_agenda_and_open_items_stand_in_the_description(profile: Made, written: Written) -> None:
    assessment = profile()
    description = str(events(written("calendar", assessment))["acme-1f3a-go-live@cmic-wizard"]["DESCRIPTION"])
    for step in assessment.guide.sections["go_live"].steps:
        assert (f"– {step.title}\n" in description) == (step.id != "go_live.date")
    kickoff = str(events(written("calendar", assessment))["acme-1f3a-kickoff@cmic-wizard"]["DESCRIPTION"])
    agenda = kickoff.partition("\n\n")[0].split("\n")[1:]
    titles = ("integration_map", "approver_role", "procore_settings", "go_live_scheduled")
    assert agenda == [f"– {assessment.guide.steps[f'kickoff.{step}'].title}" for step in titles]
    for state in assessment.outstanding:
        assert f"– {state.step.title} (" in description


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        (zone, local)
        for zone in (
            *("America/Chicago", "America/Sao_Paulo", "Europe/Madrid", "Europe/Dublin", "Australia/Sydney"),
            *(
                "Australia/Lord_Howe",
                "Asia/Kolkata",
                "Africa/Casablanca",
                "Pacific/Auckland",
                "America/Phoenix",
            ),
        )
        for local in (
            "2026-01-15T10:00",
            "2026-07-15T10:00",
            "2026-03-29T12:00",
            "2026-11-01T12:00",
            "2027-02-20T10:00",
        )
    ],
)
def test_another_library_reads_the_same_moment_by_the_rules_in_the_file(
    profile: Made, written: Written, zone: str, local: str
) -> None:
    """python-dateutil knows only the file's own VTIMEZONE, as a program without a zone database does."""
    expected = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    text = written(
        "calendar", profile({"kickoff.date": f"{expected.isoformat()}[{zone}]", "go_live.date": ""})
    )
    start = next(line for line in lines(text) if line.startswith("DTSTART;TZID="))
    name, _colon, stamp = start.removeprefix("DTSTART;TZID=").partition(":")
    rules = "\r\n".join(line for line in lines(text) if not line.startswith("COMMENT"))
    rules = rules[rules.index("BEGIN:VTIMEZONE") : rules.index("BEGIN:VEVENT")]
    own = tz.tzical(StringIO(rules)).get(name)
    assert datetime.strptime(stamp, "%Y%m%dT%H%M%S").replace(tzinfo=own).astimezone(
        UTC
    ) == expected.astimezone(UTC)


def test_the_second_of_two_equal_hours_is_written_in_utc(profile: Made, written: Written) -> None:
    text = written("calendar", profile({"kickoff.date": "2026-11-01T01:30-06:00[America/Chicago]"}))
    assert "DTSTART:20261101T073000Z" in text


def test_a_date_without_a_zone_is_written_in_utc(profile: Made, written: Written) -> None:
    text = written("calendar", profile({"kickoff.date": "2026-12-01T10:00-06:00", "go_live.date": ""}))
    assert "DTSTART:20261201T160000Z" in text
    assert "VTIMEZONE" not in text


def test_a_new_export_updates_the_entry_of_the_old_one(profile: Made, written: Written) -> None:
    old = events(written("calendar", profile()))
    later = {"changed": "2026-11-20T14:02:12+00:00"}
    new = events(
        written(
            "calendar", profile({"kickoff.date": "2026-12-02T10:00-06:00[America/Chicago]"}, changes=later)
        )
    )
    assert list(old) == list(new)
    for uid, event in old.items():
        assert 0 < event["SEQUENCE"] < new[uid]["SEQUENCE"] < 2**31


def test_an_unreadable_change_date_still_makes_a_calendar(profile: Made, written: Written) -> None:
    for changed in ("", "never", "1990-01-01T00:00:00+00:00"):
        found = events(written("calendar", profile(changes={"changed": changed})))
        assert {event["SEQUENCE"] for event in found.values()} == {0}


def test_one_call_alone_is_enough_and_none_is_refused_with_a_sentence(
    profile: Made, written: Written
) -> None:
    alone = events(written("calendar", profile({"go_live.date": "soon"})))
    assert [uid for uid in alone if "before" not in uid] == ["acme-1f3a-kickoff@cmic-wizard"]
    with pytest.raises(WizardError, match="No call has a date yet"):
        calendar.document(profile({"kickoff.date": "", "go_live.date": ""}), NOW)


def test_hostile_texts_are_nothing_but_texts(profile: Made, written: Written, hostile_text: str) -> None:
    text = written("calendar", profile(hostile=hostile_text))
    names = {line.partition(":")[0].partition(";")[0] for line in lines(text) if line}
    assert names <= PROPERTIES
    parsed = Calendar.from_ical(text)
    assert [len(parsed.walk(name)) for name in ("VEVENT", "VALARM")] == [3, 5]
    assert all(ord(character) >= 32 for line in lines(text) for character in line)


def test_what_is_due_of_somebody_is_an_entry_with_an_alarm_on_the_day(
    profile: Made, written: Written
) -> None:
    ana = Request("Ana Ruiz", "2026-11-18T10:00:00+00:00", due="2026-11-26", reference="T-1")
    kim = Request("Kim Ito", "2026-11-18T10:00:00+00:00", role="cmic")
    open_steps = {"subscriptions.cmic_version": "", "connection.company_codes": ""}
    asked = dict.fromkeys(open_steps, ana) | {"subscriptions.pmxchange": kim}
    found = events(written("calendar", profile(open_steps, changes={"asked": asked})))
    due = found["acme-1f3a-asked-subscriptions-cmic-version@cmic-wizard"]
    assert due["SUMMARY"] == "Answers of Ana Ruiz are due (Acme Builders)"
    assert due.start == date(2026, 11, 26)
    assert [alarm["TRIGGER"].dt for alarm in due.walk("VALARM")] == [timedelta(hours=9)]
    assert str(due["DESCRIPTION"]).split("\n") == [
        *("– CMiC version (R12 or higher)", "– CMiC company codes", "Reference: T-1."),
    ]
    assert not any("pmxchange" in uid for uid in found)
    no_calls = {**open_steps, "kickoff.date": "", "go_live.date": ""}
    alone = events(written("calendar", profile(no_calls, changes={"asked": asked})))
    assert list(alone) == ["acme-1f3a-asked-subscriptions-cmic-version@cmic-wizard"]


def test_what_is_open_before_the_kickoff_is_an_entry_two_days_ahead_of_it(
    profile: Made, written: Written
) -> None:
    kim = Request("Kim Ito", "2026-11-18T10:00:00+00:00", role="cmic")
    assessment = profile(changes={"asked": {"subscriptions.pmxchange": kim}})
    before = events(written("calendar", assessment))["acme-1f3a-before-kickoff@cmic-wizard"]
    assert before["SUMMARY"] == "To be done before the call “Kickoff / installation call” (Acme Builders)"
    assert (before.start, before["TRANSP"]) == (date(2026, 11, 27), "TRANSPARENT")
    assert len(before.walk("VALARM")) == 1
    assert "– CMiC PMXchange™ (Kim Ito)" in str(before["DESCRIPTION"])
