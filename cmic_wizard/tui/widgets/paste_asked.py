"""The question about a paste of several lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from cmic_wizard.tui.widgets.paste_input import PasteInput


class PasteAsked(Message):
    """Several lines were pasted into a line: the user is asked whether the first of them is meant."""

    def __init__(self, into: PasteInput, line: str, left_out: Sequence[str], *, heading: str = "") -> None:
        super().__init__()
        self.into = into
        self.line = line
        self.left_out = tuple(left_out)
        self.heading = heading
