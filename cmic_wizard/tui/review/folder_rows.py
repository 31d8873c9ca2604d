"""How the table of a folder draws, orders and searches its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.content import Content
from textual.style import Style

from cmic_wizard.guide.model import Owner
from cmic_wizard.i18n import N_, _
from cmic_wizard.profile.assessment import OWNER_WORDS
from cmic_wizard.review.folder import FolderRow
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.glyphs import glyphs

STAGES = {"complete": N_("complete"), "ready": N_("ready"), "draft": N_("draft")}
CHECKS = {"ok": N_("check ok"), "failed": N_("check failed"), "skipped": N_("check later"), "none": ""} | {
    "without_sign_in": N_("no sign-in"),
    "incomplete": N_("incomplete"),
}
STANDINGS = {"accepted": N_("accepted"), "changes": N_("changes wanted"), "open": N_("started"), "": ""} | {
    "newer": N_("new version"),
    "older": N_("older version"),
}
WIDE = 110
"""Columns from which date and check have room."""

_STYLES = {"complete": "$good", "ready": "$good", "draft": "$own"}
_CHECK_STYLES = {"ok": "$good", "failed": "$bad", "skipped": "$warned", "none": ""} | {
    "without_sign_in": "$warned",
    "incomplete": "$warned",
}
_CHECK_ORDER = "failed incomplete without_sign_in skipped none ok"
_STANDING_STYLES = {"accepted": "$good", "changes": "$back", "open": "$waits", "": ""} | {
    "newer": "bold $own",
    "older": "$quiet",
}
_OWNERS = {owner.value: word for owner, word in OWNER_WORDS.items()} | {
    Owner.CUSTOMER.value: N_("customer"),
    Owner.SPECIALIST.value: N_("you"),
}
_TURNS = (Owner.SPECIALIST.value, Owner.CUSTOMER.value, Owner.CMIC.value, Owner.PROCORE.value)
"""Whose turn is shown first."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its widths in a narrow and a wide terminal, and what rows are sorted by."""

    title: str
    width: int
    wide: int
    key: Callable[[FolderRow], tuple[object, ...]]


def _company(row: FolderRow) -> tuple[object, ...]:
    return row.kind == "fault", (row.company or row.path.name).casefold(), str(row.path)


def _turn(row: FolderRow) -> tuple[object, ...]:
    return *(-row.outstanding.get(owner, 0) for owner in _TURNS), _company(row)


def _newest_first(row: FolderRow) -> tuple[object, ...]:
    return row.changed == "", tuple(-ord(letter) for letter in row.changed), _company(row)


def _ranked(order: str, word: str, row: FolderRow) -> tuple[object, ...]:
    ranks = order.split()
    return ranks.index(word) if word in ranks else len(ranks), _company(row)


COLUMNS = (
    Column(N_("Company"), 24, 30, _company),
    Column("%", 5, 5, lambda row: (-row.progress, _company(row))),
    Column(N_("State"), 9, 10, lambda row: _ranked("draft ready complete", row.stage, row)),
    Column(N_("Whose turn"), 22, 30, _turn),
    Column(N_("Verdict"), 18, 20, lambda row: _ranked("newer open changes accepted older", row.verdict, row)),
    Column(N_("Made"), 0, 11, _newest_first),
    Column(
        N_("Check"),
        0,
        0,
        lambda row: _ranked(_CHECK_ORDER, row.check, row),
    ),
)


def shown_columns(width: int) -> list[int]:
    """The columns that have room."""
    return [index for index in range(len(COLUMNS)) if index < 5 or width >= WIDE]


def header_line(width: int, order: int) -> Content:
    """The columns' titles, the one that sorts marked; a click sorts by another."""
    cells = [Content("  ")]
    for index in shown_columns(width):
        title = _(COLUMNS[index].title)
        cell = Content.styled(title, "bold underline $mark" if index == order else "bold $quiet")
        cell = cell.stylize(Style.from_meta({"@click": f"screen.order_by({index})"}))
        cells.append(_padded(cell, _width(index, width)))
    return Content("").join(cells)


def row_line(row: FolderRow, width: int) -> Content:
    """One file as one line."""
    name = Content(visible(shortened(row.company or row.path.name, _width(0, width) - 1)))
    start = _padded(name, _width(0, width))
    if row.kind == "fault":
        fault = visible(shortened(row.fault, max(width - _width(0, width) - 3, 20)))
        return Content.assemble((f"{glyphs.warning} ", "$bad"), start, (fault, "$bad"))
    if row.kind == "sealed":
        return Content.assemble("  ", start, (_("sealed; opens with a key or words"), "$waits"))
    cells = (
        name,
        Content.styled(f"{int(row.progress * 100):3d}", "$good"),
        Content.styled(_(STAGES.get(row.stage, "")), _STYLES.get(row.stage, "")),
        _turn_cell(row, _width(3, width) - 1),
        Content.styled(_(STANDINGS.get(row.verdict, "")), _STANDING_STYLES.get(row.verdict, "")),
        Content.styled(visible(row.changed[:10]), "$quiet"),
        Content.styled(_(CHECKS.get(row.check, "")), _CHECK_STYLES.get(row.check, "")),
    )
    return Content("  ") + Content("").join(
        _padded(cells[index], _width(index, width)) for index in shown_columns(width)
    )


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
        text = f"{texts[0]} +{sum(count for _owner, count in turns[1:])}"
    return Content.styled(shortened(text, room), "bold $own" if turns[0][0] == _TURNS[0] else "")


def searched(row: FolderRow) -> str:
    """The words by which a row is found."""
    owners = (_(_OWNERS[owner]) for owner, count in row.outstanding.items() if count and owner in _OWNERS)
    words = (
        row.company,
        row.path.name,
        row.fault,
        _(STAGES.get(row.stage, "")),
        _(STANDINGS.get(row.verdict, "")),
        _(CHECKS.get(row.check, "")),
        *owners,
    )
    return " ".join(words).casefold()
