"""When styles are applied: once to each widget before it is seen; Textual alone does it several times."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget


def begin_with(app: App[Any], theme: str) -> None:
    """Set the first theme without the watchers, who would have all styles parsed once more."""
    app.set_reactive(App.theme, theme)
    app.stylesheet.set_variables(app.get_css_variables())


def styled_when_mounted(node: DOMNode) -> bool:
    """Whether a node is about to come, and is styled then.

    Textual styles a widget also for each class that is set before, and a screen once more as it comes,
    which only one with a style sheet of its own needs: that is read after its widgets are mounted.
    """
    if isinstance(node, Screen):
        return not node.outer_size and not node.CSS_PATH
    return isinstance(node, Widget) and not node.is_attached
