"""`set` where an answer is doubted, is none, or can be read in several ways: said, kept, and confirmed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest
from fixture_types import OpenTerminal, PrivateFile, RunWizard

from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles

VERSION, TENANT, WHEN = "subscriptions.cmic_version", "connection.tenant_id", "kickoff.date"
USER = "connection.service_user"


class SetAnswers(Protocol):
    def __call__(
        self, *words: str | Path, lang: str = "en", env: Mapping[str, str | None] | None = None
    ) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def draft_of(data_dir: Path) -> Callable[[], Draft]:
    return lambda: Profiles(data_dir).load("acme")


@pytest.fixture
def set_answers(run_wizard: RunWizard) -> SetAnswers:
    """`set_answers("STEP=VALUE", …, lang="es", env={…})` in the profile Acme."""

    def run(
        *words: str | Path, lang: str = "en", env: Mapping[str, str | None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return run_wizard("--lang", lang, "--profile", "Acme", "set", *words, env=env)

    return run


def states(run_wizard: RunWizard) -> dict[str, Any]:
    return {row["step"]: row for row in json.loads(run_wizard("status", "--json").stdout)["steps"]}


def test_a_doubted_answer_is_to_confirm_and_the_command_for_it_is_said(
    run_wizard: RunWizard, set_answers: SetAnswers
) -> None:
    done = set_answers(f"{VERSION}=la última")
    assert done.returncode == 0
    assert f"set --confirm {VERSION}" in done.stderr
    assert states(run_wizard)[VERSION]["state"] == "to_confirm"
    assert "to confirm" in run_wizard("status").stdout
    assert "por confirmar" in run_wizard("--lang", "es", "status").stdout


def test_confirming_takes_several_steps_beside_answers_and_holds_for_those_answers(
    run_wizard: RunWizard, set_answers: SetAnswers, draft_of: Callable[[], Draft]
) -> None:
    set_answers(f"{VERSION}=la última")
    done = set_answers(f"{USER}=jane@acme.com", "--confirm", VERSION, USER)
    assert done.returncode == 0, done.stderr
    assert draft_of().confirmed == {VERSION: "la última", USER: "jane@acme.com"}
    found = states(run_wizard)
    assert [found[step]["state"] for step in (VERSION, USER)] == ["done", "done"]
    assert found[VERSION]["warnings"]
    set_answers(f"{VERSION}=la penúltima")
    assert states(run_wizard)[VERSION]["state"] == "to_confirm"


@pytest.mark.parametrize(
    ("words", "status"),
    [(["--confirm", VERSION], 1), (["--confirm", "connection.tenant"], 1), (["--confirm"], 2)],
)
def test_what_has_nothing_to_confirm_is_refused(
    set_answers: SetAnswers, draft_of: Callable[[], Draft], words: list[str], status: int
) -> None:
    set_answers(f"{VERSION}=R12")
    done = set_answers(*words)
    assert (done.returncode, draft_of().confirmed) == (status, {})
    assert done.stderr.startswith("cmic-wizard: ")


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Client ID when you log in"), ("es", "el campo Client ID")]
)
def test_words_that_are_no_answer_are_kept_with_where_to_find_it(
    set_answers: SetAnswers, draft_of: Callable[[], Draft], lang: str, said: str
) -> None:
    done = set_answers(f"{TENANT}=no sé", lang=lang)
    assert done.returncode == 0
    assert said in done.stderr
    assert draft_of().answers == {TENANT: "no sé"}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Tuesday, 15 December 2026, 15:00 (America/New_York, UTC−05:00)"),
        ("es", "martes, 15 de diciembre de 2026, 15:00 (America/New_York, UTC−05:00)"),
    ],
)
def test_a_date_is_said_again_with_weekday_time_and_zone(
    set_answers: SetAnswers, draft_of: Callable[[], Draft], lang: str, said: str
) -> None:
    assert said in set_answers(f"{WHEN}=Dec 15, 2026 3 pm Eastern Time", lang=lang).stderr
    assert draft_of().answers[WHEN] == "2026-12-15T15:00-05:00[America/New_York]"


@pytest.mark.parametrize(
    ("zone", "status", "kept"),
    [
        ("America/Chicago", 0, "2026-12-15T10:00-06:00[America/Chicago]"),
        ("Asia/Shanghai", 0, "2026-12-15T10:00+08:00[Asia/Shanghai]"),
        ("Europe/Madrid", 1, "15 Dec 2026 10:00 CST"),
    ],
)
def test_an_abbreviation_means_what_it_means_here_or_is_asked_about(
    set_answers: SetAnswers, draft_of: Callable[[], Draft], zone: str, status: int, kept: str
) -> None:
    done = set_answers(f"{WHEN}=15 Dec 2026 10:00 CST", env={"TZ": zone})
    assert (done.returncode, draft_of().answers[WHEN]) == (status, kept)
    assert status == 0 or "Which one is meant?" in done.stderr


def test_a_column_of_a_spreadsheet_is_taken_whole(
    set_answers: SetAnswers, draft_of: Callable[[], Draft]
) -> None:
    assert set_answers("connection.company_codes='001\n'002\r\n\n003\n").returncode == 0
    assert draft_of().answers["connection.company_codes"] == "001,002,003"


def test_a_file_of_answers_in_utf_16_is_refused_with_the_remedy(set_answers: SetAnswers, home: Path) -> None:
    path = home / "answers.toml"
    path.write_text(f'"{TENANT}" = "SOLUTIONS"\n', encoding="utf-16")
    assert "UTF-8" in set_answers("--from", str(path)).stderr
    path.write_text(f'"{TENANT}" = "SOLUTIONS"\n', encoding="utf-8-sig")
    assert set_answers("--from", str(path)).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize(("answer", "kept"), [("no", False), ("sí", True)])
def test_curly_quotes_in_a_password_that_is_typed_are_asked_about(
    set_answers: SetAnswers,
    terminal: OpenTerminal,
    draft_of: Callable[[], Draft],
    private_file: PrivateFile,
    answer: str,
    kept: bool,
) -> None:
    set_answers(f"{TENANT}=SOLUTIONS")
    passphrase = private_file("passphrase", "correct horse battery staple")
    asking = terminal("set", "connection.service_password", "--passphrase-file", str(passphrase))
    for question in ("Password of the service user:", "The same once more:"):
        asking.expect(question)
        asking.type("“geheim”\r")
    asking.expect("Keep it as it is? (yes/no)")
    asking.type(f"{answer}\r")
    assert (asking.expect_end() == 0) is kept
    assert (draft_of().password is not None) is kept
