"""Dates are said in words, in the reader's language, in the zone they were meant in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cmic_wizard.dates import instant, moment, spoken
from cmic_wizard.i18n import set_language


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            "2026-12-01T10:00-06:00[America/Chicago]",
            "Tuesday, 1 December 2026, 10:00 (America/Chicago, UTC−06:00)",
        ),
        (
            "2026-07-01T10:00-05:00[America/Chicago]",
            "Wednesday, 1 July 2026, 10:00 (America/Chicago, UTC−05:00)",
        ),
        (
            "2026-11-01T01:30-06:00[America/Chicago]",
            "Sunday, 1 November 2026, 01:30 (America/Chicago, UTC−06:00)",
        ),
        ("2026-12-01T10:00+05:30", "Tuesday, 1 December 2026, 10:00 (UTC+05:30)"),
        ("2026-12-01T10:00+00:00[UTC]", "Tuesday, 1 December 2026, 10:00 (UTC)"),
        ("2026-12-01T10:00+01:00[No/Zone]", "Tuesday, 1 December 2026, 10:00 (UTC+01:00)"),
    ],
)
def test_a_call_is_said_in_its_own_zone(value: str, words: str) -> None:
    when = moment(value)
    assert when is not None
    assert spoken(when) == words


def test_a_call_is_said_in_spanish() -> None:
    set_language("es")
    when = moment("2026-12-01T10:00-06:00[America/Chicago]")
    assert when is not None
    assert spoken(when) == "martes, 1 de diciembre de 2026, 10:00 (America/Chicago, UTC−06:00)"


@pytest.mark.parametrize("value", ["", "soon", "2026-12-01T10:00", "2026-13-01T10:00Z", "[../../etc/passwd]"])
def test_what_is_no_moment_is_none(value: str) -> None:
    assert moment(value) is None


def test_a_zone_that_is_a_path_is_not_followed() -> None:
    when = moment("2026-12-01T10:00+00:00[../../../etc/passwd]")
    assert when is not None
    assert spoken(when) == "Tuesday, 1 December 2026, 10:00 (UTC)"


def test_stamps_are_instants_in_utc() -> None:
    assert instant("2026-12-01T10:00:00+01:00") == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert instant("2026-12-01T10:00:00") == datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert instant("0001-01-01T00:00:00+14:00") is None
    assert instant("yesterday") is None
