"""The dialogs that write a file: never among the program's own, over another file only when pressed twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Opened
from textual.screen import ModalScreen
from textual.widgets import Input

from cmic_wizard.handoff.kinds import BY_NAME
from cmic_wizard.tui.review.reveal import WriteDialog
from cmic_wizard.tui.screens.export_dialog import ExportDialog
from cmic_wizard.tui.screens.unsaved import UnsavedDialog
from cmic_wizard.tui.session import Session

DIALOGS: dict[str, tuple[Callable[[Session, Path], ModalScreen[Any]], str]] = {
    "ExportDialog": (lambda session, _home: ExportDialog(session, BY_NAME["json"]), "press_write"),
    "WriteDialog": (lambda _session, home: WriteDialog("Remarks", "", home / "x", b"new"), "press_write"),
    "UnsavedDialog": (lambda session, _home: UnsavedDialog(session), "press_elsewhere"),
}


def said(dialog: ModalScreen[Any]) -> str:
    return str(dialog.query_one(".fault").render())


@pytest.mark.parametrize("kind", DIALOGS)
async def test_the_program_s_own_folder_is_no_place_for_a_file(
    kind: str, opened: Opened, data_dir: Path, home: Path
) -> None:
    make, press = DIALOGS[kind]
    (data_dir / "vault").mkdir(mode=0o700)
    key = data_dir / "vault" / "vault-key"
    key.write_text("SECRET")
    (home / "link").symlink_to(key)
    async with opened({"connection.tenant_id": "ACME"}) as wizard:
        wizard.app.push_screen(make(wizard.session, home))
        dialog = await wizard.dialog(kind)
        for path in (key, home / "link", data_dir / "vault" / "new", "wizard/vault/../vault/vault-key"):
            dialog.query_one(".fault").update("")
            dialog.query_one(Input).value = str(path)
            for _time in range(2):
                getattr(dialog, press)()
                await wizard.until(lambda: "is in this program's own folder" in said(dialog), "the sentence")
            assert key.read_text() == "SECRET"
        assert [path.name for path in key.parent.iterdir()] == ["vault-key"]
        dialog.dismiss(None)
        await wizard.dialog("WizardScreen")


@pytest.mark.parametrize("kind", DIALOGS)
async def test_another_file_is_replaced_when_pressed_twice(kind: str, opened: Opened, home: Path) -> None:
    make, press = DIALOGS[kind]
    thesis = home / "thesis.txt"
    thesis.write_text("years of work")
    async with opened({"connection.tenant_id": "ACME"}) as wizard:
        wizard.app.push_screen(make(wizard.session, home))
        dialog = await wizard.dialog(kind)
        dialog.query_one(Input).value = str(thesis)
        getattr(dialog, press)()
        await wizard.until(lambda: "There is a file of that name already" in said(dialog), "the question")
        assert thesis.read_text() == "years of work"
        getattr(dialog, press)()
        await wizard.until(lambda: thesis.read_text() != "years of work", "the file")
