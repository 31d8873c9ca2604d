"""What the application does about its terminal: it stops as others do, and says what could not be taken."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING, Final

from textual.binding import Binding
from textual.driver import Driver

from cmic_wizard.i18n import _
from cmic_wizard.tui.arriving import PASTE_AT_MOST, LeftOut
from cmic_wizard.tui.shutdown import Ending

if TYPE_CHECKING:
    from cmic_wizard.tui.driver import LastingDriver

_SAY_AGAIN_AFTER: Final = 5.0
"""Seconds within which the same is not said twice."""


class Terminal:
    """What the driver of the terminal tells the application, and what becomes of it."""

    def __init__(self, app: Ending) -> None:
        self._app = app
        self.driver: LastingDriver | None = None
        """The driver of a terminal of POSIX."""
        self._said: dict[LeftOut, float] = {}
        self._stopping: asyncio.Task[None] | None = None

    def stop_asked(self, *, job: bool = False) -> None:
        """Take and save what was typed, then stop, or the whole job; a stop may be followed by anything."""
        if self._stopping is None or self._stopping.done():
            self._stopping = asyncio.create_task(self._save_and_stop(job))

    async def _save_and_stop(self, job: bool) -> None:
        if self._app.shutdown.stands and not self._app.shutdown.ended_by:
            await self._app.shutdown.take_typed()
            await self._app.shutdown.save_session()
        if self.driver is not None and not self.driver.stop(job=job):
            self._app.notify(_("Nothing could continue the program here, so it was not stopped."))

    def left_out(self, what: LeftOut) -> None:
        """Say what could not be taken, though not for each byte of many."""
        now = time.monotonic()
        if now - self._said.get(what, -_SAY_AGAIN_AFTER) < _SAY_AGAIN_AFTER:
            return
        self._said[what] = now
        if what is LeftOut.NOT_UTF8:
            sentence = _(
                "A character that is not UTF-8 came from your terminal and was left out."
                " Check what you typed, and set the terminal to UTF-8."
            )
        else:
            sentence = _(
                "What you pasted is longer than {count} characters; nothing of it was taken."
            ).format(count=PASTE_AT_MOST)
        self._app.notify(sentence, severity="warning", timeout=12)

    def input_lost(self, error: Exception) -> None:
        """End, for nothing can be typed any more: with all that was, and with a report."""
        self._stopping = asyncio.create_task(self._save_and_fail(error))

    async def _save_and_fail(self, error: Exception) -> None:
        def fail() -> None:
            raise error

        await self._app.shutdown.take_typed()
        await self._app.shutdown.seen_to()
        await self._app.shutdown.save_session()
        self._app.call_later(fail)


class OnTerminal(Ending):
    """An application that holds its terminal together, whatever arrives from it."""

    BINDINGS = [Binding("ctrl+z", "suspend_process", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.terminal = Terminal(self)

    def get_driver_class(self) -> type[Driver]:
        """On POSIX a driver that survives whatever its terminal does."""
        usual = super().get_driver_class()
        if usual.__name__ != "LinuxDriver":
            return usual
        from cmic_wizard.tui.driver import LastingDriver

        return LastingDriver

    def action_suspend_process(self) -> None:
        """Ctrl+Z: stop the whole job, as the terminal itself does for programs that leave this to it."""
        if sys.platform != "win32" and self.terminal.driver is not None:
            self.terminal.stop_asked(job=True)
        else:
            self.notify(_("Ctrl+Z does not stop the program on this system."))
