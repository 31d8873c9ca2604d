"""A profile that is held elsewhere, or a stored one under review, is looked at and never changed."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import Opened
from textual.widgets import Input, TextArea

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.profile.draft_store import Store
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.tui.app import WizardApp
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.controls.check_control import CheckControl
from cmic_wizard.tui.widgets.controls.options_control import OptionsControl
from cmic_wizard.tui.widgets.controls.people_control import PeopleControl
from cmic_wizard.tui.widgets.controls.schedule_control import ScheduleControl
from cmic_wizard.tui.widgets.controls.secret_control import SecretControl

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

CONTROLS = (Input, TextArea, OptionsControl, SecretControl, CheckControl, PeopleControl, ScheduleControl)


@pytest.fixture(params=["held elsewhere", "under review"])
def looked_at(
    request: pytest.FixtureRequest, opened: Opened, all_answers: dict[str, str], data_dir: Path
) -> AbstractAsyncContextManager[Wizard]:
    """A wizard that may not change its profile, and the profile's store."""
    if request.param == "held elsewhere":

        def app(folder: Path) -> WizardApp:
            holder = Profiles(folder, program="another program").open("acme-builders")
            request.addfinalizer(holder.close)
            return WizardApp(folder)
    else:

        def app(folder: Path) -> WizardApp:
            from cmic_wizard.credentials.keeper import Keeper

            draft = Profiles(folder).load("acme-builders")
            return WizardApp(folder, session=Session(draft, None, Keeper(folder)))

    return opened(all_answers, app=app)


async def test_no_page_has_a_control_and_no_key_changes_anything(
    looked_at: AbstractAsyncContextManager[Wizard], all_answers: dict[str, str], data_dir: Path
) -> None:
    async with looked_at as wizard:
        before = (data_dir / "profiles" / "acme-builders.json").read_bytes()
        assert wizard.session.read_only
        for page in ("welcome", *(p.id for p in load_guide().phases), "handoff"):
            await wizard.screen.show_page(page)
            await wizard.pilot.pause()
            assert [w for w in wizard.screen.query("*") if isinstance(w, CONTROLS)] == [], page
            await wizard.press(*"aZ1", "space", "delete", "f9", "f7", "enter", "tab", "space", "enter")
            while type(wizard.screen).__name__ != "WizardScreen":
                await wizard.press("escape")
        assert wizard.session.draft.answers == all_answers
        assert wizard.session.draft.notes == {}
        await wizard.press("f10")
    assert (data_dir / "profiles" / "acme-builders.json").read_bytes() == before


async def test_the_answers_are_shown_in_words(looked_at: AbstractAsyncContextManager[Wizard]) -> None:
    async with looked_at as wizard:
        await wizard.screen.show_page("preparation")
        await wizard.shows("R12 Patch 20")
        await wizard.screen.show_step("connection.hosting")
        await wizard.shows("Hosted by CMiC, not shared")


async def test_who_holds_it_is_said_in_the_title_and_a_notice(opened: Opened, data_dir: Path) -> None:
    def app(folder: Path) -> WizardApp:
        holders.append(Profiles(folder, program="another program").open("acme-builders"))
        return WizardApp(folder)

    holders: list[Store] = []
    async with opened(app=app) as wizard:
        assert "Read-only: open elsewhere" in wizard.text().split("\n")[0]
        await wizard.shows("another program")
    holders[0].close()
