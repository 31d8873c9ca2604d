"""The one way of text from people, files and servers to a widget: never as markup, nothing hidden."""

from __future__ import annotations

from textual.content import Content

from cmic_wizard.text import visible, visible_lines


def safe(text: str, style: str = "") -> Content:
    """One line of foreign text."""
    return Content.styled(visible(text), style) if style else Content(visible(text))


def safe_lines(text: str, style: str = "") -> Content:
    """Foreign text of several lines."""
    return Content.styled(visible_lines(text), style) if style else Content(visible_lines(text))
