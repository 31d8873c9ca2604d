"""The first run: a language, a name for the profile, then straight into the guide."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from cmic_wizard.bounds import NAME_AT_MOST
from cmic_wizard.errors import WizardError
from cmic_wizard.i18n import LANGUAGES, _, language, set_language
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.file_flow import open_file
from cmic_wizard.tui.screens.switching import show_instead
from cmic_wizard.tui.widgets.controls.line_control import SafeInput


class FirstRunScreen(Screen[None]):
    """Asks for no more than it must."""

    CSS_PATH = "../dialog.tcss"

    BINDINGS = [
        Binding("f10", "app.leave", show=False),
        Binding("escape", "back", show=False),
        Binding("up,left", "app.focus_previous", show=False),
        Binding("down,right", "app.focus_next", show=False),
    ]

    def __init__(self, *, ask_language: bool = True, name: str = "") -> None:
        super().__init__(classes="Dialog")
        self.ask_language = ask_language
        self.name_typed = name

    def compose(self) -> ComposeResult:
        with Vertical(id="first-run"):
            yield Static(Content.styled(f"CMiC {glyphs.link} Procore", "bold $mark"), classes="title")
            yield Static(
                Content(
                    _(
                        "This wizard takes you through Procore's set-up guide for CMiC, keeps what you enter,"
                        " and hands it to your integration specialist. Everything is saved as you type."
                    )
                ),
                classes="text",
            )
            if self.ask_language:
                yield Static(Content.styled("Language · Idioma", "bold"), classes="text tight")
                with Horizontal(classes="buttons"):
                    for code, word in LANGUAGES.items():
                        chosen = code == language()
                        mark = glyphs.radio_on if chosen else glyphs.radio_off
                        button = Button(
                            Content(f"{mark} {word}"), name=code, compact=True, classes="language"
                        )
                        yield button
            yield Static(Content.styled(_("Your company's name"), "bold"), classes="text tight")
            yield SafeInput(
                self.name_typed,
                placeholder=_("e.g. {example}").format(example="Acme Builders"),
                compact=True,
                id="name",
                max_length=NAME_AT_MOST,
            )
            yield Static(Content(""), classes="fault")
            with Horizontal(classes="buttons"):
                yield Button(_("Start"), name="begin", compact=True, id="begin")
                yield Button(_("Open a file…"), name="file", compact=True)
                yield Button(_("Quit (F10)"), name="quit", compact=True)

    def on_mount(self) -> None:
        """The name is what must be typed; the language stands above it."""
        self.query_one("#name").focus()

    @on(Button.Pressed, ".language")
    async def choose(self, event: Button.Pressed) -> None:
        """Take a language and show this screen in it."""
        event.stop()
        set_language(event.button.name or "en")
        typed = self.query_one("#name", Input).value
        show_instead(self.app, FirstRunScreen(name=typed))

    @on(Input.Submitted)
    @on(Button.Pressed, "#begin")
    async def begin(self) -> None:
        """Create the profile and open the guide."""
        try:
            await application_of(self).create_profile(self.query_one("#name", Input).value)
        except WizardError as error:
            self.complain(str(error))

    @on(Button.Pressed)
    async def leave(self, event: Button.Pressed) -> None:
        """Quit, or open what somebody sent."""
        if event.button.name == "quit":
            await self.run_action("app.leave")
        elif event.button.name == "file":
            open_file(self, self.complain)

    def complain(self, text: str) -> None:
        """Say what went wrong."""
        self.query_one(".fault", Static).update(safe_lines(text))

    async def action_back(self) -> None:
        """Esc: to the list where there is one, else nothing."""
        try:
            there = bool(application_of(self).profiles.list())
        except WizardError:
            there = True  # the list says why it can't be read
        if there:
            await application_of(self).action_profiles()
