"""The look-up of advisories takes silence, gaps and vulnerable versions for failures."""

from __future__ import annotations

import json

import pytest
from audit import faults, runtime

INSTALLED = {"textual": "8.2.8", "markupsafe": "3.0.4"}
CLEAN = (
    '{"dependencies": [{"name": "textual", "version": "8.2.8", "vulns": []},'
    ' {"name": "MarkupSafe", "version": "3.0.4", "vulns": []}], "fixes": []}'
)
SILENT = (
    '{"dependencies": [{"name": "textual", "skip_reason": "Dependency not found on PyPI and could not be'
    ' audited: textual (8.2.8)"}, {"name": "markupsafe", "skip_reason": "Dependency not found on PyPI and'
    ' could not be audited: markupsafe (3.0.4)"}], "fixes": []}'
)
"""What pip-audit 2.10.1 prints, ending with 0, where the database answers nothing."""
VULNERABLE = (
    '{"dependencies": [{"name": "textual", "version": "8.2.8", "vulns": [{"id": "PYSEC-2026-1",'
    ' "fix_versions": ["8.2.9"], "aliases": ["CVE-2026-1"], "description": "Invented."}]},'
    ' {"name": "markupsafe", "version": "3.0.4", "vulns": []}], "fixes": []}'
)


def without(name: str) -> str:
    document = json.loads(CLEAN)
    document["dependencies"] = [entry for entry in document["dependencies"] if entry["name"] != name]
    return json.dumps(document)


def test_every_library_looked_up_and_well_is_no_fault() -> None:
    assert faults(INSTALLED, 0, CLEAN) == []


@pytest.mark.parametrize(
    ("status", "output", "says"),
    [
        (0, SILENT, "textual 8.2.8 was left out"),
        (
            0,
            SILENT.replace('"skip_reason": "', '"skip_reason": "", "was": "'),
            "markupsafe 3.0.4 was left out",
        ),
        (1, VULNERABLE, "textual 8.2.8 is vulnerable: PYSEC-2026-1, mended in 8.2.9"),
        (0, VULNERABLE, "textual 8.2.8 is vulnerable"),
        (1, CLEAN, "ended with 1"),
        (0, "", "empty or can't be read"),
        (0, "No known vulnerabilities found\n", "empty or can't be read"),
        (0, CLEAN[:60], "empty or can't be read"),
        (0, "[]", "empty or can't be read"),
        (0, '{"dependencies": [1]}', "empty or can't be read"),
        (0, '{"dependencies": []}', "textual 8.2.8 was not looked up"),
        (0, without("textual"), "textual 8.2.8 was not looked up"),
        (0, CLEAN.replace("8.2.8", "8.2.7"), "textual 8.2.8 was not looked up, but 8.2.7 was"),
        (0, CLEAN.replace('"vulns": []', '"other": []'), "textual 8.2.8 has no answer"),
    ],
)
def test_anything_less_than_a_whole_answer_is_a_fault(status: int, output: str, says: str) -> None:
    assert any(says in sentence for sentence in faults(INSTALLED, status, output))


def test_an_environment_without_libraries_is_a_fault() -> None:
    assert faults({}, 0, '{"dependencies": []}')


def test_what_the_program_runs_on_is_all_looked_up_and_tools_are_not() -> None:
    needed = runtime()
    assert {"textual", "rich", "pydantic", "pydantic-core", "cryptography", "cffi", "httpx2"} <= needed.keys()
    assert not {"pytest", "ruff", "hatchling", "cmic-wizard"} & needed.keys()
