"""An address that a click, Enter or Space opens, and that the terminal knows as a link where it can."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from cmic_wizard.guide.model import Link
from cmic_wizard.i18n import _
from cmic_wizard.tui.browsing import marks_links
from cmic_wizard.tui.copying import open_link
from cmic_wizard.tui.glyphs import glyphs


def address_of(link: Link) -> Content:
    """Its whole address, which terminals that can make a link of."""
    address = Content(link.url).stylize("$waits underline")
    return address.stylize(Style(link=link.url)) if marks_links() else address


class LinkLine(Static, can_focus=True):
    """One link: what it leads to, and its whole address."""

    BINDINGS = [Binding("enter,space", "open", show=False)]
    DEFAULT_CSS = """
    LinkLine { height: auto; }
    LinkLine:focus { background: $row; color: $strong; text-style: $row-style; }
    """

    def __init__(self, link: Link) -> None:
        super().__init__(Content.assemble((f"{glyphs.arrow} {_(link.title)} ", "$quiet"), address_of(link)))
        self.link = link

    def action_open(self) -> None:
        """Open it in the browser, or copy it."""
        open_link(self.app, self.link.url)

    def on_click(self) -> None:
        """Open it, unless the mouse has just marked some of its text."""
        if not self.screen.get_selected_text():
            self.action_open()
