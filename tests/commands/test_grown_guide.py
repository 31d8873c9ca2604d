"""A guide that grows takes the program along: nothing but the guide's text knows of what was added."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import grown_guide
import pytest
from fixture_types import Secrets, WizardEnv
from icalendar import Calendar
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from cmic_wizard.guide import loader
from cmic_wizard.guide.loader import load_guide, parse_guide
from cmic_wizard.profile.model import profile_model
from cmic_wizard.review import reviews
from cmic_wizard.review.model import Review

GATEWAY, HANDOVER, PMXCHANGE = "connection.gateway", "insurance.handover", "subscriptions.pmxchange"
CALL = "2026-12-03T09:00-06:00[America/Chicago]"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run_grown(home: Path, wizard_env: WizardEnv) -> Run:
    """Run the program whose guide has grown, as its user or with another data folder."""

    def run(*arguments: str | Path, status: int = 0) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, grown_guide.__file__, *map(str, arguments)]
        done = subprocess.run(
            command, env=wizard_env(), cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        assert done.returncode == status, done.stderr
        return done

    return run


@pytest.fixture
def grown_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In this process too the guide has grown."""
    monkeypatch.setattr(loader, "GUIDE_FILE", grown_guide.GrownFile())
    load_guide.cache_clear()
    yield
    load_guide.cache_clear()


@pytest.fixture
def acme(run_grown: Run, ready: None) -> None:
    """“Acme Builders” with answers to all that is new."""
    run_grown("set", f"{GATEWAY}=yes", f"{HANDOVER}={CALL}", "kickoff.date=2026-12-01T10:00-06:00")


@pytest.fixture
def handed_off(run_grown: Run, acme: None, home: Path) -> Path:
    run_grown("export", "-o", "acme.json")
    return home / "acme.json"


def steps_of(run: Run) -> dict[str, dict[str, object]]:
    """What `status` says of each step, whether or not all is done."""
    return {step["step"]: step for step in json.loads(run("status", "--json", status=3).stdout)["steps"]}


def test_set_and_status_know_the_new_steps_and_the_new_option(run_grown: Run, ready: None) -> None:
    assert steps_of(run_grown)[GATEWAY]["state"] == "todo"
    wrong = run_grown("set", f"{GATEWAY}=absolutely", f"{PMXCHANGE}=ordered", status=1)
    assert f"{GATEWAY}: Answer yes or no." in wrong.stderr
    found = steps_of(run_grown)
    assert found[PMXCHANGE]["reason"] == "PMXchange is ordered, not enabled yet."
    assert (found[GATEWAY]["state"], found[HANDOVER]["section"]) == ("wrong", "insurance")
    order = list(found)
    assert order.index("connection.company_codes") + 1 == order.index(GATEWAY)
    assert order.index("connection.check") + 1 == order.index(HANDOVER)
    assert found[HANDOVER]["phase"] == "preparation"
    refused = run_grown("export", "-o", "acme.json", status=1)
    assert "Gateway is open" in refused.stderr, "what is new counts for the gate"
    assert "Handover of the policy" in refused.stderr


def test_the_hand_off_holds_the_new_answers_with_their_types(run_grown: Run, handed_off: Path) -> None:
    found = json.loads(handed_off.read_text("utf-8"))
    assert found["profile"]["connection"]["gateway"] is True
    assert found["profile"]["insurance"] == {
        "handover": {"at": "2026-12-03T09:00:00-06:00", "zone": "America/Chicago"}
    }
    schema = json.loads(run_grown().stdout)
    Draft202012Validator(schema).validate(found)
    assert schema["$defs"]["Insurance"]["description"] == "What is insured."
    choices = schema["$defs"]["Subscriptions"]["properties"]["pmxchange"]["anyOf"][0]["enum"]
    assert choices == ["enabled", "ordered", "licensed", "no", "asked", "unsure"]
    found["profile"]["connection"]["gateway"] = "yes"
    handed_off.write_text(json.dumps(found), encoding="utf-8")
    refused = run_grown("review", handed_off, "--json", status=1)
    assert "profile.connection.gateway" in refused.stderr


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_documents_show_what_is_new(run_grown: Run, acme: None, home: Path, form: str) -> None:
    run_grown("set", f"{PMXCHANGE}=ordered")
    run_grown("export", "--format", form, "--draft", "-o", "out")
    text = (home / "out").read_text("utf-8")
    for piece in ("Insurance of the integration", "Handover of the policy", "Gateway is open", "Ordered"):
        assert piece in text


def test_the_calendar_has_the_new_call(run_grown: Run, acme: None, home: Path) -> None:
    run_grown("export", "--format", "ics", "-o", "out.ics")
    files = [path.read_bytes() for path in home.glob("out*.ics")]
    assert len(files) == 2, "a file for each call"
    events = [event for file in files for event in Calendar.from_ical(file).walk("VEVENT")]
    found = {str(e["UID"]).rpartition("@")[0].partition("-")[2]: e for e in events}
    assert set(found) == {"insurance", "kickoff", "before-kickoff"}
    assert str(found["insurance"]["SUMMARY"]) == "Insurance of the integration: Acme Builders"
    assert found["insurance"].decoded("DURATION").total_seconds() == 45 * 60
    assert found["kickoff"].decoded("DURATION").total_seconds() == 60 * 60


def test_mails_and_sealed_files_are_made_and_opened(
    run_grown: Run, acme: None, home: Path, secrets: Secrets
) -> None:
    for mail in ("handoff", "call"):
        run_grown("export", "--format", "eml", "--mail", mail, "-o", f"{mail}.eml")
        assert (home / f"{mail}.eml").read_bytes().startswith(b"Subject: ")
    elsewhere = ("--data-dir", home / "elsewhere", *secrets.passphrase)
    public = run_grown("key", "new", *elsewhere).stdout.strip()
    run_grown("export", "--seal", "--to", public, "-o", "acme.age", *secrets.passphrase)
    run_grown("import", "acme.age", *elsewhere)
    found = json.loads(run_grown("review", "acme.age", "--json", *elsewhere).stdout)
    assert {step["step"]: step["state"] for step in found["steps"]}[HANDOVER] == "done"


def test_a_review_judges_what_is_new_and_its_remarks_come_back(
    run_grown: Run, handed_off: Path, home: Path, grown_here: None
) -> None:
    shown = run_grown("review", handed_off, "--json")
    assert shown.stderr == "", "the file claims nothing that is not confirmed"
    seen = json.loads(shown.stdout)
    assert [step["state"] for step in seen["steps"]] == [
        step["state"] for step in steps_of(run_grown).values()
    ]
    handed = json.loads(handed_off.read_text("utf-8"))
    review = Review(handed["profile"]["id"], "Acme Builders")
    review = review.looking_at(seen["check_number"], handed["answers"], "Acme Builders").signed("Kim Ito")
    review = review.judged(GATEWAY, "change", "Which gateway?", datetime.now(UTC)).concluded("changes")
    reviews.save(home / "elsewhere", review)
    run_grown("review", handed_off, "--save", "remarks.json", "--data-dir", home / "elsewhere")
    run_grown("import", "remarks.json")
    state = steps_of(run_grown)[GATEWAY]
    assert (state["state"], state["reason"]) == ("returned", "Which gateway?")


def test_a_hand_off_is_taken_by_a_grown_program_alone(
    run_grown: Run, run_wizard: Run, handed_off: Path, home: Path
) -> None:
    run_grown("import", handed_off, "--data-dir", home / "elsewhere")
    taken = run_grown("status", "--json", "--data-dir", home / "elsewhere", status=3)
    states = {step["step"]: step["state"] for step in json.loads(taken.stdout)["steps"]}
    assert (states[GATEWAY], states[HANDOVER]) == ("done", "done")
    done = run_wizard("import", handed_off, "--data-dir", home / "older")
    assert done.returncode == 1
    assert "which this program does not know" in done.stderr


def test_the_models_of_two_guides_differ_in_what_was_added_alone() -> None:
    old, new = (
        profile_model(load_guide()).model_fields,
        profile_model(parse_guide(grown_guide.grown())).model_fields,
    )
    place = list(old).index("connection") + 1
    assert list(new) == [*list(old)[:place], "insurance", *list(old)[place:]]
    before, after = old["connection"].annotation, new["connection"].annotation
    assert isinstance(before, type)
    assert issubclass(before, BaseModel)
    assert isinstance(after, type)
    assert issubclass(after, BaseModel)
    assert set(after.model_fields) - set(before.model_fields) == {"gateway"}
