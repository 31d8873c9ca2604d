"""Twelve bare Textual inputs: what the echo of a key costs without rules, states and saving."""

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input


class Fields(App[None]):
    """Shows twelve inputs, the first of them focused."""

    AUTO_FOCUS = "Input"

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            for number in range(1, 13):
                yield Input(placeholder=f"Field {number}")


if __name__ == "__main__":
    Fields().run()
