"""What all dialogs share: Esc closes, a frame, a title, buttons in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static

from cmic_wizard.i18n import _
from cmic_wizard.tui.results import after_refresh
from cmic_wizard.tui.safe import safe, safe_lines
from cmic_wizard.tui.screens.breakpoints import begin_at_width
from cmic_wizard.tui.widgets.button import Button

Result = TypeVar("Result")
NARROW = 78
"""Columns below which buttons stand closer together."""
HELD = 0.8
"""Seconds within which a key that comes once more may be one that is held down: keyboards begin earlier."""


class DialogButton(Button):
    """A button of a dialog, and what it does."""

    def __init__(self, label: str, press: Callable[[], object], **options: Any) -> None:
        super().__init__(label, **{"compact": True, **options})
        self.act = press


class Dialog(ModalScreen[Result]):
    """A frame over the wizard; closing it with Esc gives None."""

    BINDINGS = [
        Binding("escape", "close", show=False),
        Binding("f10", "leave", show=False),
        Binding("up,left", "app.focus_previous", show=False),
        Binding("down,right", "app.focus_next", show=False),
        Binding("space", "app.press", show=False),
    ]
    CSS_PATH = "../dialog.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-normal")]
    heading: str = ""
    holds_secret = False
    """Whether what is marked with the mouse is not copied until Ctrl+C, for it may be a secret."""
    beside_list: int = 0
    """The rows of the frame that its list leaves to the rest; 0 where the style sheet sizes the list."""
    _given: tuple[Result | None] | None = None

    def compose(self) -> ComposeResult:
        begin_at_width(self)
        with Vertical():
            yield Static(safe(self.heading), classes="title")
            yield from self.body()
            buttons = list(self.buttons())
            if buttons:
                yield Horizontal(*buttons, classes="buttons")

    def on_mount(self) -> None:
        """Keep what has the focus in sight where the content grows, as by an answer that comes later."""
        for frame in self.query_children(Vertical):
            self.watch(frame, "virtual_size", self._show_focused, init=False)

    def fitted(self, listing: OptionList) -> OptionList:
        """A list that is as high as its entries, and at most as the terminal has room for."""
        listing.styles.max_height = max(self.app.size.height - self.beside_list, 3)
        return listing

    def on_resize(self) -> None:
        """Use the height that there is now."""
        if self.beside_list:
            for listing in self.query(OptionList):
                self.fitted(listing)

    def _show_focused(self) -> None:
        focused = self.focused
        if focused is not None:
            after_refresh(focused, focused.scroll_visible, animate=False)

    def body(self) -> Iterable[Widget]:
        """What stands between title and buttons."""
        return ()

    def buttons(self) -> Iterable[Button]:
        """The buttons; the first is the usual one."""
        yield DialogButton(_("Close"), self.action_close, name="close", compact=True)

    async def action_leave(self) -> None:
        """Leave the wizard from within a dialog, too."""
        await self.run_action("app.leave")

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close once, and only itself: Textual's takes whatever screen is in sight. The first answer counts.

        A dialog with another screen over it closes when it is in sight again.
        """
        nothing = AwaitComplete()
        if self not in self.app.screen_stack:
            return nothing
        answer = self._given = self._given or (result,)
        if self.app.screen is not self:
            return nothing
        closing: AwaitComplete = super().dismiss(answer[0])
        return closing

    def on_screen_resume(self) -> None:
        """Close, where the answer came while another screen stood over it."""
        if self._given is not None:
            self.dismiss()

    def action_close(self) -> None:
        """Leave without a result."""
        self.dismiss(None)

    def hurry(self) -> object:
        """The profile is about to be closed: end what runs and can be ended."""

    def hand_on(self) -> None:
        """The program ends with the dialog open: hand on what was typed, where that is worth it."""

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button does."""
        event.stop()
        if isinstance(event.button, DialogButton):
            event.button.act()


class Confirm(Dialog[bool]):
    """Asks one question; True only for the explicit button."""

    def __init__(self, heading: str, text: str, yes: str, *, again: str = "") -> None:
        """`again` is the function key that led here: pressed once more it means the explicit button.

        Held down it does not.
        """
        super().__init__()
        self._pressed = monotonic()
        self.heading = heading
        self.text = text
        self.again = again
        self.yes = f"{yes} ({again.upper()})" if again else yes

    def body(self) -> Iterable[Widget]:
        """The question."""
        yield Static(safe_lines(self.text), classes="text")

    def buttons(self) -> Iterable[Button]:
        """Stay first: Enter does nothing bad."""
        yield DialogButton(_("Cancel"), self.action_close, name="close", compact=True)
        yield DialogButton(self.yes, self.press_yes, name="yes", compact=True)

    def on_key(self, event: Key) -> None:
        """The key that led here confirms."""
        if self.again and event.key == self.again:
            event.stop()
            before, self._pressed = self._pressed, monotonic()
            if self._pressed - before > HELD:
                self.press_yes()

    def press_yes(self) -> None:
        """Confirm."""
        self.dismiss(True)
