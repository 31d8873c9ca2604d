"""Many hand-offs as a table: whose move it is, who is how far, which files are bad."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input

from cmic_wizard.background import in_thread
from cmic_wizard.errors import WizardError
from cmic_wizard.i18n import _
from cmic_wizard.review.folder import as_places
from cmic_wizard.review.folder_row import FolderRow, with_standing
from cmic_wizard.review.inbox import Inbox, waiting_beside
from cmic_wizard.review.standing import standing_in
from cmic_wizard.text import visible
from cmic_wizard.tui.actions import bindings
from cmic_wizard.tui.folder_actions import FOLDER_ACTIONS
from cmic_wizard.tui.results import KeysMeanwhile, after_refresh, screen_work
from cmic_wizard.tui.review.folder_acts import FOLDER_ACTS, unseal
from cmic_wizard.tui.review.folder_lines import (
    key_line,
    place_line,
    progress_line,
    state_line,
    title_line,
)
from cmic_wizard.tui.review.folder_pane import FolderPane, pane_width
from cmic_wizard.tui.review.folder_reading import Reading
from cmic_wizard.tui.review.folder_rows import COLUMNS, header_line, row_line, shown_columns
from cmic_wizard.tui.review.opener import Opener
from cmic_wizard.tui.widgets.controls.line_control import SafeInput
from cmic_wizard.tui.widgets.lines import TwoSided
from cmic_wizard.tui.widgets.row_list import RowList

REDRAW_EVERY = 0.1
"""Seconds between looks for rows that have arrived."""
_MANY, _REDRAW_MANY_EVERY = 2000, 1.0


class _Clickable(TwoSided):
    """A line whose parts act when they are clicked, in their own colours."""

    auto_links = False


class FolderScreen(Screen[None]):
    """Reads as it goes and stays usable meanwhile."""

    CSS_PATH = "folder.tcss"
    AUTO_FOCUS = "RowList"

    BINDINGS = [
        *bindings([action for action in FOLDER_ACTIONS if action.key != "enter"]),
        Binding("left", "order(-1)", show=False),
        Binding("down", "to_rows", show=False),
    ]

    def __init__(
        self,
        places: Path | Sequence[Path],
        data_dir: Path,
        opener: Opener,
        open_over: Callable[[Path], Awaitable[FolderRow | None]],
    ) -> None:
        """`open_over` opens a file for review over the table and gives its row; it raises WizardError."""
        super().__init__()
        self.places = as_places(places)
        self.data_dir = data_dir
        self.opener = opener
        self.open_over = open_over
        self.inbox = Inbox(COLUMNS[0].key)
        self.source = Reading(self.places, data_dir, opener.opened)
        self.total: int | None = None
        self.order = 0
        self.reading = False
        self.reviewed = ""
        """The id of the profile whose review was opened last."""
        self.opened: Path | None = None
        """The file that was opened last."""
        self._drawn = 0.0
        self._waiting = False
        """Whether something has arrived that is not in sight yet."""

    def compose(self) -> ComposeResult:
        yield TwoSided(classes="title-line")
        yield SafeInput(placeholder=_("Type to filter"), compact=True, select_on_focus=False)
        with Horizontal():
            with Vertical():
                yield _Clickable(classes="columns")
                yield RowList[FolderRow](self._line, key=lambda row: row.path)
            yield FolderPane(self.opener.details)
        yield TwoSided(classes="state-line")
        yield _Clickable(classes="keys")

    @property
    def rows(self) -> RowList[FolderRow]:
        """The list of rows in sight."""
        return self.query_one(RowList)

    @property
    def all_rows(self) -> list[FolderRow]:
        """Every row, filtered or not."""
        return self.inbox.rows()

    @property
    def selected(self) -> FolderRow | None:
        """The row under the cursor."""
        rows = self.rows
        return rows.rows[rows.cursor] if rows.rows else None

    def on_mount(self) -> None:
        """Begin to read once the screen stands."""
        self.set_interval(REDRAW_EVERY, self._draw_fresh)
        after_refresh(self, self.action_read)

    def on_unmount(self) -> None:
        """Stop reading."""
        self.source.stop.set()

    def on_resize(self) -> None:
        """Draw in the room there is now."""
        pane = self.query_one(FolderPane)
        pane.styles.width = max(pane_width(self.size.width), 1)
        pane.display = bool(pane_width(self.size.width))
        if self.order not in shown_columns(self._width):
            self.action_order_by(0)
        self._draw()

    @property
    def _width(self) -> int:
        """Columns that the table has."""
        return self.size.width - pane_width(self.size.width)

    def on_screen_resume(self) -> None:
        """Back from a review: show its verdict."""
        if self.reviewed:
            self.show_verdict(self.reviewed)

    @screen_work(exclusive=True, group="read", keys=KeysMeanwhile.GO_ON)
    async def action_read(self) -> None:
        """Read everything in a thread, then look for what changes; rows arrive in batches."""
        self.source.stop.set()
        self.source = source = Reading(self.places, self.data_dir, self.opener.opened)
        self.inbox, self.total, self.reading = Inbox(COLUMNS[self.order].key), None, True
        self._count(source)
        for work in (source.load_standings, source.read):
            try:
                await in_thread(work)
            except WizardError as error:
                self.app.notify(str(error), severity="error", markup=False)
        self.reading = False
        self._draw_fresh(always=True)
        if self.opener.has_keys:
            unseal(self)
        self.look(source)

    @screen_work(exclusive=True, group="look", keys=KeysMeanwhile.GO_ON)
    async def look(self, source: Reading) -> None:
        """Look for what is another way, now and from then on."""
        rest = await in_thread(source.look)
        if source.sealed_came and self.opener.has_keys:
            source.sealed_came = False
            self._draw_fresh(always=True)
            unseal(self)
        if not source.stop.is_set():
            self.set_timer(rest, lambda: self.look(source))

    @screen_work(exclusive=True, group="count", keys=KeysMeanwhile.GO_ON)
    async def _count(self, source: Reading) -> None:
        """Learn how many files there are, so that the bar can say how far reading is."""
        self.total = await in_thread(source.count)

    def _draw_fresh(self, *, always: bool = False) -> None:
        """Take in what has arrived; it is drawn now and then where there is much of it."""
        for news in self.source.news():
            rows = [entry for entry in news if isinstance(entry, tuple)]
            self.inbox.put(rows)
            self.inbox.drop(entry for entry in news if isinstance(entry, Path))
            self._waiting = True
        if not self._waiting and not always:
            return
        many = len(self.inbox) > _MANY and self.reading
        if always or not many or monotonic() - self._drawn >= _REDRAW_MANY_EVERY:
            self._draw()
        else:
            self._draw_state()

    def _draw(self) -> None:
        self._drawn, self._waiting = monotonic(), False
        self.rows.show(self.inbox.listed(self.query_one(Input).value))
        self.query_one(".title-line", TwoSided).show(title_line(self.places), Content())
        self.query_one(".columns", TwoSided).show(header_line(self._width, self.order), Content())
        self.query_one(".keys", TwoSided).show(key_line(self.size.width), Content())
        self._draw_state()
        self.query_one(FolderPane).select(self.selected)

    def _line(self, row: FolderRow, width: int) -> Content:
        return row_line(row, width, older=self.inbox.is_older(row), told_by=self.inbox.told_by(row))

    def _draw_state(self) -> None:
        left = state_line(self.inbox, len(self.rows.rows), done=not self.reading)
        if self.reading:
            right = progress_line(len(self.inbox), self.total)
        else:
            room = self.size.width - left.cell_length - 3
            right = place_line(self.selected, self.places, room, self._width)
        self.query_one(".state-line", TwoSided).show(left, right)

    @on(RowList.Moved)
    def _moved(self) -> None:
        if not self.reading:
            self._draw_state()
        self.query_one(FolderPane).select(self.selected)

    def on_key(self, event: events.Key) -> None:
        """What is typed among the rows goes to the filter, but for Space, which chooses."""
        typed = event.is_printable and event.key != "space"
        box = self.query_one(Input)
        if typed and event.character and not box.has_focus:
            event.stop()
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
        self.rows.focus()

    def action_switch(self) -> None:
        """From the filter to the rows, to the pane where there is one, and back to the filter."""
        box, pane = self.query_one(Input), self.query_one(FolderPane)
        if box.has_focus:
            self.rows.focus()
        elif self.rows.has_focus and pane.display:
            pane.focus()
        else:
            box.focus()

    def action_clear(self) -> None:
        """Show all again."""
        self.query_one(Input).value = ""
        self.action_to_rows()

    def action_do(self, name: str) -> None:
        """Do one of the acts on many hand-offs."""
        FOLDER_ACTS[name](self)

    def action_order(self, by: int) -> None:
        """Sort by the next column, or with -1 by the one before."""
        columns = shown_columns(self._width)
        self.action_order_by(columns[(columns.index(self.order) + by) % len(columns)])

    def action_order_by(self, column: int) -> None:
        """Sort by a column."""
        self.order = column
        self.inbox.sort_by(COLUMNS[column].key)
        self._draw_from_top()

    def _draw_from_top(self) -> None:
        self.rows.action_to(0)
        self.rows.held = False
        self._draw()

    def action_open(self) -> None:
        """Open the file under the cursor."""
        self.rows.action_choose()

    def action_next_waiting(self) -> None:
        """Go to the next one that waits for the reviewer."""
        row = self.selected
        place = waiting_beside(self.inbox, list(self.rows.rows), row.path if row else None, 1)
        if place is None:
            waits = row is not None and self.inbox.waits(row)
            said = _("No other hand-off waits for you.") if waits else _("No hand-off waits for you.")
            self.app.notify(said, markup=False)
            return
        self.rows.held = True
        self.rows.cursor = place
        self.rows.focus()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        row = self.rows.rows[event.index]
        if row.kind == "fault":
            self.app.notify(visible(row.fault), severity="warning", markup=False)
        else:
            self.open_file(row.path)

    @screen_work(exclusive=True, group="open")
    async def open_file(self, path: Path) -> None:
        """Open one file for review, over this list, and know more of it from then on."""
        had_keys, self.rows.held = self.opener.has_keys, True
        try:
            opened = await self.open_over(path)
        except WizardError as error:
            self.app.notify(str(error), severity="error", markup=False, timeout=10)
            return
        if opened is not None:
            self.reviewed, self.opened = opened.profile_id, path
            self.inbox.put(self.source.entries([opened]))
        if self.opener.has_keys and not had_keys:
            unseal(self)

    @screen_work(exclusive=True, group="verdict")
    async def show_verdict(self, profile_id: str) -> None:
        """Show how a profile's review stands now, in all its rows."""
        try:
            standing = await in_thread(lambda: standing_in(self.data_dir, profile_id))
        except WizardError:
            return
        if standing is not None:
            self.source.standings[profile_id] = standing
        rows = [with_standing(row, standing) for row in self.inbox.of_profile(profile_id)]
        self.inbox.put(self.source.entries(rows))
        self._draw()

    def waiting_beside(self, by: int) -> Path | None:
        """The next (or with -1 the previous) file that waits, beside the one that was opened last."""
        rows: list[Any] = self.inbox.listed(self.query_one(Input).value)
        place = waiting_beside(self.inbox, rows, self.opened, by)
        return None if place is None else rows[place].path
