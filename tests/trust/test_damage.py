"""Profiles of other versions and damaged ones: refused untouched, set aside, the one before offered."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from fixture_types import OpenTerminal, ProfileAt, RunWizard, Stored

from cmic_wizard.profile.migrations import NEWEST
from cmic_wizard.profile.profiles import Profiles

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")

SCHEMAS = Path(__file__).parent / "schemas"
VERSION = "subscriptions.cmic_version"


@pytest.fixture
def two_versions(profile: ProfileAt, data_dir: Path) -> Path:
    """“Acme”, its file, beside which the version before stands."""
    slug = profile(answers={"connection.tenant_id": "BEFORE"})
    with Profiles(data_dir).open(slug) as store:
        store.answer("connection.tenant_id", "NOW")
    return data_dir / "profiles" / f"{slug}.json"


def test_there_is_a_profile_of_every_schema_that_was_ever_written() -> None:
    assert sorted(path.name for path in SCHEMAS.iterdir()) == [f"{n}.json" for n in range(1, NEWEST + 1)]


@pytest.mark.parametrize("file", sorted(SCHEMAS.iterdir()), ids=lambda path: path.stem)
def test_a_profile_of_each_schema_opens_on_the_screen_and_by_commands(
    file: Path, wizard: OpenTerminal, data_dir: Path, run_wizard: RunWizard
) -> None:
    folder = data_dir / "profiles"
    folder.mkdir()
    (folder / "old.json").write_bytes(file.read_bytes())
    assert run_wizard("status", "--json").returncode == 3
    assert run_wizard("set", "connection.tenant_id=NEW").returncode == 0
    terminal = wizard()
    terminal.expect("Acme Builders")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    answers = Profiles(data_dir).load("old").answers
    assert answers == {**json.loads(file.read_text())["answers"], "connection.tenant_id": "NEW"}


def test_one_of_a_newer_version_is_refused_untouched(
    wizard: OpenTerminal, two_versions: Path, run_wizard: RunWizard
) -> None:
    newer = json.dumps({**json.loads(two_versions.read_text()), "schema": NEWEST + 1, "colour": "blue"})
    two_versions.write_text(newer)
    for command in (
        ("status",),
        ("set", "connection.tenant_id=X"),
        ("export", "--draft", "-o", "-"),
        ("check",),
    ):
        done = run_wizard("--profile", "acme", *command)
        assert done.returncode == 1, command
        assert f"made by a newer version (schema {NEWEST + 1}" in done.stderr
        assert "update cmic-wizard" in done.stderr
        assert done.stdout == ""
    terminal = wizard()
    terminal.expect("newer version")
    terminal.press("enter")
    terminal.expect("update cmic-wizard")
    terminal.press("esc", "f10")
    assert terminal.expect_end() == 0
    assert two_versions.read_text() == newer


@pytest.mark.parametrize("damage", [b"", b"{", b"\0" * 900, b"[]", b'{"format": "x"}'], ids=range(5))
def test_a_damaged_one_is_named_and_nothing_is_written_over_it(
    damage: bytes, two_versions: Path, run_wizard: RunWizard, data_dir: Path
) -> None:
    two_versions.write_bytes(damage)
    for command in (("status",), ("set", "connection.tenant_id=X"), ("export", "--draft", "-o", "x.json")):
        done = run_wizard("--profile", "acme", *command)
        assert done.returncode == 1, (command, done.stderr)
        assert str(two_versions) in done.stderr, done.stderr
        assert len(done.stderr.splitlines()) == 1
    listed = run_wizard("profiles")
    assert listed.returncode == 0
    assert "acme" in listed.stdout
    assert two_versions.read_bytes() == damage


def test_on_the_screen_the_version_before_is_offered_and_the_damaged_one_kept(
    two_versions: Path, wizard: OpenTerminal, data_dir: Path, stored: Stored
) -> None:
    two_versions.write_bytes(b"{ torn")
    terminal = wizard()
    terminal.expect("damaged")
    terminal.press("enter")
    terminal.expect("Open the earlier version")
    terminal.press("esc")
    terminal.expect_gone("Open the earlier version")
    assert two_versions.read_bytes() == b"{ torn", "looking changes nothing"
    terminal.press("enter")
    terminal.expect("Open the earlier version")
    terminal.press("tab", "enter")
    terminal.expect("to do for you")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    assert stored("acme") == {"connection.tenant_id": "BEFORE"}
    [aside] = data_dir.glob("profiles/acme.damaged-*.json")
    assert aside.read_bytes() == b"{ torn"


def test_without_a_version_before_it_can_be_set_aside(
    two_versions: Path, wizard: OpenTerminal, data_dir: Path
) -> None:
    two_versions.write_bytes(b"{ torn")
    (data_dir / "profiles" / "acme.previous.json").unlink()
    terminal = wizard()
    terminal.expect("damaged")
    terminal.press("enter")
    terminal.expect("Set aside")
    terminal.press("tab", "enter")
    terminal.expect("The damaged file is now")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    [aside] = data_dir.glob("profiles/acme.damaged-*.json")
    assert aside.read_bytes() == b"{ torn"
    assert not two_versions.exists()
