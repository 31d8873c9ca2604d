"""Going back and leaving: Esc is never out, and the last line says how to come back."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from fixture_types import Opened

from cmic_wizard.cli import main
from cmic_wizard.errors import ExitStatus
from cmic_wizard.tui import app as app_module
from cmic_wizard.tui.leaving import last_line


async def test_esc_goes_back_from_the_list_to_the_profile_that_was_left_for_it(opened: Opened) -> None:
    async with opened({"connection.tenant_id": "ACME"}) as wizard:
        await wizard.screen.action_do("profiles")
        await wizard.dialog("ProfilesScreen")
        await wizard.shows("Esc: back to the profile you came from")
        await wizard.press("escape")
        await wizard.dialog("WizardScreen")
        assert wizard.session.draft.name == "Acme Builders"
        assert wizard.answer("connection.tenant_id") == "ACME"


async def test_esc_on_every_screen_never_leaves(opened: Opened) -> None:
    async with opened() as wizard:
        for _round in range(2):
            await wizard.press("escape")
            await wizard.dialog("MenuDialog")
            await wizard.press("escape")
            await wizard.dialog("WizardScreen")
        await wizard.screen.action_do("profiles")
        screen = await wizard.dialog("ProfilesScreen")
        screen.behind = ""
        await wizard.press("escape")
        await wizard.dialog("MenuDialog")
        await wizard.press("escape")
        await wizard.dialog("ProfilesScreen")
        await screen.action_new()
        await wizard.dialog("FirstRunScreen")
        await wizard.press("escape")
        await wizard.dialog("ProfilesScreen")
        assert wizard.app.is_running


def test_the_last_line_says_that_all_is_saved_and_its_command_is_whole(
    home: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert last_line(data_dir, "acme") == "Everything is saved. To come back: cmic-wizard --profile acme"
    elsewhere = home / "my data"
    command = last_line(elsewhere, "acme").partition(": ")[2]
    assert shlex.split(command) == ["cmic-wizard", "--data-dir", str(elsewhere), "--profile", "acme"]


def test_it_is_printed_when_a_profile_was_open(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--profile", "acme", "set", "connection.tenant_id=ACME"]) == 0
    capsys.readouterr()

    def leave(app: app_module.WizardApp) -> int:
        app.first_screen()
        return ExitStatus.DONE

    monkeypatch.setattr(app_module.WizardApp, "run", leave)
    assert app_module.run(app_module.WizardApp(data_dir, slug="acme")) == 0
    assert capsys.readouterr().err == "Everything is saved. To come back: cmic-wizard --profile acme\n"
