"""Who answered what, seen in the wizard and taken back there; a second environment made by a copy."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import Opened
from textual.widgets import Input

from cmic_wizard.profile.draft import Draft, Given, KeptPassword
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.profile.recording import Origin
from cmic_wizard.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

TENANT, URL = "connection.tenant_id", "connection.mobile_server_url"
PRODUCTION, TEST = "https://acmemob.cmicpaas.com/cmicprod", "https://acmemob.cmicpaas.com/cmictest"
AT = "2026-11-24T12:00:00+00:00"


async def test_what_was_typed_is_taken_back_by_the_menu_and_its_field_shows_it(opened: Opened) -> None:
    async with opened(step=TENANT) as wizard:
        await wizard.type("ACME")
        await wizard.press("tab")
        await wizard.on(TENANT)
        await wizard.press("end")
        await wizard.type("2")
        await wizard.until(lambda: wizard.answer(TENANT) == "ACME2")
        for left in ("ACME", ""):
            await wizard.press("escape")
            await wizard.dialog("MenuDialog")
            await wizard.type("Undo the last")
            await wizard.press("enter")
            await wizard.dialog("WizardScreen")
            await wizard.until(partial(_stands, wizard, left))
            await wizard.until(lambda: wizard.focused_step == TENANT)
        await wizard.until(lambda: not wizard.session.dirty)


WORDS = [("en", "Undo the last change"), ("es", "Deshacer el último cambio")]


def _stands(wizard: Wizard, text: str) -> bool:
    """Whether an answer stands in the profile, and its box shows it."""
    return wizard.answer(TENANT) == text == wizard.field(TENANT).query(Input).first().value


@pytest.mark.parametrize(("lang", "word"), WORDS)
async def test_the_history_lists_filters_and_takes_back(lang: str, word: str, opened: Opened) -> None:
    async with opened({URL: PRODUCTION}, step=TENANT, lang=lang, size=(80, 24)) as wizard:
        store = wizard.session.store
        assert store is not None
        store.answer(URL, TEST)
        with store.as_one(Origin("import", "Ivy Chen", "colleague")):
            for step, text in ((TENANT, "IVYS"), ("connection.company_codes", "001")):
                given = Given(AT, "Ivy Chen", "colleague")
                store.change(partial(Draft.brought, step=step, text=text, given=given))
        wizard.session.announce()
        await wizard.screen.run_action("do('history')")
        dialog = await wizard.dialog("HistoryDialog")
        await wizard.shows("Ivy Chen", "IVYS", word)
        rows = dialog.query_one(RowList)
        every = len(rows.rows)
        await wizard.type("ivy")
        await wizard.until(lambda: len(rows.rows) == 2 < every)
        await wizard.press("down", "enter")
        await wizard.dialog("WizardScreen")
        await wizard.until(lambda: wizard.focused_step in (TENANT, "connection.company_codes"))
        await wizard.screen.run_action("do('history')")
        dialog = await wizard.dialog("HistoryDialog")
        await wizard.press("tab", "tab", "enter")
        await wizard.until(lambda: wizard.answer(TENANT) == "")
        assert wizard.answer("connection.company_codes") == ""
        await wizard.press("escape")
        await wizard.dialog("WizardScreen")


async def test_a_large_import_is_taken_back_in_a_notice_that_has_room(opened: Opened) -> None:
    async with opened(size=(80, 24)) as wizard:
        store = wizard.session.store
        assert store is not None
        with store.as_one(Origin("import", "Ivy Chen", "colleague")):
            for step in (
                TENANT,
                "connection.company_codes",
                "connection.service_user",
                "subscriptions.patch",
            ):
                given = Given(AT, "Ivy Chen", "colleague")
                store.change(partial(Draft.brought, step=step, text="7", given=given))
        wizard.session.announce()
        wizard.app.notify("4 answers were taken")
        await wizard.screen.run_action("do('undo')")
        await wizard.until(lambda: wizard.answer(TENANT) == "")
        await wizard.until(lambda: any("Taken back" in one.message for one in wizard.app._notifications))
        (notice,) = wizard.app._notifications
        *first, last = notice.message.splitlines()
        assert (len(first), last) == (2, "Taken back: 2 more changes")
        await wizard.screen.run_action("do('history')")
        await wizard.dialog("HistoryDialog")
        assert not list(wizard.app._notifications), "nothing lies over the list"


async def test_the_field_and_its_help_say_who_answered(opened: Opened) -> None:
    async with opened(step=TENANT) as wizard:
        store = wizard.session.store
        assert store is not None
        store.answer(TENANT, "MINE")
        store.pause()
        store.change(lambda draft: draft.brought(TENANT, "ACME", Given(AT, "Ivy Chen", "colleague")))
        wizard.session.announce()
        await wizard.shows("Answered by Ivy Chen")
        await wizard.press("f2")
        await wizard.dialog("HelpDialog")
        await wizard.press("end")
        await wizard.shows("Who said what", "Ivy Chen: MINE → ACME")


async def test_an_address_that_comes_back_has_no_password_of_another_server(opened: Opened) -> None:
    async with opened({URL: PRODUCTION}, step=URL) as wizard:
        store = wizard.session.store
        assert store is not None
        store.answer(URL, "https://other.example/cmicprod")
        store.keep_password(KeptPassword("key_ring", 9, store.now()))
        wizard.session.announce()
        await wizard.screen.run_action("do('undo')")
        await wizard.until(lambda: wizard.answer(URL) == PRODUCTION)
        await wizard.shows("password is not kept for it.")
        assert wizard.session.draft.password is None


async def test_test_and_production_are_told_apart_in_the_title(opened: Opened) -> None:
    async with opened({URL: TEST}, step=URL) as wizard:
        await wizard.until(lambda: "TEST" in wizard.text().splitlines()[0])
        wizard.session.answer(wizard.session.guide.steps[URL], PRODUCTION)
        wizard.session.announce()
        await wizard.until(lambda: "production" in wizard.text().splitlines()[0])


async def test_the_list_of_profiles_copies_one_and_says_how_each_stands(
    opened: Opened, data_dir: Path
) -> None:
    call = {URL: TEST, TENANT: "ACME", "kickoff.date": "2099-03-03T10:00+00:00[UTC]"}
    async with opened(call, step=URL) as wizard:
        name = wizard.session.draft.name
        await wizard.screen.run_action("app.profiles")
        await wizard.dialog("ProfilesScreen")
        await wizard.shows("TEST", "3 Mar 2099")
        await wizard.press("f7")
        dialog = await wizard.dialog("NameDialog")
        assert dialog.query_one(Input).value == f"{name} (production)"
        await wizard.press("enter")
        await wizard.dialog("ProfilesScreen")
        await wizard.shows(f"{name} (production)"[:27])
    found = {one.name: Profiles(data_dir).load(one.slug) for one in Profiles(data_dir).list()}
    copied, first = found[f"{name} (production)"], found[name]
    assert copied.answers == first.answers
    assert copied.id != first.id
    assert (copied.password, copied.check) == (None, None)
