"""The one way of text from people, files and servers to a widget: never as markup, nothing hidden."""

from __future__ import annotations

from textual.content import Content

from cmic_wizard.i18n import ngettext
from cmic_wizard.text import visible, visible_lines

LINES_AT_MOST = 400
"""Lines of a foreign text that are shown; how many more there are is said."""


def safe(text: str, style: str = "") -> Content:
    """One line of foreign text."""
    return Content.styled(visible(text), style) if style else Content(visible(text))


def safe_lines(text: str, style: str = "") -> Content:
    """Foreign text of several lines."""
    lines = text.split("\n", LINES_AT_MOST)
    if len(lines) > LINES_AT_MOST:
        count = lines[-1].count("\n") + 1
        lines[-1] = ngettext("… and {count} more line", "… and {count} more lines", count).format(count=count)
        text = "\n".join(lines)
    return Content.styled(visible_lines(text), style) if style else Content(visible_lines(text))
