"""Texts from people, files and servers are shown as they are, whatever stands in them, and obeyed never."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from fixture_types import Opened
from hostile_draft import NAME, hostile_draft
from hostile_texts import HOSTILE
from screen_tour import HARMFUL, harm, tour
from textual.content import Content
from textual.widgets import Static

from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.tui.app import WizardApp
from cmic_wizard.tui.session import Session

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard


async def test_harm_is_seen(opened: Opened) -> None:
    """The control: markup and control characters that do get through are found."""
    async with opened() as wizard:
        await wizard.screen.page.mount(Static("[@click=app.quit]x[/]"), before=0)
        await wizard.until(lambda: any("@click" in line for line in harm(wizard.screen)))
        await wizard.screen.page.mount(Static(Content("a\u202eb")), before=0)
        await wizard.until(lambda: any("202E" in line for line in harm(wizard.screen)))


async def _harmless_everywhere(wizard: Wizard) -> None:
    seen = 0
    async for where in tour(wizard):
        assert harm(wizard.screen) == [], where
        seen += 1
    assert seen > 15
    assert not wizard.app._exit
    assert wizard.app.clipboard == ""


async def test_every_page_and_dialog_of_a_hostile_profile_is_harmless(opened: Opened) -> None:
    async with opened(change=hostile_draft, size=(80, 50)) as wizard:
        assert "[@click=app.quit]A" in wizard.text()
        await _harmless_everywhere(wizard)


async def test_what_a_file_says_is_harmless_under_review(opened: Opened) -> None:
    """Nothing has been made visible on the way here: the screen is the last to look at it."""

    def app(folder: Path) -> WizardApp:
        from cmic_wizard.credentials.keeper import Keeper

        draft = hostile_draft(Profiles(folder).load("acme-builders"))
        assert draft.name == NAME
        return WizardApp(folder, session=Session(draft, None, Keeper(folder), holder=HOSTILE[0]))

    async with opened(app=app, size=(80, 50)) as wizard:
        guide = wizard.session.guide
        for page in ("welcome", *(p.id for p in guide.phases), "handoff"):
            await wizard.screen.show_page(page)
            await wizard.pilot.pause()
            assert harm(wizard.screen) == [], page
            while wizard.screen.page.scroll_y < wizard.screen.page.max_scroll_y:
                wizard.screen.page.scroll_page_down(animate=False, force=True)
                await wizard.pilot.pause()
                assert harm(wizard.screen) == [], page
        for key in ("f1", "f2", "f4", "escape"):
            await wizard.press(key)
            await wizard.until(lambda: type(wizard.screen).__name__ != "WizardScreen")
            assert harm(wizard.screen) == [], key
            await wizard.press("escape")
            await wizard.dialog("WizardScreen")


async def test_the_list_of_profiles_is_harmless(opened: Opened, data_dir: Path) -> None:
    for name in HOSTILE[:4]:
        Profiles(data_dir).create(name).close()
    damaged = data_dir / "profiles" / "damaged.json"
    damaged.write_text('{"name": "\x1b]52;c;x\x07 [/ [@click=app.quit]"}')
    damaged.chmod(0o600)
    async with opened(change=hostile_draft) as wizard:
        await wizard.screen.action_do("profiles")
        await wizard.dialog("ProfilesScreen")
        assert harm(wizard.screen) == []
        await wizard.press("f2")
        await wizard.dialog("NameDialog")
        assert harm(wizard.screen) == []
        await wizard.press("escape", "delete")
        await wizard.dialog("Confirm")
        assert harm(wizard.screen) == []


async def test_what_is_pasted_is_harmless_and_kept_readable(opened: Opened) -> None:
    from textual.events import Paste

    step = "management.call_request"
    async with opened(step=step) as wizard:
        for text in HOSTILE:
            if not text.strip():
                continue
            wizard.app.post_message(Paste(text))
            await wizard.until(lambda: wizard.answer(step))
            assert not {unicodedata.category(c) for c in wizard.answer(step)} & HARMFUL, repr(text)
            assert harm(wizard.screen) == [], repr(text)
            wizard.screen.flush()
            await wizard.until(
                lambda: (
                    Profiles(wizard.app.data_dir).load("acme-builders").answers.get(step)
                    == wizard.answer(step)
                )
            )
            await wizard.press("end", "ctrl+u")
            await wizard.until(lambda: not wizard.answer(step))
