"""Language and theme are switched while the wizard runs, and remembered."""

from __future__ import annotations

from pathlib import Path

from fixture_types import Opened
from textual.widgets import Input

from cmic_wizard.i18n import language

USER = "connection.service_user"


async def test_another_language_keeps_place_and_text(opened: Opened) -> None:
    async with opened(step=USER) as wizard:
        await wizard.type("PROC")
        await wizard.screen.action_do("language")
        await wizard.until(lambda: language() == "es")
        await wizard.shows("Usuario de servicio de CMiC", "F1 Ayuda", "F10 Fin", "✓ hecho")
        await wizard.until(lambda: wizard.focused_step == USER)
        assert wizard.field(USER).query_one(Input).value == "PROC"
        assert "CMiC service user" not in wizard.text()
        await wizard.type("ORE")
        assert wizard.answer(USER) == "PROCORE"
        await wizard.screen.action_do("language")
        await wizard.shows("CMiC service user", "F10 Quit")
        assert wizard.session.draft.marks["language"] == "en"


async def test_the_language_of_a_profile_is_taken_up_again(opened: Opened) -> None:
    from cmic_wizard.struct import replace

    async with opened(change=lambda d: replace(d, marks={"language": "es"})) as wizard:
        await wizard.shows("Bienvenida", "F10 Fin")


async def test_a_theme_is_remembered_with_the_profile(opened: Opened, data_dir: Path) -> None:
    from cmic_wizard.profile.profiles import Profiles

    async with opened() as wizard:
        assert wizard.app.theme == "cmic-dark"
        await wizard.screen.action_do("theme")
        await wizard.until(lambda: wizard.app.theme == "cmic-light")
        await wizard.press("f10")
        await wizard.until(lambda: wizard.app._exit)
    assert Profiles(data_dir).load("acme-builders").marks["theme"] == "cmic-light"
    from cmic_wizard.struct import replace

    async with opened(name="Other", change=lambda d: replace(d, marks={"theme": "cmic-light"})) as wizard:
        assert wizard.app.theme == "cmic-light"


async def test_the_first_screen_takes_language_and_name(data_dir: Path) -> None:
    from cmic_wizard.tui.app import WizardApp

    app = WizardApp(data_dir)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("shift+tab", "enter")
        for _turn in range(50):
            await pilot.pause()
            if language() == "es":
                break
        assert language() == "es"
        await pilot.pause()
        await pilot.press(*"Acme", "enter")
        for _turn in range(50):
            await pilot.pause()
            if app.session is not None:
                break
        assert app.session is not None
        assert app.session.draft.name == "Acme"
        assert app.session.draft.marks["language"] == "es"
        app.close_session()
