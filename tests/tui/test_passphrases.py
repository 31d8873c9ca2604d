"""Masked lines: labels that stay, words that a second Enter does not replace, a way on for the forgetful."""

from __future__ import annotations

from typing import Any

from fixture_types import Opened
from textual.widgets import Button, Input

from cmic_wizard.asking import Wanted
from cmic_wizard.credentials.vault import Vault
from cmic_wizard.secret import Secret
from cmic_wizard.tui.screens.passphrase_dialog import NewPassphraseDialog, PassphraseDialog
from cmic_wizard.tui.screens.unlocking import begin_anew


async def test_labels_stay_while_one_types(opened: Opened) -> None:
    async with opened() as wizard:
        wizard.app.push_screen(NewPassphraseDialog("A vault", "Why"))
        dialog = await wizard.dialog("NewPassphraseDialog")
        labels = ("Passphrase of the vault, at least 12 characters", "The passphrase once more")
        await wizard.shows(*labels)
        for name in ("#passphrase", "#passphrase-again"):
            dialog.query_one(name, Input).value = "correct horse battery staple"
        await wizard.pilot.pause()
        await wizard.shows(*labels)


async def test_proposed_words_are_not_replaced_by_a_second_enter(opened: Opened) -> None:
    async with opened() as wizard:
        wizard.app.push_screen(NewPassphraseDialog("A vault", "Why"))
        dialog = await wizard.dialog("NewPassphraseDialog")
        button = dialog.query_one("#propose", Button)
        button.focus()
        await wizard.press("enter")
        box = dialog.query_one("#passphrase", Input)
        words = box.value
        assert words.count("-") == 5
        await wizard.until(lambda: not button.has_class("-active"))
        await wizard.press("enter")
        await wizard.shows("These words are filled in already")
        assert box.value == words
        box.value = ""
        await wizard.until(lambda: not button.has_class("-active"))
        await wizard.press("enter")
        assert box.value
        assert box.value != words, "others, where the first ones were emptied"


async def test_proposed_words_are_not_copied_by_a_mere_drag(opened: Opened) -> None:
    async with opened() as wizard:
        wizard.app.push_screen(NewPassphraseDialog("A vault", "Why"))
        dialog = await wizard.dialog("NewPassphraseDialog")
        dialog.press_propose()
        await wizard.pilot.pause()
        dialog.text_select_all()
        dialog.app.on_text_selected()
        assert not wizard.app.clipboard


async def test_a_forgotten_passphrase_has_a_way_on(opened: Opened) -> None:
    async with opened() as wizard:
        vault: Vault = wizard.app.keeper.vault
        vault.create(Secret("correct horse battery staple"))
        given: list[Any] = []
        dialog: PassphraseDialog = PassphraseDialog(
            "Open the vault", "Why", forgotten=lambda: begin_anew(dialog, Wanted.VAULT_OF_PASSWORD)
        )
        wizard.app.push_screen(dialog, given.append)
        await wizard.dialog("PassphraseDialog")
        next(b for b in dialog.query(Button) if b.name == "forgotten").press()
        await wizard.dialog("Confirm")
        await wizard.shows("Nobody can open the vault without it", "Enter the password again")
        next(b for b in wizard.screen.query(Button) if b.name == "yes").press()
        await wizard.dialog("WizardScreen")
        assert given == [None]
        assert not vault.exists()
        aside = [path for path in vault.folder.parent.iterdir() if path.name.startswith("vault.forgotten-")]
        assert len(aside) == 1
        assert Vault(aside[0]).exists(), "it is kept, and opens with its passphrase"
        vault.create(Secret("another correct horse"))
