"""A folder of hand-off files as a table: who is how far, whose turn it is, which files are bad."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from cmic_wizard.errors import WizardError
from cmic_wizard.handoff import reviews
from cmic_wizard.handoff.folder import Row, scan
from cmic_wizard.i18n import N_, _
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.background import in_thread
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.widgets.controls.line import SafeInput
from cmic_wizard.tui.widgets.lines import TwoSided
from cmic_wizard.tui.widgets.row_list import RowList

STAGES = {"complete": N_("complete"), "ready": N_("ready"), "draft": N_("draft")}
CHECKS = {"ok": N_("check ok"), "failed": N_("check failed"), "skipped": N_("check later"), "none": ""}
VERDICTS = {"accepted": N_("accepted"), "changes": N_("changes wanted"), "open": N_("begun"), "": ""}
_STYLES = {"complete": "$good", "ready": "$good", "draft": "$own"}
_ORDERS: tuple[tuple[str, Callable[[Row], tuple[object, ...]]], ...] = (
    (
        N_("company"),
        lambda row: (row.kind == "fault", (row.company or row.path.name).casefold(), str(row.path)),
    ),
    (N_("progress"), lambda row: (-row.progress, row.company.casefold())),
    (N_("last change"), lambda row: (row.changed == "", _backwards(row.changed))),
    (N_("your turn first"), lambda row: (row.outstanding.get("customer", 0), row.company.casefold())),
    (N_("verdict"), lambda row: (row.verdict, row.company.casefold())),
)
_REDRAW_EVERY = 0.1
WIDE = 90
"""Columns from which date and check have room."""


def _backwards(stamp: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in stamp)


def header_line(width: int) -> Content:
    """What the columns of `row_line` are."""
    cells = ["  ", _("Company").ljust(28), f" {'%':>4}   ", _("State").ljust(9), f" {_('Open items'):<20} "]
    if width >= WIDE:
        cells += [f"{_('Made'):<10}  ", f"{_('Check'):<13}"]
    return Content.styled("".join(cells) + _("Verdict"), "bold $quiet")


def row_line(row: Row, width: int) -> Content:
    """One file as one line."""
    name = visible(shortened(row.company or row.path.name, 28)).ljust(28)[:28]
    if row.kind == "fault":
        fault = visible(shortened(row.fault, max(width - 32, 20)))
        return Content.assemble((f"{glyphs.warning} ", "$bad"), name, " ", (fault, "$bad"))
    if row.kind == "sealed":
        return Content.assemble("  ", name, " ", (_("sealed; opens with a key or words"), "$waits"))
    stage = _(STAGES.get(row.stage, "")).ljust(9)
    open_items = sum(row.outstanding.values())
    yours = row.outstanding.get("customer", 0)
    turn = _("{count} open, {own} customer").format(count=open_items, own=yours) if open_items else ""
    cells: list[Content | str | tuple[str, str]] = [
        "  ",
        name,
        (f" {round(row.progress * 100):3d} % ", "$good"),
        (stage, _STYLES.get(row.stage, "")),
        f" {turn:<20} ",
    ]
    if width >= WIDE:
        cells += [(f"{row.changed[:10]}  ", "$quiet"), f"{_(CHECKS.get(row.check, '')):<13}"]
    cells.append((_(VERDICTS.get(row.verdict, "")), "$back"))
    return Content.assemble(*cells)


class FolderScreen(Screen[None]):
    """Reads as it goes and stays usable meanwhile."""

    CSS_PATH = "../folder.tcss"

    BINDINGS = [
        Binding("f10", "app.leave", show=False),
        Binding("escape", "app.leave", show=False),
        Binding("f3", "order", show=False),
        Binding("f5", "read", show=False),
        Binding("down", "to_rows", show=False),
    ]

    def __init__(self, folder: Path, data_dir: Path) -> None:
        super().__init__()
        self.folder = folder
        self.data_dir = data_dir
        self.all_rows: list[Row] = []
        self.fresh: list[Row] = []
        self.order = 0
        self.reading = False
        self.stop = threading.Event()
        self._drawn = 0.0

    def compose(self) -> ComposeResult:
        yield TwoSided(classes="title-line")
        yield SafeInput(placeholder=_("Type to filter"), compact=True, select_on_focus=False)
        yield TwoSided(classes="columns")
        yield RowList[Row](row_line)
        yield TwoSided(classes="state-line")
        yield Static(
            Content.assemble(
                (" Enter", "bold $key"),
                " ",
                _("Open"),
                ("  F3", "bold $key"),
                " ",
                _("Order"),
                ("  F5", "bold $key"),
                " ",
                _("Read again"),
                ("  F10", "bold $key"),
                " ",
                _("Quit"),
            ),
            classes="keys",
        )

    def on_mount(self) -> None:
        """Begin to read once the screen stands."""
        self.query_one(RowList).focus()
        self.set_interval(_REDRAW_EVERY, self._draw_fresh)
        self.call_after_refresh(self.action_read)

    def on_unmount(self) -> None:
        """Stop reading."""
        self.stop.set()

    @work(exclusive=True)
    async def action_read(self) -> None:
        """Read the folder in a thread; rows arrive in batches."""
        self.stop.set()
        stop = self.stop = threading.Event()
        self.all_rows, self.fresh, self.reading = [], [], True
        try:
            verdicts = await in_thread(lambda: reviews.overall_verdicts(self.data_dir))
            await in_thread(lambda: scan(self.folder, self._arrived, stop.is_set, verdicts))
        except WizardError as error:
            self.app.notify(str(error), severity="error", markup=False)
        self.reading = False
        self._draw_fresh(always=True)

    def _arrived(self, rows: list[Row]) -> None:
        self.fresh.extend(rows)
        threading.Event().wait(0.002)

    def _draw_fresh(self, *, always: bool = False) -> None:
        if not self.fresh and not always:
            return
        fresh, self.fresh = self.fresh, []
        self.all_rows.extend(fresh)
        slow = len(self.all_rows) > 2000 and self.reading and monotonic() - self._drawn < 0.5
        if not slow or always:
            self._draw()

    def _draw(self) -> None:
        self._drawn = monotonic()
        wanted = self.query_one(Input).value.casefold().split()
        rows = self.all_rows
        if wanted:
            rows = [row for row in rows if all(word in _searched(row) for word in wanted)]
        self.query_one(RowList).show(sorted(rows, key=_ORDERS[self.order][1]))
        title = Content.assemble(
            (" " + _("Hand-off files"), "bold $strong"), f" {glyphs.dot} ", visible(str(self.folder))
        )
        order = Content.styled(_("by {order}").format(order=_(_ORDERS[self.order][0])) + " ", "$quiet")
        self.query_one(".title-line", TwoSided).show(title, order)
        self.query_one(".columns", TwoSided).show(header_line(self.size.width), Content())
        bad = sum(row.kind == "fault" for row in self.all_rows)
        text = _("{shown} of {count} files").format(shown=len(rows), count=len(self.all_rows))
        left = Content.assemble(
            " ",
            text,
            (f" {glyphs.dot} " + _("{count} can't be read").format(count=bad), "$bad") if bad else "",
        )
        right = Content.styled(_("reading…") + " ", "$mark") if self.reading else Content()
        self.query_one(".state-line", TwoSided).show(left, right)

    def on_key(self, event: events.Key) -> None:
        """What is typed among the rows goes to the filter."""
        if event.is_printable and event.character and self.query_one(RowList).has_focus:
            event.stop()
            box = self.query_one(Input)
            box.focus()
            box.insert_text_at_cursor(event.character)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as it is typed."""
        event.stop()
        self._draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the rows."""
        event.stop()
        self.query_one(RowList).focus()

    def action_to_rows(self) -> None:
        """From the filter down to the rows."""
        self.query_one(RowList).focus()

    def action_order(self) -> None:
        """Sort by the next column."""
        self.order = (self.order + 1) % len(_ORDERS)
        self._draw()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        row = self.query_one(RowList).rows[event.index]
        if row.kind == "fault":
            self.app.notify(visible(row.fault), severity="warning", markup=False)
        else:
            self.open_file(row.path)

    @work
    async def open_file(self, path: Path) -> None:
        """Open one file for review, over this list."""
        from cmic_wizard.tui.review import open_over

        try:
            await open_over(self.app, path)
        except WizardError as error:
            self.app.notify(str(error), severity="error", markup=False, timeout=10)


def _searched(row: Row) -> str:
    words = (
        row.company,
        row.path.name,
        row.fault,
        _(STAGES.get(row.stage, "")),
        _(VERDICTS.get(row.verdict, "")),
        _(CHECKS.get(row.check, "")),
    )
    return " ".join(words).casefold()
