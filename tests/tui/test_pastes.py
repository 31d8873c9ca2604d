"""What is pasted into a control is taken whole, or asked about, or said to be too long."""

from __future__ import annotations

import pytest
from fixture_types import Opened
from textual.events import Paste
from textual.widgets import Input

from cmic_wizard.tui.screens.dialog import Confirm

CODES, USER, PEOPLE = "connection.company_codes", "connection.service_user", "kickoff.specialist"
URL = "connection.mobile_server_url"


@pytest.mark.parametrize(
    ("step", "text", "answer"),
    [
        (CODES, "001\n002\nACME01\n", "001,002,ACME01"),
        (CODES, "'001\t'002", "001,002"),
        (USER, "\n  PROCORE_API\n", "PROCORE_API"),
        (URL, "https://acmemob.cmicpaas.com/cmicprod\r\n", "https://acmemob.cmicpaas.com/cmicprod"),
        (PEOPLE, "Jane <j@x.com>\nJohn <r@x.com>", "Jane <j@x.com>; John <r@x.com>"),
        (PEOPLE, "Doe, Jane <j@x.com>; Roe, John <r@x.com>", "Doe, Jane <j@x.com>; Roe, John <r@x.com>"),
    ],
)
async def test_a_paste_becomes_the_answer_that_its_step_takes(
    opened: Opened, step: str, text: str, answer: str
) -> None:
    async with opened(step=step) as wizard:
        wizard.app.post_message(Paste(text))
        await wizard.until(lambda: wizard.answer(step) == answer)


async def test_lines_that_would_be_left_out_are_shown_before_one_is_taken(opened: Opened) -> None:
    async with opened(step=USER) as wizard:
        wizard.app.post_message(Paste("PROCORE_API\nsecret notes"))
        await wizard.shows("PROCORE_API", "secret notes")
        assert wizard.answer(USER) == ""
        await wizard.press("tab", "enter")
        await wizard.until(lambda: wizard.answer(USER) == "PROCORE_API")


@pytest.mark.parametrize(
    ("text", "line"),
    [("Dana\tReyes", "Dana Reyes"), ("\n  \nDana Reyes\n", "Dana Reyes"), (" Dana", " Dana")],
)
async def test_a_line_that_is_no_answer_takes_one_line_too(opened: Opened, text: str, line: str) -> None:
    async with opened() as wizard:
        await wizard.press("escape")
        box = (await wizard.dialog("MenuDialog")).query_one(Input)
        wizard.app.post_message(Paste(text))
        await wizard.until(lambda: box.value == line, repr(line))


async def test_a_line_that_is_no_answer_asks_about_several_too(opened: Opened) -> None:
    async with opened() as wizard:
        await wizard.press("escape")
        box = (await wizard.dialog("MenuDialog")).query_one(Input)
        wizard.app.post_message(Paste("tenant\nuser"))
        await wizard.dialog("Confirm")
        await wizard.shows("“tenant”", "“user”")
        await wizard.press("enter")
        await wizard.dialog("MenuDialog")
        assert box.value == ""
        wizard.app.post_message(Paste("tenant\nuser"))
        await wizard.dialog("Confirm")
        await wizard.press("right", "space")
        await wizard.until(lambda: box.value == "tenant")


async def test_all_that_would_be_left_out_is_in_sight(opened: Opened) -> None:
    async with opened() as wizard:
        for words in range(3, 100, 5):
            text = " ".join(f"word{number}" for number in range(words))
            wizard.app.push_screen(Confirm("Several lines", f"One line is taken.\n\n{text}", "Take it"))
            await wizard.dialog("Confirm")
            await wizard.shows("word0", f"word{words - 1}", "Take it")
            await wizard.press("escape")
            await wizard.dialog("WizardScreen")


async def test_a_password_of_two_lines_is_not_taken_at_all(opened: Opened) -> None:
    async with opened(step="connection.service_password") as wizard:
        await wizard.press("space")
        dialog = await wizard.dialog("PasswordDialog")
        wizard.app.post_message(Paste("first half\nsecond half"))
        await wizard.shows("several lines, a password has one.")
        assert [box.value for box in dialog.query(Input)] == ["", "", "", ""]
        assert "second half" not in wizard.text()
        wizard.app.post_message(Paste("\nwhole one\r\n"))
        await wizard.until(lambda: dialog.query_one("#password", Input).value == "whole one")


async def test_what_is_too_long_is_said_and_does_not_stop_the_screen(opened: Opened) -> None:
    async with opened(step=USER) as wizard:
        wizard.app.post_message(Paste("x" * 10_000_000))
        await wizard.shows("10000000")
        await wizard.type("PROCORE")
        await wizard.until(lambda: wizard.answer(USER) == "PROCORE")


async def test_pasted_people_get_a_row_each(opened: Opened) -> None:
    async with opened(step=PEOPLE) as wizard:
        wizard.app.post_message(Paste("Jane <j@x.com>\nJohn <r@x.com>"))
        await wizard.until(lambda: len(wizard.field(PEOPLE).query(Input)) == 4)
        boxes = [box.value for box in wizard.field(PEOPLE).query(Input)]
        assert boxes == ["Jane", "j@x.com", "John", "r@x.com"]
