"""The first run: a language, a name for the profile, then straight into the guide."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from cmic_wizard.bounds import NAME_AT_MOST
from cmic_wizard.errors import WizardError
from cmic_wizard.i18n import LANGUAGES, _, language, ngettext, set_language
from cmic_wizard.profile.found_in_text import Found, with_accepted
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.results import screen_work
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.file_flow import open_file
from cmic_wizard.tui.screens.switching import show_instead
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.line_control import SafeInput
from cmic_wizard.tui.widgets.paste_asked import PasteAsked


class FirstRunScreen(Screen[None]):
    """Asks for no more than it must."""

    CSS_PATH = "../dialog.tcss"

    BINDINGS = [
        Binding("f10", "app.leave", show=False),
        Binding("escape", "back", show=False),
        Binding("up,left", "app.focus_previous", show=False),
        Binding("down,right", "app.focus_next", show=False),
    ]

    def __init__(self, *, ask_language: bool = True, name: str = "", accepted: Sequence[Found] = ()) -> None:
        super().__init__(classes="Dialog")
        self.ask_language = ask_language
        self.name_typed = name
        self.accepted = list(accepted)
        """What was found in a text and accepted, to be kept once there is a profile."""

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
            yield Static(self._taken_along(), classes="taken")
            yield Static(Content(""), classes="fault")
            with Horizontal(classes="buttons"):
                yield Button(_("Start"), name="begin", compact=True, id="begin")
                yield Button(_("Open a file…"), name="file", compact=True)
                yield Button(_("Paste an e-mail or notes…"), name="paste", compact=True, id="paste")
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
        show_instead(self.app, FirstRunScreen(name=typed, accepted=self.accepted))

    def _taken_along(self) -> Content:
        """How many answers of a text go into the profile."""
        count = len(self.accepted)
        text = ngettext(
            "{count} answer of your text is taken along.",
            "{count} answers of your text are taken along.",
            count,
        )
        return Content.styled(text.format(count=count), "$good") if count else Content()

    @on(PasteAsked)
    def take_pasted(self, event: PasteAsked) -> None:
        """A text of several lines is no name: what is found in it is proposed."""
        event.stop()
        self.take_text("\n".join((event.line, *event.left_out)))

    @on(Button.Pressed, "#paste")
    def paste(self, event: Button.Pressed) -> None:
        """Ask for a text."""
        event.stop()
        self.take_text()

    @screen_work(exclusive=True)
    async def take_text(self, text: str = "") -> None:
        """Propose what is found in a text, and keep what is accepted until the profile is begun."""
        from cmic_wizard.tui.screens.from_text import accepted_of_a_text

        accepted = await accepted_of_a_text(self, {one.step: one.answer for one in self.accepted}, text)
        steps = {one.step for one in accepted}
        self.accepted = [*(one for one in self.accepted if one.step not in steps), *accepted]
        self.query_one(".taken", Static).update(self._taken_along())
        self.query_one("#name").focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#begin")
    async def begin(self) -> None:
        """Create the profile with what was accepted of a text, and open the guide; an address is no name."""
        typed = self.query_one("#name", Input)
        if "://" in typed.value:
            text, typed.value = typed.value, ""
            self.take_text(text)
            return
        try:
            fill = partial(with_accepted, self.accepted)
            await application_of(self).create_profile(typed.value, fill)
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
