"""Every result has a sentence in both languages, is safe to show, and is reported as the contract says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cmic_wizard.connection.report import as_json, stage_line
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.check_wording import COUNTING, SENTENCES
from cmic_wizard.profile.check_words import sentence, stage_title
from cmic_wizard.profile.checks import ALL_STAGES, CheckResult, Stage, StageState

PACKAGE = Path(__file__).parents[2] / "cmic_wizard" / "connection"
CODES = (*SENTENCES, *COUNTING)
FIELDS = (
    "company count date file host hosts ip issuer port proxy reason schemes scheme seconds status target text"
)
VALUES = dict.fromkeys([*FIELDS.split(), "url", "version", "written"], "VALUE") | {
    "days": "12",
    "stage": "tls",
    "module": "jobs",
}


def told(code: str, **values: str) -> str:
    return sentence(Stage("tls", StageState.FAILED, code=code, values=VALUES | values))


def test_every_code_that_the_package_uses_has_a_sentence_and_none_is_left_over() -> None:
    used = set()
    prefixes = "|".join((*ALL_STAGES, "reply", "not_tried"))
    for file in PACKAGE.glob("*.py"):
        text = file.read_text()
        used |= set(re.findall(rf'"((?:{prefixes})\.\w+)"', text))
    assert used == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_one_sentence_in_both_languages(code: str) -> None:
    english = told(code)
    set_language("es")
    spanish = told(code)
    assert english != spanish
    for text in (english, spanish):
        assert text[0].isupper() or text.startswith("«")
        assert "{" not in text
        assert "?" not in text


@pytest.mark.parametrize("stage", ALL_STAGES)
def test_each_stage_has_a_title_in_both_languages(stage: str) -> None:
    english = stage_title(stage)
    set_language("es")
    assert english not in (stage, stage_title(stage))


def test_values_of_a_foreign_file_are_shown_harmless() -> None:
    shown = told("user.not_known_error", text="\x1b[2J{days.__class__}[@click=app.quit]" + "x" * 5000)
    assert "\x1b" not in shown
    assert "<U+001B>[2J{days.__class__}" in shown
    assert len(shown) < 500


def test_a_stored_result_with_missing_values_or_unknown_codes_still_says_something() -> None:
    assert sentence(Stage("tls", StageState.FAILED, code="tls.expired"))
    assert sentence(Stage("tls", StageState.OK, code="tls.ok", values={"days": "many"}))
    assert sentence(Stage("tls", StageState.FAILED, code="of.tomorrow")).startswith("This stage")
    assert sentence(Stage("tls", StageState.NOT_TRIED)) == "Not tried."
    assert sentence(Stage("tls", StageState.OK)) == "In order."
    assert stage_title("\x1bnew") == "<U+001B>new"


RESULT = CheckResult(
    ok=False,
    host="acmemob.cmicpaas.com",
    at="2026-11-24T13:00:00+00:00",
    stages=(
        Stage("address", StageState.OK, code="address.ok", values={"url": "https://acmemob.cmicpaas.com"}),
        Stage("tls", StageState.FAILED, seconds=0.25, code="tls.closed", values={}),
        Stage(
            "company", StageState.NOT_TRIED, company="001", code="not_tried.before", values={"stage": "tls"}
        ),
        Stage("company", StageState.OK, "ACME01", 0.1, "company.ok", {"company": "ACME01"}, "Año “Söhne” 株"),
    ),
    through="proxy.example:3128",
)


def test_the_json_is_the_contracts() -> None:
    document = as_json(RESULT)
    assert set(document) == {"ok", "host", "at", "stages"}
    assert {tuple(stage) for stage in document["stages"]} == {
        ("stage", "company", "state", "seconds", "reason", "detail")
    }
    assert document["stages"][2] == {
        "stage": "company",
        "company": "001",
        "state": "not_tried",
        "seconds": 0.0,
        "reason": "Not tried, because the stage “Secure connection (TLS)” failed.",
        "detail": "",
    }


def test_the_lines_can_be_read_in_a_log_and_in_ascii() -> None:
    lines = [stage_line(stage) for stage in RESULT.stages]
    assert lines[1].startswith("✗ Secure connection (TLS) (0.25 s): The server closed")
    assert lines[2].startswith("– Company code 001: Not tried")
    assert lines[3].endswith("[Año “Söhne” 株]")
    plain = [stage_line(stage, ascii_only=True) for stage in RESULT.stages]
    assert all(line.isascii() for line in plain)
    assert plain[3].startswith("x Company code ACME01")
    assert plain[3].endswith('[Ano "Sohne" \\u682a]')


def test_importing_the_way_in_loads_nothing_heavy() -> None:
    code = (
        "import sys, cmic_wizard.connection.check, cmic_wizard.connection.report\n"
        "print(*sorted({'ssl', 'asyncio', 'socket', 'httpx2', 'truststore', 'cryptography', 'urllib.request',"
        " 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE.parents[1]
    )
    assert (done.returncode, done.stdout.strip()) == (0, "")
