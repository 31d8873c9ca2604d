"""A small Textual application that the terminal harness is tried on."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Button, Input, Static


class Tiny(App[int]):
    """An input that is echoed below, a button, and the terminal's size."""

    BINDINGS = [("f2", "hello", "Hello"), ("escape", "exit(7)", "Quit")]
    CSS = "#bold { text-style: bold underline; color: #ff0000; background: #000080; }"

    def compose(self) -> ComposeResult:
        yield Static("Ready — ñ 漢", id="bold", markup=False)
        yield Static(id="size")
        yield Input(select_on_focus=False)
        yield Static(id="echo", markup=False)
        yield Button("Press me")

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#size", Static).update(f"{event.size.width} by {event.size.height}")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#echo", Static).update(f"typed <{event.value}>")

    def on_button_pressed(self) -> None:
        self.query_one("#echo", Static).update("clicked")

    def action_hello(self) -> None:
        self.query_one("#echo", Static).update("hello from F2")

    def action_exit(self, code: int) -> None:
        self.exit(code, return_code=code)


if __name__ == "__main__":
    app = Tiny()
    app.run()
    raise SystemExit(app.return_code)
