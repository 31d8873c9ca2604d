"""The lines around the table of hand-offs: where they lie, how many there are, the keys."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from textual.content import Content
from textual.style import Style

from cmic_wizard.bounds import to_the_minute
from cmic_wizard.files import shown
from cmic_wizard.i18n import N_, _, ngettext
from cmic_wizard.review.folder_row import FolderRow
from cmic_wizard.review.inbox import Inbox
from cmic_wizard.text import visible
from cmic_wizard.tui.folder_actions import FOLDER_ACTIONS
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.review.folder_rows import (
    CHECKS,
    SAYS_THE_FILE,
    STANDINGS,
    WIDEST,
    cut_at_start,
    place_of,
)
from cmic_wizard.tui.screens.help import Keys

_BAR = 24
_PLACE_AT_LEAST = 12
"""Columns below which the place of a file is not worth showing."""
_MEANT = (
    (N_("answered"), N_("the customer answered what you asked")),
    (N_("changed"), N_("newer than the version that you looked at")),
    (N_("new"), N_("you have not looked at it")),
    (N_("not sent"), N_("you looked at it, and your remarks have not been written as they stand")),
    (N_("waiting"), N_("the customer, CMiC or Procore act next")),
    (N_("done"), N_("accepted and complete, or older than what you looked at")),
)


def title_line(places: Sequence[Path]) -> Content:
    """Where the files lie."""
    if len(places) == 1:
        where = visible(shown(places[0]))
    else:
        where = ngettext("{count} place", "{count} places", len(places)).format(count=len(places))
    return Content.assemble((" " + _("Hand-off files"), "bold $strong"), f" {glyphs.dot} ", where)


def state_line(inbox: Inbox, count: int, *, done: bool) -> Content:
    """How many files are in sight, how many wait for the reviewer, and how many can't be read."""
    text = _("{shown} of {count} files").format(shown=count, count=len(inbox))
    if not len(inbox) and done:
        text = _("There are no hand-off files in this folder.")
    parts = [Content(text)]
    if done and (mine := inbox.mine()):
        said = ngettext("{count} for you", "{count} for you", mine).format(count=mine)
        parts.append(Content.styled(said, "bold $own"))
    if bad := inbox.faults:
        fault = ngettext("{count} can't be read", "{count} can't be read", bad).format(count=bad)
        parts.append(Content.styled(fault, "$bad"))
    return Content(" ") + Content(f" {glyphs.dot} ").join(parts)


def place_line(row: FolderRow | None, places: Sequence[Path], room: int, width: int) -> Content:
    """What has no column of its own, and where the selected file is, cut at its start."""
    if row is None or room < _PLACE_AT_LEAST:
        return Content()
    place, said = place_below(row.path, places), list[str]()
    if width < WIDEST:
        check = _(CHECKS.get(row.check, "")) if row.kind == "handoff" else ""
        check = f"{_(SAYS_THE_FILE)}: {check}" if check else ""
        said = list(filter(None, (_(STANDINGS.get(row.verdict, "")), to_the_minute(row.changed)[5:], check)))
    while said and room < sum(len(word) + 2 for word in said) + min(len(place), _PLACE_AT_LEAST):
        said.pop()
    room -= sum(len(word) + 2 for word in said)
    return Content.styled("  ".join([*said, cut_at_start(place, room)]), "$quiet")


def place_below(path: Path, places: Sequence[Path]) -> str:
    """Where a file is, below the place that it was found in."""
    whole = str(path)
    for place in places:
        above = os.path.join(place, "")  # noqa: PTH118 - with a separator at its end
        if whole.startswith(above):
            return visible(whole[len(above) :])
    return visible(place_of(path))


def progress_line(read: int, total: int | None) -> Content:
    """How far reading is, as a bar once the number of files is known."""
    if not total:
        return Content.styled(_("reading…") + " ", "$mark")
    share = min(read / total, 1.0)
    full = round(share * _BAR)
    return Content.assemble(
        (_("reading…") + " ", "$mark"),
        (glyphs.bar_full * full, "$mark"),
        (glyphs.bar_empty * (_BAR - full), "$quiet"),
        f" {int(share * 100):3d} % ",
    )


def key_line(width: int) -> Content:
    """The keys that have room; a click does what the key does."""
    parts, room = [], width - 1
    for action in FOLDER_ACTIONS:
        if not action.rank:
            continue
        part = Content.assemble((action.key_label, "bold $key"), " ", _(action.short))
        room -= part.cell_length + 2
        if room >= -2:
            parts.append(part.stylize(Style.from_meta({"@click": action.call})))
    return Content(" ") + Content("  ").join(parts)


def about_the_table() -> Content:
    """What the words of the column “To do” mean."""
    lines = [Content.assemble((_(word), "bold"), f": {_(meaning)}") for word, meaning in _MEANT]
    return Content("\n").join([Content.styled(_("To do"), "bold $mark"), *lines])


def keys_of_the_table() -> Keys:
    """What keys do among the rows."""
    return (
        (
            "Tab",
            _("From the filter to the rows and back. Up and Down go from row to row."),
        ),
        (_("Letters"), _("What is typed among the rows goes to the filter.")),
        (_("Space"), _("Among the rows, the same as Enter.")),
        ("Ctrl+C", _("Copy the selected text; if none is selected, quit.")),
    )
