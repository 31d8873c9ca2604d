"""Saves what is open a moment after each change, in a thread, so that a slow disk never stops the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

from cmic_wizard.background import ANSWERS_WITHIN, in_thread
from cmic_wizard.tui.results import KeysMeanwhile, screen_work
from cmic_wizard.tui.session import Session, no_answer

SAVE_AFTER = 0.15
"""Seconds between a change and its being on the disk."""
TRY_AGAIN_AFTER = 3.0
"""Seconds between a save that failed and the next try."""


class Saving:
    """What is to be saved of one session, and when, as long as its screen stands."""

    def __init__(
        self,
        screen: Screen[Any],
        session: Session,
        begun: Callable[[], None],
        ended: Callable[[str], None],
    ) -> None:
        """`begun` and `ended` show how saving stands; the latter is given the fault that is in sight."""
        self.screen = screen
        self.session = session
        self.begun = begun
        self.ended = ended
        self.running = False
        self._timer: Timer | None = None

    def soon(self, *, again: bool = False) -> None:
        """Save after a pause, a longer one where it is tried `again` after a failure."""
        if self._timer is None:
            self._timer = self.screen.set_timer(TRY_AGAIN_AFTER if again else SAVE_AFTER, self.now)

    def now(self) -> None:
        """Begin to save, where anything is to be saved."""
        self.stop()
        if self.running or not self.session.dirty:
            return
        self.running = True
        self.begun()
        save_beside(self.screen, self)

    def stop(self) -> None:
        """Save nothing any more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


@screen_work(group="save", keys=KeysMeanwhile.GO_ON)
async def save_beside(_screen: Screen[Any], saving: Saving) -> None:
    """Save in a thread and tell how it went; what failed is tried again."""
    session, had = saving.session, saving.session.save_fault
    writing = asyncio.ensure_future(in_thread(session.save))
    try:
        await asyncio.wait({writing}, timeout=ANSWERS_WITHIN)
        if not writing.done():
            had = session.save_fault = no_answer(session.folder)
            saving.ended(had)
        if await writing:
            session.save_fault = ""
    finally:
        writing.cancel()
        saving.running = False
    saving.ended(had)
    if session.dirty:
        saving.soon(again=bool(session.save_fault))
