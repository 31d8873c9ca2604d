"""The published schema of the remarks file: current, and of one mind with the program about what is one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import document, remarks, remarks_model
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.remarks import RemarksFile
from cmic_wizard.review.model import Review
from cmic_wizard.struct import replace

SCHEMA = Path(__file__).parents[2] / "assets" / "remarks.schema.json"
NOW = datetime(2026, 11, 28, 10, tzinfo=UTC)
URL, TOOL, CODES = "connection.mobile_server_url", "go_live.tool_enabled", "connection.company_codes"


@pytest.fixture
def file(acme: HandOff) -> RemarksFile:
    """A file that holds something of everything."""
    seen = Review(acme.profile.id, acme.profile.name).signed("Robin Vega")
    seen = seen.looking_at(document.check_number(acme), acme.answers, acme.profile.name)
    judged = seen.judged(CODES, "question", "Is 001 in use?", NOW).answering(TOOL, "yes", "On Friday.", NOW)
    judged = judged.proposing(URL, "https://acmemob.cmicpaas.com/cmicprod2", "", NOW).concluded("changes")
    return judged.checked(document.draft_of(acme).check).comparing(True).to_remarks(NOW)


def checked(path: Path) -> int:
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(SCHEMA), str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60).returncode


def test_the_published_schema_is_current() -> None:
    assert SCHEMA.read_bytes() == remarks_model.to_bytes(), "write it anew with `remarks_model.to_bytes()`"


def test_what_the_program_writes_passes(file: RemarksFile, tmp_path: Path) -> None:
    for number, each in enumerate((file, replace(file, check=None, answers=(), proposals=(), remarks=()))):
        path = tmp_path / f"{number}.json"
        path.write_bytes(remarks.to_bytes(each))
        assert checked(path) == 0


REFUSED: dict[str, Callable[[dict[str, Any]], object]] = {
    "a password": lambda f: f["proposals"][0].update(step="connection.service_password"),
    "an answer of the customer's": lambda f: f["answers"][0].update(step=URL),
    "a verdict there is not": lambda f: f["remarks"][0].update(verdict="reply"),
    "more": lambda f: f.update(password="x"),
    "less": lambda f: f.pop("compared"),
    "no words": lambda f: f["answers"][0].update(text=""),
    "too many words": lambda f: f["remarks"][0].update(text="x" * 2001),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_none_is_refused_by_both(file: RemarksFile, tmp_path: Path, kind: str) -> None:
    found = json.loads(remarks.to_bytes(file))
    REFUSED[kind](found)
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(found))
    assert checked(path) == 1
    with pytest.raises(FileRefused):
        remarks.parse(path.read_bytes())


def test_an_answer_that_fits_the_rules_of_the_guide_is_offered_by_name() -> None:
    answers = remarks_model.schema()["$defs"]["AnswerEntry"]["properties"]["step"]["enum"]
    assert TOOL in answers
    assert URL not in answers
