"""How the table of hand-offs draws, orders and searches its rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.content import Content
from textual.style import Style

from cmic_wizard.bounds import to_the_minute
from cmic_wizard.guide.model import Owner
from cmic_wizard.i18n import N_, _
from cmic_wizard.profile.assessment import OWNER_WORDS, State
from cmic_wizard.review.folder_row import FolderRow
from cmic_wizard.review.todo import TODO_WORDS, Todo
from cmic_wizard.struct import Struct
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.glyphs import glyphs

STAGES = {"complete": N_("complete"), "ready": N_("ready"), "draft": N_("draft")}
CHECKS = {"ok": N_("check ok"), "failed": N_("check failed"), "skipped": N_("check later"), "none": ""} | {
    "without_sign_in": N_("incomplete"),
    "incomplete": N_("incomplete"),
}
STANDINGS = {"accepted": N_("accepted"), "changes": N_("changes wanted"), "open": N_("started"), "": ""} | {
    "newer": N_("new version"),
    "older": N_("older version"),
}
TODOS = {todo.value: word for todo, word in TODO_WORDS.items()}
WIDE, WIDEST = 110, 144
"""Columns of the table from which the verdict has room, and from which everything has."""

_STYLES = {"draft": "$own"}
"""What a file says of itself is its word, and never green."""
_TODO_STYLES = {
    Todo.ANSWERED.value: "bold $own",
    Todo.CHANGED.value: "bold $own",
    Todo.NEW.value: "bold $own",
    Todo.UNSENT.value: "$warned",
    Todo.WAITING.value: "$waits",
    Todo.DONE.value: "$good",
}
SAYS_THE_FILE = N_("Says the file")
"""Before what the customer's file says of a connection check, which nobody has seen here."""
_CHECK_STYLES = {"ok": "$quiet", "failed": "$bad", "skipped": "$warned", "none": ""} | {
    "without_sign_in": "$warned",
    "incomplete": "$warned",
}
_CHECK_ORDER = ("failed", "incomplete", "without_sign_in", "skipped", "none", "ok")
_TODO_ORDER = tuple(todo.value for todo in Todo)
_STANDING_ORDER = ("newer", "open", "changes", "accepted", "older")
_STAGE_ORDER = ("draft", "ready", "complete")
_STANDING_STYLES = {"accepted": "$good", "changes": "$back", "open": "$waits", "": ""} | {
    "newer": "bold $own",
    "older": "$quiet",
}
_OWNERS = {owner.value: word for owner, word in OWNER_WORDS.items()} | {
    Owner.CUSTOMER.value: N_("customer"),
    Owner.COLLEAGUE.value: N_("colleague"),
    Owner.SPECIALIST.value: N_("you"),
}
_TURNS = tuple(
    o.value for o in (Owner.SPECIALIST, Owner.CUSTOMER, Owner.COLLEAGUE, Owner.CMIC, Owner.PROCORE)
)
"""Whose turn is shown first."""


class Column(Struct, frozen=True):
    """One column: its title, its widths in a narrow and a wide table, and what rows are sorted by."""

    title: str
    width: int
    wide: int
    key: Callable[[FolderRow], tuple[Any, ...]]
    at_least: int = 0
    """Columns of the table from which it is there."""


def _company(row: FolderRow) -> tuple[Any, ...]:
    return row.kind == "fault", (row.company or row.path.name).casefold(), str(row.path)


def _turn(row: FolderRow) -> tuple[Any, ...]:
    return *(-row.outstanding.get(owner, 0) for owner in _TURNS), *_company(row)


def _newest_first(row: FolderRow) -> tuple[Any, ...]:
    return row.changed == "", tuple(-ord(letter) for letter in row.changed), *_company(row)


def _ranked(order: tuple[str, ...], word: str, row: FolderRow) -> tuple[Any, ...]:
    return order.index(word) if word in order else len(order), *_company(row)


COLUMNS = (
    Column(N_("To do"), 11, 11, lambda row: _ranked(_TODO_ORDER, row.todo, row)),
    Column(N_("Company"), 23, 26, _company),
    Column(N_("Customer"), 9, 9, lambda row: (-row.progress, *_company(row))),
    Column(N_("Yours"), 7, 7, lambda row: (row.reviewed, *_company(row))),
    Column("✗ ▲", 8, 8, lambda row: (-row.wrong, -row.to_confirm, *_company(row))),
    Column(N_("Whose turn"), 20, 24, _turn),
    Column(N_("Verdict"), 0, 18, lambda row: _ranked(_STANDING_ORDER, row.verdict, row), WIDE),
    Column(N_("State"), 0, 10, lambda row: _ranked(_STAGE_ORDER, row.stage, row), WIDEST),
    Column(N_("Made"), 0, 11, _newest_first, WIDEST),
    Column(SAYS_THE_FILE, 0, 0, lambda row: _ranked(_CHECK_ORDER, row.check, row), WIDEST),
)
_NAME = 1
"""The column of the company's name."""
_NAME_AT_LEAST = 6
"""Characters of a name that stay beside what tells it from others."""


def shown_columns(width: int) -> list[int]:
    """The columns that a table has room for."""
    return [index for index, column in enumerate(COLUMNS) if width >= column.at_least]


def header_line(width: int, order: int) -> Content:
    """The columns' titles, the one that sorts marked; a click sorts by another."""
    cells = [Content("  ")]
    for index in shown_columns(width):
        title = _(COLUMNS[index].title)
        if title == "✗ ▲":
            title = f"{glyphs.shapes[State.WRONG]} {glyphs.shapes[State.TO_CONFIRM]}"
        cell = Content.styled(title, "bold underline $mark" if index == order else "bold $quiet")
        cell = cell.stylize(Style.from_meta({"@click": f"screen.order_by({index})"}))
        cells.append(_padded(cell, _width(index, width)))
    return Content("").join(cells)


def row_line(row: FolderRow, width: int, *, older: bool = False, told_by: str = "") -> Content:
    """One file as one line. `older` says that its newer version stands above, `told_by` see `Inbox`."""
    room = _width(_NAME, width)
    todo = Content.styled(_(TODOS.get(row.todo, "")), _TODO_STYLES.get(row.todo, ""))
    if older:
        todo = Content.styled(_("older"), "$quiet")
    mark = (f"{glyphs.warning} ", "$bad") if row.kind == "fault" else "  "
    start = Content.assemble(
        mark, _padded(todo, _width(0, width)), _padded(_name(row, room - 1, told_by), room)
    )
    rest = max(width - start.cell_length - 1, 20)
    if row.kind == "fault":
        return start + Content.styled(visible(shortened(row.fault, rest)), "$bad")
    if row.kind == "sealed":
        text = _("sealed, not opened yet; {date}").format(date=to_the_minute(row.changed))
        return start + Content.styled(shortened(text, rest), "$waits")
    if older:
        start = Content.assemble("  ", _padded(todo, _width(0, width)))
        text = f"  {glyphs.crumb} {to_the_minute(row.changed)}  {visible(place_of(row.path))}"
        return start + Content.styled(shortened(text, max(width - start.cell_length - 1, 20)), "$quiet")
    cells = _cells(row, width)
    return start + Content("").join(
        _padded(cells[index], _width(index, width)) for index in shown_columns(width) if index > _NAME
    )


def _cells(row: FolderRow, width: int) -> dict[int, Content]:
    return {
        2: Content(f"{int(row.progress * 100):4d} %"),
        3: Content.styled(f"{int(row.reviewed * 100):3d} %", "$mark" if row.reviewed else "$quiet"),
        4: _faults(row),
        5: _turn_cell(row, _width(5, width) - 1),
        6: Content.styled(_(STANDINGS.get(row.verdict, "")), _STANDING_STYLES.get(row.verdict, "")),
        7: Content.styled(_(STAGES.get(row.stage, "")), _STYLES.get(row.stage, "")),
        8: Content.styled(visible(row.changed[:10]), "$quiet"),
        9: Content.styled(_(CHECKS.get(row.check, "")), _CHECK_STYLES.get(row.check, "")),
    }


def _faults(row: FolderRow) -> Content:
    """How many steps are wrong, and how many are to be confirmed."""
    wrong = f"{glyphs.shapes[State.WRONG]}{row.wrong}" if row.wrong else ""
    confirm = f"{glyphs.shapes[State.TO_CONFIRM]}{row.to_confirm}" if row.to_confirm else ""
    return Content.assemble((f"{wrong:<3}", "bold $bad"), " ", (confirm, "$warned"))


def place_of(path: Path) -> str:
    """A file with the folder that it lies in."""
    return f"{path.parent.name}/{path.name}" if path.parent.name else path.name


def _name(row: FolderRow, room: int, told_by: str) -> Content:
    """The company, or the file; with what tells it from others of the same name."""
    name = visible(row.company or row.path.name)
    if not told_by:
        return Content(shortened(name, room))
    if told_by == "time":
        beside = to_the_minute(row.changed)[5:]
    else:
        beside = visible(row.path.name if told_by == "file" else place_of(row.path))
    name = shortened(name, max(room - len(beside) - 1, _NAME_AT_LEAST))
    return Content.assemble(name, " ", (cut_at_start(beside, room - len(name) - 1), "$quiet"))


def cut_at_start(text: str, room: int) -> str:
    """The text, or its end where it is longer than there is room."""
    return text if len(text) <= room else f"…{text[len(text) - room + 1 :]}" if room > 1 else ""


def _width(index: int, width: int) -> int:
    return COLUMNS[index].wide if width >= WIDE else COLUMNS[index].width


def _padded(cell: Content, width: int) -> Content:
    """The cell in its column; a last one is as long as it is."""
    if not width:
        return cell
    cell = cell.truncate(width - 1, ellipsis=True) if cell.cell_length > width - 1 else cell
    return cell.pad_right(width - cell.cell_length)


def _turn_cell(row: FolderRow, room: int) -> Content:
    """Whose turn it is, with counts: all owners where they fit, else the first and how many more."""
    turns = [(owner, row.outstanding[owner]) for owner in _TURNS if row.outstanding.get(owner)]
    if not turns:
        return Content.styled(_("nobody's"), "$quiet") if row.stage == "complete" else Content()
    texts = [f"{_(_OWNERS[owner])} {count}" for owner, count in turns]
    text = ", ".join(texts)
    if len(text) > room:
        rest = sum(count for _owner, count in turns[1:])
        text = f"{texts[0]}, " + _("rest {count}").format(count=rest)
        if len(text) > room:
            text = f"{texts[0]} +{rest}"
    return Content.styled(shortened(text, room), "bold $own" if turns[0][0] == _TURNS[0] else "")


def searched(row: FolderRow, place: str = "") -> str:
    """The words by which a row is found: everything that is seen of it, and what the customer answered.

    `place` is where the file is, below what was opened.
    """
    owners = [_(_OWNERS[owner]) for owner, count in row.outstanding.items() if count and owner in _OWNERS]
    kind = _("sealed") if row.sealed else ""
    words = (
        row.company,
        place or row.path.name,
        row.fault,
        *(
            _(words[key])
            for words, key in (
                (TODOS, row.todo),
                (STAGES, row.stage),
                (STANDINGS, row.verdict),
                (CHECKS, row.check),
            )
            if words.get(key)
        ),
        kind,
        _("not opened yet") if row.kind == "sealed" else "",
        to_the_minute(row.changed),
        row.check_number,
        *owners,
        row.values,
        row.note,
    )
    return " ".join(filter(None, words)).casefold()
