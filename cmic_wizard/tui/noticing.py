"""Where notices stand: never over the field that they speak of."""

from __future__ import annotations

from typing import Any, Final

from textual.screen import Screen
from textual.widgets import OptionList

from cmic_wizard.tui.widgets.step_box import StepBox

BELOW: Final = "-notices-below"
"""The class of the notices at the bottom: theirs alone, as a screen's would style all its fields anew."""

_ROOM: Final = 6
"""Rows that a notice takes."""


def keep_clear(screen: Screen[Any]) -> None:
    """Put the notices of a screen at the end that is farther from what has the focus."""
    focused = screen.focused
    if focused is None:
        return
    widget = next((w for w in focused.ancestors_with_self if isinstance(w, StepBox)), focused)
    region = widget.region
    above, below = region.y, screen.size.height - region.bottom
    if isinstance(widget, OptionList) and widget.highlighted is not None and widget.option_count:
        # What is looked at in a list is about there: the entries differ in height.
        share = (widget.highlighted + 0.5) / widget.option_count
        above += round(region.height * share)
        below += round(region.height * (1 - share))
    screen.query_children("ToastRack").set_class(below > above and below >= _ROOM, BELOW)
