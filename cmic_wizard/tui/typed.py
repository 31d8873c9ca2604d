"""Keys in their order: none overtakes another, though a slow line delivers many of them at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import Any, Final

from textual import events
from textual.app import App
from textual.screen import Screen

from cmic_wizard.tui.actions import ACTIONS

_AT_MOST: Final = 0.5
"""Seconds; only a widget that is busy with something else takes longer than a moment."""
_FIRST: Final = {action.key for action in ACTIONS if action.key.startswith("f")} | {"ctrl+q"}
"""Keys that the application takes before the focused control does."""


async def typed_arrived(screen: Screen[Any]) -> None:
    """Let the focused control take its keys, and the screen what it says of them; not within its handlers."""
    focused = screen.focused
    if focused is None:
        return
    # Twice: the keys make the control post its messages to itself first, then they climb.
    way = [focused, focused, *(node for node in focused.ancestors_with_self if not isinstance(node, App))]
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_AT_MOST):
            for widget in way:
                arrived = asyncio.Event()
                if widget.call_later(arrived.set):
                    await arrived.wait()


class InOrder(App[int]):
    """An application that takes keys, pastes and clicks one after the other, each with its outcome.

    Textual hands every key on to the control that has the focus at that moment: what is typed behind Tab
    would land in the field before it, and what was typed before F10 would be lost.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[events.Event] = deque()
        self._holding = False
        self._outcome: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hold back what comes while the outcome of a key that leads elsewhere is not there yet."""
        if not isinstance(event, (events.InputEvent, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self._holding:
            self._held.append(event)
        else:
            await self._take(event)

    async def _take(self, event: events.Event) -> None:
        key = event.key if isinstance(event, events.Key) else ""
        clicked = isinstance(event, events.MouseDown)
        if key in _FIRST or clicked:
            await typed_arrived(self.screen)
        await super().on_event(event)
        if clicked or (isinstance(event, events.Key) and not event.is_printable):
            self._holding = True
            self._outcome = asyncio.create_task(self._wait())

    async def _wait(self) -> None:
        # A key that the control leaves comes back here, and what it does then makes messages of its own.
        try:
            for _round in range(2):
                await typed_arrived(self.screen)
                back = asyncio.Event()
                if self.call_later(back.set):
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(back.wait(), _AT_MOST)
        finally:
            self.call_later(self._release)

    async def _release(self) -> None:
        self._holding = False
        while self._held and not self._holding:
            await self._take(self._held.popleft())
