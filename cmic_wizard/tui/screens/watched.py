"""A profile's screen that notices what others do to its file."""

from __future__ import annotations

from textual.screen import Screen
from textual.timer import Timer

from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.outside import Outside
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.background import in_thread
from cmic_wizard.tui.results import screen_work
from cmic_wizard.tui.screens.flows import Flows
from cmic_wizard.tui.screens.outside import TAKE, OutsideDialog
from cmic_wizard.tui.screens.switching import show_instead

LOOK_EVERY = 2.0
"""Seconds between two looks at what others have done to the file."""


class Watched(Flows):
    """Looks at the file now and then, and asks where another program has changed it."""

    _looking = False
    _asked_about: Outside | None = None
    """What the user was asked about last."""

    _look_timer: Timer | None = None

    def on_mount(self) -> None:
        """Begin to look."""
        self._look_timer = self.set_interval(LOOK_EVERY, self._look)

    def retire(self) -> None:
        """Take no more part."""
        super().retire()
        if self._look_timer is not None:
            self._look_timer.stop()

    def anew(self) -> Screen[None]:
        """The same screen, of the session as it stands."""
        raise TypeError

    @screen_work(group="look")
    async def _look(self) -> None:
        """Look in a thread, as a disk may be slow."""
        if self._looking:
            return
        self._looking = True
        try:
            await in_thread(self.session.look)
        except FileRefused:
            return  # the next save says why
        finally:
            self._looking = False
        await self._looked()

    async def _looked(self) -> None:
        """Tell what befell the file, and ask what is to become of what another program wrote."""
        application_of(self).tell_kept()
        outside = self.session.outside
        if outside is None or outside == self._asked_about or self.app.screen is not self:
            return
        self._asked_about = outside
        chosen = await self.app.push_screen_wait(OutsideDialog(self.session))
        application_of(self).tell_kept()
        if chosen == TAKE:
            show_instead(self.app, self.anew())
        elif chosen:
            self.session.announce()
