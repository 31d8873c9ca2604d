"""`check`: a real server, a real process, the agreed JSON, and what is kept of it."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cmic_server import Answer
from fixture_types import CmicOnLoopback, PrivateFile, RunWizard, Secrets, WizardEnv

from cmic_wizard.commands.check_waits import Waiting, watched
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.checks import CheckResult, Conclusion, Stage, StageState
from cmic_wizard.profile.profiles import Profiles

STAGES = ["address", "name", "port", "tls", "http", "user", "role", "company", "company", *["module"] * 6]


@pytest.fixture
def at_loopback(run_wizard: RunWizard, ready: None, cmic_on_loopback: CmicOnLoopback) -> CmicOnLoopback:
    """“Acme Builders” with the address of the CMiC on loopback."""
    done = run_wizard("set", f"connection.mobile_server_url={cmic_on_loopback.url}", "connection.check=")
    assert done.returncode == 0, done.stderr
    return cmic_on_loopback


@pytest.fixture
def kept_check(data_dir: Path) -> Callable[[], CheckResult | None]:
    return lambda: Profiles(data_dir).load("acme-builders").check


def test_every_stage_holds_and_the_result_is_kept(
    run_wizard: RunWizard,
    at_loopback: CmicOnLoopback,
    secrets: Secrets,
    canary: str,
    kept_check: Callable[[], CheckResult | None],
) -> None:
    done = run_wizard("check", "--json", *secrets.passphrase)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert set(found) == {"ok", "host", "at", "stages"}
    assert (found["ok"], found["host"]) == (True, "localhost")
    assert [stage["stage"] for stage in found["stages"]] == STAGES
    keys = {"stage", "company", "state", "seconds", "reason", "detail"}
    assert all(set(stage) == keys for stage in found["stages"])
    assert [s["detail"] for s in found["stages"][-8:-6]] == ["Acme Builders, Inc.", "Acme Año & Söhne"]
    assert canary not in done.stdout + done.stderr
    kept = kept_check()
    assert kept is not None
    assert kept.ok
    steps = json.loads(run_wizard("status", "--json").stdout)["steps"]
    assert next(s["state"] for s in steps if s["step"] == "connection.check") == "done"


def test_the_lines_for_people_go_into_a_log(
    run_wizard: RunWizard, at_loopback: CmicOnLoopback, secrets: Secrets, canary: str
) -> None:
    done = run_wizard("check", *secrets.passphrase)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == f"Connection check of {at_loopback.url}"
    assert len(lines) == 2 + len(STAGES)
    assert lines[-1] == "Every stage passed."
    assert canary not in done.stdout + done.stderr


def test_a_failing_stage_ends_in_status_4_and_is_kept(
    run_wizard: RunWizard,
    at_loopback: CmicOnLoopback,
    secrets: Secrets,
    kept_check: Callable[[], CheckResult | None],
) -> None:
    at_loopback.cmic.scenario = "unlicensed"
    done = run_wizard("check", "--json", *secrets.passphrase)
    assert done.returncode == 4
    found = json.loads(done.stdout)
    assert not found["ok"]
    assert {stage["state"] for stage in found["stages"]} >= {"ok", "failed", "not_tried"}
    kept = kept_check()
    assert kept is not None
    assert not kept.ok
    assert run_wizard("check", *secrets.passphrase).stdout.splitlines()[-1] == "The check failed."


def test_without_the_password_it_goes_as_far_as_it_can(
    run_wizard: RunWizard,
    at_loopback: CmicOnLoopback,
    secrets: Secrets,
    kept_check: Callable[[], CheckResult | None],
) -> None:
    """No credentials are sent, the step isn't done by it, and a whole check of before stays."""
    done = run_wizard("check", "--json", "--without-password")
    assert done.returncode == 0, done.stdout
    states = {stage["stage"]: stage["state"] for stage in json.loads(done.stdout)["stages"]}
    assert (states["http"], states["user"]) == ("ok", "not_tried")
    assert not any(asked.sign_in for asked in at_loopback.cmic.asked)
    steps = json.loads(run_wizard("status", "--json").stdout)["steps"]
    assert next(s["state"] for s in steps if s["step"] == "connection.check") == "todo"
    run_wizard("check", *secrets.passphrase)
    whole = kept_check()
    done = run_wizard("check", "--without-password")
    assert "no sign-in was tried" in done.stdout
    assert kept_check() == whole


def test_what_is_missing_is_listed_and_nothing_asked(run_wizard: RunWizard, answered: None) -> None:
    done = run_wizard("check")
    assert (done.returncode, done.stdout) == (1, "")
    assert "connection.service_password" in done.stderr
    assert "--without-password" in done.stderr
    run_wizard("set", "connection.mobile_server_url=", "connection.company_codes=", "connection.tenant_id=")
    done = run_wizard("check", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    for step in ("mobile_server_url", "company_codes", "tenant_id", "service_password"):
        assert f"connection.{step}" in done.stderr


def test_a_locked_vault_says_how_to_open_it(
    run_wizard: RunWizard, at_loopback: CmicOnLoopback, private_file: PrivateFile
) -> None:
    done = run_wizard("check", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "--passphrase-file" in done.stderr
    wrong = private_file("wrong", "not the passphrase at all")
    done = run_wizard("check", "--passphrase-file", wrong)
    assert done.returncode == 1
    assert "does not open the vault" in done.stderr
    assert at_loopback.cmic.asked == []


def test_a_result_that_can_t_be_kept_is_shown_all_the_same(
    run_wizard: RunWizard, at_loopback: CmicOnLoopback, secrets: Secrets, data_dir: Path
) -> None:
    with Profiles(data_dir).open("acme-builders"):
        done = run_wizard("check", *secrets.passphrase)
    assert done.returncode == 0
    assert "The result was not kept in the profile." in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_ctrl_c_stops_it_at_once_and_keeps_nothing(
    at_loopback: CmicOnLoopback,
    secrets: Secrets,
    wizard_env: WizardEnv,
    home: Path,
    kept_check: Callable[[], CheckResult | None],
) -> None:
    at_loopback.cmic.scenario = "silent"
    process = subprocess.Popen(
        [sys.executable, "-m", "cmic_wizard", "check", *secrets.passphrase],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env=wizard_env(),
        cwd=home,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "✓ " in line and "(" in line and "certificate" in line:
            break
    process.send_signal(signal.SIGINT)
    _rest, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "nothing of it is kept" in said
    assert "Traceback" not in said
    assert kept_check() is None


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_ctrl_c_while_modules_are_read_keeps_what_was_found_before(
    at_loopback: CmicOnLoopback,
    secrets: Secrets,
    wizard_env: WizardEnv,
    home: Path,
    kept_check: Callable[[], CheckResult | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, ended = threading.Event(), threading.Event()

    def stuck(_path: str) -> Answer:
        asked.set()
        ended.wait(60)
        return Answer(204)

    monkeypatch.setattr(at_loopback.cmic, "_module", stuck)
    process = subprocess.Popen(
        [sys.executable, "-m", "cmic_wizard", "check", *secrets.passphrase],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env=wizard_env(),
        cwd=home,
    )
    assert asked.wait(60)
    process.send_signal(signal.SIGINT)
    _told, said = process.communicate(timeout=30)
    ended.set()
    assert process.returncode == 130
    assert "what it had found before is kept" in said
    kept = kept_check()
    assert kept is not None
    assert kept.conclusion is Conclusion.PASSED
    assert all(stage.stage != "module" for stage in kept.stages)


def test_the_last_checks_are_listed_with_what_changed_since_it_worked(
    run_wizard: RunWizard, at_loopback: CmicOnLoopback, secrets: Secrets
) -> None:
    assert run_wizard("check", "--kept").stdout == "No check is kept yet.\n"
    run_wizard("check", *secrets.passphrase)
    at_loopback.cmic.scenario = "forbidden"
    done = run_wizard("check", *secrets.passphrase)
    told = done.stdout.splitlines()
    first = told.index("The check failed.")
    assert told[first + 1].startswith("It last worked on 2")
    assert "API role and license: passed → failed" in told[first + 2 :]
    lines = run_wizard("check", "--kept").stdout.splitlines()
    assert "The check failed." in lines[0]
    assert "  API role and license: passed → failed" in lines
    assert "Every stage passed." in lines[-1]
    found = json.loads(run_wizard("check", "--kept", "--json").stdout)
    assert [check["ok"] for check in found] == [False, True]
    assert set(found[0]) == {"ok", "host", "at", "stages", "by", "through"}
    spanish = run_wizard("--lang", "es", "check", "--kept").stdout
    assert "Rol y licencia de la API: correcto → fallo" in spanish


def test_a_watch_goes_on_without_the_password_until_it_holds(
    at_loopback: CmicOnLoopback,
    wizard_env: WizardEnv,
    home: Path,
    kept_check: Callable[[], CheckResult | None],
) -> None:
    at_loopback.cmic.scenario = "gateway"
    process = subprocess.Popen(
        [sys.executable, "-m", "cmic_wizard", "check", "--watch", "5"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env=wizard_env(),
        cwd=home,
    )
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line)
        if "HTTP 503" in line:
            at_loopback.cmic.scenario = "good"
            break
    rest, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert seen[1].rstrip().endswith("The check failed.")
    last = rest.splitlines()
    assert last[-2].partition(" ")[2].startswith("Incomplete: every stage before sign-in passed")
    assert last[-1].startswith("✓ Answer at the REST API’s address")
    assert len(seen) + len(last) == 5
    assert not any(asked.sign_in for asked in at_loopback.cmic.asked)
    kept = kept_check()
    assert kept is not None
    assert kept.conclusion is Conclusion.WITHOUT_SIGN_IN


def of_stages(*states: tuple[str, StageState, str]) -> CheckResult:
    """A check of these stages: name, state and code."""
    stages = tuple(Stage(stage, state, code=code) for stage, state, code in states)
    return CheckResult(all(s.state is StageState.OK for s in stages), "h", "", stages)


async def test_a_watch_tells_each_change_once(capsys: pytest.CaptureFixture[str]) -> None:
    down = of_stages(("name", StageState.OK, "name.ok"), ("port", StageState.FAILED, "port.timeout"))
    other = of_stages(("name", StageState.OK, "name.ok"), ("port", StageState.FAILED, "port.refused"))
    up = of_stages(("name", StageState.OK, "name.ok"), ("port", StageState.OK, "port.ok"))
    checks = iter([down, down, other, other, down, up])

    async def check() -> CheckResult:
        return next(checks)

    assert await watched(check, 0, lambda stage: f"{stage.stage} {stage.code}", quiet=False) is up
    told = [line.partition(" ")[2] for line in capsys.readouterr().out.splitlines()]
    assert told == [
        *("The check failed.", "port.timeout"),
        *("The check failed.", "port.refused"),
        *("The check failed.", "port.timeout"),
        *("Every stage passed.", "port.ok"),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_watch_ends_in_order_by_a_signal(
    at_loopback: CmicOnLoopback, wizard_env: WizardEnv, home: Path, name: str
) -> None:
    at_loopback.cmic.scenario = "gateway"
    process = subprocess.Popen(
        [sys.executable, "-m", "cmic_wizard", "check", "--watch", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env=wizard_env(),
        cwd=home,
    )
    assert process.stdout is not None
    next(line for line in process.stdout if "HTTP 503" in line)
    process.send_signal(signal.Signals[name])
    rest, said = process.communicate(timeout=60)
    assert (rest, process.returncode) == ("", 130)
    assert said.splitlines() == [
        "The watch was ended before the check passed; nothing of it is kept.",
        "cmic-wizard: Stopped.",
    ]


@pytest.mark.parametrize("seconds", ["4", "abc", "-1", "100000", "６０"])
def test_a_watch_takes_only_a_number_of_seconds_that_presses_nobody(
    run_wizard: RunWizard, ready: None, seconds: str
) -> None:
    done = run_wizard("check", f"--watch={seconds}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "seconds from 5 to 99999" in done.stderr


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_slow_answer_is_told_as_slow_while_it_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    set_language(language)
    monkeypatch.setattr("cmic_wizard.commands.check_waits.EVERY", 1)
    waiting = Waiting()

    async def slow() -> CheckResult:
        waiting.begin("http", None)
        await asyncio.sleep(1.5)
        return CheckResult(True, "", "", ())

    await waiting.during(slow())
    assert ("still waiting, 1 s" if language == "en" else "aún en espera, 1 s") in capsys.readouterr().err
