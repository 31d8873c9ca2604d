"""Asking somebody on the screen: one item, several from the list, reminding, withdrawing."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened
from textual.widgets import Input

from cmic_wizard.profile.assessment import State
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.settings import load

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

VERSION, CODES, USER = (
    "subscriptions.cmic_version",
    "connection.company_codes",
    "connection.service_user",
)
KIM = {"connection.cmic_contact": "Kim Ito <kim@cmic.example>"}
AT = "2026-01-05T10:00:00+00:00"
LATE = Request("Ana Ruiz", AT, "ana@acme.example", "colleague", "2026-01-09", "T-1")


def late(draft: Draft) -> Draft:
    return draft.asking([VERSION, CODES], LATE, draft.changed)


async def back(wizard: Wizard) -> None:
    await wizard.until(lambda: type(wizard.screen).__name__ == "WizardScreen")


def drafts(home: Path) -> list[str]:
    """The names of the e-mails that were written."""
    return [path.name for path in home.glob("*.eml")]


def told(wizard: Wizard, text: str) -> bool:
    return any(text in notice.message for notice in wizard.app._notifications)


async def written(wizard: Wizard, home: Path) -> Any:
    """Write the e-mail, and close; the message."""
    await wizard.until(lambda: wizard.screen.done and wizard.screen.query_one("#copy").display)
    await wizard.press("enter")
    await back(wizard)
    (name,) = drafts(home)
    return message_from_bytes((home / name).read_bytes(), policy=policy.default)


@pytest.mark.parametrize(("lang", "other"), [("en", "Somebody else"), ("es", "Otra persona")])
async def test_an_item_is_asked_of_somebody_new_by_keyboard(
    opened: Opened, home: Path, data_dir: Path, lang: str, other: str
) -> None:
    async with opened({}, step=VERSION, lang=lang) as wizard:
        await wizard.press("f11")
        await wizard.dialog("Choose")
        await wizard.shows(other)
        await wizard.press("up", "enter")
        dialog = await wizard.dialog("AskDialog")
        assert dialog.focused.id == "whom"
        await wizard.type("Ana Ruiz <ana@acme.example>")
        dialog.query_one("#own").focus()
        await wizard.type("Dana Reyes <dana@acme.example>")
        dialog.query_one("#write").focus()
        await wizard.press("enter")
        message = await written(wizard, home)
        assert message["To"] == "Ana Ruiz <ana@acme.example>"
        state = wizard.state(VERSION)
        assert state.state is State.WAITING
        assert state.asked is not None
        assert (state.asked.whom, state.asked.role, state.asked.language) == ("Ana Ruiz", "colleague", lang)
        assert load(data_dir).name == "Dana Reyes"
        await wizard.shows("Ana Ruiz")


async def test_the_people_of_the_profile_come_first_and_are_chosen_by_an_arrow(
    opened: Opened, home: Path
) -> None:
    async with opened(KIM, step=VERSION) as wizard:
        await wizard.press("f11")
        await wizard.dialog("Choose")
        await wizard.shows("Kim Ito <kim@cmic.example> (CMiC)")
        await wizard.press("down", "enter")
        dialog = await wizard.dialog("AskDialog")
        assert dialog.query_one("#whom", Input).value == "Kim Ito <kim@cmic.example>"
        dialog.query_one("#own").focus()
        await wizard.type("Dana Reyes")
        await wizard.press("enter")
        dialog.query_one("#reference", Input).value = "CS-1"
        dialog.press_write()
        message = await written(wizard, home)
        assert str(message["Subject"]).startswith("[CS-1] Acme Builders")
        asked = wizard.session.draft.asked[VERSION]
        assert (asked.role, asked.reference) == ("cmic", "CS-1")


async def test_several_are_marked_in_the_list_and_asked_in_one_letter(opened: Opened, home: Path) -> None:
    async with opened(KIM, step=VERSION) as wizard:
        await wizard.press("f4")
        items = await wizard.dialog("ItemsDialog")
        await wizard.press("space", "down", "down", "space")
        marked = tuple(items.marked)
        assert len(marked) == 2
        await wizard.press("f11")
        await wizard.dialog("Choose")
        await wizard.press("down", "enter")
        dialog = await wizard.dialog("AskDialog")
        assert dialog.steps == marked
        dialog.query_one("#own", Input).value = "Dana Reyes"
        dialog.press_write()
        await written(wizard, home)
        assert {*wizard.session.draft.asked} == {*marked}
        await wizard.press("f4")
        await wizard.dialog("ItemsDialog")
        await wizard.shows("Waiting for: Kim Ito, until")


async def test_a_mark_is_taken_back_and_a_click_on_a_box_marks(opened: Opened) -> None:
    async with opened({}, step=VERSION) as wizard:
        await wizard.press("f4")
        items = await wizard.dialog("ItemsDialog")
        await wizard.press("space", "space")
        assert not items.marked
        listing = items.query_one("MarkedList")
        at = listing.content_region.offset
        await wizard.pilot.click(offset=(at.x + 1, at.y + 1))
        await wizard.until(lambda: len(items.marked) == 1)
        assert wizard.screen is items
        await wizard.pilot.click(offset=(at.x + 10, at.y + 1))
        await back(wizard)


async def test_what_is_late_stands_in_front_and_is_reminded_of_in_one_act(opened: Opened, home: Path) -> None:
    async with opened({}, change=late) as wizard:
        await wizard.shows("Ana Ruiz was to answer by 9 Jan")
        assert wizard.state(VERSION).own
        await wizard.press("f4")
        await wizard.dialog("ItemsDialog")
        await wizard.shows("Late: Ana Ruiz, until 9 Jan")
        await wizard.press("f11")
        await wizard.dialog("Choose")
        await wizard.shows("Remind Ana Ruiz of all 2 items")
        await wizard.press("down", "enter")
        dialog = await wizard.dialog("AskDialog")
        dialog.query_one("#own", Input).value = "Dana Reyes"
        dialog.query_one("#write").focus()
        await wizard.press("enter")
        message = await written(wizard, home)
        assert str(message["Subject"]).startswith("Reminder: [T-1]")
        asked = wizard.session.draft.asked
        assert asked[VERSION] == asked[CODES]
        assert (asked[VERSION].at, asked[VERSION].reference) == (AT, "T-1")
        assert not wizard.state(VERSION).own
        await wizard.screen.show_page("welcome")
        await wizard.until(lambda: "was to answer" not in wizard.text())


async def test_withdrawn_it_is_the_users_turn_again(opened: Opened) -> None:
    async with opened({}, step=VERSION, change=late) as wizard:
        await wizard.press("f11")
        await wizard.dialog("Choose")
        await wizard.press("up", "enter")
        await wizard.until(lambda: VERSION not in wizard.session.draft.asked)
        await back(wizard)
        assert wizard.state(VERSION).state is State.TODO
        assert CODES in wizard.session.draft.asked


async def test_an_answer_that_is_typed_ends_it(opened: Opened) -> None:
    async with opened({}, step=VERSION, change=late) as wizard:
        await wizard.type("R12")
        await wizard.until(lambda: wizard.state(VERSION).state is State.DONE)
        assert list(wizard.session.draft.asked) == [CODES]


async def test_what_is_wrong_in_the_form_is_said_and_writes_nothing(opened: Opened, home: Path) -> None:
    async with opened(KIM, step=VERSION) as wizard:
        await wizard.press("f11")
        await wizard.dialog("Choose")
        await wizard.press("down", "enter")
        dialog = await wizard.dialog("AskDialog")
        for field, value, said in (
            ("#whom", "", "Say whom to ask"),
            ("#due", "soon", "is not a day"),
            ("#due", "2020-01-01", "is past"),
            ("#own", "", "Write your own name"),
            ("#path", str(home / "no folder" / "a.eml"), "no folder"),
        ):
            values = {"#whom": "Ana", "#due": "", "#own": "Dana", "#path": str(home / "a.eml")}
            for name, text in (values | {field: value}).items():
                dialog.query_one(name, Input).value = text
            dialog.press_write()
            await wizard.shows(said)
        await wizard.press("escape")
        await back(wizard)
        assert drafts(home) == []
        assert wizard.session.draft.asked == {}


async def test_a_file_that_is_there_is_asked_about(opened: Opened, home: Path) -> None:
    (home / "a.eml").write_text("mine")
    async with opened(KIM, step=VERSION) as wizard:
        await wizard.press("f11")
        await wizard.dialog("Choose")
        await wizard.press("down", "enter")
        dialog = await wizard.dialog("AskDialog")
        dialog.query_one("#own", Input).value = "Dana"
        dialog.query_one("#path", Input).value = str(home / "a.eml")
        dialog.press_write()
        await wizard.shows("There is a file of that name already.")
        assert (home / "a.eml").read_text() == "mine"
        dialog.press_write()
        await written(wizard, home)
        assert (home / "a.eml").read_bytes().startswith(b"To: Kim Ito")


async def test_for_what_is_done_or_without_an_item_nobody_is_asked(opened: Opened) -> None:
    async with opened({VERSION: "R12"}, step=VERSION) as wizard:
        await wizard.press("f11")
        await wizard.until(lambda: told(wizard, "is not open: done"))
        await wizard.screen.show_page("welcome")
        await wizard.until(lambda: wizard.screen.focused_step is None)
        await wizard.press("f11")
        await wizard.until(lambda: told(wizard, "Select an item first"))


async def test_the_key_line_says_what_f11_does(opened: Opened) -> None:
    async with opened({}, step=USER, change=late) as wizard:
        await wizard.shows("F11 Ask")
        await wizard.on(VERSION)
        await wizard.shows("F11 Remind")


async def test_the_text_can_be_copied_where_there_is_no_mail_program(opened: Opened, home: Path) -> None:
    async with opened(KIM, step=VERSION) as wizard:
        await wizard.press("f11")
        await wizard.dialog("Choose")
        await wizard.press("down", "enter")
        dialog = await wizard.dialog("AskDialog")
        dialog.query_one("#own", Input).value = "Dana"
        dialog.press_write()
        await wizard.until(lambda: dialog.query_one("#copy").display)
        dialog.press_copy()
        assert "Kind regards," in wizard.app.clipboard
