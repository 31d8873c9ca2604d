"""Starting from a pasted text: on the first screen and on the welcome page, item by item."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fixture_types import Opened
from textual.events import Paste
from textual.widgets import TextArea

from cmic_wizard.i18n import set_language
from cmic_wizard.tui.app import WizardApp

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

TEXT = """Your integration specialist is Robin Vega (robin.vega@procore.example).
Client ID: SOLUTIONS
Password: hunter22
Company codes: 001 and 002"""
TENANT, CODES = "connection.tenant_id", "connection.company_codes"


@asynccontextmanager
async def first_screen(data_dir: Path) -> AsyncIterator[Wizard]:
    """The wizard without any profile."""
    from tests.tui.conftest import Wizard

    set_language("en")
    app = WizardApp(data_dir, chosen_language="en")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        wizard = Wizard(app, pilot)
        await wizard.dialog("FirstRunScreen")
        yield wizard
        app.close_session()


async def test_a_text_pasted_on_the_first_screen_is_proposed_item_by_item(data_dir: Path) -> None:
    async with first_screen(data_dir) as wizard:
        wizard.app.post_message(Paste(TEXT))
        dialog = await wizard.dialog("FoundDialog")
        await wizard.shows("line 2: Client ID: SOLUTIONS", "A password seems to stand in line 3")
        assert "hunter22" not in wizard.text()
        assert not dialog.ticked, "nothing is taken unasked"
        found = [one.step for one in dialog.findings.found]
        for _down in range(found.index(TENANT)):
            await wizard.press("down")
        await wizard.press("space")
        await wizard.shows("Take 1 answer")
        dialog.query_one("#take").focus()
        await wizard.press("enter")
        await wizard.dialog("FirstRunScreen")
        await wizard.shows("1 answer of your text is taken along.")
        await wizard.type("Acme Builders")
        await wizard.press("enter")
        await wizard.dialog("WizardScreen")
        assert wizard.session.draft.answers == {TENANT: "SOLUTIONS"}


async def test_closing_takes_nothing_and_an_address_is_no_name(data_dir: Path) -> None:
    async with first_screen(data_dir) as wizard:
        await wizard.type("https://acmemob.cmicpaas.com/cmicprod")
        await wizard.press("enter")
        await wizard.dialog("FoundDialog")
        await wizard.press("escape")
        await wizard.dialog("FirstRunScreen")
        await wizard.type("Acme Builders")
        await wizard.press("enter")
        await wizard.dialog("WizardScreen")
        assert wizard.session.draft.answers == {}


async def test_in_an_open_profile_what_would_be_replaced_is_said(opened: Opened) -> None:
    async with opened({TENANT: "OTHER"}) as wizard:
        await wizard.screen.run_action("do('take_text')")
        dialog = await wizard.dialog("PasteDialog")
        area = dialog.query_one(TextArea)
        area.focus()
        wizard.app.post_message(Paste(TEXT))
        await wizard.until(lambda: "SOLUTIONS" in area.text)
        dialog.press_read()
        dialog = await wizard.dialog("FoundDialog")
        await wizard.shows("It would replace: OTHER")
        dialog.press_all()
        dialog.press_take()
        await wizard.dialog("WizardScreen")
        await wizard.until(lambda: wizard.answer(CODES) == "001, 002")
        assert wizard.answer(TENANT) == "SOLUTIONS"
        await asyncio.sleep(0)


async def test_a_text_without_answers_says_so(data_dir: Path) -> None:
    async with first_screen(data_dir) as wizard:
        wizard.app.post_message(Paste("Dear all,\nplease bring cake."))
        await wizard.dialog("FoundDialog")
        await wizard.shows("Nothing in the text looks like an answer")
