"""The password is taken masked, asked twice, and stands nowhere that it can be read."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened
from leak_search import found_in, in_files
from textual.widgets import Button, Input

from cmic_wizard.credentials.keeper import Kept, Place
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.errors import CredentialError
from cmic_wizard.secret import Secret
from cmic_wizard.tui.results import ACTS
from cmic_wizard.tui.screens.password_dialog import PasswordDialog

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

STEP = "connection.service_password"
PASSWORD = "C4nary-Pässword-77"
PHRASE = "correct horse battery staple"


@pytest.fixture
def dialog_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[Wizard], Awaitable[PasswordDialog]]:
    """Opens the dialog on a computer without a key ring."""

    async def open_dialog(wizard: Wizard) -> PasswordDialog:
        await wizard.press("enter")
        dialog = await wizard.dialog("PasswordDialog")
        assert isinstance(dialog, PasswordDialog)
        await wizard.until(lambda: dialog.query_one("#passphrase", Input).display)
        return dialog

    return open_dialog


def _leaks(wizard: Wizard, data_dir: Path, secret: str) -> list[str]:
    """Where a secret can be read."""
    places = {
        "clipboard": wizard.app.clipboard,
        "screen": wizard.text(),
        "screenshot": wizard.app.export_screenshot(),
    }
    secrets = {"secret": secret}
    found = [place for place, text in places.items() if found_in(text.encode(), secrets)]
    return found + list(in_files(data_dir, secrets))


async def test_two_different_entries_are_refused(
    opened: Opened, dialog_of: Callable[[Wizard], Awaitable[PasswordDialog]]
) -> None:
    async with opened(step=STEP) as wizard:
        dialog = await dialog_of(wizard)
        await wizard.type(PASSWORD)
        await wizard.press("enter")
        await wizard.type("something else")
        await wizard.press("enter", "enter", "enter")
        await wizard.shows("The two passwords are not the same.")
        assert wizard.screen is dialog
        assert wizard.session.draft.password is None


async def test_two_different_passphrases_are_refused(
    opened: Opened, dialog_of: Callable[[Wizard], Awaitable[PasswordDialog]]
) -> None:
    async with opened(step=STEP) as wizard:
        await dialog_of(wizard)
        for text in (PASSWORD, PASSWORD, PHRASE, PHRASE + "x"):
            await wizard.type(text)
            await wizard.press("enter")
        await wizard.shows("The two passphrases are not the same.")
        assert wizard.session.draft.password is None


async def test_the_password_is_kept_and_stands_nowhere_in_clear(
    opened: Opened, dialog_of: Callable[[Wizard], Awaitable[PasswordDialog]], data_dir: Path
) -> None:
    async with opened(step=STEP) as wizard:
        dialog = await dialog_of(wizard)
        await wizard.type(PASSWORD)
        box = dialog.query_one("#password", Input)
        assert box.value == PASSWORD
        assert _leaks(wizard, data_dir, PASSWORD) == []
        for keys in (("shift+home", "ctrl+c"), ("shift+home", "ctrl+x"), ("ctrl+a", "ctrl+c")):
            await wizard.press(*keys)
        assert wizard.app.clipboard == ""
        assert wizard.screen is dialog
        assert box.value == PASSWORD
        await wizard.press("end", "enter")
        for text in (PASSWORD, PHRASE, PHRASE):
            await wizard.type(text)
            await wizard.press("enter")
        await wizard.until(lambda: wizard.session.draft.password is not None, "the record", 40)
        guide = await wizard.dialog("WizardScreen")
        kept = wizard.session.draft.password
        assert kept is not None
        assert (kept.place, kept.length) == ("vault", len(PASSWORD))
        guide.flush()
        await wizard.until(lambda: not wizard.session.dirty)
        for secret in (PASSWORD, PHRASE):
            assert _leaks(wizard, data_dir, secret) == []


async def test_a_leak_would_be_seen(opened: Opened, data_dir: Path) -> None:
    """The control: a note with the password is found on the screen, in a screenshot and in the file."""
    async with opened({"management.call_request": PASSWORD}, step="management.call_request") as wizard:
        await wizard.shows(PASSWORD)
        wizard.app.copy_to_clipboard(PASSWORD)
        await wizard.until(lambda: not wizard.session.dirty)
        found = _leaks(wizard, data_dir, PASSWORD)
        assert {"clipboard", "screen", "screenshot"} <= set(found)
        assert len(found) == 4


async def test_a_proposed_passphrase_is_shown_to_be_written_down(
    opened: Opened, dialog_of: Callable[[Wizard], Awaitable[PasswordDialog]]
) -> None:
    async with opened(step=STEP, size=(100, 30)) as wizard:
        dialog = await dialog_of(wizard)
        dialog.query_one("#propose", Button).press()
        await wizard.until(lambda: len(dialog.query_one("#passphrase", Input).value.split("-")) == 6)
        phrase = dialog.query_one("#passphrase", Input).value
        await wizard.shows(phrase)
        assert dialog.query_one("#passphrase-again", Input).value == phrase


async def test_a_vault_that_is_there_asks_for_its_own_passphrase_and_has_a_way_on_without(
    opened: Opened, dialog_of: Callable[[Wizard], Awaitable[PasswordDialog]]
) -> None:
    async with opened(step=STEP) as wizard:
        vault = wizard.app.keeper.vault
        vault.create(Secret(PHRASE))
        dialog = await dialog_of(wizard)
        await wizard.shows("Passphrase of your vault", "Forgotten")
        assert "at least 12" not in wizard.text(), "it is not a new one"
        for text in (PASSWORD, PASSWORD, "not this one"):
            await wizard.type(text)
            await wizard.press("enter")
        await wizard.shows("does not open the vault")
        dialog.query_one("#forgotten", Button).press()
        await wizard.dialog("Confirm")
        next(b for b in wizard.screen.query(Button) if b.name == "yes").press()
        assert await wizard.dialog("PasswordDialog") is dialog
        await wizard.shows("at least 12 characters", "Propose a passphrase")
        assert not vault.exists()
        assert dialog.query_one("#password", Input).value == PASSWORD
        assert not dialog.query_one("#passphrase", Input).value
        assert not dialog.query_one("#forgotten", Button).display


async def test_the_end_does_not_wait_for_a_key_ring_and_no_late_answer_finds_half_a_dialog(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()
    async with opened(step=STEP) as wizard:
        probe = wizard.session.keeper.probe
        monkeypatch.setattr(wizard.session.keeper, "probe", lambda: answered.wait(20) and probe())
        await wizard.press("enter")
        await wizard.dialog("PasswordDialog")
        looking = [worker for worker in wizard.app.workers if worker.group == "probe"]
        assert [worker.is_running for worker in looking] == [True]
        wizard.app.exit(0)
        assert all(worker.is_cancelled for worker in looking)
        answered.set()


async def _keeping(wizard: Wizard) -> Any:
    """The dialog with a password on its way to the key ring."""
    await wizard.press("enter")
    dialog = await wizard.dialog("PasswordDialog")
    for name in ("#password", "#again"):
        dialog.query_one(name, Input).value = PASSWORD
    dialog.press_keep()
    await wizard.pilot.pause()
    return dialog


@pytest.mark.parametrize("stopped", [False, True], ids=["answered late", "stopped too late"])
async def test_a_password_that_was_kept_though_its_dialog_was_closed_is_recorded_and_told(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, stopped: bool
) -> None:
    closed = threading.Event()
    kept = Kept(Place.KEY_RING, "a key ring", len(PASSWORD))

    def save(*_args: object, **_options: object) -> Kept:
        closed.wait(20)
        if stopped:
            raise CredentialError("Stopped.", KeyRingState.CANCELLED)
        return kept

    async with opened(step=STEP, size=(100, 30)) as wizard:
        keeper = wizard.session.keeper
        monkeypatch.setattr(keeper, "save", save)
        monkeypatch.setattr(keeper, "kept_all_the_same", lambda *_args: kept)
        await _keeping(wizard)
        await wizard.press("escape")
        await wizard.dialog("WizardScreen")
        assert wizard.session.draft.password is None
        closed.set()
        await wizard.until(lambda: wizard.session.draft.password is not None, "the record")
        [notice] = wizard.app._notifications
        assert notice.message == "The password had already been kept when you closed the dialog."
        await wizard.shows("Replace…")
        await wizard.until(lambda: not wizard.session.dirty, "the record on the disk")


async def test_a_password_that_was_not_kept_is_neither_recorded_nor_told(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = threading.Event()

    def save(*_args: object, **_options: object) -> Kept:
        closed.wait(20)
        raise CredentialError("Stopped.", KeyRingState.CANCELLED)

    async with opened(step=STEP) as wizard:
        keeper = wizard.session.keeper
        monkeypatch.setattr(keeper, "save", save)
        monkeypatch.setattr(keeper, "kept_all_the_same", lambda *_args: None)
        await _keeping(wizard)
        await wizard.press("escape")
        await wizard.dialog("WizardScreen")
        closed.set()
        await wizard.until(lambda: not [w for w in wizard.app.workers if w.group == ACTS], "the end")
        assert wizard.session.draft.password is None
        assert not list(wizard.app._notifications)


async def test_the_end_records_a_password_that_is_just_being_kept(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    """F10 stops the key ring; what it had kept by then is on the disk."""
    stopped = threading.Event()
    kept = Kept(Place.KEY_RING, "a key ring", len(PASSWORD))
    async with opened(step=STEP) as wizard:
        keeper = wizard.session.keeper
        monkeypatch.setattr(keeper, "save", lambda *_args, **_options: stopped.wait(20) and kept)
        monkeypatch.setattr(keeper, "cancel", stopped.set)
        await _keeping(wizard)
        await wizard.press("f10")
        await wizard.until(lambda: wizard.app._exit, "the end")
    assert '"backend": "a key ring"' in (data_dir / "profiles" / "acme-builders.json").read_text()
