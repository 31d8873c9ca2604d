"""The password reaches the named host's Authorization header and nothing else; a deliberate leak is found."""

from __future__ import annotations

import json
import logging
import os
import ssl
from pathlib import Path

import pytest
from cmic_server import CmicServer
from fixture_types import Ask, ServeCmic
from leak_search import found_in, in_files

from cmic_wizard.connection.report import as_json, stage_line
from cmic_wizard.profile.check_words import sentence
from cmic_wizard.profile.checks import CheckResult


def leaks(password: str, result: CheckResult, logged: str, folder: Path) -> list[str]:
    """Where the password is found."""
    texts = {
        "result": repr(result),
        "json": json.dumps(as_json(result), ensure_ascii=False),
        "lines": "\n".join(map(stage_line, result.stages)),
        "log": logged,
        "environment": repr(dict(os.environ)),
    }
    secrets = {"password": password}
    found = [w for w, text in texts.items() if "C4NARY" in text or found_in(text.encode(), secrets)]
    return found + [str(folder / file) for file in in_files(folder, secrets)]


@pytest.mark.parametrize(
    "scenario", ["good", "echo", "forbidden", "unlicensed", "redirect_signed", "silent", "cut", "oracle"]
)
async def test_the_password_is_nowhere_but_in_the_header(
    cmic: CmicServer,
    ask: Ask,
    caplog: pytest.LogCaptureFixture,
    password_canary: str,
    connection_folder: Path,
    scenario: str,
) -> None:
    cmic.cmic.scenario = scenario
    with caplog.at_level(logging.DEBUG):
        result = await ask(cmic.url(), companies=("001", "ACME01"))
    assert caplog.records, "the HTTP client's own log was listened to"
    assert leaks(password_canary, result, caplog.text, connection_folder) == []


async def test_a_deliberate_leak_is_found(
    cmic: CmicServer,
    ask: Ask,
    caplog: pytest.LogCaptureFixture,
    password_canary: str,
    connection_folder: Path,
) -> None:
    with caplog.at_level(logging.DEBUG):
        result = await ask(cmic.url())
        logging.getLogger("leak").debug("%s", cmic.cmic.asked[-1].headers["authorization"])
    (connection_folder / "leak.txt").write_text(password_canary)
    found = leaks(password_canary, result, caplog.text, connection_folder)
    assert found == ["log", str(connection_folder / "leak.txt")]


async def test_the_named_host_alone_gets_it_and_gets_it_right(
    cmic: CmicServer, ask: Ask, serve_cmic: ServeCmic, good_context: ssl.SSLContext, password_canary: str
) -> None:
    other = serve_cmic(good_context)
    cmic.cmic.scenario = "redirect_signed"
    cmic.cmic.sign_in_page = other.url("127.0.0.1")
    await ask(cmic.url())
    assert [a.sign_in for a in cmic.cmic.asked] == ["", f"SOLUTIONS||PROCORE_SVC:{password_canary}"]
    assert all(password_canary not in a.path for a in cmic.cmic.asked)
    assert other.cmic.asked == []


async def test_of_a_text_that_says_the_password_back_nothing_is_shown_and_it_is_said_why(
    cmic: CmicServer, ask: Ask
) -> None:
    cmic.cmic.scenario = "echo"
    result = await ask(cmic.url())
    assert result.stages[6].values["text"] == "•••"
    assert "because it repeats part of the password" in sentence(result.stages[6])
