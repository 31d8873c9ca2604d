"""Asks which of several readings of an answer is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard import dates
from cmic_wizard.i18n import _
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.glyphs import plain
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import Dialog
from cmic_wizard.tui.widgets.button import Button

_LONGEST: Final = 2000
"""Characters of a reading that are shown; what people are called and dates are far shorter."""


class Choose(Dialog[str]):
    """The readings as a list; the result is the chosen one, nothing where none is meant."""

    DEFAULT_CSS = "Choose .hint { height: auto; margin-top: 1; }"

    def __init__(self, heading: str, question: str, readings: Sequence[str]) -> None:
        super().__init__()
        self.heading = heading
        self.question = question
        self.readings = tuple(readings)

    def body(self) -> Iterable[Widget]:
        """The question, and each reading in words; none is pointed at, so that a held key chooses none."""
        yield Static(safe_lines(self.question), classes="text")
        listing = OptionList(*(Option(_in_words(reading)) for reading in self.readings), compact=True)
        listing.highlighted = None
        yield listing
        hint = _("The arrow keys point at one, Enter takes it, Esc takes none.")
        yield Static(Content.styled(hint, "$quiet"), classes="hint")

    def buttons(self) -> Iterable[Button]:
        """None: Enter takes what an arrow has pointed at, Esc closes."""
        return ()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the reading back."""
        event.stop()
        self.dismiss(self.readings[event.option_index])


def _in_words(reading: str) -> Content:
    when = dates.moment(reading)
    return Content(plain(dates.spoken(when)) if when else visible(shortened(reading, _LONGEST)))
