"""`export`: every format, the gate, sealing for the real age, and nothing secret in the open."""

from __future__ import annotations

import email
import json
import subprocess
from pathlib import Path

import pytest
from fixture_types import AgeKey, PrivateFile, RunWizard, Secrets


def test_the_hand_off_and_its_check_number(
    run_wizard: RunWizard, ready: None, home: Path, canary: str
) -> None:
    done = run_wizard("export", "-o", "acme.json")
    assert (done.returncode, done.stdout) == (0, "")
    found = json.loads((home / "acme.json").read_text("utf-8"))
    assert (found["format"], found["schema"], found["ready"]) == ("cmic-wizard-profile", 2, True)
    assert canary not in (home / "acme.json").read_text("utf-8")
    assert (home / "acme.json").stat().st_mode & 0o077 == 0
    number = json.loads(run_wizard("review", "acme.json", "--json").stdout)["check_number"]
    assert f"Check number, to be compared by phone: {number}" in done.stderr


def test_standard_output_takes_the_file_alone(run_wizard: RunWizard, ready: None) -> None:
    done = run_wizard("export", "-o", "-")
    assert done.returncode == 0
    assert json.loads(done.stdout)["format"] == "cmic-wizard-profile"
    assert "Check number" in done.stderr


@pytest.mark.parametrize(
    ("options", "mark"),
    [
        (["--format", "html"], "<!DOCTYPE html"),
        (["--format", "markdown"], "# "),
        (["--format", "ics"], "BEGIN:VCALENDAR"),
        (["--format", "eml"], "X-Unsent: 1"),
        (["--format", "eml", "--mail", "call"], "X-Unsent: 1"),
    ],
)
def test_the_other_formats(
    run_wizard: RunWizard, ready: None, home: Path, canary: str, options: list[str], mark: str
) -> None:
    run_wizard("set", "kickoff.date=2026-12-01T10:00-05:00[America/New_York]")
    (home / "out").write_text("before")
    done = run_wizard("export", *options, "-o", "out", "--force")
    assert (done.returncode, done.stdout) == (0, "")
    text = (home / "out").read_text("utf-8")
    assert mark.casefold() in text.casefold()
    assert canary not in text
    assert "before" not in text


def test_the_mail_carries_the_hand_off(run_wizard: RunWizard, ready: None, home: Path) -> None:
    run_wizard("export", "--format", "eml", "-o", "out.eml")
    message = email.message_from_bytes((home / "out.eml").read_bytes())
    (attached,) = (part for part in message.walk() if part.get_filename())
    assert attached.get_filename() == "acme-builders.cmic-profile.json"
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert json.loads(content)["profile"]["name"] == "Acme Builders"


@pytest.mark.parametrize("options", [["--format", f] for f in ("json", "html", "markdown", "ics", "eml")])
def test_while_it_is_not_ready_it_is_refused_with_the_list(
    run_wizard: RunWizard, answered: None, home: Path, options: list[str]
) -> None:
    done = run_wizard("export", *options, "-o", "out", "--force")
    assert (done.returncode, done.stdout) == (1, "")
    assert "connection.service_password" in done.stderr
    assert "--draft" in done.stderr
    assert not (home / "out").exists()


def test_two_calls_are_two_files_and_on_standard_output_one(
    run_wizard: RunWizard, ready: None, home: Path
) -> None:
    calls = ("kickoff.date=2026-12-01T10:00-05:00[America/New_York]", "go_live.date=2027-01-12T10:00Z[UTC]")
    run_wizard("set", *calls)
    done = run_wizard("export", "--format", "ics", "-o", "calls.ics")
    assert done.returncode == 0, done.stderr
    found = {path.name: path.read_text("utf-8").count("BEGIN:VEVENT") for path in home.glob("calls*")}
    assert found == {"calls.ics": 2, "calls-go-live.ics": 1}, "with what is due before the first call"
    assert "calls-go-live.ics" in done.stderr
    assert run_wizard("export", "--format", "ics", "-o", "-").stdout.count("BEGIN:VEVENT") == 3


def test_a_draft_says_that_it_is_one(run_wizard: RunWizard, answered: None, home: Path) -> None:
    for format_ in ("json", "html", "markdown", "eml"):
        assert run_wizard("export", "--format", format_, "--draft", "-o", format_).returncode == 0
    assert json.loads((home / "json").read_text("utf-8"))["ready"] is False
    assert "not the finished hand-off" in (home / "html").read_text("utf-8")


def test_the_language_is_that_of_the_reader(run_wizard: RunWizard, ready: None, home: Path) -> None:
    run_wizard("export", "--format", "html", "-o", "out.html", "--lang", "es")
    assert 'lang="es"' in (home / "out.html").read_text("utf-8")


def test_real_age_opens_what_was_sealed_for_its_key(
    run_wizard: RunWizard,
    ready: None,
    home: Path,
    secrets: Secrets,
    age_key: AgeKey,
    canary: str,
) -> None:
    done = run_wizard("export", "--seal", "--to", age_key.public, "-o", "acme.age", *secrets.passphrase)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"Sealed for: {age_key.public[:12]}…{age_key.public[-8:]}" in done.stderr
    assert canary not in done.stderr
    opened = subprocess.run(
        ["age", "-d", "-i", age_key.file, home / "acme.age"], capture_output=True, check=True
    )
    found = json.loads(opened.stdout)
    assert found["password"] == canary
    assert found["handoff"]["profile"]["name"] == "Acme Builders"


def test_recipients_may_stand_in_a_file(
    run_wizard: RunWizard, ready: None, home: Path, secrets: Secrets, age_key: AgeKey
) -> None:
    (home / "keys").write_text(f"# our specialist\n{age_key.public}\n")
    done = run_wizard("export", "--seal", "--to", "keys", "-o", "acme.age", *secrets.passphrase)
    assert done.returncode == 0, done.stderr
    assert run_wizard("review", "acme.age", "--identity", age_key.file, "--json").returncode == 0


def test_a_recipient_named_twice_gets_one_copy(
    run_wizard: RunWizard, ready: None, secrets: Secrets, age_key: AgeKey
) -> None:
    twice = ("--to", age_key.public, "--to", age_key.public)
    done = run_wizard("export", "--seal", *twice, "-o", "acme.age", *secrets.passphrase)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Sealed for:") == 1


def test_the_six_words_are_shown_once_and_open_it(
    run_wizard: RunWizard,
    ready: None,
    home: Path,
    secrets: Secrets,
    private_file: PrivateFile,
    canary: str,
) -> None:
    done = run_wizard("export", "--seal", "--words", "-o", "acme.age", *secrets.passphrase)
    assert (done.returncode, done.stdout) == (0, "")
    (phrase,) = (line for line in done.stderr.splitlines() if line.count("-") == 5 and " " not in line)
    said = private_file("words", phrase)
    opened = run_wizard("review", "acme.age", "--json", "--passphrase-file", said)
    assert opened.returncode == 0, opened.stderr
    assert canary not in opened.stdout + opened.stderr + done.stderr


def test_without_its_passphrase_nothing_is_sealed(
    run_wizard: RunWizard, ready: None, home: Path, age_key: AgeKey
) -> None:
    """Never a sealed file that lacks the password without a word."""
    done = run_wizard("export", "--seal", "--to", age_key.public, "-o", "acme.age")
    assert done.returncode == 1
    assert "--passphrase-file" in done.stderr
    assert not (home / "acme.age").exists()


def test_a_draft_without_a_password_is_sealed_and_says_so(
    run_wizard: RunWizard, answered: None, home: Path, age_key: AgeKey
) -> None:
    done = run_wizard("export", "--seal", "--draft", "--to", age_key.public, "-o", "acme.age")
    assert done.returncode == 0
    assert "No password is stored, so none is in the file." in done.stderr


@pytest.mark.parametrize("key", ["age1nonsense", "AGE-SECRET-KEY-1ABC", "nowhere.txt"])
def test_a_useless_recipient_is_refused_before_anything_is_written(
    run_wizard: RunWizard, ready: None, home: Path, secrets: Secrets, key: str
) -> None:
    done = run_wizard("export", "--seal", "--to", key, "-o", "acme.age", *secrets.passphrase)
    assert done.returncode == 1
    assert not (home / "acme.age").exists()


def test_a_folder_or_a_missing_one_is_no_place_to_write(
    run_wizard: RunWizard, ready: None, home: Path
) -> None:
    for target in (home, home / "missing" / "acme.json"):
        done = run_wizard("export", "-o", target)
        assert done.returncode == 1
        assert "can't be written" in done.stderr


def test_the_program_s_own_files_are_never_an_export_s_target(
    run_wizard: RunWizard, ready: None, data_dir: Path, home: Path
) -> None:
    key = data_dir / "vault" / "vault-key"
    before = key.read_bytes()
    (home / "link").symlink_to(key)
    for target in (key, "link", f"{data_dir}/../wizard/vault/vault-key", data_dir / "new.json"):
        for force in ((), ("--force",)):
            done = run_wizard("export", "-o", target, *force)
            assert done.returncode == 1
            assert "is in this program's own folder: choose another place" in done.stderr
    assert key.read_bytes() == before
    assert not (data_dir / "new.json").exists()


def test_another_file_is_replaced_only_where_that_is_said(
    run_wizard: RunWizard, ready: None, home: Path, age_key: AgeKey
) -> None:
    thesis = home / "thesis.txt"
    thesis.write_text("years of work")
    done = run_wizard("export", "-o", "thesis.txt")
    assert (done.returncode, thesis.read_text()) == (1, "years of work")
    assert done.stderr.endswith("not an export of the same kind and profile. With --force it is replaced.\n")
    assert run_wizard("export", "-o", "acme.json").returncode == 0
    assert run_wizard("set", "connection.tenant_id=OTHER").returncode == 0
    assert run_wizard("export", "-o", "acme.json").returncode == 0, "its older self"
    done = run_wizard("export", "--seal", "--to", age_key.public, "-o", "acme.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "With --force" in done.stderr
    assert "OTHER" in (home / "acme.json").read_text()
    assert run_wizard("export", "-o", "thesis.txt", "--force").returncode == 0
    assert '"cmic-wizard-profile"' in thesis.read_text()
