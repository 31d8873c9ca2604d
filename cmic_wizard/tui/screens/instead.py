"""Puts one screen in the place of another."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.screen import Screen


class Replaceable(Screen[None]):
    """A screen that is told when another takes its place."""

    def retire(self) -> None:
        """Take no more part."""


def show_instead(app: App[Any], screen: Screen[None]) -> None:
    """Put `screen` in the place of the one in sight; Textual's very first one can only be covered."""
    if isinstance(app.screen, Replaceable):
        app.screen.retire()
    if len(app.screen_stack) > 1:
        app.switch_screen(screen)
    else:
        app.push_screen(screen)
