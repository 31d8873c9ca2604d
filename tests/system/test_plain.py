"""The whole set-up and a hostile review, line by line at a real terminal, without one byte of drawing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from fixture_types import OpenTerminal, RunWizard, Tally
from hostile_draft import mixed_draft
from hostile_texts import TEXTS

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from plain_driver import PlainDriver
from reviewing import handoff_of
from terminal_bytes import strange_text
from wizard_driver import read_answers

from cmic_wizard.handoff import document
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


def in_english(terminal: OpenTerminal, *args: str | Path, **env: str) -> PlainDriver:
    """A conversation in English at a real terminal."""
    return PlainDriver(terminal(*args, "--lang", "en", env=env))


def test_a_dumb_terminal_has_it_by_itself_and_end_of_input_leaves_in_order(
    terminal: OpenTerminal, data_dir: Path
) -> None:
    driver = in_english(terminal, TERM="dumb")
    driver.answer_prompt("Your company's name", "Acme")
    driver.ready()
    driver.say("R12 Patch 20")
    driver.ready()
    driver.terminal.type("\x04")
    assert driver.terminal.expect_end() == 0
    assert b"The input has ended. Everything that was answered is saved." in driver.terminal.raw
    assert b"\x1b" not in driver.terminal.raw
    assert "R12 Patch 20" in (data_dir / "profiles" / "acme.json").read_text()


def test_a_column_that_is_pasted_is_one_answer(terminal: OpenTerminal, data_dir: Path) -> None:
    driver = in_english(terminal, "--plain")
    driver.answer_prompt("Your company's name", "Acme")
    driver.ready()
    driver.say("go company codes")
    driver.ready()
    driver.paste("001\rACME01\r")
    driver.ready()
    assert "001,ACME01" in (data_dir / "profiles" / "acme.json").read_text()


@pytest.mark.parametrize("at", ["a word", "the password"])
def test_ctrl_c_leaves_in_order(at: str, terminal: OpenTerminal, data_dir: Path) -> None:
    driver = in_english(terminal, "--plain")
    driver.answer_prompt("Your company's name", "Acme")
    driver.ready()
    driver.say("R12 Patch 20")
    driver.ready()
    if at == "the password":
        driver.say("go connection.service_password")
        driver.wait("Password, not shown (an empty line: none)")
        driver.terminal.type("half of it")
    driver.terminal.press("ctrl+c")
    assert driver.terminal.expect_end() == 130
    assert b"Stopped: Everything that was answered is saved." in driver.terminal.raw
    assert b"half of it" not in driver.terminal.raw
    assert "R12 Patch 20" in (data_dir / "profiles" / "acme.json").read_text()


def test_a_hostile_hand_off_is_reviewed_without_one_raw_control_character(
    terminal: OpenTerminal, home: Path, tally: Tally
) -> None:
    path = home / "hostile.json"
    path.write_bytes(document.to_bytes(handoff_of(mixed_draft([text[:1000] for text in TEXTS.values()]))))
    driver = in_english(terminal, "review", path, "--plain")
    prompts = ("Your verdict", "Your word")
    driver.wait(*prompts)
    for word in ("list all", "status", "help", *["?", "-"] * 20, "accept"):
        driver.say(word)
        driver.wait(*prompts, "Your name, as the customer will see it")
    driver.say("Robin Vega")
    driver.wait(*prompts)
    driver.say("quit")
    assert driver.terminal.expect_end() == 0
    raw = driver.terminal.raw
    assert b"<U+001B>" in raw
    assert b"\x1b" not in raw
    assert strange_text(raw) == []
    tally(f"hostile hand-off reviewed in plain mode: {len(raw)} bytes said, 0 raw control characters")
