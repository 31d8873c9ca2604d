"""Dates as people write them are read as they are meant, or asked about; never guessed."""

from __future__ import annotations

from datetime import date, time

import pytest

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.profile.fields import read
from cmic_wizard.profile.rules.written_dates import read_written
from cmic_wizard.profile.rules.zones import in_region, meant_zones

STEP = Step(id="kickoff.date", kind=Kind.SCHEDULE, title="A call")
MADRID = "2026-12-15T10:00+01:00[Europe/Madrid]"
EASTERN = "2026-12-15T15:00-05:00[America/New_York]"
CHICAGO = "2026-12-15T10:00-06:00[America/Chicago]"

MEANT = {
    "15/12/2026 10:00 Madrid": MADRID,
    "15 dic 2026 10:00 Madrid": MADRID,
    "15-dic-2026 10.00 Madrid": MADRID,
    "15.12.2026 10.00 h Madrid": MADRID,
    "15/12/26 10:00 España": MADRID,
    "15 de diciembre de 2026 a las 10:00 hora de Madrid": MADRID,
    "martes, 15 de diciembre de 2026, 10:00 h (hora de Madrid)": MADRID,
    "10:00 15 dic 2026 Madrid": MADRID,
    "2026/12/15 10:00 GMT Standard Time": "2026-12-15T10:00+00:00[Europe/London]",
    "Dec 15, 2026 3 pm ET": EASTERN,
    "Dec 15th, 2026 at 3:00 p.m. Eastern Time": EASTERN,
    "12/15/2026 3pm Boston": EASTERN,
    "Tuesday, December 15, 2026 15:00 Eastern Standard Time": EASTERN,
    "15 diciembre 2026 3 de la tarde Nueva York": EASTERN,
    "12/15/2026 10:00 AM (Chicago)": CHICAGO,
    "10:00 AM 12/15/2026 Central Time": CHICAGO,
    "2026-12-15 10:00 chicago": CHICAGO,
    "12/15/2026 10:00 AM Central Daylight Time": CHICAGO,
    "12/15/2026 10:00 AM Houston, TX": CHICAGO,
    "12/15/2026 10:00 AM Chicago (CST)": CHICAGO,
    "15/12/2026 10:00 Madrid, España": MADRID,
    "15/12/2026 10:00 Madrid (hora peninsular)": MADRID,
    "Dec 15 2026 noon UTC": "2026-12-15T12:00+00:00[UTC]",
    "15 dic 2026 mediodía UTC": "2026-12-15T12:00+00:00[UTC]",
    "Thursday 03/04/2027 10:00 UTC": "2027-03-04T10:00+00:00[UTC]",
}
ASKED = {
    "03/04/2027 10:00 UTC": (
        "schedule_ambiguous",
        ("2027-04-03T10:00+00:00[UTC]", "2027-03-04T10:00+00:00[UTC]"),
    ),
    "03/04/2027 10:00": ("schedule_ambiguous", ("2027-04-03 10:00", "2027-03-04 10:00")),
    "15 Dec 2026 10:00 IST": (
        "schedule_zones",
        (
            "2026-12-15T10:00+05:30[Asia/Kolkata]",
            "2026-12-15T10:00+00:00[Europe/Dublin]",
            "2026-12-15T10:00+02:00[Asia/Jerusalem]",
        ),
    ),
    "2026-12-15T10:00[BST]": (
        "schedule_zones",
        ("2026-12-15T10:00+00:00[Europe/London]", "2026-12-15T10:00+06:00[Asia/Dhaka]"),
    ),
}
REFUSED = {
    "15/12/2026": "schedule_time",
    "15/12/2026 10": "schedule_shape",
    "15/12/2026 10:00": "schedule_no_zone",
    "15/12/2026 13:00 pm Madrid": "schedule_shape",
    "15/12/2026 25:00 Madrid": "schedule_shape",
    "31/02/2027 10:00 Madrid": "schedule_shape",
    "32/13/2027 10:00 Madrid": "schedule_shape",
    "next Tuesday at 10": "schedule_shape",
    "el martes que viene": "schedule_shape",
    "1999999999": "schedule_shape",
    "Monday 15 Dec 2026 10:00 Madrid": "schedule_weekday",
    "15 Dec 2026 10:00 to 11:00": "schedule_zone",
    "15 Dec 2026 10:00 our time": "schedule_zone",
    "15 Dec 2026 10:00 London, Ontario": "schedule_zone",
    "15 Dec 2026 10:00 Madrid (Lima)": "schedule_zone",
    "29/03/2026 02:30 Madrid": "schedule_gap",
}


@pytest.mark.parametrize(("typed", "value"), MEANT.items())
def test_what_can_be_read_in_one_way_is_read_so_and_said(typed: str, value: str) -> None:
    reading = read(STEP, typed, {})
    assert reading.value == value
    assert [finding.rule for finding in reading.findings] == ["schedule_read"]


@pytest.mark.parametrize(("typed", "asked"), ASKED.items())
def test_what_can_be_read_in_several_ways_is_asked_about_with_every_reading(
    typed: str, asked: tuple[str, tuple[str, ...]]
) -> None:
    reading = read(STEP, typed, {})
    (finding,) = reading.findings
    assert (reading.value, finding.rule, finding.readings) == ("", *asked)
    assert not finding.proposal


@pytest.mark.parametrize(("typed", "rule"), REFUSED.items())
def test_what_leaves_something_open_is_refused_with_its_reason(typed: str, rule: str) -> None:
    reading = read(STEP, typed, {})
    assert (reading.value, reading.findings[0].rule) == ("", rule)


@pytest.mark.parametrize(
    "value", [*MEANT.values(), *(text for _rule, texts in ASKED.values() for text in texts)]
)
def test_a_value_written_back_is_read_as_itself(value: str) -> None:
    if "T" in value:
        assert read(STEP, value, {}).value == value
        assert not read(STEP, value, {}).findings


def test_a_day_without_a_time_is_read_as_far_as_it_goes() -> None:
    assert read_written("15 dic 2026") == ((date(2026, 12, 15),), None, "", None)
    assert read_written("15 dic 2026 9:05 Madrid") == ((date(2026, 12, 15),), time(9, 5), "Madrid", None)


@pytest.mark.parametrize(
    ("word", "local", "zone"),
    [
        ("CST", "America/Chicago", "America/Chicago"),
        ("CST", "America/Denver", "America/Chicago"),
        ("CST", "America/Monterrey", "America/Monterrey"),
        ("CST", "Asia/Shanghai", "Asia/Shanghai"),
        ("CST", "Europe/Madrid", ""),
        ("IST", "Asia/Kolkata", "Asia/Kolkata"),
        ("IST", "Europe/Dublin", "Europe/Dublin"),
        ("BST", "Europe/London", "Europe/London"),
        ("EST", "America/Los_Angeles", "America/New_York"),
        ("Madrid", "America/Chicago", ""),
        ("CST", "no/zone", ""),
    ],
)
def test_an_abbreviation_means_what_it_means_where_one_is(word: str, local: str, zone: str) -> None:
    assert in_region(word, local) == zone


@pytest.mark.parametrize(
    "word", ["west", "este", "oeste", "central", "eastern", "IST", "BST", "CST", "EST", "Texas"]
)
def test_a_word_for_several_zones_is_never_taken_for_one(word: str) -> None:
    assert len(meant_zones(word)) > 1


@pytest.mark.parametrize("word", ["", "()", "/", ",", "x,", "a/b/c", "London OH", "my time", "hora local"])
def test_what_names_no_zone_means_none(word: str) -> None:
    assert meant_zones(word) == ()


def test_every_zone_that_a_word_means_exists() -> None:
    from zoneinfo import available_timezones

    from cmic_wizard.profile.rules import zones

    named = {*zones._ONE.values(), *(zone for several in zones._SEVERAL.values() for zone in several)}
    assert named <= available_timezones()
    assert all(meant_zones(word) for word in (*zones._ONE, *zones._SEVERAL))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("America/Houston", ("America/Chicago",)),
        ("america/dallas", ("America/Chicago",)),
        ("Europe/Barcelona", ("Europe/Madrid",)),
        ("America/San_Jose", ("America/Los_Angeles", "America/Costa_Rica")),
        ("America/Chicagoo", ()),
        ("America/Huston", ()),
        ("Europe/Houston", ()),
        ("../etc", ()),
    ],
)
def test_a_city_behind_its_area_means_its_zone_and_nothing_else(name: str, meant: tuple[str, ...]) -> None:
    assert meant_zones(name) == meant


def test_no_name_of_a_zone_with_a_slip_is_taken_for_another_one() -> None:
    from zoneinfo import available_timezones

    names = [name for name in available_timezones() if "/" in name]
    slips = {slip for n in names for slip in (n[:-1], n + n[-1], f"{n[:-2]}{n[-1]}{n[-2]}")} - set(names)
    assert {slip: meant_zones(slip) for slip in slips if meant_zones(slip)} == {}
