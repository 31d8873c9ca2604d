"""`history`, `set --undo`, `profiles copy`: who said what, taken back again, a second environment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from asked_sheet import filled
from fixture_types import RunWizard, Secrets

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.named import SECRET_STEP
from cmic_wizard.handoff import answer_sheet
from cmic_wizard.profile.profiles import Profiles

TENANT, URL = "connection.tenant_id", "connection.mobile_server_url"
TEST = "https://acmemob.cmicpaas.com/cmictest"


@pytest.fixture
def changed(run_wizard: RunWizard) -> None:
    """A profile with three changes, one of them of two steps."""
    run_wizard("set", "--profile", "Acme", f"{TENANT}=ONE")
    run_wizard("set", f"{TENANT}=TWO", f"{URL}={TEST}")
    run_wizard("set", "--confirm", URL)


def test_the_history_lists_every_change_the_newest_first(run_wizard: RunWizard, changed: None) -> None:
    done = run_wizard("history")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    assert lines[0].endswith("Mobile server URL: confirmed as it stands")
    assert any(line.endswith("ONE → TWO") for line in lines)
    assert lines[-1].endswith(": ONE")
    of_one = run_wizard("history", TENANT).stdout.splitlines()
    assert of_one == [line for line in lines if "tenant ID" in line]


def test_the_history_for_programs_has_its_shape(run_wizard: RunWizard, changed: None) -> None:
    found = json.loads(run_wizard("history", TENANT, "--json").stdout)
    keys = {"at", "step", "what", "by", "role", "given", "imported", "before", "after", "note", "undone"}
    assert all(set(one) == keys for one in found)
    assert [(one["what"], one["before"], one["after"]) for one in found] == [
        ("answered", "ONE", "TWO"),
        ("answered", "", "ONE"),
    ]


def test_the_history_of_a_person_is_theirs_alone(
    run_wizard: RunWizard, changed: None, data_dir: Path
) -> None:
    (data_dir / "settings.json").write_text(
        '{"format": "cmic-wizard-settings", "schema": 1, "name": "Ana Reyes", "mail": ""}'
    )
    run_wizard("set", f"{TENANT}=THREE")
    assert "THREE" in run_wizard("history", "--by", "ana reyes").stdout
    assert "ONE" not in run_wizard("history", "--by", "Ana").stdout.replace("TWO → THREE", "")
    nobody = run_wizard("history", "--by", "Somebody else")
    assert (nobody.returncode, nobody.stdout) == (0, "")
    assert "No change is kept here." in nobody.stderr


def test_undo_takes_one_command_back_after_the_other(
    run_wizard: RunWizard, changed: None, data_dir: Path
) -> None:
    def answers() -> dict[str, str]:
        return Profiles(data_dir).load("acme").answers

    said = [run_wizard("set", "--undo") for _again in range(3)]
    assert [done.returncode for done in said] == [0, 0, 0]
    assert "Taken back: Mobile server URL: confirmed as it stands" in said[0].stderr
    assert "ONE → TWO" in said[1].stderr
    assert answers() == {}
    none = run_wizard("set", "--undo")
    assert none.returncode == 1
    assert "There is no change to take back." in none.stderr
    assert run_wizard("history").stdout.count("(taken back ") == 4


def test_undo_never_brings_the_password_to_another_server(
    run_wizard: RunWizard, changed: None, secrets: Secrets, data_dir: Path
) -> None:
    run_wizard("set", f"{URL}=https://other.example/cmicprod", *secrets.both)
    assert Profiles(data_dir).load("acme").password is not None
    done = run_wizard("set", "--undo")
    assert "is not kept for it" in done.stderr
    draft = Profiles(data_dir).load("acme")
    assert (draft.answers[URL], draft.password) == (TEST, None)
    assert "password kept" in run_wizard("history").stdout


def test_an_import_that_let_the_password_go_is_taken_back_without_it(
    run_wizard: RunWizard, changed: None, secrets: Secrets, data_dir: Path, home: Path
) -> None:
    run_wizard("set", SECRET_STEP, *secrets.both)
    sheet = answer_sheet.written(load_guide(), Profiles(data_dir).load("acme"), [URL], "Ana", "en", "")
    path = home / "acme.cmic-answers.toml"
    path.write_bytes(filled(sheet, {URL: "https://other.example/cmicprod"}))
    assert "is not kept for it" in run_wizard("import", path, "--take", "all").stderr
    assert "  a colleague  Mobile server URL" in run_wizard("history", URL).stdout
    assert "stays as it is now" in run_wizard("set", "--undo").stderr
    draft = Profiles(data_dir).load("acme")
    assert (draft.answers[URL], draft.password) == (TEST, None)
    (removed,) = (line for line in run_wizard("history").stdout.splitlines() if "password removed" in line)
    assert "taken back" not in removed, "the password did not come back"


def test_the_history_forgets_a_password_that_was_typed_in_the_wrong_place(
    run_wizard: RunWizard, canary: str, secrets: Secrets, data_dir: Path
) -> None:
    run_wizard("set", "--profile", "Acme", f"connection.service_user={canary}")
    run_wizard("set", "connection.service_user=PROCORE")
    assert canary in (data_dir / "profiles" / "acme.json").read_text()
    run_wizard("set", *secrets.both)
    assert not any(canary in path.read_text() for path in data_dir.rglob("acme*.json"))
    assert canary not in run_wizard("history", "--json").stdout


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("history", TENANT, URL), 2, "takes one step"),
        (("history", "connection.tenant"), 1, "Did you mean “connection.tenant_id”?"),
        (("set", "--undo", f"{TENANT}=X"), 2, "goes with nothing else"),
        (("profiles", "copy", "Acme"), 2, "the name of a profile and that of its copy"),
        (("profiles", "copy", "Acme", "ACME"), 1, "There is a profile “Acme” already."),
        (("profiles", "copy", "Nobody", "New"), 1, "There is no profile “Nobody”."),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(
    arguments: tuple[str, ...], status: int, said: str, run_wizard: RunWizard, changed: None
) -> None:
    done = run_wizard(*arguments)
    assert done.returncode == status
    assert said in done.stderr
    assert done.stdout == ""


def test_a_copy_is_a_second_environment(
    run_wizard: RunWizard, changed: None, secrets: Secrets, data_dir: Path
) -> None:
    run_wizard("set", "connection.check=skipped:later", *secrets.both)
    done = run_wizard("profiles", "copy", "acme", "Acme (production)")
    assert done.returncode == 0
    assert "Its address is still the same" in done.stderr
    profiles = Profiles(data_dir)
    first, second = profiles.load("acme"), profiles.load("acme-production")
    assert second.id != first.id
    assert second.answers == {
        step: text for step, text in first.answers.items() if step != "connection.check"
    }
    assert (second.password, second.check, second.asked, second.handed) == (None, None, {}, ())
    assert second.confirmed == first.confirmed
    refused = run_wizard("set", "--undo", "--profile", "Acme (production)")
    assert "There is no change to take back." in refused.stderr
    assert "made as a copy of “Acme”" in run_wizard("history", "--profile", "Acme (production)").stdout
    listed = dict(line.split("\t", 1) for line in run_wizard("profiles").stdout.splitlines())
    assert listed["Acme"].split("\t")[2] == "TEST"


def test_the_files_of_a_test_environment_are_told_apart(
    run_wizard: RunWizard, changed: None, home: Path
) -> None:
    run_wizard("export", "--draft", "--format", "eml", "--mail", "handoff", "-o", str(home / "x.eml"))
    assert "acme-test" in (home / "x.eml").read_text()
