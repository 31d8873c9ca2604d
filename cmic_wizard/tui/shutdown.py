"""How the application ends when it is told to, when its terminal goes, or when a disk never answers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final, NoReturn

from cmic_wizard.tui.key_queue import InOrder, all_typed
from cmic_wizard.tui.results import acts_ended
from cmic_wizard.tui.session import Session

if TYPE_CHECKING:
    from rich.console import RenderableType

_TYPED_WITHIN: Final = 2.0
"""Seconds that what was typed before a signal has to get where it belongs."""
_AT_LAST: Final = 6.0
"""Seconds from a signal to the end, whatever holds it up."""


class Shutdown:
    """What is done when the program is told to end: what was typed is taken and saved, within its time."""

    def __init__(self, app: Ending) -> None:
        self._app = app
        self.ended_by = 0
        """The signal that ends the program."""
        self.stands = False
        """Whether the first screen is there."""
        self._end: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """Take the signals before the terminal is changed."""
        loop = asyncio.get_running_loop()

        def heard(number: int, _frame: object) -> None:
            loop.call_soon_threadsafe(self._signalled, number)

        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            if number is None:
                continue
            try:
                loop.add_signal_handler(number, self._signalled, int(number))
            except (NotImplementedError, RuntimeError, ValueError):
                if name != "SIGHUP":
                    signal.signal(number, heard)

    def ready(self) -> None:
        """End now, where a signal came while the first screen was made: half of one can't be taken down."""
        self.stands = True
        if self.ended_by:
            self._signalled(self.ended_by)

    def _signalled(self, number: int) -> None:
        if not self.ended_by:
            last = threading.Timer(_AT_LAST, os._exit, (128 + number,))
            last.daemon = True
            last.start()
            self.ended_by = number
        if self.stands and self._end is None:
            self._end = asyncio.create_task(self._save_and_go(128 + self.ended_by))

    async def _save_and_go(self, status: int) -> None:
        """Take what was typed, save it, go; each within its time."""
        try:
            await self.take_typed()
            await self.seen_to()
            await self.save_session()
        finally:
            self._app.exit(status, return_code=status)

    async def take_typed(self) -> None:
        """Take what was typed to where it belongs, within its time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_TYPED_WITHIN):
                await all_typed(self._app)
                if self._app.hand_on():
                    await self._app.keys.led()

    async def save_session(self) -> None:
        """Save the open profile, within its time."""
        if self._app.session is not None:
            await self._app.session.save_in_time()

    async def seen_to(self) -> None:
        """Let what outlives its screen be recorded before the profile is saved and closed."""
        await acts_ended(self._app, self._app.hurry)


class Ending(InOrder):
    """An application that saves and restores the terminal when a signal ends it (Textual does neither)."""

    def __init__(self) -> None:
        super().__init__()
        self.session: Session | None = None
        self.stuck = False
        """Whether a disk that does not answer holds a thread up for ever."""
        self.shutdown = Shutdown(self)

    def on_load(self) -> None:
        """Take the signals before the terminal is changed."""
        self.shutdown.listen()

    def on_ready(self) -> None:
        """End now, where a signal came while the first screen was made."""
        self.shutdown.ready()

    def hurry(self) -> None:
        """Wait for nobody any more: the profile is about to be closed."""

    def hand_on(self) -> bool:
        """The program ends: have what was typed into a dialog handed on; whether there is one."""
        return False

    def exit(
        self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """End; what still works in the background finds no half-closed screen when it is done."""
        self.workers.cancel_all()
        super().exit(result, return_code, message)


def forget_lost_terminal() -> None:
    """Where the terminal is gone, let what is unwritten go nowhere; Python would end with status 120."""
    for stream in filter(None, (sys.__stdout__, sys.__stderr__)):
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def held_up(*, stuck: bool) -> bool:
    """Whether Python's own end would wait: for the disk (to close the lock's file), or for another thread."""
    others = (thread for thread in threading.enumerate() if thread is not threading.main_thread())
    return stuck or any(not thread.daemon for thread in others)


def end_at_once(status: int) -> NoReturn:
    """End without waiting for anything."""
    forget_lost_terminal()
    os._exit(status)
