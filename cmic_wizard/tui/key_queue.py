"""Keys in their order: none overtakes another, though a slow line delivers many of them at once."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from typing import Any, Final

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from cmic_wizard.tui.actions import ACTIONS
from cmic_wizard.tui.results import KeysMeanwhile, keys_beside

_FIRST: Final = {action.key for action in ACTIONS if action.key.startswith("f")} | {"ctrl+q"}
"""Keys that the application takes before the focused control does."""
_LOOKS_A_WHILE: Final = 20
"""Looks at a worker for which keys wait a while only."""
_LOOKS: Final = 100
"""Looks at most; only a widget that is busy with something else takes longer than a moment."""
_LOOK_EVERY: Final = 0.005
"""Seconds between two looks. Looks are counted, not time: a slow import keeps the screen from getting on."""

_PAUSE: Final = 0.7
"""Seconds without a key after which nobody is typing."""
_ON_ITS_WAY: Final = 0.03
"""Seconds from the terminal's reader, a thread, to the screen."""


async def typed_arrived(screen: Screen[Any]) -> None:
    """Let the focused control take its keys, and the screen what it says of them; not within its handlers."""
    focused = screen.focused
    if focused is None:
        return
    # Twice: the keys make the control post its messages to itself first, then they climb.
    way = [focused, focused, *(node for node in focused.ancestors_with_self if not isinstance(node, App))]
    looks = _LOOKS
    for widget in way:
        arrived = asyncio.Event()
        if looks and widget.call_later(arrived.set):
            looks = await _looked_for(arrived, looks)


async def _looked_for(event: asyncio.Event, looks: int = _LOOKS) -> int:
    """Wait for an event, `looks` times at most; the looks that are left, 0 where it did not come."""
    while looks and not event.is_set():
        looks -= 1
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_EVERY):
                await event.wait()
    return looks


def _unread() -> bool:
    """Whether keys lie in the terminal that nobody has read yet."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return False
    import fcntl
    import termios

    try:
        return any(fcntl.ioctl(sys.__stdin__.fileno(), termios.FIONREAD, bytes(4)))
    except (OSError, ValueError):
        return False


async def all_typed(app: InOrder) -> None:
    """Wait until all that was typed has its outcome, also what still lies in the terminal or on its way."""
    for _round in range(2):
        while _unread():  # noqa: ASYNC110 - a terminal tells nobody
            await asyncio.sleep(_LOOK_EVERY)
        await asyncio.sleep(_ON_ITS_WAY)
        await app.keys.taken()


class KeyQueue:
    """Takes keys, pastes and clicks one after the other, each with its outcome.

    Textual hands every key on to the control that has the focus at that moment: what is typed behind Tab
    would land in the field before it, what was typed before F10 would be lost, and a password typed behind
    the key that opens its dialog would stand in clear in the field behind that dialog.
    """

    def __init__(self, app: InOrder, deliver: Callable[[events.Event], Awaitable[None]]) -> None:
        """`deliver` hands an event on at once."""
        self._app = app
        self._deliver = deliver
        self._held: deque[events.Event] = deque()
        self._holding = False
        self._outcome: asyncio.Task[None] | None = None
        self._arrived_at = -_PAUSE
        self.asking: dict[Worker[Any], Screen[Any] | str] = {}
        """The workers that wait for the answer to a dialog, and which."""

    async def take(self, event: events.Event) -> None:
        """Hold back what comes while the outcome of a key that leads elsewhere is not there yet."""
        if not isinstance(event, (events.InputEvent, events.Paste)) or event.is_forwarded:
            await self._deliver(event)
            return
        if isinstance(event, (events.Key, events.Paste)):
            self._arrived_at = time.monotonic()
        if self._holding:
            self._held.append(event)
        else:
            await self._take(event)

    async def pause(self) -> None:
        """Wait for a pause in the typing."""
        while (left := self._arrived_at + _PAUSE - time.monotonic()) > 0:  # noqa: ASYNC110 - key by key
            await asyncio.sleep(left)

    async def taken(self) -> None:
        """Everything that had arrived has had its outcome; not within the application's own handlers."""
        while True:
            arrived = asyncio.Event()
            if not self._app.call_later(arrived.set):
                return
            await arrived.wait()
            if not self._holding:
                await typed_arrived(self._app.screen)
                return
            if self._outcome is not None:
                await asyncio.wait({self._outcome})

    async def _take(self, event: events.Event) -> None:
        key = event.key if isinstance(event, events.Key) else ""
        clicked = isinstance(event, (events.MouseDown, events.MouseUp))
        if key in _FIRST or clicked:
            await typed_arrived(self._app.screen)
        leads = clicked or (isinstance(event, events.Key) and not self._is_text(event))
        before, on_their_way = self._app.screen, self._on_their_way() if leads else set()
        if isinstance(event, (events.Key, events.Paste)):
            self._app.about_to_take(event)
        await self._deliver(event)
        if leads:
            self._holding = True
            self._outcome = asyncio.create_task(self._wait(before, on_their_way))

    def _is_text(self, key: events.Key) -> bool:
        """Whether the focused control takes the key as text; a letter may be a command elsewhere."""
        focused = self._app.focused
        return key.is_printable and focused is not None and focused.check_consume_key(key.key, key.character)

    async def _wait(self, before: Screen[Any], on_their_way: set[Worker[Any]]) -> None:
        # A key that the control leaves comes back here, and what it does then makes messages of its own.
        try:
            for _round in range(2):
                await typed_arrived(self._app.screen)
                back = asyncio.Event()
                if self._app.call_later(back.set):
                    await _looked_for(back)
            await self.led(before, on_their_way)
            if self._app.screen is not before:
                await typed_arrived(self._app.screen)
        finally:
            self._app.call_later(self._release)

    async def led(
        self, before: Screen[Any] | None = None, on_their_way: Collection[Worker[Any]] = ()
    ) -> None:
        """Wait for where workers lead, and for a screen other than `before`; half a second at most."""
        for look in range(_LOOKS):
            screen = self._app.screen
            ready = screen.is_mounted and (screen.focused is not None or not screen.focus_chain)
            leading = self._on_their_way()
            if look >= _LOOKS_A_WHILE:
                leading = {
                    worker for worker in leading if keys_beside(worker) is not KeysMeanwhile.WAIT_A_WHILE
                }
            if (screen is before or ready) and leading <= set(on_their_way):
                break
            await asyncio.sleep(_LOOK_EVERY)

    def _on_their_way(self) -> set[Worker[Any]]:
        """The workers that may yet lead elsewhere: those that run and don't wait for a dialog in sight."""
        shown = self._app.screen_stack
        return {
            worker
            for worker in self._app.workers
            if keys_beside(worker) is not KeysMeanwhile.GO_ON
            and worker.is_running
            and self.asking.get(worker) not in shown
        }

    async def _release(self) -> None:
        self._holding = False
        while self._held and not self._holding:
            await self._take(self._held.popleft())


class InOrder(App[int]):
    """An application that takes keys, pastes and clicks in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = KeyQueue(self, super().on_event)

    async def push_screen_wait(self, screen: Screen[Any] | str, *, mode: str | None = None) -> Any:
        """As Textual's; a worker that waits for the answer to a dialog has led to where it leads."""
        worker: Worker[Any] = get_current_worker()
        self.keys.asking[worker] = screen
        try:
            return await super().push_screen_wait(screen, mode=mode)
        finally:
            del self.keys.asking[worker]

    async def typing_paused(self) -> None:
        """Wait until nobody types: what opens by itself must not get keys that were meant for the page."""
        await self.keys.pause()

    def about_to_take(self, event: events.Key | events.Paste) -> None:
        """A key or a paste is handed on next."""

    async def on_event(self, event: events.Event) -> None:
        """Let it wait for its turn."""
        await self.keys.take(event)
