"""Doors on the screen that lead to paths nobody may look at: a sentence, and the wizard stays."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened
from reviewing import handoff_of
from textual.widgets import Input, Static

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.credentials.ring import Answer, Job
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.handoff.kinds import HANDOFF_KINDS, HandoffKind
from cmic_wizard.secret import Secret
from cmic_wizard.tui.app import WizardApp
from cmic_wizard.tui.review.app import FolderApp, ReviewApp
from cmic_wizard.tui.review.reveal import WriteDialog
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.screens.export_dialog import ExportDialog
from cmic_wizard.tui.screens.import_file import PathDialog
from cmic_wizard.tui.screens.password_dialog import PasswordDialog
from cmic_wizard.tui.screens.unsaved import UnsavedDialog

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links as POSIX has them")

PLACES: dict[str, Callable[[Path], Path]] = {
    "long name": lambda home: home / ("x" * 300),
    "below a long name": lambda home: home / ("x" * 300) / "out",
    "below a circle": lambda home: home / "circle" / "out",
    "below a file": lambda home: home / "file" / "out",
}


@pytest.fixture
def places(home: Path) -> dict[str, Path]:
    """Paths that can't be looked at, also by root."""
    (home / "circle").symlink_to("circle")
    (home / "file").touch()
    return {name: make(home) for name, make in PLACES.items()}


def circle(path: Path) -> None:
    """Put a link to itself in the place of a folder."""
    path.symlink_to(path.name)


async def refused(wizard: Wizard, dialog: Any, path: Path, button: str) -> str:
    """Type a path into a dialog and press its button; what it complains of."""
    box = dialog.query(Input).last()
    box.value = ""
    box.insert(str(path), 0)
    await wizard.until(lambda: box.value, "the path")
    line = dialog.query_one(".fault", Static)
    line.update("")
    getattr(dialog, f"press_{button}")()
    await wizard.until(lambda: str(line.render()).strip(), "the sentence")
    await wizard.pilot.pause()
    assert wizard.app.crash_report is None
    assert wizard.screen is dialog
    return str(line.render())


@pytest.mark.parametrize(
    "way", [kind for kind in HANDOFF_KINDS if kind.sealed != "keys"], ids=lambda kind: kind.name
)
async def test_write_to_says_why_not(opened: Opened, places: dict[str, Path], way: HandoffKind) -> None:
    async with opened() as wizard:
        dialog = ExportDialog(wizard.session, way)
        wizard.app.push_screen(dialog)
        await wizard.dialog("ExportDialog")
        for name, path in places.items():
            said = await refused(wizard, dialog, path, "write")
            assert "can't be" in said, name


async def test_other_dialogs_that_write_say_why_not(opened: Opened, places: dict[str, Path]) -> None:
    async with opened() as wizard:
        for dialog, button in (
            (WriteDialog("Remarks", "…", Path("x"), b"data"), "write"),
            (UnsavedDialog(wizard.session), "elsewhere"),
        ):
            wizard.app.push_screen(dialog)
            await wizard.dialog(type(dialog).__name__)
            for name, path in places.items():
                said = await refused(wizard, dialog, path, button)
                assert "can't be" in said, name
            wizard.app.pop_screen()


async def test_open_a_file_says_why_not(opened: Opened, places: dict[str, Path]) -> None:
    async with opened() as wizard:
        for path in places.values():
            wizard.app._notifications.clear()
            await wizard.screen.action_do("import_file")
            dialog = await wizard.dialog("PathDialog")
            assert isinstance(dialog, PathDialog)
            dialog.query_one(Input).value = str(path)
            dialog.press_open()
            await wizard.until(lambda: len(wizard.app._notifications), "the sentence")
            assert type(wizard.screen).__name__ == "WizardScreen"


async def test_a_vault_that_cannot_be_looked_at(
    opened: Opened, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Job, "probe", lambda *_args: Answer(KeyRingState.NONE))
    monkeypatch.setattr(Job, "store", lambda *_args, **_options: Answer(KeyRingState.NONE))
    circle(data_dir / "vault")
    async with opened() as wizard:
        dialog = PasswordDialog(Keeper(data_dir), wizard.session.draft.id, wizard.session.record_password)
        wizard.app.push_screen(dialog)
        await wizard.dialog("PasswordDialog")
        await wizard.until(
            lambda: "can't be" in str(dialog.query_one("#place", Static).render()), "the probe"
        )
        for name in ("#password", "#again"):
            dialog.query_one(name, Input).value = "C4NARY-9f31c2"
        dialog.query_one("#passphrase", Input).value = "correct horse battery"
        dialog.press_keep()
        await wizard.until(
            lambda: "can't be" in str(dialog.query_one(".fault", Static).render()), "the sentence"
        )
        assert wizard.session.draft.password is None


@asynccontextmanager
async def table(opened: Callable[..., Any], folder: Path, **options: Any) -> Any:
    """The table of a folder."""
    async with opened(app=lambda data: FolderApp(data, folder), **options) as wizard:
        yield wizard


async def test_reviews_that_cannot_be_looked_at(opened: Opened, data_dir: Path, home: Path) -> None:
    from cmic_wizard.handoff import document

    (home / "files").mkdir()
    (home / "files" / "acme.json").write_bytes(document.to_bytes(handoff_of()))
    circle(data_dir / "reviews")
    async with table(opened, home / "files") as wizard:
        await wizard.until(lambda: len(wizard.app._notifications), "the sentence")
        await wizard.shows("Acme Builders")
        await wizard.press("enter")
        await wizard.pilot.pause()
        assert wizard.app.crash_report is None
        assert not wizard.app._exit


async def test_reviews_that_close_under_a_review(opened: Opened, data_dir: Path) -> None:
    def app(data: Path) -> ReviewApp:
        return ReviewApp(data, session=ReviewSession(handoff_of(), Keeper(data), data, Secret("x")))

    async with opened(app=app) as wizard:
        await wizard.until(lambda: not wizard.session.dirty, "the first save")
        (data_dir / "reviews").rename(data_dir / "apart")
        circle(data_dir / "reviews")
        await wizard.on("connection.company_codes")
        await wizard.press("space")
        await wizard.until(lambda: wizard.session.save_fault, "the sentence")
        (data_dir / "reviews").unlink()
        (data_dir / "apart").rename(data_dir / "reviews")
        await wizard.until(lambda: not wizard.session.dirty, "the save", longest=15)


async def test_profiles_that_cannot_be_looked_at(opened: Opened, data_dir: Path) -> None:
    def app(data: Path) -> WizardApp:
        (data / "profiles").rename(data / "apart")
        circle(data / "profiles")
        return WizardApp(data)

    async with opened(app=app) as wizard:
        await wizard.shows("symbolic")
        assert wizard.app.crash_report is None
        await wizard.press("f10")
        await wizard.until(lambda: wizard.app._exit, "the end")


async def test_profiles_that_close_under_the_wizard(opened: Opened, data_dir: Path) -> None:
    async with opened({"connection.tenant_id": "BEFORE"}, step="connection.tenant_id") as wizard:
        await wizard.until(lambda: not wizard.session.dirty, "the save")
        (data_dir / "profiles").rename(data_dir / "apart")
        circle(data_dir / "profiles")
        await wizard.type("X")
        await wizard.shows("Not saved!")
        (data_dir / "profiles").unlink()
        (data_dir / "apart").rename(data_dir / "profiles")
        await wizard.until(lambda: not wizard.session.dirty, "the save", longest=15)


async def test_a_working_folder_that_is_gone(
    opened: Opened, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = home / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    async with opened() as wizard:
        dialog = ExportDialog(wizard.session, HANDOFF_KINDS[0])
        wizard.app.push_screen(dialog)
        await wizard.dialog("ExportDialog")
        assert dialog.query_one("#path", Input).value.startswith(str(home))
