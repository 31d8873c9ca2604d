"""Answers that others bring, in the wizard: compared, chosen, taken; and a colleague's own screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from asked_sheet import (
    ASKED,
    CODES,
    EXCHANGE,
    TENANT,
    URL,
    VERSION,
    asking,
    behind,
    empty,
    filled,
    profile,
    quoted,
)
from fixture_types import Opened
from textual.widgets import Input, TextArea

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import answer_sheet
from cmic_wizard.profile.codec import draft_to_json
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.struct import replace
from cmic_wizard.tui.app import WizardApp
from cmic_wizard.tui.screens.first_screens import session_for_sheet

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

GIVEN = {TENANT: "NEW", CODES: "001, ACME01"}


def sheet_for(draft: Draft, answers: dict[str, str]) -> bytes:
    """What comes back of a sheet for the profile."""
    return filled(answer_sheet.written(load_guide(), draft, ASKED, "Ana", "en", "Kim Ito"), answers)


async def open_file(wizard: Wizard, path: Path) -> None:
    """By the menu, as the keyboard does."""
    await wizard.press("escape")
    await wizard.dialog("MenuDialog")
    await wizard.type("Open a file")
    await wizard.press("enter")
    dialog = await wizard.dialog("PathDialog")
    dialog.query_one(Input).value = str(path)
    await wizard.press("enter")


async def test_only_marked_answers_are_taken_and_keep_their_giver(opened: Opened, tmp_path: Path) -> None:
    async with opened({TENANT: "OLD"}) as wizard:
        path = tmp_path / "a.toml"
        path.write_bytes(sheet_for(wizard.session.draft, GIVEN))
        await open_file(wizard, path)
        await wizard.dialog("CompareDialog")
        await wizard.shows("Kim Ito", "OLD", "NEW", "001, ACME01", "Take 1 marked")
        await wizard.press("down", "down", "enter")
        await wizard.dialog("WizardScreen")
        assert wizard.answer(CODES) == "001, ACME01"
        assert wizard.answer(TENANT) == "OLD"
        assert wizard.session.draft.given[CODES].by == "Kim Ito"
        assert wizard.session.draft.given[CODES].role == "colleague"


async def test_space_and_enter_set_marks_and_esc_takes_nothing(opened: Opened, tmp_path: Path) -> None:
    async with opened({TENANT: "OLD"}) as wizard:
        path = tmp_path / "a.toml"
        path.write_bytes(sheet_for(wizard.session.draft, GIVEN))
        await open_file(wizard, path)
        await wizard.dialog("CompareDialog")
        await wizard.press("space")
        await wizard.shows("Take 2 marked")
        await wizard.press("escape")
        await wizard.dialog("WizardScreen")
        assert wizard.session.draft.answers == {TENANT: "OLD"}
        await open_file(wizard, path)
        await wizard.dialog("CompareDialog")
        await wizard.press("enter")
        await wizard.shows("Take 2 marked")
        await wizard.press("down", "down", "enter")
        await wizard.dialog("WizardScreen")
        assert wizard.session.draft.answers == {TENANT: "NEW", CODES: "001, ACME01"}


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_the_text_of_a_reply_is_pasted(opened: Opened, lang: str) -> None:
    async with opened({TENANT: "OLD"}, lang=lang) as wizard:
        await wizard.screen.action_do("import_file")
        (await wizard.dialog("PathDialog")).press_paste()
        dialog = await wizard.dialog("PasteDialog")
        dialog.query_one(TextArea).text = quoted(behind(asking(wizard.session.draft, lang), GIVEN))
        dialog.press_read()
        dialog = await wizard.dialog("CompareDialog")
        dialog.press_all()
        dialog.press_take()
        await wizard.until(lambda: wizard.answer(TENANT) == "NEW")


async def test_another_profiles_answers_are_told_and_wait_for_a_yes(opened: Opened, tmp_path: Path) -> None:
    async with opened({TENANT: "OLD"}) as wizard:
        path = tmp_path / "a.toml"
        stranger = replace(wizard.session.draft, id="0000-other", name="Zeta Ltd")
        path.write_bytes(sheet_for(stranger, GIVEN))
        await open_file(wizard, path)
        await wizard.dialog("Confirm")
        await wizard.shows("“Zeta Ltd”")
        await wizard.press("escape")
        await wizard.dialog("WizardScreen")
        await open_file(wizard, path)
        (await wizard.dialog("Confirm")).press_yes()
        await wizard.dialog("CompareDialog")


async def test_answers_for_another_profile_of_this_computer_go_there(
    opened: Opened, tmp_path: Path, data_dir: Path
) -> None:
    async with opened({TENANT: "OLD"}) as wizard:
        path = tmp_path / "a.toml"
        with Profiles(data_dir).create("Beta") as store:
            path.write_bytes(sheet_for(store.draft, GIVEN))
        await open_file(wizard, path)
        dialog = await wizard.dialog("CompareDialog")
        await wizard.shows("“Beta”")
        dialog.press_take()
        await wizard.until(lambda: wizard.app.session is not None and wizard.session.draft.name == "Beta")
        assert wizard.session.draft.answers == GIVEN
    assert Profiles(data_dir).load("acme-builders").answers == {TENANT: "OLD"}


async def test_a_colleagues_copy_is_compared_and_may_replace_all(opened: Opened, tmp_path: Path) -> None:
    async with opened({TENANT: "OLD"}) as wizard:
        path = tmp_path / "copy.json"
        path.write_bytes(draft_to_json(replace(wizard.session.draft, answers=GIVEN, password=None)))
        await open_file(wizard, path)
        dialog = await wizard.dialog("CompareDialog")
        dialog.press_take()
        await wizard.until(lambda: wizard.answer(CODES) == "001, ACME01")
        assert wizard.answer(TENANT) == "OLD"
        await open_file(wizard, path)
        (await wizard.dialog("CompareDialog")).press_replace()
        (await wizard.dialog("Confirm")).press_yes()
        await wizard.until(lambda: wizard.answer(TENANT) == "NEW")


@pytest.mark.parametrize("data", [b"nothing", b"", b'format = "cmic-wizard-answers"\nschema = 2\n'])
async def test_what_can_t_be_read_changes_nothing(opened: Opened, tmp_path: Path, data: bytes) -> None:
    async with opened({TENANT: "OLD"}) as wizard:
        path = tmp_path / "a.toml"
        path.write_bytes(data)
        await open_file(wizard, path)
        await wizard.until(lambda: len(wizard.app._notifications) > 0)
        assert type(wizard.screen).__name__ == "WizardScreen"
        assert wizard.session.draft.answers == {TENANT: "OLD"}


@pytest.fixture
def colleague(opened: Opened, tmp_path: Path) -> Callable[..., Any]:
    """`async with colleague() as wizard:` a sheet open on a colleague's screen, lying in `tmp_path`."""

    def open_sheet(answers: dict[str, str] | None = None, lang: str = "en") -> Any:
        path = tmp_path / "acme.cmic-answers.toml"
        path.write_bytes(filled(empty(profile(), lang), answers or {}))

        def app(folder: Path) -> WizardApp:
            sheet = answer_sheet.read(path.read_bytes())
            return WizardApp(folder, session=session_for_sheet(sheet, path, Keeper(folder)))

        return opened(app=app, lang=lang)

    return open_sheet


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_a_colleague_answers_the_questions_alone(
    colleague: Callable[..., Any], tmp_path: Path, lang: str
) -> None:
    answered = tmp_path / "acme-answered.cmic-answers.toml"
    async with colleague(lang=lang) as wizard:
        await wizard.shows("Ana Ruiz", "Acme Builders")
        assert set(wizard.session.assessment.steps) == set(ASKED)
        assert not answered.exists()
        await wizard.press("f3")
        await wizard.until(lambda: wizard.focused_step == VERSION)
        await wizard.type("R11")
        await wizard.press("enter")
        await wizard.until(lambda: wizard.state(VERSION).state.value == "wrong", "the same rules")
        await wizard.on(EXCHANGE)
        await wizard.press("space")
        await wizard.until(lambda: wizard.state(EXCHANGE).state.value == "done")
        await wizard.until(answered.exists)
        await wizard.press("f8")
        await wizard.shows("acme-answered.cmic-answers.toml")
        wizard.screen.query_one("#answerer", Input).value = "Lee Park"
        await wizard.until(lambda: wizard.session.draft.marks.get("answered_by") == "Lee Park")
        for key in ("f5", "f7", "f11"):
            await wizard.press(key)
            assert type(wizard.screen).__name__ == "AnswerScreen", "what is not theirs is not there"
    sheet = answer_sheet.read(answered.read_bytes())
    assert sheet.answers == {VERSION: "R11", EXCHANGE: "enabled"}
    assert (sheet.answered_by, sheet.profile_id) == ("Lee Park", profile().id)


async def test_the_answers_come_out_as_text_that_is_read_again(colleague: Callable[..., Any]) -> None:
    from cmic_wizard.handoff import reply_text

    async with colleague({TENANT: "SOLUTIONS", URL: "https://a.example/cmicprod"}) as wizard:
        await wizard.press("f8")
        await wizard.until(lambda: wizard.screen.query("Button"))
        wizard.screen.query_one("Button").press()
        await wizard.until(lambda: wizard.app.clipboard != "")
        read = reply_text.read(wizard.app.clipboard)
        assert read.answers == {TENANT: "SOLUTIONS", URL: "https://a.example/cmicprod"}
        assert read.profile_id == profile().id


async def test_the_first_screen_opens_a_sheet_without_a_profile(data_dir: Path, tmp_path: Path) -> None:
    from tests.tui.conftest import Wizard

    path = tmp_path / "acme.cmic-answers.toml"
    path.write_bytes(empty(profile()))
    app = WizardApp(data_dir, chosen_language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        wizard = Wizard(app, pilot)
        await wizard.dialog("FirstRunScreen")
        await wizard.press("tab", "tab", "enter")
        dialog = await wizard.dialog("PathDialog")
        dialog.query_one(Input).value = str(path)
        await wizard.press("enter")
        await wizard.dialog("AnswerScreen")
        await wizard.shows("Questions for you")
        app.close_session()
    assert Profiles(data_dir).list() == []


async def test_the_list_takes_answers_into_the_profile_they_are_for(opened: Opened, tmp_path: Path) -> None:
    async with opened({TENANT: "OLD"}) as wizard:
        path = tmp_path / "a.toml"
        path.write_bytes(sheet_for(wizard.session.draft, GIVEN))
        await wizard.app.run_action("profiles")
        await wizard.dialog("ProfilesScreen")
        wizard.screen.action_open_file()
        dialog = await wizard.dialog("PathDialog")
        dialog.query_one(Input).value = str(path)
        await wizard.press("enter")
        (await wizard.dialog("CompareDialog")).press_take()
        await wizard.dialog("WizardScreen")
        assert wizard.answer(CODES) == "001, ACME01"
        assert wizard.answer(TENANT) == "OLD"
