"""The page and the dialogs that hand a profile over: what is missing first, for whom, where to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import Opened
from textual.widgets import Button, Input, OptionList

from cmic_wizard.handoff import keys
from cmic_wizard.profile.draft import Draft
from cmic_wizard.secret import Secret
from cmic_wizard.tui.widgets.controls.line_control import PathInput

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

URL = "connection.mobile_server_url"


def in_sight(wizard: Wizard, selector: str) -> str:
    """The lines of a widget as they stand on the screen."""
    region = wizard.screen.query_one(selector).region
    lines = wizard.text().split("\n")[region.y : region.bottom]
    return "\n".join(line[region.x : region.right] for line in lines)


async def test_what_is_missing_stands_first_and_leads_to_its_item(
    opened: Opened, all_answers: dict[str, str], kept_password: Callable[[Draft], Draft]
) -> None:
    answers = {**all_answers, URL: "http://acmemob.cmicpaas.com/cmicprod"}
    async with opened(answers, change=kept_password) as wizard:
        await wizard.press("f8")
        await wizard.until(lambda: getattr(wizard.app.focused, "id", "") == "missing", "the focus")
        await wizard.shows("Not ready yet", "Mobile server URL")
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step == URL, "the missing item")


async def test_the_arrows_lead_from_what_is_missing_to_the_ways_and_back(opened: Opened) -> None:
    async with opened() as wizard:
        await wizard.press("f8")
        await wizard.until(lambda: getattr(wizard.app.focused, "id", "") == "missing", "the focus")
        missing = wizard.app.focused
        assert isinstance(missing, OptionList)
        await wizard.press(*["down"] * missing.option_count)
        assert getattr(wizard.app.focused, "id", "") == "guided"
        await wizard.press("down")
        assert getattr(wizard.app.focused, "id", "") == "answers"
        await wizard.press("up", "up")
        assert wizard.app.focused is missing


async def test_all_that_is_said_can_be_read_with_the_keyboard(opened: Opened) -> None:
    async with opened() as wizard:
        await wizard.press("f8", *["pagedown"] * 9)
        await wizard.shows("unchanged.")
        await wizard.press(*["pageup"] * 9)
        await wizard.shows("Review and hand-off", "Not ready yet")


async def test_where_nothing_is_missing_it_stands_on_handing_over(
    opened: Opened, all_answers: dict[str, str], kept_password: Callable[[Draft], Draft]
) -> None:
    async with opened(all_answers, change=kept_password) as wizard:
        await wizard.press("f8")
        await wizard.until(lambda: getattr(wizard.app.focused, "id", "") == "guided", "the focus")
        await wizard.shows("Complete: every required item")


@pytest.mark.parametrize("language", ["en", "es"])
async def test_each_way_takes_one_line_at_80_columns(language: str, opened: Opened) -> None:
    async with opened(lang=language) as wizard:
        await wizard.press("f8")
        ways = wizard.screen.query_one("#ways")
        lines = in_sight(wizard, "#ways")
        assert ways.virtual_size.height == ways.option_count, lines


async def test_a_key_is_shown_back_as_a_fingerprint_before_anything_is_written(
    opened: Opened, all_answers: dict[str, str], home: Path
) -> None:
    own, other = keys.new_identity()[1], keys.new_identity()[1]
    async with opened(all_answers) as wizard:
        await wizard.screen.run_action("hand_over('seal')")
        dialog = await wizard.dialog("ExportDialog")
        dialog.query_one("#recipients", Input).value = own.text
        await wizard.shows(f"Sealed for: {own.fingerprint}")
        dialog.query_one("#recipients", Input).value = f"{own.text}, {other.text}"
        await wizard.shows(f"{own.fingerprint}, {other.fingerprint}")
        dialog.query_one("#recipients", Input).value = own.text[:-1]
        await wizard.until(lambda: "Sealed for" not in wizard.text(), "no fingerprint of half a key")
        assert "is stored here; it is never in a file" not in wizard.text(), "it is, sealed"
        assert not list(home.glob("*.age"))  # noqa: ASYNC240


async def test_of_a_long_path_the_end_is_in_sight(
    opened: Opened, all_answers: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a-folder-with-a-rather-long-name" / "and-another-one-below" / "hand-offs"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    async with opened(all_answers) as wizard:
        await wizard.screen.run_action("hand_over('json')")
        dialog = await wizard.dialog("ExportDialog")
        assert isinstance(dialog.focused, Button)
        await wizard.until(lambda: "acme-builders.cmic-profile.json" in in_sight(wizard, "#path"), "the end")
        assert len(str(folder)) > dialog.query_one(PathInput).size.width
        await wizard.press("enter")
        await wizard.until((Path(folder) / "acme-builders.cmic-profile.json").exists, "the file")


async def test_a_second_press_while_sealing_does_not_seal_again_under_other_words(
    opened: Opened, all_answers: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words on the screen are those of the file, however often the button is pressed."""
    from cmic_wizard import words

    made: list[int] = []

    def new_phrase() -> Secret:
        made.append(1)
        return Secret(f"words {len(made)}")

    monkeypatch.setattr(words, "new_phrase", new_phrase)
    async with opened(all_answers) as wizard:
        await wizard.screen.run_action("hand_over('words')")
        await wizard.dialog("ExportDialog")
        await wizard.press("enter", "enter", "enter")
        await wizard.until(lambda: "shown only this once" in wizard.text(), "the words", 60)
        assert made == [1]


async def test_leaving_while_sealing_writes_no_file_whose_words_nobody_saw(
    opened: Opened, all_answers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from cmic_wizard.handoff import seal_worker, sealed

    begun, ended = threading.Event(), threading.Event()

    def slow(_handoff: object, _password: object, _phrase: object, *, cancelled: Callable[[], bool]) -> None:
        begun.set()
        while not cancelled():
            time.sleep(0.01)
        ended.set()
        raise seal_worker.Cancelled("Cancelled.")

    monkeypatch.setattr(sealed, "seal_with_words", slow)
    async with opened(all_answers) as wizard:
        await wizard.screen.run_action("hand_over('words')")
        await wizard.dialog("ExportDialog")
        await wizard.press("enter")
        await wizard.until(begun.is_set, "the sealing")
        await wizard.press("escape")
        await wizard.until(ended.is_set, "the end of the sealing")


async def test_words_that_are_shown_once_stay_after_one_enter_too_many(
    opened: Opened, all_answers: dict[str, str], home: Path
) -> None:
    async with opened(all_answers) as wizard:
        await wizard.screen.run_action("hand_over('words')")
        dialog = await wizard.dialog("ExportDialog")
        await wizard.press("enter")
        await wizard.until((home / "acme-builders.cmic-profile.age").exists, "the file", 30)
        await wizard.shows("shown only this once")
        await wizard.press("enter")
        assert wizard.screen is dialog
        await wizard.press("enter")
        await wizard.dialog("WizardScreen")
