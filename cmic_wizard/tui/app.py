"""The full-screen application: themes, which profile is open, how it ends."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.scrollbar import ScrollBar

from cmic_wizard.background import ANSWERS_WITHIN, ended_within, in_thread
from cmic_wizard.crash import write_report
from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.errors import ExitStatus, WizardError
from cmic_wizard.i18n import _, language, set_language
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.text import shortened, visible_lines
from cmic_wizard.tui.action_model import call_of
from cmic_wizard.tui.application import Fill, as_it_is
from cmic_wizard.tui.glyphs import ASCII, BORDERS, glyphs
from cmic_wizard.tui.line_caches import let_go_of_lines
from cmic_wizard.tui.noticing import keep_clear
from cmic_wizard.tui.results import KeysMeanwhile, screen_work
from cmic_wizard.tui.screens.first_screens import (
    list_screen,
    resumed,
    screen_of,
    session_for_sheet,
    session_of,
    without_profile,
)
from cmic_wizard.tui.screens.pressing import Pressing
from cmic_wizard.tui.screens.switching import show_instead
from cmic_wizard.tui.screens.too_small import TooSmallScreen, too_small
from cmic_wizard.tui.screens.wizard import WizardScreen
from cmic_wizard.tui.session import Session, no_answer
from cmic_wizard.tui.shutdown import end_at_once, forget_lost_terminal, held_up
from cmic_wizard.tui.styling import begin_with, styled_when_mounted
from cmic_wizard.tui.themes import THEMES, themes_for
from cmic_wizard.tui.widgets.plain_scroll_bar import PlainScrollBar

if TYPE_CHECKING:
    from cmic_wizard.handoff.answer_sheet import Sheet

NOTICE_AT_MOST = 600
"""Characters of a notice in a corner of the screen."""
_ONCE_MORE = 1.0
"""Seconds for a last try at a disk that has failed before."""


class WizardApp(Pressing):
    """Opens a profile, the list of profiles, or the first run."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+p", "open_menu", show=False),
    ]
    AUTO_FOCUS = "*"

    def __init__(
        self,
        data_dir: Path,
        *,
        slug: str | None = None,
        session: Session | None = None,
        chosen_language: str | None = None,
    ) -> None:
        """Without a slug the last profile is resumed, or the list or the first run is shown."""
        super().__init__()
        if glyphs is ASCII:
            ScrollBar.renderer = PlainScrollBar
        let_go_of_lines()
        for theme in themes_for(self.console.color_system):
            self.register_theme(theme)
        begin_with(self, "cmic-dark")
        self.data_dir = data_dir
        self.told: list[str] = []
        self.profiles = Profiles(data_dir, tell=self.told.append)
        self.keeper = Keeper(data_dir)
        self.session = session
        self.slug = slug
        self.chosen_language = chosen_language
        self.crash_report: str | None = None
        """After a fault of its own, a sentence on its report."""
        self.left: str | None = None
        """The profile that was closed last; None for what is no stored profile."""
        self.unsaved = ""
        """Why the last changes could not be saved, where nobody has been told yet."""
        self._waiting_screen: Screen[None] | None = None
        """A first screen with a stylesheet of its own, which Textual reads for pushed screens alone."""
        self._told = False

    def update_styles(self, node: DOMNode, animate: bool = True) -> None:
        """Style anew what is in sight."""
        if not styled_when_mounted(node):
            super().update_styles(node, animate=animate)

    def get_css_variables(self) -> dict[str, str]:
        """The theme's variables, and the borders that this terminal can show."""
        return {**super().get_css_variables(), **BORDERS}

    def get_default_screen(self) -> Screen[None]:
        """The wizard where a profile can be resumed; so the first paint is already it."""
        # Not by CSS_PATH: what is read before the theme is set is parsed twice.
        self.stylesheet.read(Path(__file__).with_name("wizard.tcss"))
        self.title = "cmic-wizard"
        screen = self.first_screen()
        if isinstance(screen, WizardScreen):
            return screen
        self._waiting_screen = screen
        return super().get_default_screen()

    def first_screen(self) -> Screen[None]:
        """What the application opens with."""
        try:
            if self.session is None and (slug := self.slug or resumed(self.profiles)) is not None:
                self.session = session_of(self.profiles, slug, self.keeper)
            if self.session is None:
                return without_profile(self.profiles, ask_language=self.chosen_language is None)
        except WizardError as error:
            return list_screen(self.profiles, str(error))
        _take_preferences(self, self.session.draft)
        return self.screen_of(self.session)

    def screen_of(self, session: Session) -> WizardScreen:
        """The screen that shows a session."""
        return screen_of(session)

    def on_mount(self) -> None:
        """Show the first screen that has to wait, and who holds the profile."""
        if self._waiting_screen is not None:
            self.push_screen(self._waiting_screen)
        if self.session is not None and self.session.holder:
            self.notify(self.session.holder, severity="warning", markup=False, timeout=12)

    def on_ready(self) -> None:
        """Look for garbage as usual again, which was put off while the first screen was made."""
        gc.freeze()
        gc.set_threshold(700, 10, 10)
        settle(self)

    async def action_leave(self) -> None:
        """Save and go; it only asks where something would be lost."""
        leave(self)

    async def may_close(self) -> bool:
        """Save; whether the open profile may be given free. In a worker, for the user may be asked."""
        from cmic_wizard.tui.screens.unsaved import UnsavedDialog

        session = self.session
        if session is None:
            return True
        if isinstance(self.screen, UnsavedDialog):
            return False
        await self.shutdown.seen_to()
        if isinstance(self.screen, WizardScreen):
            self.screen.flush()
        if await session.save_in_time():
            return True
        given_up: bool | None = await self.push_screen_wait(UnsavedDialog(session))
        self._told = bool(given_up)
        return self._told

    def hurry(self) -> None:
        """Stop waiting for the key ring, and for what a dialog can give up."""
        from cmic_wizard.tui.screens.dialog import Dialog

        self.keeper.cancel()
        for screen in self.screen_stack:
            if isinstance(screen, Dialog):
                screen.hurry()

    def hand_on(self) -> bool:
        """Have a dialog that is open hand on what was typed, where that is worth it."""
        from cmic_wizard.tui.screens.dialog import Dialog

        if not isinstance(self.screen, Dialog):
            return False
        self.screen.hand_on()
        return True

    async def action_open_menu(self) -> None:
        """The menu, also by the palette's usual key."""
        await self.run_action(f"screen.{call_of('menu')}")

    def action_theme(self) -> None:
        """Switch between dark and light, and remember it."""
        self.theme = "cmic-light" if self.theme == "cmic-dark" else "cmic-dark"
        if self.session is not None:
            self.session.mark(theme=self.theme)

    async def action_language(self) -> None:
        """Switch the language, and draw the screen anew in it."""
        set_language("es" if language() == "en" else "en")
        if not isinstance(self.screen, WizardScreen):
            show_instead(self, self.first_screen())
            return
        session = self.screen.session
        self.screen.flush()
        session.mark(language=language())
        session.announce()
        show_instead(self, self.screen_of(session))

    async def open_profile(self, slug: str) -> None:
        """Close the open profile and go to another; in a worker. Raises WizardError."""
        if not await self.may_close():
            return
        session = session_of(self.profiles, slug, self.keeper)
        self.close_session()
        self.session = session
        _take_preferences(self, session.draft)
        show_instead(self, self.screen_of(session))

    async def open_sheet(self, sheet: Sheet, path: Path) -> None:
        """Close the open profile and show the questions of an answer sheet; in a worker."""
        if not await self.may_close():
            return
        session = session_for_sheet(sheet, path, self.keeper)
        self.close_session()
        self.session = session
        _take_preferences(self, session.draft)
        show_instead(self, self.screen_of(session))

    async def create_profile(self, name: str, fill: Fill = as_it_is) -> None:
        """A new profile by that name, opened, holding what `fill` makes of it; raises FileRefused."""
        store = self.profiles.create(name, fill=fill)
        store.mark(language=language(), theme=self.theme)
        self.close_session()
        self.profiles.remember_last(store.slug)
        self.session = Session(store.draft, store, self.keeper)
        show_instead(self, self.screen_of(self.session))

    async def action_profiles(self) -> None:
        """The list of profiles."""
        list_profiles(self)

    def close_session(self) -> None:
        """Save and give the profile free; a disk that does not answer is left alone."""
        session, self.session = self.session, None
        if session is not None:
            self.left = session.store.slug if session.store is not None else None
            if not ended_within(session.close, _ONCE_MORE if session.save_fault else ANSWERS_WITHIN):
                self.stuck = True
                session.save_fault = session.save_fault or no_answer(session.folder)
            self.unsaved = "" if self._told else session.save_fault
            if self.is_running:
                self.tell_kept()

    def tell_kept(self) -> None:
        """Say what was kept beside the profile, where nobody has been told yet."""
        while self.told:
            self.notify(self.told.pop(0), severity="warning", timeout=12)

    def on_resize(self, event: events.Resize) -> None:
        """Put a polite notice over everything while the terminal is too small."""
        small = too_small(event.size)
        shown = isinstance(self.screen, TooSmallScreen)
        if small and not shown:
            self.push_screen(TooSmallScreen())
        elif not small and shown:
            self.pop_screen()

    def notify(self, message: str, **options: Any) -> None:
        """Give notice, of text that may come from files and people: never as markup, nothing hidden."""
        said = shortened(visible_lines(message), NOTICE_AT_MOST)
        if self.screen_stack:
            keep_clear(self.screen)
        super().notify(said, **{"title": "", "markup": False, **options})

    def _fatal_error(self) -> None:
        """A report without values, told after the end, instead of Textual's traceback with locals."""
        # A page that is torn down while it is being made fails, too: that is no fault.
        if self.crash_report is None and not self.shutdown.ended_by:
            self.crash_report = write_report(self.data_dir)
        self._close_messages_no_wait()


def _take_preferences(app: WizardApp, draft: Draft) -> None:
    """Show the language and the colours that the user likes."""
    if app.chosen_language is None and (liked := draft.marks.get("language")):
        set_language(liked)
    if (theme := draft.marks.get("theme")) in {t.name for t in THEMES}:
        app.theme = theme


@screen_work(group="settle", keys=KeysMeanwhile.GO_ON)
async def settle(app: WizardApp) -> None:
    """Complete or undo what was cut before, out of the way of the screen."""
    from cmic_wizard.credentials import leftovers

    store = app.session.store if app.session is not None else None
    ours = store.slug if store is not None else ""
    await in_thread(lambda: leftovers.settle(app.profiles, app.keeper, ours=ours))


@screen_work(exclusive=True, group="leave")
async def leave(app: WizardApp) -> None:
    """Save and go."""
    if await app.may_close():
        app.exit(ExitStatus.DONE)


@screen_work(exclusive=True, group="leave")
async def list_profiles(app: WizardApp) -> None:
    """Save, and show the list of profiles."""
    if await app.may_close():
        store = app.session.store if app.session is not None else None
        app.close_session()
        show_instead(app, list_screen(app.profiles, behind=store.slug if store is not None else ""))


def run(app: WizardApp) -> int:
    """Run to the end; the exit status. Saves whatever way it ends."""
    import sys

    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    try:
        status = app.run()
    finally:
        app.close_session()
        forget_lost_terminal()
    for sentence in app.told:
        print(sentence, file=sys.stderr)  # noqa: T201 - the screen is gone
    if app.unsaved:
        print(_("Your last changes could not be saved."), app.unsaved, file=sys.stderr)  # noqa: T201
    if app.crash_report is not None:
        said = (
            _("Something went wrong.")
            if app.unsaved
            else _("Something went wrong; what you entered is saved.")
        )
        print(said, app.crash_report, file=sys.stderr)  # noqa: T201 - the screen is gone
        status = ExitStatus.REFUSED
    if status is None:
        status = app.return_code or 0
    if status == ExitStatus.DONE and app.left is not None and not app.unsaved:
        from cmic_wizard.tui.leaving import last_line

        print(last_line(app.data_dir, app.left), file=sys.stderr)  # noqa: T201 - the screen is gone
    if held_up(stuck=app.stuck):
        end_at_once(status)
    return status
