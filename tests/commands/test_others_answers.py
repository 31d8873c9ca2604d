"""`import` of what colleagues answer: a sheet, an e-mail, a copy of the profile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from asked_sheet import ASKED, CODES, PASSWORD, TENANT, VERSION, asking, behind, filled, mail, quoted
from fixture_types import RunWizard

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import answer_sheet
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles

GIVEN = {TENANT: "NEW", CODES: "001, ACME01", VERSION: "R12 Patch 20"}


@pytest.fixture
def acme(run_wizard: RunWizard, data_dir: Path) -> Draft:
    """A profile with two answers."""
    done = run_wizard("set", "--profile", "Acme", f"{TENANT}=OLD", f"{VERSION}=V12-020")
    assert done.returncode == 0, done.stderr
    return Profiles(data_dir).load("acme")


@pytest.fixture
def sheet(acme: Draft, home: Path) -> Path:
    """What Kim Ito has answered."""
    data = answer_sheet.written(load_guide(), acme, ASKED, "Ana", "en", "Kim Ito")
    path = home / "acme.cmic-answers.toml"
    path.write_bytes(filled(data, GIVEN))
    return path


def answers(data_dir: Path) -> dict[str, str]:
    return Profiles(data_dir).load("acme").answers


def test_only_what_is_new_is_taken_and_the_rest_is_named(
    run_wizard: RunWizard, sheet: Path, data_dir: Path
) -> None:
    done = run_wizard("import", sheet)
    assert (done.returncode, done.stdout) == (1, "")
    assert "here OLD, brought NEW (Kim Ito)" in done.stderr
    assert "--take" in done.stderr
    assert VERSION not in done.stderr, "the same in other words is no difference"
    assert answers(data_dir) == {TENANT: "OLD", VERSION: "V12-020", CODES: "001, ACME01"}
    found = json.loads((data_dir / "profiles" / "acme.json").read_text("utf-8"))
    assert found["answered"][CODES]["by"] == "Kim Ito"
    assert found["answered"][CODES]["role"] == "colleague"
    again = run_wizard("import", sheet)
    assert again.returncode == 1
    assert TENANT in again.stderr


@pytest.mark.parametrize(
    ("take", "status", "taken"),
    [
        ("all", 0, {TENANT, CODES}),
        ("new", 0, {CODES}),
        (TENANT, 0, {TENANT}),
        (f"{CODES},{TENANT}", 0, {TENANT, CODES}),
    ],
)
def test_take_says_which(
    run_wizard: RunWizard, sheet: Path, data_dir: Path, take: str, status: int, taken: set[str]
) -> None:
    done = run_wizard("import", sheet, "--take", take)
    assert done.returncode == status, done.stderr
    now = answers(data_dir)
    assert now[TENANT] == ("NEW" if TENANT in taken else "OLD")
    assert (CODES in now) == (CODES in taken)


@pytest.mark.parametrize("take", ["connection.nonsense", VERSION, ","])
def test_a_step_that_is_not_brought_is_wrong_usage(
    run_wizard: RunWizard, sheet: Path, data_dir: Path, take: str
) -> None:
    done = run_wizard("import", sheet, "--take", take)
    assert done.returncode in (1, 2)
    assert answers(data_dir) == {TENANT: "OLD", VERSION: "V12-020"}


def test_a_strangers_sheet_needs_a_word(
    run_wizard: RunWizard, sheet: Path, acme: Draft, data_dir: Path
) -> None:
    sheet.write_bytes(
        sheet.read_bytes().replace(acme.id.encode(), b"0000-somebody-else").replace(b'"Acme"', b'"Zeta"')
    )
    done = run_wizard("import", sheet)
    assert done.returncode == 1
    assert "“Zeta”" in done.stderr
    assert "--anyway" in done.stderr
    assert answers(data_dir) == {TENANT: "OLD", VERSION: "V12-020"}
    done = run_wizard("import", sheet, "--anyway")
    assert CODES in answers(data_dir)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_reply_brings_its_answers(
    run_wizard: RunWizard, acme: Draft, home: Path, data_dir: Path, lang: str
) -> None:
    text = quoted(behind(asking(acme, lang), GIVEN))
    (home / "reply.eml").write_bytes(mail(lambda message: message.set_content(text)))
    (home / "reply.txt").write_text(text, encoding="utf-8")
    done = run_wizard("import", "reply.eml", "--take", "all", "--lang", lang)
    assert done.returncode == 0, done.stderr
    assert answers(data_dir)[TENANT] == "NEW"
    assert Profiles(data_dir).load("acme").given[TENANT].by == "Kim Ito"
    assert run_wizard("import", "reply.txt").returncode == 0, "a text file brings the same"


def test_a_colleagues_copy_is_compared(
    run_wizard: RunWizard, acme: Draft, home: Path, data_dir: Path
) -> None:
    elsewhere = home / "elsewhere"
    (home / "copy.json").write_bytes((data_dir / "profiles" / "acme.json").read_bytes())
    assert run_wizard("import", "copy.json", "--data-dir", elsewhere).returncode == 0
    assert run_wizard("set", f"{TENANT}=NEW", f"{CODES}=001", "--data-dir", elsewhere).returncode == 0
    theirs = elsewhere / "profiles" / "acme.json"
    done = run_wizard("import", theirs)
    assert done.returncode == 1
    assert "here OLD, brought NEW" in done.stderr
    assert "--replace" in done.stderr
    assert answers(data_dir) == {TENANT: "OLD", VERSION: "V12-020", CODES: "001"}
    assert run_wizard("import", theirs, "--take", "all").returncode == 0
    assert answers(data_dir)[TENANT] == "NEW"


def test_the_password_is_never_taken(run_wizard: RunWizard, sheet: Path, data_dir: Path) -> None:
    sheet.write_bytes(sheet.read_bytes() + f'"{PASSWORD}" = "hunter2"\n'.encode())
    done = run_wizard("import", sheet, "--take", "all")
    assert done.returncode == 1
    assert "password" in done.stderr
    assert "hunter2" not in done.stderr
    assert answers(data_dir) == {TENANT: "OLD", VERSION: "V12-020"}


def test_an_empty_sheet_says_so(run_wizard: RunWizard, acme: Draft, home: Path) -> None:
    (home / "empty.toml").write_bytes(answer_sheet.written(load_guide(), acme, ASKED, "Ana", "en"))
    done = run_wizard("import", "empty.toml")
    assert done.returncode == 1
    assert "empty" in done.stderr


def test_replace_and_take_are_each_for_their_own(run_wizard: RunWizard, sheet: Path) -> None:
    assert run_wizard("import", sheet, "--replace").returncode == 2
    assert run_wizard("import", sheet, "--take").returncode == 2


def test_open_without_a_terminal_says_what_does_without(run_wizard: RunWizard, sheet: Path) -> None:
    done = run_wizard("open", sheet)
    assert done.returncode == 2
    assert "any editor" in done.stderr
    assert run_wizard("open").returncode == 2
    assert run_wizard("open", "missing.toml").returncode == 1


def test_a_sheet_is_no_hand_off_to_review(run_wizard: RunWizard, sheet: Path) -> None:
    done = run_wizard("review", sheet, "--json")
    assert done.returncode == 1
    assert "`open`" in done.stderr
