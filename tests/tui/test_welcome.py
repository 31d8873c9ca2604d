"""The welcome page asks for the Procore Point of Contact where it names it; help on waiting for CMiC."""

from __future__ import annotations

import pytest
from fixture_types import Opened

POINT = "management.point_of_contact"
SPECIALIST = "kickoff.specialist"
URL = "connection.mobile_server_url"


@pytest.mark.parametrize(
    ("lang", "button"),
    [
        ("en", "Fill in now: Procore Point of Contact"),
        ("es", "Rellenar ahora: Punto de contacto de Procore"),
    ],
)
async def test_the_point_of_contact_is_asked_for_on_the_welcome_page(
    opened: Opened, lang: str, button: str
) -> None:
    async with opened(lang=lang) as wizard:
        await wizard.until(lambda: wizard.screen.page.page == "welcome")
        assert button in wizard.text(), "in sight without scrolling at 80 × 24"
        await wizard.press("tab", "enter")
        await wizard.until(lambda: wizard.focused_step == POINT, "the field for the name")
        await wizard.type("Alex Moreau")
        await wizard.press("tab")
        await wizard.type("alex.moreau@procore.example")
        await wizard.press("enter")
        await wizard.until(lambda: "alex.moreau@procore.example" in wizard.answer(POINT))
        await wizard.screen.show_page("welcome")
        await wizard.until(lambda: wizard.screen.page.page == "welcome")
        assert button not in wizard.text()


async def test_the_specialist_is_asked_for_there_once_the_welcome_e_mail_has_come(
    opened: Opened,
) -> None:
    button = "Fill in now: Integration specialist"
    async with opened() as wizard:
        await wizard.until(lambda: wizard.screen.page.page == "welcome")
        assert button not in wizard.text(), "nobody knows the specialist before"
    async with opened({"kickoff.welcome_email": "yes"}, name="Second") as wizard:
        await wizard.until(lambda: wizard.screen.page.page == "welcome")
        await wizard.shows(button)
        await wizard.pilot.click(
            next(b for b in wizard.screen.query("Button") if SPECIALIST in (b.name or ""))
        )
        await wizard.until(lambda: wizard.focused_step == SPECIALIST, "the field for the specialist")


async def test_what_cmic_was_asked_for_waits_for_cmic_in_its_field(opened: Opened) -> None:
    async with opened(step=URL) as wizard:
        await wizard.until(lambda: wizard.focused_step == URL)
        await wizard.press("f2")
        await wizard.dialog("HelpDialog")
        await wizard.press("end")
        await wizard.shows("write “asked CMiC” here")
        await wizard.press("escape")
        await wizard.until(lambda: wizard.focused_step == URL)
        await wizard.type("asked CMiC")
        await wizard.press("enter")
        await wizard.until(lambda: wizard.state(URL).owner.value == "cmic")
        await wizard.press("f4")
        await wizard.dialog("ItemsDialog")
        await wizard.press("end")
        headings = [o.prompt.plain for o in wizard.screen.query_one("OptionList").options if not o.id]
        assert "Waiting for: CMiC (1)" in headings
