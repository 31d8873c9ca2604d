"""What comes back to a screen: it waits until the screen stands, and one that is gone is left alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened
from textual import work
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import WorkerFailed

import cmic_wizard.tui
from cmic_wizard.background import in_thread
from cmic_wizard.errors import FileRefused
from cmic_wizard.tui.results import acts_ended, is_gone, screen_work, stands, to_its_end
from cmic_wizard.tui.screens.dialog import Confirm, Dialog
from cmic_wizard.tui.screens.too_small import TooSmallScreen

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

TURNS = range(12)
"""Turns of the event loop between a dialog's end and its answer; some fall between its children's ends."""


class Asking(Dialog[str]):
    """Shows what a thread answers."""

    CSS_PATH = str(Path(cmic_wizard.tui.__file__).parent / "dialog.tcss")

    def __init__(self) -> None:
        super().__init__()
        self.answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.took: list[str] = []

    def body(self) -> Iterator[Widget]:
        yield Static("", id="place")

    async def take(self) -> None:
        """Show the answer."""
        try:
            text = await self.answer
        except FileRefused as error:
            text = str(error)
        self.query_one("#place", Static).update(text)
        self.took.append(text)


class Good(Asking):
    """Begins to ask before it has children."""

    def compose(self) -> Iterator[Widget]:
        self.begin()
        yield from super().compose()

    @screen_work()
    async def begin(self) -> None:
        """Ask."""
        await self.take()


class Bad(Asking):
    """Goes round the door."""

    def on_mount(self) -> None:
        self.begin()

    @work
    async def begin(self) -> None:
        """Ask."""
        await self.take()


async def close_and_answer(
    wizard: Wizard, dialog: Asking, turns: int, answer: str | Exception = "ok"
) -> None:
    """Close the dialog; so many turns later its answer comes."""
    await wizard.app.push_screen(dialog)
    await wizard.pilot.pause()
    dialog.action_close()
    for _turn in range(turns):
        await asyncio.sleep(0)
    if isinstance(answer, str):
        dialog.answer.set_result(answer)
    else:
        dialog.answer.set_exception(answer)
    await wizard.until(lambda: is_gone(dialog) and not wizard.app.workers, "the end of the dialog")
    await wizard.pilot.pause()


@pytest.mark.parametrize("answer", ["ok", FileRefused("no")], ids=["result", "error"])
async def test_an_answer_that_comes_while_its_dialog_goes_is_dropped(
    opened: Opened, answer: str | FileRefused
) -> None:
    async with opened() as wizard:
        before = wizard.screen
        for turns in TURNS:
            dialog = Good()
            await close_and_answer(wizard, dialog, turns, answer)
            assert dialog.took == []
            assert wizard.screen is before
        assert wizard.app.crash_report is None


async def test_a_dialog_that_takes_its_answer_itself_breaks_by_it(opened: Opened) -> None:
    """The control: at some of those turns the dialog has lost its children, and the wizard ends."""
    broken = []
    for turns in TURNS:
        try:
            async with opened(name=f"Acme {turns}") as wizard:
                await close_and_answer(wizard, Bad(), turns)
        except WorkerFailed as error:
            broken.append(str(error))
    assert broken
    assert all("#place" in said for said in broken)


async def test_an_answer_at_once_waits_until_the_dialog_stands(opened: Opened) -> None:
    async with opened() as wizard:
        dialog = Good()
        dialog.answer.set_result("at once")
        assert not stands(dialog)
        await wizard.app.push_screen(dialog)
        await wizard.until(lambda: dialog.took == ["at once"])
        await wizard.shows("at once")


async def test_an_answer_that_never_comes_holds_nothing_up(opened: Opened) -> None:
    async with opened() as wizard:
        dialog = Good()
        await wizard.app.push_screen(dialog)
        await wizard.pilot.pause()
        dialog.action_close()
        await wizard.until(lambda: not wizard.app.workers, "the end of its work")


class Acting(Dialog[None]):
    """Begins an act that outlives it."""

    CSS_PATH = Asking.CSS_PATH

    def __init__(self, answered: threading.Event, fails: bool) -> None:
        super().__init__()
        self.answered, self.fails = answered, fails
        self.kept: list[str] = []
        self.came_back = False

    def on_mount(self) -> None:
        self.begin()

    def answer(self) -> str:
        self.answered.wait(20)
        if self.fails:
            raise FileRefused("It could not be removed.")
        return "It is removed."

    async def _act(self) -> str:
        self.kept.append(said := await in_thread(self.answer))
        return said

    @screen_work()
    async def begin(self) -> None:
        """Act."""
        await to_its_end(self, self._act(), lambda said: said)
        self.came_back = True


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("turns", [0, 2, 4, 8, None])
async def test_an_act_outlives_its_dialog_and_says_how_it_ended(
    opened: Opened, fails: bool, turns: int | None
) -> None:
    answered = threading.Event()
    async with opened() as wizard:
        dialog = Acting(answered, fails)
        await wizard.app.push_screen(dialog)
        await wizard.pilot.pause()
        dialog.action_close()
        for _turn in range(turns or 0):
            await asyncio.sleep(0)
        if turns is None:
            await wizard.until(lambda: is_gone(dialog))
        answered.set()
        await wizard.shows("It could not be removed." if fails else "It is removed.")
        assert dialog.kept == ([] if fails else ["It is removed."])
        assert not dialog.came_back
        assert wizard.app.crash_report is None


async def test_the_end_waits_a_moment_for_acts_and_no_longer(opened: Opened) -> None:
    answered = threading.Event()
    async with opened() as wizard:
        dialog = Acting(answered, False)
        await wizard.app.push_screen(dialog)
        await wizard.pilot.pause()
        await acts_ended(wizard.app, answered.set)
        assert dialog.kept == ["It is removed."]
        await wizard.app.push_screen(Acting(threading.Event(), False))
        await wizard.pilot.pause()
        async with asyncio.timeout(10):
            await acts_ended(wizard.app, lambda: None)
        wizard.app.workers.cancel_all()


async def test_a_dialog_closes_itself_alone_and_once(opened: Opened) -> None:
    """Textual's `dismiss` takes away whatever is in sight."""
    async with opened() as wizard:
        page = wizard.screen
        given: list[bool | None] = []
        dialog = Confirm("One", "?", "Yes")
        await wizard.app.push_screen(dialog, given.append)
        await wizard.pilot.pause()
        dialog.press_yes()
        dialog.action_close()
        await wizard.until(lambda: wizard.screen is page)
        dialog.action_close()
        await wizard.pilot.pause()
        assert wizard.screen is page
        assert given == [True]


@pytest.mark.parametrize(
    "above", [TooSmallScreen, lambda: Confirm("Above", "?", "Yes")], ids=["notice", "dialog"]
)
async def test_a_dialog_under_another_screen_closes_when_it_is_in_sight_again(
    opened: Opened, above: Callable[[], Screen[Any]]
) -> None:
    async with opened() as wizard:
        page = wizard.screen
        given: list[bool | None] = []
        dialog = Confirm("One", "?", "Yes")
        await wizard.app.push_screen(dialog, given.append)
        await wizard.app.push_screen(over := above())
        await wizard.pilot.pause()
        dialog.press_yes()
        await wizard.pilot.pause()
        if isinstance(over, Confirm):
            assert wizard.screen is over
            over.action_close()
        await wizard.until(lambda: wizard.screen is page, "the page")
        assert given == [True]


async def test_a_page_that_takes_anothers_place_takes_the_dialogs_above_it_along(opened: Opened) -> None:
    from cmic_wizard.tui.screens.profiles_screen import ProfilesScreen
    from cmic_wizard.tui.screens.switching import show_instead

    async with opened(size=(50, 10)) as wizard:
        await wizard.until(lambda: isinstance(wizard.screen, TooSmallScreen), "the notice")
        await wizard.app.push_screen(Confirm("One", "?", "Yes"))
        page = ProfilesScreen(wizard.app.profiles)
        show_instead(wizard.app, page)
        await wizard.until(lambda: isinstance(wizard.screen, TooSmallScreen), "the notice")
        assert wizard.app.screen_stack[-2] is page
        await wizard.pilot.resize_terminal(80, 24)
        await wizard.until(lambda: wizard.screen is page, "the page")
