"""Notices what others do to the file of the open profile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

from cmic_wizard.background import in_thread
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.outside import Outside
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.results import KeysMeanwhile, screen_work
from cmic_wizard.tui.screens.switching import show_instead
from cmic_wizard.tui.session import Session

LOOK_EVERY = 2.0
"""Seconds between two looks at what others have done to the file."""


class Watching:
    """Looks at the file of a session now and then, as long as its screen stands."""

    def __init__(self, screen: Screen[Any], session: Session, looked: Callable[[], Awaitable[None]]) -> None:
        """`looked` does what is to be done after each look."""
        self.screen = screen
        self.session = session
        self.looked = looked
        self.looking = False
        self.waiting = False
        """Whether a question waits for a pause in the typing."""
        self.asked_about: Outside | None = None
        """What the user was asked about last."""
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Begin to look."""
        self._timer = self.screen.set_interval(LOOK_EVERY, self.look)

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.stop()

    def look(self) -> None:
        """Look once."""
        look_beside(self.screen, self)

    async def ask(self, anew: Callable[[], Screen[None]]) -> None:
        """Tell what befell the file, and ask what is to become of what another program wrote there.

        `anew` makes the screen of what is taken. In a worker.
        """
        screen, session = self.screen, self.session
        application_of(screen).tell_kept()
        if session.outside is None or session.outside == self.asked_about or self.waiting:
            return
        self.waiting = True
        try:
            await application_of(screen).typing_paused()
        finally:
            self.waiting = False
        outside = session.outside
        if outside is None or outside == self.asked_about or screen.app.screen is not screen:
            return
        self.asked_about = outside
        from cmic_wizard.tui.screens.outside_dialog import TAKE, OutsideDialog

        chosen = await screen.app.push_screen_wait(OutsideDialog(session))
        application_of(screen).tell_kept()
        if chosen == TAKE:
            show_instead(screen.app, anew())
        elif chosen:
            session.announce()


@screen_work(group="look", keys=KeysMeanwhile.GO_ON)
async def look_beside(_screen: Screen[Any], watching: Watching) -> None:
    """Look in a thread, as a disk may be slow."""
    if watching.looking:
        return
    watching.looking = True
    try:
        await in_thread(watching.session.look)
    except FileRefused:
        return  # the next save says why
    finally:
        watching.looking = False
    await watching.looked()
