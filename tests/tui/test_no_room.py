"""A profile that is full says so at the key that would not fit, shows what it keeps, and stays usable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixture_types import Opened
from textual.widgets import Input, TextArea

from cmic_wizard.bounds import PROFILE_ROOM
from cmic_wizard.profile.codec import draft_to_json
from cmic_wizard.profile.draft import Draft
from cmic_wizard.struct import replace

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

TENANT, PMX, PEOPLE = "connection.tenant_id", "subscriptions.pmxchange", "kickoff.specialist"
FULL = "larger than 248 kilobytes: shorten its longest answer or note."


def filled(draft: Draft) -> Draft:
    """The draft with a note that leaves 300 bytes."""
    room = PROFILE_ROOM - len(draft_to_json(draft)) - 300
    return replace(draft, notes={"kickoff.date": "x" * room})


def noticed(wizard: Wizard, text: str) -> bool:
    return any(text in notice.message for notice in wizard.app._notifications)


async def test_an_answer_that_does_not_fit_is_said_and_the_field_shows_what_is_kept(opened: Opened) -> None:
    async with opened({TENANT: "ACME"}, step=TENANT, change=filled) as wizard:
        await wizard.press("end")
        await wizard.type("x" * 400)
        await wizard.until(lambda: noticed(wizard, FULL), "the sentence")
        await wizard.until(lambda: wizard.focused_step == TENANT, "the focus")
        await wizard.pilot.pause()
        shown = wizard.field(TENANT).query_one(Input).value
        assert shown == wizard.answer(TENANT)
        assert len(shown) < 400
        await wizard.press("backspace")
        await wizard.until(lambda: wizard.answer(TENANT) == shown[:-1], "a shorter answer")
        await wizard.until(lambda: not wizard.session.dirty and not wizard.session.save_fault, "the save")


async def test_a_note_that_does_not_fit_is_said_and_can_be_shortened_or_given_up(opened: Opened) -> None:
    async with opened({TENANT: "ACME"}, step=TENANT, change=filled) as wizard:
        await wizard.press("f7")
        dialog = await wizard.dialog("TextDialog")
        await wizard.type("y" * 500)
        await wizard.shows("larger than 248 kilobytes")
        await wizard.press("escape")
        await wizard.pilot.pause()
        assert wizard.screen is dialog
        dialog.query_one(TextArea).text = "y" * 20
        await wizard.press("escape")
        await wizard.until(lambda: wizard.screen is not dialog, "the dialog to close")
        assert wizard.session.draft.notes[TENANT] == "y" * 20
        await wizard.press("f7")
        dialog = await wizard.dialog("TextDialog")
        await wizard.type("z" * 500)
        await wizard.press("escape", "escape")
        await wizard.until(lambda: wizard.screen is not dialog, "the dialog to close")
        assert len(wizard.session.draft.notes[TENANT]) < 500
        await wizard.until(lambda: not wizard.session.dirty and not wizard.session.save_fault, "the save")
