"""What matters of the selected hand-off, beside the table where there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from cmic_wizard.background import in_thread
from cmic_wizard.bounds import to_the_minute
from cmic_wizard.files import shown
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import State
from cmic_wizard.review.details import Details, Said
from cmic_wizard.review.folder_row import FolderRow
from cmic_wizard.text import visible
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.results import KeysMeanwhile, screen_work
from cmic_wizard.tui.review.folder_rows import CHECKS, SAYS_THE_FILE, STAGES, STANDINGS, TODOS
from cmic_wizard.tui.safe import safe_lines

PANED = 120
"""Columns of the terminal from which there is room for it."""

_DETAILS_AFTER = 0.08
"""Seconds that the cursor rests on a row before the pane shows what is in it."""


def pane_width(columns: int) -> int:
    """How wide it is in a terminal of so many columns; 0 where there is none."""
    return 0 if columns < PANED else 40 if columns < 160 else 48


class FolderPane(VerticalScroll):
    """Shows one file; a file that is just being read shows what its row knows."""

    DEFAULT_CSS = """
    FolderPane { border-left: $divide $edge; padding: 0 1; scrollbar-size-vertical: 1; }
    FolderPane Static { height: auto; }
    """

    def __init__(self, details: Callable[[FolderRow], Details | None]) -> None:
        """`details` reads what is in a file; it blocks."""
        super().__init__(Static(Content()))
        self.row: FolderRow | None = None
        self._read = details
        self._rest: Timer | None = None

    def select(self, row: FolderRow | None) -> None:
        """Show what is known of a row, and soon what is in its file."""
        if not self.display or (row is self.row and row is not None):
            return
        self.row = row
        self._show(None)
        if self._rest is not None:
            self._rest.stop()
        if row is not None and row.kind == "handoff":
            self._rest = self.set_timer(_DETAILS_AFTER, self.read)

    @screen_work(exclusive=True, group="details", keys=KeysMeanwhile.GO_ON)
    async def read(self) -> None:
        """Read what is in the file, and show it if the cursor still stands there."""
        if (row := self.row) is None:
            return
        found = await in_thread(lambda: self._read(row))
        if self.row is row:
            self._show(found)

    def _show(self, details: Details | None) -> None:
        row = self.row
        parts = [] if row is None else [*_of_row(row), *(_of_details(details) if details else ())]
        if row is not None and details is None and row.sealed:
            parts.append(Content.styled(_("Open the file to see what is in it."), "$quiet"))
        self.query_one(Static).update(Content("\n").join(parts))
        self.scroll_home(animate=False)


def _of_row(row: FolderRow) -> Iterator[Content]:
    yield Content.styled(visible(row.company or row.path.name), "bold $mark")
    words = (
        _(TODOS.get(row.todo, "")),
        _(STAGES.get(row.stage, "")),
        _(STANDINGS.get(row.verdict, "")),
    )
    said = f" {glyphs.dot} ".join(word for word in words if word)
    if said:
        yield Content(said)
    if row.kind == "handoff":
        yield _line(_("Customer"), f"{int(row.progress * 100)} %")
        yield _line(_("Reviewed by you"), f"{int(row.reviewed * 100)} %")
    if check := _(CHECKS.get(row.check, "")):
        yield _line(_(SAYS_THE_FILE), check)
    if made := to_the_minute(row.changed):
        yield _line(_("Made"), made)
    if row.sender:
        yield _line(_("From"), " ".join(filter(None, row.sender.values())))
    yield Content.styled(shown(row.path), "$quiet")
    if row.fault:
        yield Content("")
        yield Content.styled(visible(row.fault), "$bad")


def _of_details(found: Details) -> Iterator[Content]:
    yield _line(_("Check number"), found.check_number)
    for claim in found.claims:
        yield Content.styled(f"{glyphs.warning} {visible(claim)}", "$warned")
    wrong, confirm = glyphs.shapes[State.WRONG], glyphs.shapes[State.TO_CONFIRM]
    yield from _part(_("Wrong"), found.wrong, f"{wrong} ", "$bad")
    yield from _part(_("To confirm"), found.to_confirm, f"{confirm} ", "$warned")
    yield from _part(_("Asked by you"), found.asked, f"{glyphs.dot} ", "$back")
    yield from _part(_("Contacts"), found.contacts)
    yield from _part(_("Calls"), found.calls)
    if found.note:
        yield Content("")
        yield Content.styled(_("Your own note"), "bold")
        yield safe_lines(found.note)


def _part(heading: str, listed: Sequence[Said], mark: str = "", style: str = "$quiet") -> Iterator[Content]:
    if not listed:
        return
    yield Content("")
    yield Content.styled(heading, "bold")
    for title, text in listed:
        yield Content.styled(f"{mark}{title}", style)
        if text:
            yield Content.assemble("  ", safe_lines(text))


def _line(label: str, text: str) -> Content:
    return Content.assemble((f"{label}: ", "$quiet"), visible(text))
