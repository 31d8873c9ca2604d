"""The password of a sealed file with the specialist: shown on demand alone, and kept only where he says."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from reviewing import handoff_of

from cmic_wizard.credentials.keeper import Keeper, Place
from cmic_wizard.credentials.naming import reviewed_of
from cmic_wizard.secret import Secret
from cmic_wizard.tui.review import reveal
from cmic_wizard.tui.review.app import ReviewApp
from cmic_wizard.tui.review.session import ReviewSession

PASSWORD = "Blue-Canal-77!"
PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def sealed_review(opened: Callable[..., Any]) -> Callable[..., Any]:
    """`async with sealed_review() as wizard:` the review of a hand-off that came with a password."""

    @asynccontextmanager
    async def open_review(password: str | None = PASSWORD, **options: Any) -> Any:
        def app(data: Any) -> ReviewApp:
            secret = Secret(password) if password is not None else None
            return ReviewApp(data, session=ReviewSession(handoff_of(), Keeper(data), data, secret))

        async with opened(app=app, **options) as wizard:
            await wizard.shows("Your review")
            yield wizard

    return open_review


async def reach(wizard: Any, name: str) -> None:
    """Go to a button by Tab alone."""
    for _turn in range(12):
        if getattr(wizard.app.focused, "name", "") == name:
            return
        await wizard.press("tab")
    raise AssertionError(f"Tab never came to {name}:\n{wizard.text()}")


async def test_its_length_is_told_and_no_part_of_it(sealed_review):
    async with sealed_review() as wizard:
        await reach(wizard, "show_password")
        await wizard.shows("Password: present, 14 characters, not shown.")
        for page in ("welcome", "preparation", "implementation", "management", "handoff"):
            await wizard.screen.show_page(page)
            await wizard.pilot.pause()
            assert PASSWORD not in wizard.text()
            assert PASSWORD not in wizard.app.export_screenshot().replace("&#160;", " ")


async def test_without_a_password_there_is_nothing_to_show(sealed_review):
    async with sealed_review(None) as wizard:
        await wizard.screen.action_do("show_password")
        await wizard.screen.action_do("write_password")
        await wizard.screen.action_do("keep_password")
        await wizard.pilot.pause()
        assert type(wizard.screen).__name__ == "ReviewScreen"
        assert not wizard.screen.query("Button#show_password")


async def test_it_is_shown_for_fifteen_seconds_and_then_gone(sealed_review, monkeypatch):
    assert reveal.SHOWN_FOR == 15
    monkeypatch.setattr(reveal, "SHOWN_FOR", 2)
    async with sealed_review() as wizard:
        await reach(wizard, "show_password")
        await wizard.press("enter")
        await wizard.dialog("RevealDialog")
        await wizard.shows(PASSWORD, "Hidden again in 2 s.", "Hidden again in 1 s.")
        await wizard.until(lambda: type(wizard.screen).__name__ == "ReviewScreen", "the end of showing")
        assert PASSWORD not in wizard.text()


async def test_it_can_be_marked_neither_by_mouse_nor_taken_to_the_clipboard(sealed_review):
    async with sealed_review() as wizard:
        await reach(wizard, "show_password")
        await wizard.press("enter")
        dialog = await wizard.dialog("RevealDialog")
        secret = dialog.query_one(".secret")
        await wizard.pilot.mouse_down(secret, offset=(0, 0))
        await wizard.pilot.hover(secret, offset=(10, 0))
        await wizard.pilot.mouse_up(secret, offset=(10, 0))
        assert dialog.get_selected_text() in (None, "")
        dialog.text_select_all()
        assert PASSWORD not in (dialog.get_selected_text() or "")
        await wizard.press("ctrl+c")
        assert PASSWORD not in wizard.app.clipboard


async def test_it_is_in_no_screenshot(sealed_review, home):
    async with sealed_review() as wizard:
        assert "Procore" in wizard.app.export_screenshot(), "the control: all else is"
        await reach(wizard, "show_password")
        await wizard.press("enter")
        await wizard.shows(PASSWORD)
        assert PASSWORD not in wizard.app.export_screenshot()
        path = wizard.app.save_screenshot(path=str(home), filename="picture.svg")
        assert PASSWORD not in Path(path).read_text(encoding="utf-8")  # noqa: ASYNC240
        keys = {
            key
            for _screen, bindings in wizard.app.active_bindings.items()
            for key in [bindings.binding.action]
        }
        assert not any("screenshot" in action for action in keys), "no key makes one"
        assert not wizard.app.ENABLE_COMMAND_PALETTE
        await wizard.press("escape")
        await wizard.until(lambda: type(wizard.screen).__name__ == "ReviewScreen")
        assert "Procore" in wizard.app.export_screenshot()


async def test_the_dialog_forgets_it(sealed_review):
    async with sealed_review() as wizard:
        await reach(wizard, "show_password")
        await wizard.press("enter")
        dialog = await wizard.dialog("RevealDialog")
        await wizard.press("escape")
        assert dialog.password is None


async def test_it_is_written_to_a_file_of_the_reviewer_alone(sealed_review, home):
    async with sealed_review() as wizard:
        await reach(wizard, "write_password")
        await wizard.press("enter")
        await wizard.dialog("WriteDialog")
        await wizard.shows("unencrypted, readable by you alone")
        assert PASSWORD not in wizard.text()
        await wizard.press("enter")
        path = home / "acme-builders-cmic-password.txt"
        await wizard.until(path.exists, "the file")
        assert path.read_text() == PASSWORD
        if os.name == "posix":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        await wizard.until(lambda: type(wizard.screen).__name__ == "ReviewScreen")
        await wizard.press("enter")
        await wizard.dialog("WriteDialog")
        await wizard.press("enter")
        await wizard.shows("There is a file of that name already.")
        await wizard.until(lambda: not wizard.app.focused.has_class("-active"), "the button to be up again")
        await wizard.press("enter")
        await wizard.until(
            lambda: type(wizard.screen).__name__ == "ReviewScreen", "replaced at the second time"
        )


@pytest.mark.parametrize("typed", ["~nobody-of-that-name/x", "/nowhere/at/all/x", "x" * 400, "."])
async def test_a_path_that_cannot_be_is_told(sealed_review, typed):
    async with sealed_review() as wizard:
        await reach(wizard, "write_password")
        await wizard.press("enter")
        dialog = await wizard.dialog("WriteDialog")
        await wizard.press("shift+tab")
        dialog.query_one("Input").value = typed
        await wizard.press("enter", "enter")
        await wizard.until(lambda: str(dialog.query_one(".fault").render()), "a sentence")
        assert wizard.screen is dialog


async def test_without_a_key_ring_a_vault_is_offered(sealed_review, data_dir):
    async with sealed_review() as wizard:
        await reach(wizard, "keep_password")
        await wizard.press("enter")
        dialog = await wizard.dialog("NewPassphraseDialog")
        await wizard.shows("no key ring that this program can use")
        await wizard.type("short")
        await wizard.press("enter")
        await wizard.type("short")
        await wizard.press("enter")
        await wizard.until(lambda: "12" in str(dialog.query_one(".fault").render()), "the shortest length")
        for box in dialog.query("Input"):
            box.value = PASSPHRASE
        await wizard.press("enter")
        await wizard.until(lambda: wizard.session.keeper.vault.exists() and not wizard.app._exit, "the vault")
        await wizard.until(lambda: type(wizard.screen).__name__ == "ReviewScreen")
        await wizard.until(
            lambda: any("vault" in str(n.message) for n in wizard.app._notifications), "the notice"
        )
    [file] = (data_dir / "vault").glob("*.age")
    profile_id, number, kind, _ending = file.name.split(".")
    assert (profile_id, kind) == (handoff_of().profile.id, "reviewed")
    kept = Keeper(data_dir).load(reviewed_of(profile_id, number), Place.VAULT, passphrase=Secret(PASSPHRASE))
    assert kept.reveal() == PASSWORD


async def test_the_offered_vault_can_be_declined_and_its_passphrase_proposed(sealed_review, data_dir):
    async with sealed_review() as wizard:
        await reach(wizard, "keep_password")
        await wizard.press("enter")
        dialog = await wizard.dialog("NewPassphraseDialog")
        dialog.press_propose()
        await wizard.shows("Write these words down")
        first, second = dialog.query("Input")
        assert first.value == second.value
        assert len(first.value.split("-")) == 6
        await wizard.press("escape")
        await wizard.until(lambda: type(wizard.screen).__name__ == "ReviewScreen")
    assert not (data_dir / "vault").exists()
