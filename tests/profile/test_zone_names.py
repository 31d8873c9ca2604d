"""A zone's name from outside is looked up only where it is one; Python makes a path of any other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import cmic_wizard
from cmic_wizard import dates
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.draft import Draft, Proposal
from cmic_wizard.tui.widgets.controls.schedule_control import composed

NOW = datetime(2026, 11, 24, tzinfo=UTC)
STAMP = "2026-12-01T10:00-05:00"
HOSTILE = [
    "a." * 450 + "x/b",
    "a/" * 3000 + "b",
    "A/" * 3000 + "B",
    "A" * 100_000,
    "../../etc/passwd",
    "/etc/passwd",
    "posixrules\0",
    "\ud800",
    "America/",
    "",
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_any_name_is_a_zone_or_none(name: str) -> None:
    assert dates.zone_named(name) is None
    assert dates.moment(f"{STAMP}[{name}]") == datetime.fromisoformat(STAMP)
    assert composed("2026-12-01", "10:00", name).startswith("2026-12-01T10:00")


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_proposal_with_any_name_is_judged(name: str) -> None:
    made = Proposal("kickoff.date", f"{STAMP}[{name}]", "", "S", NOW.isoformat())
    draft = Draft("ab12", "Acme", NOW.isoformat(), NOW.isoformat(), {}, proposals=(made,))
    assert assess(load_guide(), draft, NOW).steps["kickoff.date"].reading.findings


def test_zones_of_the_database_are_known() -> None:
    for name in ("UTC", "America/Chicago", "America/Argentina/Buenos_Aires", "Etc/GMT+5"):
        assert dates.zone_named(name) is not None, name


def test_zones_are_looked_up_in_one_place() -> None:
    package = Path(cmic_wizard.__file__).parent
    files = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "ZoneInfo(" in path.read_text("utf-8")
    ]
    assert files == ["dates.py"]
