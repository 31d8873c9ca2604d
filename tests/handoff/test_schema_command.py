"""The published schema in other hands: `check-jsonschema` takes exported files and refuses altered ones."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fixture_types import RunWizard

SCHEMA = Path(__file__).parents[2] / "assets" / "profile.schema.json"


@pytest.fixture
def check_file() -> Callable[[Path], subprocess.CompletedProcess[str]]:
    """Run `check-jsonschema` on a file."""

    def run(path: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(SCHEMA), str(path)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    return run


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_file_that_export_wrote_passes(
    language: str,
    run_wizard: RunWizard,
    check_file: Callable[[Path], subprocess.CompletedProcess[str]],
    tmp_path: Path,
) -> None:
    written = tmp_path / "acme.json"
    answers = [
        "subscriptions.cmic_version=R12 Patch 20",
        "connection.hosting=cloud",
        "connection.company_codes=001, ACME01",
        "connection.mobile_server_url=http://wrong",
        "kickoff.date=2026-12-01T10:00-06:00[America/Chicago]",
    ]
    run_wizard("set", "--profile", "Acme", "--lang", language, *answers)
    done = run_wizard("export", "--lang", language, "--format", "json", "--draft", "-o", written)
    assert done.returncode == 0, done.stderr
    checked = check_file(written)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("name", ["sample-profile.en.json", "sample-profile.es.json"])
def test_the_samples_pass(name: str, check_file: Callable[[Path], subprocess.CompletedProcess[str]]) -> None:
    assert check_file(SCHEMA.parent / name).returncode == 0


def test_an_altered_file_is_refused(
    check_file: Callable[[Path], subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    found = json.loads((SCHEMA.parent / "sample-profile.en.json").read_text(encoding="utf-8"))
    found["profile"]["connection"]["service_password"]["password"] = "hunter2"
    altered = tmp_path / "altered.json"
    altered.write_text(json.dumps(found), encoding="utf-8")
    checked = check_file(altered)
    assert checked.returncode == 1
    assert "service_password" in checked.stdout
