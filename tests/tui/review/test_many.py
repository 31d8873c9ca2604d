"""From one hand-off to the next, and what comes while the table is open: files, notes, a pane beside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Opened
from reviewing import LATER, handoff_of
from samples import acme_builders

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import document
from cmic_wizard.profile import settings
from cmic_wizard.profile.assess import assess, check_inputs
from cmic_wizard.review import desk, folder_watch
from cmic_wizard.struct import replace
from cmic_wizard.tui.review.app import FolderApp
from cmic_wizard.tui.review.folder_pane import FolderPane
from cmic_wizard.tui.review.folder_rows import WIDEST, row_line
from cmic_wizard.tui.review.verdict import VerdictOptions
from cmic_wizard.tui.screens import dialog


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three customers' files; the second one has an address that is wrong."""
    found = tmp_path / "handed"
    found.mkdir()
    for name in ("Alpha", "Bravo", "Carla"):
        write(found, name)
    return found


def write(folder: Path, name: str, **answers: str) -> None:
    """A customer's file."""
    draft = acme_builders()
    bad = {"connection.mobile_server_url": "http://no such"} if name == "Bravo" else {}
    draft = replace(draft, id=name.lower(), name=name, answers={**draft.answers, **bad, **answers})
    (folder / f"{name}.json").write_bytes(document.to_bytes(handoff_of(draft, LATER)))


def write_a_good_one(folder: Path, name: str) -> None:
    """A customer's file in which nothing is warned of, and nothing is the specialist's turn any more."""
    draft = acme_builders()
    answers = {**draft.answers, "connection.company_codes": "001", "go_live.tool_enabled": "yes"}
    draft = replace(draft, id=name.lower(), name=name, answers=answers)
    assert draft.check is not None
    inputs = check_inputs(load_guide(), draft, assess(load_guide(), draft, LATER).values)
    draft = replace(draft, check=replace(draft.check, inputs=inputs))
    (folder / f"{name}.json").write_bytes(document.to_bytes(handoff_of(draft, LATER)))


@pytest.fixture
def table(opened: Opened, folder: Path) -> Callable[..., Any]:
    """`async with table() as wizard:` the table of the folder, read to the end."""

    @asynccontextmanager
    async def open_table(places: Any = folder, **options: Any) -> Any:
        async with opened(app=lambda data: FolderApp(data, places), **options) as wizard:
            await wizard.until(lambda: type(wizard.screen).__name__ == "FolderScreen", "the table")
            await wizard.until(lambda: wizard.screen.all_rows and not wizard.screen.reading, "all rows")
            yield wizard

    return open_table


def contents(folder: Path) -> list[bytes]:
    """What the files of a folder hold."""
    return [path.read_bytes() for path in folder.iterdir()]


async def test_from_one_review_straight_to_the_next_that_waits_and_back(table: Callable[..., Any]) -> None:
    async with table() as wizard:
        await wizard.press("enter")
        await wizard.until(lambda: wizard.session and wizard.session.draft.name == "Alpha")
        for key, name in (("f11", "Bravo"), ("f11", "Carla")):
            await wizard.press(key)
            await wizard.until(lambda name=name: wizard.session and wizard.session.draft.name == name, name)
            await wizard.shows("Review · check number")
        await wizard.screen.action_do("previous_file")
        await wizard.until(lambda: wizard.session and wizard.session.draft.name == "Bravo", "back")
        await wizard.until(lambda: len(wizard.app.screen_stack) == 3, "one review over the table")


async def test_the_menu_of_a_review_has_other_files_only_where_there_are_any(
    table: Callable[..., Any],
) -> None:
    async with table() as wizard:
        await wizard.press("enter")
        await wizard.shows("Review · check number")
        assert wizard.session.offers("next_file")
        assert not wizard.session.offers("show_password"), "there is none in the file"


async def test_files_that_come_change_and_go_are_shown_by_themselves(
    table: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_watch, "LOOK_EVERY", 0.02)
    async with table() as wizard:
        write(folder, "Delta")
        (folder / "Carla.json").unlink()
        await wizard.until(lambda: "Delta" in wizard.text() and "Carla" not in wizard.text(), "both")
        await wizard.shows("3 of 3 files")


async def test_several_files_are_shown_the_same_way(table: Callable[..., Any], folder: Path) -> None:
    async with table([folder / "Alpha.json", folder / "Carla.json"]) as wizard:
        await wizard.shows("2 places", "2 of 2 files", "Alpha", "Carla")
        assert "Bravo" not in wizard.text()


async def test_from_120_columns_on_a_pane_shows_what_matters(table: Callable[..., Any]) -> None:
    async with table(size=(120, 36)) as wizard:
        await wizard.shows("Check number", "Contacts", "Jane Doe", "Calls", "1 December 2026")
        assert "Wrong" not in wizard.text()
        await wizard.press("down")
        await wizard.shows("Bravo", "Wrong", "Mobile server URL")
        await wizard.press("f6", "f6", "f6")
        assert wizard.screen.query_one(FolderPane).has_focus or wizard.screen.focused is not None
    async with table(size=(119, 36), name="Another") as wizard:
        assert not wizard.screen.query_one(FolderPane).display


async def test_a_note_of_ones_own_is_kept_found_and_never_exported(
    table: Callable[..., Any], data_dir: Path, folder: Path
) -> None:
    async with table(size=(120, 36)) as wizard:
        await wizard.press("down", "f7")
        await wizard.dialog("TextDialog")
        await wizard.type("Zanzibar")
        await wizard.press("escape")
        await wizard.until(lambda: desk.find(data_dir, "bravo").note == "Zanzibar", "the note")
        await wizard.press(*"zanzi")
        await wizard.shows("1 of 3 files", "Bravo")
    assert not any(b"Zanzibar" in data for data in contents(folder))


async def test_a_good_profile_takes_six_keys_from_the_table_to_the_written_remarks(
    table: Callable[..., Any], folder: Path, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_a_good_one(folder, "Abel")
    settings.remember(data_dir, name="Robin Vega")
    keys = iter(("enter", "f12", "f12", "space", "f8", "enter"))
    async with table() as wizard:
        await wizard.press(next(keys))
        await wizard.shows("· Abel", "Review · check number", "(F12)")
        review = wizard.session
        waiting = len(review.judging.in_order)
        await wizard.press(next(keys))
        await wizard.dialog("Confirm")
        assert not review.review.verdicts, "the first press only asks"
        monkeypatch.setattr(dialog, "HELD", 0.0)
        await wizard.press(next(keys))
        await wizard.until(lambda: len(review.review.verdicts) == waiting, "all that is in order")
        assert not review.judging.waiting, "a good profile leaves nothing"
        await wizard.until(lambda: isinstance(wizard.screen.focused, VerdictOptions), "the whole")
        await wizard.press(next(keys))
        await wizard.until(lambda: review.review.overall == "accepted", "the verdict on the whole")
        await wizard.press(next(keys))
        await wizard.dialog("WriteDialog")
        await wizard.press(next(keys))
        await wizard.until(lambda: list(tmp_path.glob("*.cmic-remarks.json")), "the remarks")
    assert next(keys, None) is None


async def test_a_key_that_is_held_down_asks_and_never_accepts(
    table: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 0.0
    monkeypatch.setattr(dialog, "monotonic", lambda: moment)
    write_a_good_one(folder, "Abel")
    async with table() as wizard:
        await wizard.press("enter")
        await wizard.shows("· Abel", "Review · check number", "(F12)")
        await wizard.press("f12")
        await wizard.dialog("Confirm")
        for moment in (0.5, *(0.5 + 0.03 * repeat for repeat in range(1, 60))):  # noqa: B007 - the clock reads it
            await wizard.press("f12")
        assert isinstance(wizard.screen, dialog.Confirm)
        moment += 2.0
        await wizard.press("f12")
        await wizard.until(lambda: wizard.session.review.verdicts, "the accepted")


@pytest.mark.parametrize(("said", "words"), [("ok", "check ok"), ("failed", "check failed")])
async def test_what_a_file_says_of_its_check_is_told_as_its_word_and_never_green(
    table: Callable[..., Any], said: str, words: str
) -> None:
    async with table(size=(120, 36)) as wizard:
        row = replace(wizard.screen.all_rows[0], check=said, stage="complete")
        pane = wizard.screen.query_one(FolderPane)
        pane.select(row)
        await wizard.shows(f"Says the file: {words}")
        for width in (WIDEST, WIDEST + 40):
            cell = row_line(row, width)
            assert words in cell.plain
            assert not [span for span in cell.spans if "$good" in str(span.style)], "nobody has seen it here"
