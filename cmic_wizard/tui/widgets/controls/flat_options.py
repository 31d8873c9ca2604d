"""Options of a dialog beside each other, where they fit."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding
from textual.geometry import Size

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.tui.widgets.controls.options_control import OptionsControl

_GAP: Final = 3


class FlatOptions(OptionsControl):
    """One of several: left and right point, Space takes; up and down go to what stands above and below."""

    BINDINGS = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("up", "leave(-1)", show=False),
        Binding("down", "leave(1)", show=False),
    ]

    def __init__(self, name: str, options: list[tuple[str, str]], picked: str) -> None:
        """`name` is its id in the dialog."""
        super().__init__(Step(name, Kind.CHOICE, ""), options, picked, flat=True)
        self.id = name

    @property
    def chosen(self) -> str:
        """The id of the option that is picked."""
        return next(iter(self.picked), "")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line where all fit, else a line for each."""
        lines = [self._line(index).cell_length for index in range(len(self.options))]
        self.flat = sum(lines) + _GAP * (len(lines) - 1) <= width
        return super().get_content_height(container, viewport, width)

    def action_move(self, by: int) -> None:
        """Move along the options."""
        self.point_at(max(0, min(self.cursor + by, len(self.options) - 1)))

    def action_leave(self, by: int) -> None:
        """Go to what stands below or above, or along a list of options."""
        if not self.flat and 0 <= self.cursor + by < len(self.options):
            self.point_at(self.cursor + by)
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()
