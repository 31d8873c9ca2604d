"""Puts one screen in the place of another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App
from textual.screen import ModalScreen, Screen

from cmic_wizard.tui.screens.too_small import TooSmallScreen


class Replaceable(Screen[None]):
    """A screen that is told when another takes its place."""

    def retire(self) -> None:
        """Take no more part."""


@contextmanager
def _nothing_above(app: App[Any]) -> Iterator[None]:
    """Dialogs, which belong to the screen beneath, go with it; the notice of a small window comes back."""
    noticed = False
    while isinstance(app.screen, (ModalScreen, TooSmallScreen)):
        noticed = noticed or isinstance(app.screen, TooSmallScreen)
        app.pop_screen()
    yield
    if noticed:
        app.push_screen(TooSmallScreen())


def show_instead(app: App[Any], screen: Screen[None]) -> None:
    """Put `screen` in the place of the page in sight; Textual's very first one can only be covered."""
    with _nothing_above(app):
        if isinstance(app.screen, Replaceable):
            app.screen.retire()
        if len(app.screen_stack) > 1:
            app.switch_screen(screen)
        else:
            app.push_screen(screen)


def go_back(screen: Replaceable) -> None:
    """Take a page away, so that the one beneath it shows again."""
    app = screen.app
    with _nothing_above(app):
        if app.screen is screen:
            screen.retire()
            app.pop_screen()
