"""The password unseen, the hand-off, the import and the check, in conversation."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import samples
from plain_script import Script, held

from cmic_wizard.handoff import keys, sealed
from cmic_wizard.profile.checks import CheckResult, Stage, StageState
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles

Kept = Callable[[], Draft]
MakeProfile = Callable[..., None]
SECRET, URL = "connection.service_password", "connection.mobile_server_url"
CANARY, PASSPHRASE = "C4NARY-pässword", "correct horse battery staple"
SAMPLE = Path(__file__).parents[2] / "assets" / "sample-profile.en.json"


def test_the_password_is_typed_unseen_and_kept_where_the_desk_says(
    data_dir: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme(step=SECRET)
    typed = [CANARY, "another", CANARY, CANARY, PASSPHRASE, PASSPHRASE]
    script = held(Script([*typed, "quit"]), data_dir)
    assert script.unseen == typed
    assert "Problem: The two passwords are not the same." in script.heard
    assert CANARY not in script.heard
    assert PASSPHRASE not in script.heard
    password = kept().password
    assert password is not None
    assert (password.place, password.length) == ("vault", len(CANARY))
    heard = held(Script([f"go {SECRET}", "", "clear", "yes", "quit"]), data_dir).heard
    assert "Present, 15 characters, not shown." in heard
    assert kept().password is None


def test_an_empty_line_leaves_the_password_for_words(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme(step=SECRET)
    script = held(Script(["", "seen by all", "-"]), data_dir)
    assert "Problem: Nothing was taken, because it was seen." in script.heard
    assert "Up next: Mobile server URL" in script.heard
    assert kept().password is None


def test_without_a_terminal_no_password_is_taken(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme(step=SECRET)
    script = held(Script([CANARY], echoes=False), data_dir)
    assert "Problem: A password is only taken unseen, at a terminal" in script.heard
    assert kept().password is None


def test_a_hand_off_is_written_and_known_to_the_profile(
    data_dir: Path, home: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme()
    path = home / "acme.json"
    script = held(Script(["handoff", "1", "yes", str(path)]), data_dir)
    handoff = json.loads(path.read_text())
    assert handoff["profile"]["name"] == "Acme"
    [number] = kept().handed
    assert f"Check number: {number}, to compare by phone" in script.heard
    path.write_text("another's")
    held(Script(["handoff", "1", "yes", str(path), "no", "-"]), data_dir)
    assert path.read_text() == "another's"
    held(Script(["handoff", "1", "yes", str(path), "yes"]), data_dir)
    assert json.loads(path.read_text())["format"] == "cmic-wizard-profile"


def test_a_hand_off_is_sealed_for_a_key(data_dir: Path, home: Path, acme: MakeProfile) -> None:
    acme()
    secret, recipient = keys.new_identity()
    script = held(Script(["handoff", "2", "yes", recipient.text, str(home / "a.age")]), data_dir)
    found, password = sealed.open_sealed((home / "a.age").read_bytes(), keys.read_identities(secret))
    assert (found.profile.name, password) == ("Acme", None)
    assert f"Sealed for: {recipient.fingerprint}" in script.heard
    assert "none is in the file" in script.heard


def test_a_hand_off_comes_in_as_a_profile_and_is_gone_on_with(data_dir: Path, acme: MakeProfile) -> None:
    acme()
    script = held(Script(["import", f"'{SAMPLE}'", "", "import", str(SAMPLE), "no", "", "quit"]), data_dir)
    assert "Taken in: The profile “Acme Builders” is here now." in script.heard
    assert script.heard.count("Profile: Acme Builders\n") == 2
    assert "Replace its answers with those in the file?" in script.heard


def test_a_file_that_is_none_is_refused_and_the_profile_stays_open(
    data_dir: Path, home: Path, acme: MakeProfile
) -> None:
    acme()
    (home / "x.json").write_text("{}")
    script = held(
        Script(["import", str(home / "x.json"), "import", "/nowhere\x00", "status", "quit"]), data_dir
    )
    assert script.heard.count("Problem: ") == 2
    assert script.heard.count("Profile: Acme\n") == 1


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the check was asked for; it finds an address, and then no server."""
    asked: list[Any] = []

    async def check(target: Any, password: Any, *, on_stage: Any, on_start: Any) -> CheckResult:
        asked.append((target, password))
        stages = (
            Stage("address", StageState.OK, code="address.ok", values={"url": target.base_url}),
            Stage(
                "name", StageState.FAILED, code="name.unknown", values={"host": "x\x1b[2J"}, detail="\x1b]0;"
            ),
        )
        for stage in stages:
            on_start(stage.stage, None)
            on_stage(stage)
        return CheckResult(False, "x", "2026-11-24T10:00:00+00:00", stages, dict(target.inputs))

    monkeypatch.setattr("cmic_wizard.connection.check.check", check)
    return asked


def test_a_check_says_each_stage_as_it_ends_and_is_kept(
    data_dir: Path, acme: MakeProfile, kept: Kept, checked: list[Any]
) -> None:
    acme({"connection.hosting": "hosted", URL: samples.ACME[URL]})
    script = held(Script(["check", "quit"]), data_dir)
    [(target, password)] = checked
    assert (target.base_url, password) == (samples.ACME[URL], None)
    lines = script.heard.splitlines()
    passed = next(number for number, line in enumerate(lines) if line.startswith("Stage passed: "))
    assert lines[passed + 1].startswith("Stage failed: ")
    assert "<U+001B>" in lines[passed + 1]
    assert "Result: The check failed." in lines
    found = kept().check
    assert found is not None
    assert not found.ok


def test_a_check_without_an_address_says_what_is_missing(
    data_dir: Path, acme: MakeProfile, checked: list[Any]
) -> None:
    acme()
    assert "Problem: The check needs a mobile server URL" in held(Script(["check"]), data_dir).heard
    assert checked == []


def test_a_check_that_is_stopped_leaves_the_conversation_as_it_was(
    data_dir: Path, acme: MakeProfile, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stopped(*_args: Any, **_options: Any) -> CheckResult:
        raise KeyboardInterrupt

    monkeypatch.setattr("cmic_wizard.connection.check.check", stopped)
    acme({URL: samples.ACME[URL]})
    script = held(Script(["check", "status", "quit"]), data_dir)
    assert "Stopped: The check was stopped before its end" in script.heard
    assert kept().check is None


def test_two_profiles_are_left_whole(data_dir: Path, acme: MakeProfile) -> None:
    acme()
    held(Script(["import", str(SAMPLE), "quit"]), data_dir)
    assert {listed.name for listed in Profiles(data_dir).list()} == {"Acme", "Acme Builders"}
