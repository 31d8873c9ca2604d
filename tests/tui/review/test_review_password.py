"""The password of a sealed file with the specialist: shown on demand alone, and kept only where he says."""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened, Reviewing
from reviewing import handoff_of
from samples import acme_builders
from textual.widgets import Input

from cmic_wizard.credentials.keeper import Keeper, Place
from cmic_wizard.credentials.naming import reviewed_of
from cmic_wizard.handoff import attached, remarks
from cmic_wizard.profile import settings
from cmic_wizard.review import kept_passwords
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace
from cmic_wizard.tui import copying
from cmic_wizard.tui.pasteboard import Reached
from cmic_wizard.tui.review import clipboard, reveal
from cmic_wizard.tui.review.app import ReviewApp
from cmic_wizard.tui.review.clipboard import SecretClipboard
from cmic_wizard.tui.review.session import ReviewSession

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

PASSWORD = "Blue-Canal-77!"
PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def sealed_review(opened: Opened) -> Reviewing:
    """`async with sealed_review() as wizard:` the review of a hand-off that came with a password."""

    @asynccontextmanager
    async def open_review(password: str | None = PASSWORD, **options: Any) -> AsyncIterator[Wizard]:
        def app(data: Any) -> ReviewApp:
            secret = Secret(password) if password is not None else None
            return ReviewApp(data, session=ReviewSession(handoff_of(), Keeper(data), data, secret))

        async with opened(app=app, **options) as wizard:
            await wizard.shows("Review · check number")
            yield wizard

    return open_review


async def reach(wizard: Wizard, name: str) -> None:
    """Go to a button by Tab alone."""
    for _turn in range(12):
        if getattr(wizard.app.focused, "name", "") == name:
            return
        await wizard.press("tab")
    raise AssertionError(f"Tab never came to {name}:\n{wizard.text()}")


async def test_its_length_is_told_and_no_part_of_it(sealed_review: Reviewing) -> None:
    async with sealed_review() as wizard:
        await reach(wizard, "show_password")
        await wizard.shows("Password: present, 14 characters, not shown.")
        for page in ("welcome", "preparation", "implementation", "management", "handoff"):
            await wizard.screen.show_page(page)
            await wizard.pilot.pause()
            assert PASSWORD not in wizard.text()
            assert PASSWORD not in wizard.app.export_screenshot().replace("&#160;", " ")


async def test_without_a_password_there_is_nothing_to_show(sealed_review: Reviewing) -> None:
    async with sealed_review(None) as wizard:
        await wizard.screen.action_do("show_password")
        await wizard.screen.action_do("write_password")
        await wizard.screen.action_do("keep_password")
        await wizard.pilot.pause()
        assert type(wizard.screen).__name__ == "ReviewScreen"
        assert not wizard.screen.query("Button#show_password")


async def test_it_is_shown_for_fifteen_seconds_and_then_gone(
    sealed_review: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reveal.SHOWN_FOR == 15
    monkeypatch.setattr(reveal, "SHOWN_FOR", 2)
    async with sealed_review() as wizard:
        await reach(wizard, "show_password")
        await wizard.press("enter")
        await wizard.dialog("RevealDialog")
        await wizard.shows(PASSWORD, "Hidden again in 2 s.", "Hidden again in 1 s.")
        await wizard.until(lambda: type(wizard.screen).__name__ == "ReviewScreen", "the end of showing")
        assert PASSWORD not in wizard.text()


async def test_it_can_be_marked_neither_by_mouse_nor_taken_to_the_clipboard(sealed_review: Reviewing) -> None:
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


async def test_it_is_in_no_screenshot(sealed_review: Reviewing, home: Path) -> None:
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


async def test_the_dialog_forgets_it(sealed_review: Reviewing) -> None:
    async with sealed_review() as wizard:
        await reach(wizard, "show_password")
        await wizard.press("enter")
        dialog = await wizard.dialog("RevealDialog")
        await wizard.press("escape")
        assert dialog.password is None


async def test_it_is_written_to_a_file_of_the_reviewer_alone(sealed_review: Reviewing, home: Path) -> None:
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
        button = wizard.app.focused
        assert button is not None
        await wizard.until(lambda: not button.has_class("-active"), "the button to be up again")
        await wizard.press("enter")
        await wizard.until(
            lambda: type(wizard.screen).__name__ == "ReviewScreen", "replaced at the second time"
        )


@pytest.mark.parametrize("typed", ["~nobody-of-that-name/x", "/nowhere/at/all/x", "x" * 400, "."])
async def test_a_path_that_cannot_be_is_told(sealed_review: Reviewing, typed: str) -> None:
    async with sealed_review() as wizard:
        await reach(wizard, "write_password")
        await wizard.press("enter")
        dialog = await wizard.dialog("WriteDialog")
        await wizard.press("shift+tab")
        dialog.query_one("Input").value = typed
        await wizard.press("enter", "enter")
        await wizard.until(lambda: str(dialog.query_one(".fault").render()), "a sentence")
        assert wizard.screen is dialog


async def test_without_a_key_ring_a_vault_is_offered(sealed_review: Reviewing, data_dir: Path) -> None:
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


async def test_the_offered_vault_can_be_declined_and_its_passphrase_proposed(
    sealed_review: Reviewing, data_dir: Path
) -> None:
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


async def test_what_is_kept_is_listed_shown_and_deleted_later(
    sealed_review: Reviewing, data_dir: Path
) -> None:
    async with sealed_review() as wizard:
        wizard.session.keeper.vault.create(Secret(PASSPHRASE))
        await wizard.screen.action_do("keep_password")
        await wizard.until(
            lambda: [one for one in kept_passwords.listed(data_dir) if one.noted.place], "kept"
        )
        assert PASSWORD.encode() not in b"".join(p.read_bytes() for p in (data_dir / "desk").glob("*.json"))
        await wizard.screen.action_do("kept_passwords")
        await wizard.dialog("KeptPasswordsDialog")
        await wizard.shows("Acme Builders", "vault")
        await wizard.press("enter", "enter")
        await wizard.dialog("RevealDialog")
        await wizard.shows(PASSWORD)
        await wizard.press("escape")
        await wizard.dialog("KeptPasswordsDialog")
        assert PASSWORD not in wizard.text()
        await wizard.press("enter", "right", "enter")
        await wizard.dialog("Confirm")
        await wizard.press("right", "enter")
        await wizard.dialog("KeptPasswordsDialog")
        await wizard.shows("You keep no password of a customer.")
    assert kept_passwords.listed(data_dir) == []
    assert not list((data_dir / "vault").glob("*.reviewed.age"))


async def test_a_vault_that_is_declined_leaves_nothing_noted(
    sealed_review: Reviewing, data_dir: Path
) -> None:
    async with sealed_review() as wizard:
        await reach(wizard, "keep_password")
        await wizard.press("enter")
        await wizard.dialog("NewPassphraseDialog")
        assert len(kept_passwords.listed(data_dir)) == 1, "noted before it is kept"
        await wizard.press("escape")
        await wizard.until(lambda: kept_passwords.listed(data_dir) == [], "the note to go")


async def test_the_values_for_procore_are_copied_each_by_one_key(sealed_review: Reviewing) -> None:
    async with sealed_review() as wizard:
        await wizard.screen.action_do("values")
        dialog = await wizard.dialog("ValuesDialog")
        wanted = [value.text for value in dialog.values if value.text]
        assert {"https://acmemob.cmicpaas.com/cmicprod", "PROCORE_SVC", "001", "ACME01"} <= set(wanted)
        copied = []
        for _value in wanted:
            await wizard.press("enter")
            copied.append(wizard.app.clipboard)
        assert copied == wanted, "Enter copies one and goes on to the next"
        assert PASSWORD not in wizard.text()
        await wizard.press("enter")
        assert wizard.app.clipboard == PASSWORD, "only on its own line"
        await wizard.shows("The password was handed to your terminal, for 30 seconds.")
        assert PASSWORD not in wizard.text()


@pytest.mark.parametrize(
    ("held", "stays"), [(None, ""), (PASSWORD, ""), (f"{PASSWORD}\n", ""), ("copied elsewhere", "elsewhere")]
)
async def test_the_clipboard_is_emptied_where_it_still_holds_the_password(
    sealed_review: Reviewing, monkeypatch: pytest.MonkeyPatch, held: str | None, stays: str
) -> None:
    monkeypatch.setattr(clipboard, "held_now", lambda: held)
    monkeypatch.setattr(clipboard, "STAYS", 0.05)
    sent: list[str] = []
    looked: list[bool] = []
    emptied = clipboard.SecretClipboard._end

    def end(self: SecretClipboard, reached: Reached, still: bool) -> None:
        emptied(self, reached, still)
        looked.append(still)

    monkeypatch.setattr(clipboard.SecretClipboard, "_end", end)
    async with sealed_review() as wizard:
        monkeypatch.setattr(copying, "tell_terminal", lambda _app, text: sent.append(text))
        await wizard.screen.action_do("copy_password")
        assert sent[0] == PASSWORD
        await wizard.until(lambda: looked, "the end of its time")
        assert wizard.app.clipboard == ""
        assert sent == ([PASSWORD] if stays else [PASSWORD, ""])
        await wizard.screen.action_do("copy_password")
        wizard.app.copy_to_clipboard("something else")
        await wizard.pilot.pause(0.2)
        assert wizard.app.clipboard == "something else"


async def test_a_password_on_the_clipboard_goes_with_the_program(
    sealed_review: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "held_now", lambda: None)
    async with sealed_review() as wizard:
        await wizard.screen.action_do("copy_password")
        await wizard.press("f10")
        await wizard.until(lambda: wizard.app._exit, "the end")
        assert wizard.app.clipboard == ""


async def test_the_remarks_go_as_an_e_mail_draft_and_name_and_address_are_remembered(
    sealed_review: Reviewing, data_dir: Path, home: Path
) -> None:
    async with sealed_review() as wizard:
        wizard.review_session.sign("Robin Vega")
        wizard.review_session.conclude("changes")
        wizard.screen.query_one("#mail", Input).focus()
        await wizard.type("robin@procore.example")
        await wizard.screen.action_do("mail_remarks")
        await wizard.dialog("WriteDialog")
        await wizard.shows("jane.doe@acme.example")
        await wizard.press("enter")
        path = home / "acme-builders.cmic-remarks.eml"
        await wizard.until(path.exists, "the draft")
        await wizard.until(lambda: settings.load(data_dir).name == "Robin Vega", "the name")
        assert settings.load(data_dir).mail == "robin@procore.example"
    assert b"Robin Vega\r\nrobin@procore.example" in path.read_bytes()
    file = remarks.parse(attached.attached(path.read_bytes()))
    assert (file.author, file.overall) == ("Robin Vega", "changes")
    assert PASSWORD.encode() not in path.read_bytes()
    other = replace(acme_builders(), id="another")
    session = ReviewSession(handoff_of(other), Keeper(data_dir), data_dir)
    assert (session.review.author, session.own_mail) == ("Robin Vega", "robin@procore.example")
