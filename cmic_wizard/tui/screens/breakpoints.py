"""The class that a screen has for the width of its terminal, from its first paint on."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def begin_at_width(screen: Screen[Any]) -> None:
    """Give a screen that is about to be composed its class, else everything is styled and painted twice."""
    breakpoints = screen.HORIZONTAL_BREAKPOINTS or []
    width = screen.app.size.width
    fitting = max((each for each in breakpoints if width >= each[0]), default=(0, ""))
    screen.update_classes({name: name == fitting[1] for _columns, name in breakpoints}, update=False)
