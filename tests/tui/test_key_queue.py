"""Keys that arrive at once: each goes where those before it lead, though that takes a moment."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual import events, work
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from cmic_wizard.tui.key_queue import InOrder
from cmic_wizard.tui.results import KeysMeanwhile, screen_work


class Slow(ModalScreen[str]):
    """A dialog that takes a moment until it stands there."""

    def compose(self) -> ComposeResult:
        yield Input(id="in-dialog")

    async def on_mount(self) -> None:
        await asyncio.sleep(0.05)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)


class Form(InOrder):
    """Two fields, and keys that open a dialog after a while."""

    BINDINGS = [("f7", "ask"), ("f4", "never"), ("f3", "beside")]

    def __init__(self) -> None:
        super().__init__()
        self.given = ""

    def compose(self) -> ComposeResult:
        yield Input(id="first")
        yield Input(id="second")
        yield Button("Ask", id="ask")

    def on_button_pressed(self) -> None:
        self.action_ask()

    @work
    async def action_ask(self) -> None:
        await asyncio.sleep(0.1)
        self.given = await self.push_screen_wait(Slow())
        await asyncio.sleep(0.05)
        self.query_one("#second").focus()

    @work
    async def action_never(self) -> None:
        await asyncio.sleep(30)

    @screen_work(keys=KeysMeanwhile.GO_ON)
    async def action_beside(self) -> None:
        await asyncio.sleep(30)


def burst(app: Form, *keys: str) -> None:
    """All keys at once, as a terminal's reader hands them over."""
    for key in keys:
        for name in [key] if len(key) > 1 and key.isalnum() and key in ("f7", "f4", "f3", "enter") else key:
            app.post_message(events.Key(name, name if len(name) == 1 else None))


async def until(holds: Any) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - the screen tells nobody
            await asyncio.sleep(0.01)


def value(app: Form, field: str) -> str:
    found = (s.query_one(field, Input).value for s in reversed(app.screen_stack) if s.query(field))
    return next(found, "")


@pytest.mark.parametrize("rounds", range(3))
async def test_a_dialog_that_takes_a_moment_gets_what_was_typed_behind_its_key(rounds: int) -> None:
    app = Form()
    async with app.run_test() as pilot:
        burst(app, "abc", "f7", "secret")
        await until(lambda: isinstance(app.screen, Slow) and value(app, "#in-dialog") == "secret")
        assert value(app, "#first") == "abc"
        burst(app, "enter", "def")
        await until(lambda: value(app, "#second") == "def")
        await pilot.pause()
        assert (value(app, "#first"), app.given) == ("abc", "secret")


async def test_a_burst_leads_through_a_dialog_and_on() -> None:
    app = Form()
    async with app.run_test():
        burst(app, "abc", "f7", "secret", "enter", "def", "f7", "more", "enter", "ghi")
        await until(lambda: value(app, "#second") == "defghi")
        assert (value(app, "#first"), app.given) == ("abc", "more")


async def test_a_burst_goes_through_a_click_on_a_button_into_its_dialog() -> None:
    app = Form()
    async with app.run_test() as pilot:
        await pilot.pause()
        button = app.query_one("#ask").region
        x, y = button.x + 2, button.y + 1
        burst(app, "abc")
        for kind in (events.MouseDown, events.MouseUp):
            app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        burst(app, "secret")
        await until(lambda: isinstance(app.screen, Slow) and value(app, "#in-dialog") == "secret")
        assert value(app, "#first") == "abc"


async def test_work_that_leads_nowhere_holds_keys_back_for_a_moment_only_and_once() -> None:
    app = Form()
    loop = asyncio.get_running_loop()
    async with app.run_test():
        began = loop.time()
        burst(app, "f4", "abc")
        await until(lambda: value(app, "#first") == "abc")
        assert 0.4 < loop.time() - began < 1.5
        began = loop.time()
        burst(app, "f3", "def")
        await until(lambda: value(app, "#first") == "abcdef")
        assert loop.time() - began < 0.3, "what was under way before, or saves beside, delays nothing"


@pytest.mark.parametrize(
    ("meanwhile", "least", "most"),
    [
        (KeysMeanwhile.WAIT, 0.4, 1.5),
        (KeysMeanwhile.WAIT_A_WHILE, 0.09, 0.4),
        (KeysMeanwhile.GO_ON, 0.0, 0.3),
    ],
)
async def test_keys_wait_as_the_work_that_was_begun_declares(
    meanwhile: KeysMeanwhile, least: float, most: float
) -> None:
    class Declaring(Form):
        BINDINGS = [("f4", "work")]

        @screen_work(group="of its own", keys=meanwhile)
        async def action_work(self) -> None:
            await asyncio.sleep(30)

    app = Declaring()
    loop = asyncio.get_running_loop()
    async with app.run_test():
        began = loop.time()
        burst(app, "f4", "abc")
        await until(lambda: value(app, "#first") == "abc")
        assert least < loop.time() - began < most
