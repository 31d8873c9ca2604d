"""A bare Textual program that turns pages of twelve inputs and opens a list of sixty lines over them."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static


class Menu(ModalScreen[None]):
    """A list over the page."""

    BINDINGS = [Binding("escape", "app.pop_screen")]
    CSS = "Menu { align: center middle; } Menu Vertical { width: 100; height: 34; }"

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("The menu")
            yield Input(placeholder="Type to search")
            yield OptionList(*(f"Line {number}" for number in range(60)))


class Pages(App[None]):
    """Two pages in turn, with F3; the menu with Ctrl+P."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [Binding("f3", "turn", priority=True), Binding("ctrl+p", "open", priority=True)]
    page = 1

    def compose(self) -> ComposeResult:
        yield self._made()

    def _made(self) -> VerticalScroll:
        return VerticalScroll(*(Input(placeholder=f"Page {self.page}, field {n}") for n in range(1, 13)))

    async def action_turn(self) -> None:
        """Put the other page in the place of this one."""
        self.page = 3 - self.page
        with self.batch_update():
            await self.query(VerticalScroll).remove()
            await self.mount(self._made())

    def action_open(self) -> None:
        """Open the list."""
        self.push_screen(Menu())


if __name__ == "__main__":
    Pages().run()
