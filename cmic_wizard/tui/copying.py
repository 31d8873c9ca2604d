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
from cmic_wizard.tui import browsing, clipboard
from cmic_wizard.tui.clipboard import Reached
from cmic_wizard.tui.on_terminal import OnTerminal
from cmic_wizard.tui.results import KeysMeanwhile, screen_work

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
        self._held = ""

    @property
    def clipboard(self) -> str:
        """What was copied here last."""
        return self._held

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what the user has marked or chosen, and say so."""
        self.copy(text, self._told_as_notice(text if self._may_be_shown() else ""))

    def _told_as_notice(self, text: str) -> Callable[[Reached], None]:
        def tell(reached: Reached) -> None:
            seconds = _SEEN_WITHIN if reached is Reached.DESKTOP else _READ_WITHIN
            self.notify(outcome(reached, text), timeout=seconds)

        return tell

    def _may_be_shown(self) -> bool:
        return not getattr(self.screen, "holds_secret", False)

    def copy(self, text: str, tell: Callable[[Reached], object] | None = None) -> None:
        """Copy a text; `tell` is told where it went."""
        self._held = text
        if clipboard.at_once():
            self._went(text, clipboard.carry(text), tell)
        else:
            self._carry(text, tell)

    @screen_work(group="copy", keys=KeysMeanwhile.GO_ON)
    async def _carry(self, text: str, tell: Callable[[Reached], object] | None) -> None:
        reached = await in_thread(partial(clipboard.carry, text))
        self._went(text, reached, tell)

    def _went(self, text: str, reached: Reached, tell: Callable[[Reached], object] | None) -> None:
        if reached is Reached.TERMINAL:
            self.tell_terminal(text)
        if tell is not None:
            tell(reached)

    def tell_terminal(self, text: str) -> None:
        """Hand a text to the terminal's clipboard."""
        if self.terminal.driver is not None:
            self.terminal.driver.write(clipboard.to_terminal(text))
        else:
            super().copy_to_clipboard(text)

    def forget_copied(self) -> None:
        """Pasting here brings nothing any more."""
        self._held = ""

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
        if marked and self._may_be_shown():
            self.copy_to_clipboard(marked)

    def action_open_link(self, address: str) -> None:
        """Open an address in the browser, or copy it where none is seen."""
        self.open_link(address)

    @screen_work(group="link", keys=KeysMeanwhile.GO_ON)
    async def open_link(self, address: str) -> None:
        """Open an address in the browser, or copy it where none is seen; says which."""
        if await in_thread(partial(browsing.opened, address)):
            self.notify(_("Opened in your browser: {address}").format(address=address))
            return

        def tell(reached: Reached) -> None:
            self.notify(
                _("No browser is seen from here, so that you open the address yourself.")
                + "\n"
                + outcome(reached, address),
                timeout=_READ_WITHIN,
            )

        self.copy(address, tell)


def copy(app: App[Any], text: str, tell: Callable[[Reached], object] | None = None) -> None:
    """Copy a text in one of our applications; `tell` is told where it went."""
    cast("Copying", app).copy(text, tell)
