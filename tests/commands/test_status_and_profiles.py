"""`status` and `profiles`: shapes, exit statuses, deleting and renaming."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from fixture_types import OpenTerminal, RunWizard

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.profile.assessment import OWN, State
from cmic_wizard.profile.profiles import Profiles

STEP_KEYS = {
    *("step", "phase", "section", "title", "state", "owner", "required", "reason", "warnings"),
    *("answered", "asked"),
}


def test_status_for_programs_has_the_agreed_shape(run_wizard: RunWizard, ready: None) -> None:
    done = run_wizard("status", "--json")
    assert (done.returncode, done.stderr) == (3, "")
    found = json.loads(done.stdout)
    assert set(found) == {"profile", "ready", "complete", "progress", "counts", "next", "steps"}
    assert (found["profile"], found["ready"], found["complete"]) == ("Acme Builders", True, False)
    assert found["next"] == "management.point_of_contact"
    assert 0 < found["progress"] < 1
    assert [step["step"] for step in found["steps"]] == list(load_guide().steps)
    assert all(set(step) == STEP_KEYS for step in found["steps"])
    assert {step["owner"] for step in found["steps"]} <= {"customer", "specialist", "cmic", "procore"}
    assert set(found["counts"]) == {state.value for state in State}
    assert sum(found["counts"].values()) == len(found["steps"])


def test_status_for_people_says_whose_turn_it_is(run_wizard: RunWizard, ready: None) -> None:
    done = run_wizard("status")
    assert (done.returncode, done.stderr) == (3, "")
    assert "Ready to hand off." in done.stdout
    own, waiting = done.stdout.split("Waiting (")
    assert "● to do  management.point_of_contact  Procore Point of Contact" in own
    assert "[integration specialist]" in waiting
    counts = json.loads(run_wizard("status", "--json").stdout)["counts"]
    assert waiting.startswith(f"{counts['waiting']})")
    assert f"Your turn ({sum(counts[state] for state in OWN)})" in own


def test_status_is_read_while_others_hold_the_profile(
    run_wizard: RunWizard, ready: None, data_dir: Path
) -> None:
    with Profiles(data_dir).open("acme-builders"):
        assert run_wizard("status").returncode == 3


def test_a_complete_profile_ends_in_status_0(run_wizard: RunWizard, ready: None) -> None:
    done = run_wizard(
        "set",
        "connection.dmsa_go_ahead=yes",
        "connection.dmsa_internal=yes",
        "connection.dmsa_external=yes",
        "kickoff.welcome_email=yes",
        "kickoff.specialist=Kim Ito <kim@procore.example>",
        "kickoff.date=2026-12-01T10:00-05:00[America/New_York]",
        "kickoff.integration_map=yes",
        "kickoff.approver_role=yes",
        "kickoff.go_live_scheduled=yes",
        "go_live.tool_enabled=yes",
        "go_live.date=2026-12-15T10:00-05:00[America/New_York]",
        "go_live.subtabs=all",
        "go_live.approvers=Jo Acme <jo@acme.example>",
        "go_live.approver_conditions=all",
        "management.point_of_contact=Lee <lee@procore.example>",
    )
    assert done.returncode == 0, done.stderr
    done = run_wizard("status")
    assert done.returncode == 0, done.stdout
    assert "Everything is done." in done.stdout
    assert json.loads(run_wizard("status", "--json").stdout)["next"] is None


def test_profiles_are_listed_with_progress_and_last_change(run_wizard: RunWizard, ready: None) -> None:
    run_wizard("--profile", "Other", "set", "connection.tenant_id=T1")
    done = run_wizard("profiles")
    assert done.returncode == 0
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert {line[0] for line in lines} == {"Acme Builders", "Other"}
    assert all(re.fullmatch(r"\d+ %", line[1]) for line in lines)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", line[2]) for line in lines)


def test_a_damaged_profile_is_listed_as_such(run_wizard: RunWizard, ready: None, data_dir: Path) -> None:
    (data_dir / "profiles" / "broken.json").write_text("{")
    done = run_wizard("profiles")
    assert done.returncode == 0
    assert "broken\tdamaged\t" in done.stdout
    assert "Acme Builders\t" in done.stdout
    assert run_wizard("status", "--profile", "broken").returncode == 1


def test_the_whole_version_beside_a_damaged_profile_is_mentioned(
    run_wizard: RunWizard, ready: None, data_dir: Path
) -> None:
    assert run_wizard("set", "connection.company_codes=009").returncode == 0
    (file,) = (path for path in (data_dir / "profiles").glob("*.json") if "." not in path.stem)
    file.write_text("{")
    line = run_wizard("profiles").stdout.rstrip("\n").split("\t")
    assert (line[0], line[1]) == (file.stem, "damaged")
    assert "the version before its last save is whole" in line[3]
    file.with_name(f"{file.stem}.previous.json").write_text("{")
    assert len(run_wizard("profiles").stdout.split("\t")) == 3


def test_a_profile_is_renamed_and_keeps_its_password(run_wizard: RunWizard, ready: None) -> None:
    done = run_wizard("profiles", "rename", "acme builders", "Acme Two")
    assert (done.returncode, done.stdout) == (0, "")
    assert run_wizard("profiles").stdout.startswith("Acme Two\t")
    steps = json.loads(run_wizard("status", "--json").stdout)["steps"]
    assert next(s["state"] for s in steps if s["step"] == "connection.service_password") == "done"
    assert run_wizard("profiles", "rename", "nobody", "X").returncode == 1


def test_a_profile_is_deleted_with_its_password(run_wizard: RunWizard, ready: None, data_dir: Path) -> None:
    assert run_wizard("profiles", "delete", "Acme Builders").returncode == 2
    (entry,) = (p for p in (data_dir / "vault").glob("*.age"))
    done = run_wizard("profiles", "delete", "Acme Builders", "--yes")
    assert (done.returncode, done.stdout) == (0, "")
    assert not entry.exists()
    assert run_wizard("profiles").stdout == ""


def test_a_held_profile_is_not_deleted(run_wizard: RunWizard, ready: None, data_dir: Path) -> None:
    with Profiles(data_dir).open("acme-builders"):
        done = run_wizard("profiles", "delete", "Acme Builders", "--yes")
    assert done.returncode == 1
    assert "close it there first" in done.stderr
    assert len(list((data_dir / "vault").glob("*.age"))) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize(("typed", "status"), [("acme builders\r", 0), ("no\r", 1), ("\x04", 130)])
def test_deleting_asks_for_the_name(
    run_wizard: RunWizard, answered: None, terminal: OpenTerminal, typed: str, status: int
) -> None:
    asking = terminal("profiles", "delete", "Acme Builders")
    asking.expect("Type its name to confirm:")
    asking.type(typed)
    assert asking.expect_end() == status
    assert b"Traceback" not in asking.raw
    assert (run_wizard("profiles").stdout == "") == (status == 0)
