"""What a moment, an id and a name may be, at their edges; and that nobody else decides it."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmic_wizard.bounds import (
    file_stem,
    is_id,
    moment_in,
    moment_of,
    stamped,
    stamped_seconds,
    to_the_minute,
)

PACKAGE = Path(__file__).parents[1] / "cmic_wizard"

MOMENTS = [
    "2026-11-24T10:00:00+00:00",
    "2026-11-24T10:00:00Z",
    "2026-11-24 10:00-06:00",
    "2026-11-24T10:00:00.123456+05:30",
    "1970-01-01T00:00:00+00:00",
    "1970-01-01T00:00:00+14:00",
    "2999-12-31T23:59:59-12:00",
]
NO_MOMENTS = [
    "",
    "yesterday",
    "2026-11-24T10:00:00",
    "2026-11-24",
    "20261124T100000Z",
    "2026-W48-2T10:00:00Z",
    "2026-11-24T24:00:00Z",
    "2026-11-24T10:00:00,5Z",
    "2026-11-24T10:00:00.1234567Z",
    "2026-11-24\n10:00:00Z",
    "2026-11-24T10:00:00Z\n",
    "2026-02-30T10:00:00Z",
    "2026-11-24T10:00:60Z",
    "2026-11-24T10:00:00+24:00",
    "1969-12-31T23:59:59+00:00",
    "3000-01-01T00:00:00+00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "２０２６-11-24T10:00:00Z",
]


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment_can_be_reckoned_with_everywhere(text: str) -> None:
    found = moment_of(text)
    assert found is not None
    assert found == moment_in(text)
    assert moment_of(stamped(found)) is not None
    assert abs(moment_in(stamped(found)) - found) <= timedelta(days=1)
    assert to_the_minute(text)
    for hours in (-14, 14):
        found.astimezone(timezone(timedelta(hours=hours)))


@pytest.mark.parametrize("text", NO_MOMENTS)
def test_what_is_no_moment_everywhere_is_none(text: str) -> None:
    assert moment_of(text) is None
    assert to_the_minute(text) == ""
    assert moment_in(text) <= moment_in(MOMENTS[0])


@settings(deadline=None)
@given(st.datetimes(timezones=st.timezones()))
def test_whatever_a_clock_says_is_written_as_a_moment_that_is_read_again(moment: datetime) -> None:
    found = moment_of(stamped(moment))
    assert found is not None
    if 1971 < moment.year < 2998:
        assert found == moment.astimezone(UTC).replace(microsecond=0)


@settings(deadline=None)
@given(st.floats() | st.integers(-(10**30), 10**30))
def test_whatever_a_file_system_says_is_a_moment(seconds: float) -> None:
    assert moment_of(stamped_seconds(seconds)) is not None


def test_moments_out_of_bounds_become_the_nearest() -> None:
    assert stamped(datetime(9999, 12, 31, tzinfo=timezone(timedelta(hours=-14)))).startswith("2999-12-31")
    assert stamped(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))).startswith("1970-01-01")
    assert stamped_seconds(1e18).startswith("2999-12-31")
    assert stamped_seconds(-1e18).startswith("1970-01-01")
    assert stamped_seconds(float("nan")).startswith("1970-01-01")
    assert stamped(datetime(2026, 11, 24, 10, tzinfo=UTC)) == "2026-11-24T10:00:00+00:00"


IDS = st.from_regex(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}", fullmatch=True) | st.sampled_from(
    ["con", "CON", "Con", "nul", "com1", "LPT9", "identity", "Identity", "IDENTITY"]
)


@settings(deadline=None)
@given(IDS, IDS)
def test_two_ids_never_share_a_file_even_where_case_does_not_count(one: str, other: str) -> None:
    assert is_id(one)
    assert is_id(other)
    assert (file_stem(one).casefold() == file_stem(other).casefold()) == (one == other)
    assert "~" in file_stem(one) or file_stem(one) == one
    assert not {"con", "nul", "com1", "lpt9"} & {file_stem(each).partition(".")[0] for each in (one, other)}


def test_the_id_of_a_profile_made_here_is_its_file_s_name() -> None:
    assert file_stem("5f1d8a30c2b94e7f8a6b0d3c9e112233") == "5f1d8a30c2b94e7f8a6b0d3c9e112233"
    assert not any(map(is_id, ("", "a b", "../x", "a.b", "-a", "é", "a" * 65, "a\n")))


READS_MOMENTS = {
    "bounds.py": "defines them",
    "profile/profile_values.py": "a call's date, as the rule of its step wrote it",
    "handoff/documents/calendar.py": "a day, as the rule of its step wrote it",
    "profile/rules/schedule.py": "reads what people type",
    "dates.py": "says dates of calls in words",
    "tui/widgets/controls/schedule_control.py": "composes what people type",
}


def reads_moments(source: str) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in ("fromisoformat", "fromtimestamp", "strptime")
        for node in ast.walk(ast.parse(source))
    )


def test_moments_of_files_are_read_in_one_place() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if reads_moments(path.read_text("utf-8"))
    }
    assert found == set(READS_MOMENTS)
    assert reads_moments("datetime.fromtimestamp(path.stat().st_mtime)")
