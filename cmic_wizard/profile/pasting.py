"""What a pasted text means as the answer to a step: a list, one line, or something to ask about."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.profile.fields import ANSWER_AT_MOST
from cmic_wizard.profile.rules.common import QUOTES
from cmic_wizard.struct import Struct

LOOKED_AT: Final = 200_000
"""Characters of a pasted text that are looked at; no answer comes near."""
_LISTS: Final = (Kind.CODES, Kind.CHECKLIST)
_CELL: Final = r"""[\t\r\n,;\v\f\x85\u2028\u2029]+"""
_LISTED: Final = r"""[\t\r\n;\v\f\x85\u2028\u2029]|\A\s*['\"`´“”„‘’‚«»]"""
_LINE: Final = r"[\r\n\v\f\x85\u2028\u2029]+"


class Pasted(Struct, frozen=True):
    """One line that is taken, and the lines that it would leave out: the user is asked about those."""

    text: str
    left_out: tuple[str, ...] = ()
    too_long: bool = False
    """Whether it is longer than any answer may be, so that none of it is taken."""


def pasted(step: Step, text: str) -> Pasted:
    """Read a pasted text as the answer to a step.

    A list takes lines, tabs, commas and semicolons, such as a column of a spreadsheet; people take a line for
    each; free text takes its lines one behind the other; everything else is one line. What is a single line
    without tabs and semicolons is taken as it stands, for it may be a piece of something.
    """
    if len(text) > LOOKED_AT:
        return Pasted("", too_long=True)
    if not is_several(step, text):
        taken = Pasted(text.replace("\t", " "))
    elif step.kind in _LISTS:
        cells = (_bare(cell) for cell in re.split(_CELL, text))
        taken = Pasted(",".join(cell for cell in cells if cell))
    else:
        lines = [" ".join(line.split("\t")).strip() for line in re.split(_LINE, text)]
        taken = _lines(step, [line for line in lines if line])
    return Pasted("", too_long=True) if len(taken.text) > ANSWER_AT_MOST else taken


def is_several(step: Step, text: str) -> bool:
    """Whether a paste is more than a piece of one line: several lines, or the cells of a list."""
    found = re.search(_LISTED, text) if step.kind in _LISTS else re.search(_LINE, text)
    return found is not None


def _lines(step: Step, lines: list[str]) -> Pasted:
    if step.kind is Kind.PEOPLE:
        return Pasted("; ".join(line.rstrip(";,") for line in lines))
    if step.reads == "text":
        return Pasted(" ".join(lines))
    if step.kind is Kind.URL and (found := _address_among(lines)):
        return found
    return Pasted(lines[0], tuple(lines[1:])) if lines else Pasted("")


def _address_among(lines: list[str]) -> Pasted | None:
    """The line with the one address of an e-mail or another text; None where there is none, or several."""
    from cmic_wizard.profile.rules.wrapping import addresses_in

    if len(lines) < 2 or len(addresses_in("\n".join(lines))) != 1:
        return None
    index = next((n for n, line in enumerate(lines) if addresses_in(line)), None)
    if index is None:
        return None
    return Pasted(lines[index], (*lines[:index], *lines[index + 1 :]))


def _bare(cell: str) -> str:
    """A cell without quotes around it and the apostrophe with which a spreadsheet keeps leading zeros."""
    return cell.strip().strip(QUOTES).strip()
