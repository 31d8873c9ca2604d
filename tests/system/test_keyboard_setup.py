"""The whole set-up at 80 × 24 by keys alone, from the first screen to a complete profile and its hand-off."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from fixture_types import OpenTerminal, RunWizard
from full_run import sampled

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from wizard_driver import Driver, read_answers

DATA = Path(__file__).parent / "data"
SCHEMA = Path(__file__).parents[2] / "assets" / "profile.schema.json"
FEW_ENOUGH = 40.0
"""Seconds that a whole set-up may take this driver, on a busy machine."""


@sampled(2)
@pytest.mark.parametrize("file", ["acme-builders.toml", "penalara.toml"])
def test_a_whole_set_up_is_done_by_keyboard_alone(
    file: str, terminal: OpenTerminal, run_wizard: RunWizard, data_dir: Path, tmp_path: Path
) -> None:
    given = read_answers(DATA / file)
    began = time.monotonic()
    wizard = terminal(env={"TZ": given["time_zone"]})
    driver = Driver(wizard)
    driver.begin(given["name"], given["language"])
    driver.fill(given)
    wizard.expect(driver.nothing_to_do())
    driver.press("f10")
    assert wizard.expect_end() == 0
    assert time.monotonic() - began < FEW_ENOUGH
    assert given["answers"]["connection.service_password"].encode() not in wizard.raw
    assert given["extra"]["passphrase"].encode() not in wizard.raw

    [stored] = [p for p in (data_dir / "profiles").glob("*.json") if ".previous" not in p.name]
    draft = json.loads(stored.read_text())
    wanted = {**given["answers"], **given["holds"]}
    secret = wanted.pop("connection.service_password")
    assert draft["answers"] == wanted
    assert secret not in stored.read_text()

    status = run_wizard("status", "--json")
    assert status.returncode == 0, status.stdout + status.stderr
    assert json.loads(status.stdout)["complete"] is True

    written = tmp_path / "f.json"
    export = run_wizard("export", "--format", "json", "-o", written)
    assert export.returncode == 0, export.stderr
    handoff = json.loads(written.read_text())
    jsonschema.validate(handoff, json.loads(SCHEMA.read_text()))
    assert handoff["complete"] is True
    assert handoff["profile"]["name"] == given["name"]
    assert secret not in written.read_text()
