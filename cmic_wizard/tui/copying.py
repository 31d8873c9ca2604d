"""An application whose texts get out: copied with a word on where they went, addresses opened or copied."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from textual.app import App
from textual.binding import Binding

from cmic_wizard.background import in_thread
from cmic_wizard.i18n import _
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui import browsing, pasteboard
from cmic_wizard.tui.on_terminal import OnTerminal
from cmic_wizard.tui.pasteboard import Reached
from cmic_wizard.tui.results import KeysMeanwhile, screen_work

Tell = Callable[[Reached], object]
QUOTED = 50
"""Characters of what was copied that are shown again."""
_SEEN_WITHIN = 4.0
"""Seconds for which it is said that something was copied."""
_READ_WITHIN = 10.0
"""Seconds for which what to do is said."""


def outcome(reached: Reached, text: str = "") -> str:
    """What became of a text, `text` where it may be shown, and what to do where that can't be known."""
    what = visible(shortened(" ".join(text.split()), QUOTED))
    match reached:
        case Reached.DESKTOP:
            return _("Copied: {text}").format(text=what) if what else _("Copied.")
        case Reached.TMUX:
            said = (
                _("Copied into tmux: {text}").format(text=what) + "\n"
                if what
                else _("Copied into tmux.") + " "
            )
            return said + _(
                "Paste it with your tmux prefix and ]. tmux hands it to your terminal, too, where that is set"
                " up."
            )
        case Reached.TERMINAL:
            said = (
                _("Handed to your terminal: {text}").format(text=what) + "\n"
                if what
                else _("Handed to your terminal.") + " "
            )
            return said + _(
                "If pasting does not bring it: hold Shift (on a Mac: Fn or Option), select the text with the"
                " mouse, and copy it as usual."
            )
        case Reached.NOWHERE:
            return _(
                "Nothing was copied: this terminal has no clipboard. Open the wizard in a window of a"
                " desktop, or take the value from a hand-off file."
            )


class Copying(OnTerminal):
    """Copies into tmux, onto the desktop or to the terminal, and says what it did."""

    BINDINGS = [Binding("ctrl+c,super+c", "copy_or_leave", show=False, system=True)]

    def __init__(self) -> None:
        super().__init__()
        self.copied = ""
        """What was copied here last."""
        self._dragged = ""
        """What the mouse marked last."""

    @property
    def clipboard(self) -> str:
        """What pasting brings here."""
        return self.copied

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what the user has marked or chosen, and say so."""
        shown = "" if _holds_secret(self) else text

        def tell(reached: Reached) -> None:
            seconds = _SEEN_WITHIN if reached is Reached.DESKTOP else _READ_WITHIN
            self.notify(outcome(reached, shown), timeout=seconds)

        copy(self, text, tell)

    async def action_copy_or_leave(self) -> None:
        """Ctrl+C: copy what is marked, else leave."""
        marked = self.screen.get_selected_text()
        if marked:
            self.copy_to_clipboard(marked)
            self.screen.clear_selection()
        else:
            await self.run_action("app.leave")

    def on_text_selected(self) -> None:
        """A drag with the mouse copies, as it does in terminals, and says so; of a secret it only marks."""
        marked = (self.screen.get_selected_text() or "").strip()
        before, self._dragged = self._dragged, marked
        if marked and marked != before and not _holds_secret(self):
            self.copy_to_clipboard(marked)


def copy(app: App[Any], text: str, tell: Tell | None = None) -> None:
    """Copy a text in one of our applications; `tell` is told where it went."""
    cast("Copying", app).copied = text
    if pasteboard.at_once():
        _went(app, text, pasteboard.carry(text), tell)
    else:
        carry_beside(app, text, tell)


@screen_work(group="copy", keys=KeysMeanwhile.GO_ON)
async def carry_beside(app: App[Any], text: str, tell: Tell | None) -> None:
    """Have other programs take a text, out of the way of the screen."""
    _went(app, text, await in_thread(partial(pasteboard.carry, text)), tell)


def _went(app: App[Any], text: str, reached: Reached, tell: Tell | None) -> None:
    if reached is Reached.TERMINAL:
        tell_terminal(app, text)
    if tell is not None:
        tell(reached)


def tell_terminal(app: App[Any], text: str) -> None:
    """Hand a text to the terminal's clipboard; an empty one empties it."""
    driver = cast("Copying", app).terminal.driver
    if driver is not None:
        driver.write(pasteboard.to_terminal(text))
    else:
        App.copy_to_clipboard(app, text)


@screen_work(group="link", keys=KeysMeanwhile.GO_ON)
async def open_link(app: App[Any], address: str) -> None:
    """Open an address in the browser, or copy it where none is seen; says which."""
    if await in_thread(partial(browsing.opened, address)):
        app.notify(_("Opened in your browser: {address}").format(address=address))
        return

    def tell(reached: Reached) -> None:
        alone = _("No browser is seen from here, so that you open the address yourself.")
        app.notify(f"{alone}\n{outcome(reached, address)}", timeout=_READ_WITHIN)

    copy(app, address, tell)


def _holds_secret(app: App[Any]) -> bool:
    """Whether what is in sight may be a secret, which is not shown again."""
    return bool(getattr(app.screen, "holds_secret", False))
