"""A folder of hand-off files as a table: who is how far, whose turn it is, which files are bad."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from time import monotonic

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Input

from cmic_wizard.background import in_thread
from cmic_wizard.errors import WizardError
from cmic_wizard.files import shown
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.review import reviews
from cmic_wizard.review.folder import FolderRow, candidates, scan
from cmic_wizard.text import visible
from cmic_wizard.tui.actions import FOLDER_ACTIONS, bindings
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.results import KeysMeanwhile, after_refresh, screen_work
from cmic_wizard.tui.review.folder_rows import (
    CHECKS,
    COLUMNS,
    WIDE,
    header_line,
    row_line,
    searched,
    shown_columns,
)
from cmic_wizard.tui.widgets.controls.line_control import SafeInput
from cmic_wizard.tui.widgets.lines import TwoSided
from cmic_wizard.tui.widgets.row_list import RowList

REDRAW_EVERY = 0.1
"""Seconds between looks for rows that have arrived."""
_MANY, _REDRAW_MANY_EVERY = 2000, 0.5
_BREATH = 0.002
"""Seconds that the reading thread leaves to the keys after each batch."""
_BAR = 24
_PLACE_AT_LEAST = 12
"""Columns below which the place of a file is not worth showing."""


class _Clickable(TwoSided):
    """A line whose parts act when they are clicked, in their own colours."""

    auto_links = False


class FolderScreen(Screen[None]):
    """Reads as it goes and stays usable meanwhile."""

    CSS_PATH = "folder.tcss"
    AUTO_FOCUS = "RowList"

    BINDINGS = [
        *bindings([action for action in FOLDER_ACTIONS if action.key != "enter"]),
        Binding("down", "to_rows", show=False),
    ]

    def __init__(
        self, folder: Path, data_dir: Path, open_over: Callable[[Path], Awaitable[FolderRow | None]]
    ) -> None:
        """`open_over` opens a file for review over the table and gives its row; it raises WizardError."""
        super().__init__()
        self.folder = folder
        self.data_dir = data_dir
        self.open_over = open_over
        self.all_rows: list[FolderRow] = []
        self.fresh: list[FolderRow] = []
        self.total: int | None = None
        self.order = 0
        self.reading = False
        self.reviewed = ""
        """The id of the profile whose review was opened last."""
        self.stop = threading.Event()
        self._drawn = 0.0

    def compose(self) -> ComposeResult:
        yield TwoSided(classes="title-line")
        yield SafeInput(placeholder=_("Type to filter"), compact=True, select_on_focus=False)
        yield _Clickable(classes="columns")
        yield RowList[FolderRow](row_line, key=lambda row: row.path)
        yield TwoSided(classes="state-line")
        yield _Clickable(classes="keys")

    def on_mount(self) -> None:
        """Begin to read once the screen stands."""
        self.set_interval(REDRAW_EVERY, self._draw_fresh)
        after_refresh(self, self.action_read)

    def on_unmount(self) -> None:
        """Stop reading."""
        self.stop.set()

    def on_resize(self) -> None:
        """Draw in the room there is now."""
        if self.order not in shown_columns(self.size.width):
            self.order = 0
        self._draw()

    def on_screen_resume(self) -> None:
        """Back from a review: show its verdict."""
        if self.reviewed:
            self.show_verdict(self.reviewed)

    @screen_work(exclusive=True, group="read", keys=KeysMeanwhile.GO_ON)
    async def action_read(self) -> None:
        """Read the folder in a thread; rows arrive in batches."""
        self.stop.set()
        stop = self.stop = threading.Event()
        self.all_rows, self.fresh, self.total, self.reading = [], [], None, True
        self._count()
        verdicts: Mapping[str, reviews.Reviewed] = {}
        try:
            verdicts = await in_thread(lambda: reviews.standings(self.data_dir))
        except WizardError as error:
            self.app.notify(str(error), severity="error", markup=False)
        try:
            await in_thread(lambda: scan(self.folder, self._arrived, stop.is_set, verdicts))
        except WizardError as error:
            self.app.notify(str(error), severity="error", markup=False)
        self.reading = False
        self._draw_fresh(always=True)

    @screen_work(exclusive=True, group="count", keys=KeysMeanwhile.GO_ON)
    async def _count(self) -> None:
        """Learn how many files there are, so that the bar can say how far reading is."""
        self.total = await in_thread(lambda: candidates(self.folder))

    def _arrived(self, rows: list[FolderRow]) -> None:
        self.fresh.extend(rows)
        self.stop.wait(_BREATH)

    def _draw_fresh(self, *, always: bool = False) -> None:
        if not self.fresh and not always:
            return
        fresh, self.fresh = self.fresh, []
        self.all_rows.extend(fresh)
        many = len(self.all_rows) > _MANY and self.reading
        if always or not many or monotonic() - self._drawn >= _REDRAW_MANY_EVERY:
            self._draw()
        else:
            self._draw_state(len(self.query_one(RowList).rows))

    def _draw(self) -> None:
        self._drawn = monotonic()
        wanted = self.query_one(Input).value.casefold().split()
        rows = (
            [row for row in self.all_rows if all(word in searched(row) for word in wanted)]
            if wanted
            else self.all_rows
        )
        self.query_one(RowList).show(sorted(rows, key=COLUMNS[self.order].key))
        title = Content.assemble(
            (" " + _("Hand-off files"), "bold $strong"),
            f" {glyphs.dot} ",
            visible(shown(self.folder)),
        )
        self.query_one(".title-line", TwoSided).show(title, Content())
        self.query_one(".columns", TwoSided).show(header_line(self.size.width, self.order), Content())
        self.query_one(".keys", TwoSided).show(_key_line(), Content())
        self._draw_state(len(rows))

    def _draw_state(self, count: int) -> None:
        bad = sum(row.kind == "fault" for row in self.all_rows)
        text = _("{shown} of {count} files").format(shown=count, count=len(self.all_rows))
        if not self.all_rows and not self.reading:
            text = _("There are no hand-off files in this folder.")
        left = Content.assemble(" ", text)
        if bad:
            fault = ngettext("{count} can't be read", "{count} can't be read", bad).format(count=bad)
            left = Content.assemble(left, f" {glyphs.dot} ", (fault, "$bad"))
        right = self._progress() if self.reading else self._place(self.size.width - left.cell_length - 3)
        self.query_one(".state-line", TwoSided).show(left, right)

    def _place(self, width: int) -> Content:
        """Where in the folder the file under the cursor is, its end where there is no room for all."""
        rows: RowList[FolderRow] = self.query_one(RowList)
        if not rows.rows or width < _PLACE_AT_LEAST:
            return Content()
        row = rows.rows[rows.cursor]
        path = row.path
        place = visible(shown(path.relative_to(self.folder) if path != self.folder else path))
        if self.size.width < WIDE:
            said = f"{visible(row.changed[:10])} {_(CHECKS.get(row.check, ''))}".strip()
            width -= len(said) + 2
            if width < _PLACE_AT_LEAST:
                return Content.styled(f"{said} ", "$quiet")
            place = f"{said}  {place if len(place) < width else f'…{place[-width + 2 :]}'}"
            return Content.styled(place, "$quiet")
        return Content.styled(place if len(place) < width else f"…{place[-width + 2 :]}", "$quiet")

    @on(RowList.Moved)
    def _moved(self) -> None:
        if not self.reading:
            self._draw_state(len(self.query_one(RowList).rows))

    def _progress(self) -> Content:
        """How far reading is, as a bar once the number of files is known."""
        if not self.total:
            return Content.styled(_("reading…") + " ", "$mark")
        share = min(len(self.all_rows) / self.total, 1.0)
        full = round(share * _BAR)
        return Content.assemble(
            (_("reading…") + " ", "$mark"),
            (glyphs.bar_full * full, "$mark"),
            (glyphs.bar_empty * (_BAR - full), "$quiet"),
            f" {int(share * 100):3d} % ",
        )

    def on_key(self, event: events.Key) -> None:
        """What is typed among the rows goes to the filter, but for Space, which chooses."""
        typed = event.is_printable and event.key != "space"
        if typed and event.character and self.query_one(RowList).has_focus:
            event.stop()
            box = self.query_one(Input)
            box.focus()
            box.insert_text_at_cursor(event.character)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as it is typed."""
        event.stop()
        self._draw_from_top()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the rows."""
        event.stop()
        self.action_to_rows()

    def action_to_rows(self) -> None:
        """From the filter down to the rows."""
        self.query_one(RowList).focus()

    async def action_back(self) -> None:
        """Leave the filter first, then the table."""
        box = self.query_one(Input)
        if box.value:
            box.value = ""
            self.action_to_rows()
        elif box.has_focus:
            self.action_to_rows()
        else:
            await self.run_action("app.leave")

    def action_order(self) -> None:
        """Sort by the next column."""
        columns = shown_columns(self.size.width)
        self.action_order_by(columns[(columns.index(self.order) + 1) % len(columns)])

    def action_order_by(self, column: int) -> None:
        """Sort by a column."""
        self.order = column
        self._draw_from_top()

    def _draw_from_top(self) -> None:
        self.query_one(RowList).action_to(0)
        self.query_one(RowList).held = False
        self._draw()

    def action_open(self) -> None:
        """Open the file under the cursor."""
        self.query_one(RowList).action_choose()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        row = self.query_one(RowList).rows[event.index]
        if row.kind == "fault":
            self.app.notify(visible(row.fault), severity="warning", markup=False)
        else:
            self.open_file(row.path)

    @screen_work(exclusive=True, group="open")
    async def open_file(self, path: Path) -> None:
        """Open one file for review, over this list, and know more of it from then on."""
        try:
            opened = await self.open_over(path)
        except WizardError as error:
            self.app.notify(str(error), severity="error", markup=False, timeout=10)
            return
        if opened is not None:
            self.reviewed = opened.profile_id
            self.all_rows = [opened if row.path == path else row for row in self.all_rows]

    @screen_work(exclusive=True, group="verdict")
    async def show_verdict(self, profile_id: str) -> None:
        """Show a profile's verdict as it is now, in all its rows."""
        try:
            standing = (await in_thread(lambda: reviews.load(self.data_dir, profile_id))).standing
        except WizardError:
            return
        self.all_rows = [
            replace(row, verdict=standing.of(row.changed)) if row.profile_id == profile_id else row
            for row in self.all_rows
        ]
        self._draw()


def _key_line() -> Content:
    """The keys; a click does what the key does."""
    parts = [
        Content.assemble((action.key_label, "bold $key"), " ", _(action.title)).stylize(
            Style.from_meta({"@click": action.call})
        )
        for action in FOLDER_ACTIONS
    ]
    return Content(" ") + Content("  ").join(parts)
