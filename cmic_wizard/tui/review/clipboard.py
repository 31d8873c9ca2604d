"""A secret on the clipboard: put there by an explicit act, and taken away again where it is still there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast
from weakref import WeakKeyDictionary

from textual.app import App
from textual.timer import Timer

from cmic_wizard.background import in_thread
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret
from cmic_wizard.tui import copying
from cmic_wizard.tui.copying import Copying
from cmic_wizard.tui.pasteboard import Reached, emptied, held_now

STAYS: Final = 30
"""Seconds that a secret stays on the clipboard."""

_OF: Final[WeakKeyDictionary[App[Any], SecretClipboard]] = WeakKeyDictionary()


def said_of(reached: Reached) -> str:
    """Where the password went, and for how long."""
    match reached:
        case Reached.DESKTOP:
            return _("The password is on the clipboard for 30 seconds.")
        case Reached.TMUX:
            return _("The password is in tmux for 30 seconds: paste it with your tmux prefix and ].")
        case Reached.TERMINAL:
            return _(
                "The password was handed to your terminal, for 30 seconds. If pasting does not bring it, have"
                " it shown or write it to a file."
            )
        case Reached.NOWHERE:
            return _("Nothing was copied: this terminal has no clipboard. Have the password shown instead.")


class SecretClipboard:
    """At most one secret at a time."""

    def __init__(self, app: App[Any]) -> None:
        self._app = cast("Copying", app)
        self._secret: Secret | None = None
        self._timer: Timer | None = None

    def put(self, secret: Secret, tell: Callable[[str], object]) -> None:
        """Put a secret where it can be pasted from, for `STAYS` seconds; `tell` is told where that is."""
        self._stop()
        self._secret = secret
        copying.copy(self._app, secret.reveal(), lambda reached: tell(said_of(reached)))
        self._timer = self._app.set_timer(STAYS, self.take_away)

    async def take_away(self) -> None:
        """Empty the clipboard, unless it is seen to hold something else by now."""
        secret = self._begin()
        if secret is not None:
            self._end(*await in_thread(partial(_emptied, secret)))

    def take_away_now(self) -> None:
        """Empty it at once, as the program ends."""
        secret = self._begin()
        if secret is not None:
            self._end(*_emptied(secret))

    def _begin(self) -> Secret | None:
        """The secret to be taken away; None where something else was copied here since, in its place."""
        secret, self._secret = self._secret, None
        self._stop()
        if secret is None or self._app.clipboard != secret.reveal():
            return None
        self._app.copied = ""
        return secret

    def _end(self, reached: Reached, still: bool) -> None:
        if still and reached is Reached.TERMINAL and not self._app.clipboard:
            copying.tell_terminal(self._app, "")

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def clipboard_of(app: App[Any]) -> SecretClipboard:
    """The one of an application, made at its first use."""
    found = _OF.get(app)
    if found is None:
        found = _OF[app] = SecretClipboard(app)
    return found


def _emptied(secret: Secret) -> tuple[Reached, bool]:
    """What was told to forget a secret, and whether it was seen, or may be, on the clipboard still."""
    held = held_now()
    still = held is None or held.rstrip("\r\n") == secret.reveal()
    return emptied(secret.reveal(), still=still), still
