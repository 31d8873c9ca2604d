"""The whole set-up and a hostile review, line by line at a real terminal, without one byte of drawing."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest
from fixture_types import OpenTerminal, RunWizard, Tally
from plain_driver import PlainDriver
from wizard_driver import read_answers

from cmic_wizard.i18n import _

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize("file", ["acme-builders.toml", "penalara.toml"])
def test_a_whole_set_up_is_typed_line_by_line(
    file: str, terminal: OpenTerminal, run_wizard: RunWizard, data_dir: Path, tally: Tally
) -> None:
    given = read_answers(DATA / file)
    wizard = terminal("--plain", env={"TZ": given["time_zone"]})
    driver = PlainDriver(wizard)
    driver.begin(given["name"], given["language"])
    driver.fill(given)
    driver.say(_("quit"))
    assert wizard.expect_end() == 0
    assert wizard.raw.count(b"\x1b") == 0
    tally(f"plain set-up in {given['language']}: {len(wizard.raw)} bytes said, 0 escapes")
    secret = given["answers"].pop("connection.service_password")
    assert secret.encode() not in wizard.raw
    assert given["extra"]["passphrase"].encode() not in wizard.raw

    [stored] = [p for p in (data_dir / "profiles").glob("*.json") if ".previous" not in p.name]
    draft = json.loads(stored.read_text())
    assert draft["answers"] == {**given["answers"], **given["holds"]}
    status = run_wizard("status", "--json")
    assert json.loads(status.stdout)["complete"] is True, status.stdout
