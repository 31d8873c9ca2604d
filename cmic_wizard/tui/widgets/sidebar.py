"""The guide's navigation at the left: phases and sections, with their states and what is open in each."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import Assessment, State, summary
from cmic_wizard.struct import Struct
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.themes import STATE_STYLES
from cmic_wizard.tui.widgets.lines import say, two_sided

WELCOME = "welcome"
HANDOFF = "handoff"
WIDTH = 26
WIDE = 50
"""Columns where there is so much room that nothing has to be shortened."""
WIDE_FROM = 180
"""Columns of the terminal from which it is that wide."""


def width_in(columns: int) -> int:
    """How wide the guide stands in a terminal."""
    return WIDE if columns >= WIDE_FROM else WIDTH


class NavigationEntry(Struct, frozen=True):
    """One line of the navigation: a page, or a section on a page."""

    page: str
    section: str
    line: Content


def _named(title: str, short: str, room: int) -> str:
    """The title where the guide is wide and has room for it, else its short form."""
    whole = _(title)
    return whole if room > WIDTH and len(whole) <= room else _(short or title)


def entries(assessment: Assessment, last_page: str, room: int) -> Iterator[NavigationEntry]:
    """The lines of the navigation, `room` cells wide, from an assessment."""
    yield NavigationEntry(WELCOME, "", Content("  " + _("Welcome")))
    for number, phase in enumerate(assessment.guide.phases, 1):
        own = sum(s.own for s in assessment.of_phase(phase.id))
        count = Content.styled(_("{count} to do").format(count=own), "$own") if own else Content()
        title = _named(phase.title, phase.short, room - 3 - count.cell_length)
        left = Content.styled(f"{number} {title}", "bold")
        yield NavigationEntry(phase.id, "", two_sided(left, count, room))
        for section in phase.sections:
            state, mine = summary(assessment.of_section(section.id))
            shape = Content.styled(glyphs.shapes[state], STATE_STYLES[state])
            right = Content.styled(str(mine), STATE_STYLES[state]) if mine else Content()
            named = _named(section.title, section.short, room - 3 - right.cell_length)
            line = two_sided(Content.assemble(shape, " ", named), right, room)
            yield NavigationEntry(phase.id, section.id, line)
    mark = glyphs.shapes[State.DONE] if assessment.ready else " "
    yield NavigationEntry(HANDOFF, "", Content.assemble((mark, "$good"), " ", last_page))


def progress_line(progress: float, width: int) -> Content:
    """A bar and a percentage."""
    percent = f" {int(progress * 100):3d} %"
    room = max(width - len(percent), 0)
    full = round(progress * room)
    return Content.assemble(
        (glyphs.bar_full * full, "$good"), (glyphs.bar_empty * (room - full), "$edge"), percent
    )


class Navigation(OptionList):
    """The list itself; it acts on selection, not on the mere movement of its cursor."""

    def __init__(self, assessment: Assessment, last_page: str, room: int) -> None:
        self.listed = list(entries(assessment, last_page, room))
        super().__init__(*(Option(e.line, id=f"{e.page}--{e.section}") for e in self.listed), compact=True)


class Sidebar(Vertical):
    """Navigation and progress."""

    class Chosen(Message):
        """A page, and perhaps one of its sections, was chosen."""

        def __init__(self, page: str, section: str) -> None:
            super().__init__()
            self.page = page
            self.section = section

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        yield Navigation(self.session.assessment, _(self.session.last_page), self._room)
        yield Static(progress_line(self.session.assessment.progress, self._room), classes="progress")

    @property
    def _room(self) -> int:
        """The cells of a line."""
        return width_in(self.app.size.width) - 2

    def on_resize(self) -> None:
        """Use the room that there is now."""
        self.refresh_session()

    def refresh_session(self) -> None:
        """Show the session's new assessment."""
        assessment = self.session.assessment
        listing = self.query_one(Navigation)
        for index, entry in enumerate(entries(assessment, _(self.session.last_page), self._room)):
            if entry != listing.listed[index]:
                listing.listed[index] = entry
                listing.replace_option_prompt_at_index(index, entry.line)
        say(self.query_one(".progress", Static), progress_line(assessment.progress, self._room))

    def point_at(self, page: str, section: str) -> None:
        """Put the cursor on the page or section that the user is in."""
        listing = self.query_one(Navigation)
        for index, entry in enumerate(listing.listed):
            if entry.page == page and entry.section == section:
                listing.highlighted = index
                return

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell the screen."""
        event.stop()
        entry = self.query_one(Navigation).listed[event.option_index]
        self.post_message(self.Chosen(entry.page, entry.section))
