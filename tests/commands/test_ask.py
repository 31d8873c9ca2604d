"""`ask`: the draft is written, the steps wait, and what can't be meant changes nothing."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from cmic_wizard.cli import main

VERSION, CODES, PASSWORD = (
    "subscriptions.cmic_version",
    "connection.company_codes",
    "connection.service_password",
)
ANA = "Ana Ruiz <ana@acme.example>"


@pytest.fixture(autouse=True)
def _acme(data_dir: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMIC_WIZARD_DATA_DIR", str(data_dir))
    monkeypatch.chdir(home)
    assert main(["set", "--profile", "Acme", "connection.hosting=hosted"]) == 0


def asked(data_dir: Path) -> dict[str, dict[str, str]]:
    found = json.loads((data_dir / "profiles" / "acme.json").read_bytes())
    return dict(found.get("asked", {}))


def status(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    main(["status", "--json"])
    return {step["step"]: step for step in json.loads(capsys.readouterr().out)["steps"]}


def test_it_writes_the_draft_and_has_the_steps_wait(
    data_dir: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["ask", VERSION, CODES, "--whom", ANA, "--due", "2199-01-02", "--reference", "T-1"]
    assert main([*arguments, "--by", "Dana Reyes <dana@acme.example>", "-o", "ana.eml"]) == 0
    assert "2 steps now wait for Ana Ruiz, until Wednesday, 2 January 2199." in capsys.readouterr().err
    message = message_from_bytes((home / "ana.eml").read_bytes(), policy=policy.default)
    assert message["To"] == ANA
    body = message.get_body()
    assert body is not None
    assert "Dana Reyes" in body.get_content()
    found = asked(data_dir)[VERSION]
    assert (found["whom"], found["mail"], found["role"]) == ("Ana Ruiz", "ana@acme.example", "colleague")
    state = status(capsys)[VERSION]
    assert state["owner"] == "colleague"
    assert state["state"] == "waiting"
    assert state["asked"] == {
        "whom": "Ana Ruiz",
        "role": "colleague",
        "at": found["at"],
        "due": "2199-01-02",
        "reference": "T-1",
    }
    assert state["answered"] is None


def test_the_name_of_who_asks_is_kept_for_later(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", VERSION, "--whom", ANA, "--by", "Dana Reyes"])
    capsys.readouterr()
    assert main(["ask", CODES, "--whom", ANA]) == 0
    assert "--by" not in capsys.readouterr().err
    assert {path.name for path in home.glob("*.eml")} == {
        "acme-ask-ana-ruiz.eml",
        "acme-ask-ana-ruiz-2.eml",
    }


def test_who_asks_stands_in_the_history_from_the_first_time(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ask", VERSION, "--whom", ANA, "--by", "Dana Reyes"])
    capsys.readouterr()
    main(["history", VERSION])
    assert "Dana Reyes" in capsys.readouterr().out


def test_as_what_somebody_is_asked_is_said_where_it_was_not_chosen(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    main(["ask", "connection.dmsa_go_ahead", "--whom", "Robin <robin@procore.example>"])
    assert "1 step now waits for Robin (specialist), until" in capsys.readouterr().err
    main(["ask", "connection.dmsa_go_ahead", "--whom", ANA, "--by", "Dana <dana@acme.example>"])
    assert "1 step now waits for Ana Ruiz, until" in capsys.readouterr().err
    main(["ask", "connection.check", "--whom", ANA])
    assert "password" not in capsys.readouterr().err, "the e-mail has no word on it"


def test_it_lists_reminds_and_withdraws(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", VERSION, CODES, "--whom", ANA, "--due", "none"])
    capsys.readouterr()
    assert main(["ask", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[:3] for line in lines] == [
        [VERSION, "Ana Ruiz", "colleague"],
        [CODES, "Ana Ruiz", "colleague"],
    ]
    before = asked(data_dir)[VERSION]
    assert main(["ask", VERSION, "--remind", "--due", "2199-01-02", "-o", "again.eml"]) == 0
    assert asked(data_dir)[VERSION] == {**before, "due": "2199-01-02"}
    assert asked(data_dir)[CODES] == before
    assert main(["ask", VERSION, "--withdraw"]) == 0
    assert list(asked(data_dir)) == [CODES]
    capsys.readouterr()
    assert main(["ask", "--list", "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["step"], entry["late"]) == (CODES, False)


def test_what_is_late_stands_first_in_status(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", VERSION, "--whom", ANA])
    file = data_dir / "profiles" / "acme.json"
    found = json.loads(file.read_bytes())
    found["asked"][VERSION]["due"] = "2026-01-05"
    file.write_text(json.dumps(found))
    capsys.readouterr()
    main(["status"])
    said = capsys.readouterr().out
    assert "Late (1)" in said
    assert "Ana Ruiz, asked on" in said
    main(["ask", "--list"])
    assert "\tlate" in capsys.readouterr().out


def test_the_password_is_never_asked_for_by_mail(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", PASSWORD, "--whom", "CMiC Support", "-o", "a.eml"]) == 0
    assert "never by e-mail" in capsys.readouterr().err
    message = message_from_bytes((home / "a.eml").read_bytes(), policy=policy.default)
    assert [*message.iter_attachments()] == []


@pytest.mark.parametrize(
    ("arguments", "exit_status", "said"),
    [
        ([VERSION], 2, "--whom PERSON"),
        ([], 2, "Name the steps"),
        (["--list", VERSION], 2, "takes no steps"),
        ([VERSION, "--whom", ANA, "--remind"], 2, "one of"),
        ([VERSION, "--json", "--whom", ANA], 2, "--json needs"),
        (["no.step", "--whom", ANA], 1, "no.step"),
        ([VERSION, "--whom", ANA, "--role", "friend"], 2, "friend"),
        ([VERSION, "--whom", ANA, "--due", "soon"], 1, "soon"),
        ([VERSION, "--whom", ANA, "--due", "2020-01-01"], 1, "past"),
        ([VERSION, "--whom", "A <a@x.example>; B <b@x.example>"], 1, "one person"),
        ([VERSION, "--whom", ANA, "--by", "A <a@x.example>; B <b@x.example>"], 2, "--by"),
        (["connection.hosting", "--whom", ANA], 1, "not open: done"),
        ([VERSION, "--remind"], 1, "Nobody was asked"),
        ([VERSION, "--withdraw"], 1, "Nobody was asked"),
        ([VERSION, "--whom", ANA, "-o", "no folder/x.eml"], 1, "no folder"),
        ([VERSION, "--whom", ANA, "-o", "-", "--open"], 2, "--open"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    arguments: list[str],
    exit_status: int,
    said: str,
    data_dir: Path,
    home: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = (data_dir / "profiles" / "acme.json").read_bytes()
    assert main(["ask", *arguments]) == exit_status
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert (data_dir / "profiles" / "acme.json").read_bytes() == before
    assert not list(home.glob("*.eml"))


def test_a_file_that_is_there_stays_without_force(home: Path, data_dir: Path) -> None:
    (home / "a.eml").write_text("mine")
    assert main(["ask", VERSION, "--whom", ANA, "-o", "a.eml"]) == 1
    assert (home / "a.eml").read_text() == "mine"
    assert asked(data_dir) == {}
    assert main(["ask", VERSION, "--whom", ANA, "-o", "a.eml", "--force"]) == 0
    assert VERSION in asked(data_dir)


def test_the_draft_goes_to_standard_output_alone(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["ask", VERSION, "--whom", ANA, "-o", "-", "--mail-lang", "es"]) == 0
    out = capsysbinary.readouterr().out
    assert out.startswith(b"To: Ana Ruiz")
    assert message_from_bytes(out)["X-Unsent"] == "1"
