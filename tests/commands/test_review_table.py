"""The table of a folder for programs: its schema, CSV that runs nothing, and exit statuses."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from fixture_types import RunWizard

from cmic_wizard.commands.review_table import harmless
from cmic_wizard.review import table_model

SCHEMA = Path(__file__).parents[2] / "assets" / "review-table.schema.json"


@pytest.fixture
def folder(run_wizard: RunWizard, ready: None, home: Path) -> Path:
    """Two hand-offs, one of them of a company with an odd name, and a file that is none."""
    (home / "folder").mkdir()
    assert run_wizard("export", "-o", "folder/acme.json").returncode == 0
    found = json.loads((home / "folder" / "acme.json").read_text("utf-8"))
    found["profile"]["name"] = '=HYPERLINK("http://x";"a,b")'
    found["profile"]["id"] = "ab12"
    (home / "folder" / "odd.json").write_text(json.dumps(found), encoding="utf-8")
    (home / "folder" / "broken.json").write_text("{")
    return home / "folder"


def test_the_published_schema_is_current_and_the_table_passes(
    run_wizard: RunWizard, folder: Path, home: Path
) -> None:
    assert SCHEMA.read_bytes() == table_model.to_bytes(), "write it anew with `table_model.to_bytes()`"
    done = run_wizard("review", folder, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (home / "table.json").write_text(done.stdout)
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--schemafile",
        str(SCHEMA),
        str(home / "table.json"),
    ]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert checked.returncode == 0, checked.stdout


def test_the_table_is_printed_as_csv_in_which_nothing_is_a_formula(
    run_wizard: RunWizard, folder: Path
) -> None:
    done = run_wizard("review", folder, "--csv")
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    listed = json.loads(run_wizard("review", folder, "--json").stdout)
    assert [row["path"] for row in rows] == [row["path"] for row in listed]
    assert {row["kind"] for row in rows} == {"handoff", "fault"}
    [odd] = [row for row in rows if row["path"].endswith("odd.json")]
    assert odd["company"] == "'" + '=HYPERLINK("http://x";"a,b")'
    assert all(cell[:1] not in "=+-@" for row in rows for cell in row.values() if cell)


WIDE = ("\uff1d1", "\u202f=1", "\u00a0@x", " \uff0b1")
"""Wide forms, and behind spaces of other kinds."""


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "|calc", "%1", *WIDE]
)
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Acme", "a=b", "0.5", "/home/x", "2026-11-28"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_the_name_of_a_file_forges_no_row_and_reaches_no_terminal(
    run_wizard: RunWizard, folder: Path
) -> None:
    for name in ("a\n=1+1,handoff.json", "b\r=1.json", "c\x1b[31m.json", "d\u2028.json", "e\udcff.json"):
        (folder / name).write_bytes(next(folder.glob("odd.json")).read_bytes())
    done = run_wizard("review", folder, "--csv")
    assert done.stdout.replace("\n", "").isprintable()
    rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
    listed = json.loads(run_wizard("review", folder, "--json").stdout)
    assert len(rows) == len(listed) == len(done.stdout.splitlines()) - 1
    assert {row["kind"] for row in rows} == {"handoff", "fault"}


@pytest.mark.parametrize(("what", "status"), [("fault", 3), ("wrong", 0), ("open", 3), ("mine", 3)])
def test_an_exit_status_tells_what_a_script_asks_for(
    run_wizard: RunWizard, folder: Path, what: str, status: int
) -> None:
    assert run_wizard("review", folder, "--fail-on", what).returncode == status
    (folder / "broken.json").unlink()
    done = run_wizard("review", folder, "--json", "--fail-on", what)
    assert done.returncode == (0 if what == "fault" else status)
    assert len(json.loads(done.stdout)) == 2


@pytest.mark.parametrize(
    "arguments", [("--csv", "--json"), ("--by", "Robin", "--csv"), ("--csv", "--save", "x")]
)
def test_what_contradicts_itself_is_refused(
    run_wizard: RunWizard, folder: Path, arguments: tuple[str, ...]
) -> None:
    assert run_wizard("review", folder, *arguments).returncode == 2
