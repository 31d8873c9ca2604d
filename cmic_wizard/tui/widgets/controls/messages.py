"""What controls tell the page."""

from __future__ import annotations

from enum import StrEnum

from textual.message import Message

from cmic_wizard.guide.model import Step
from cmic_wizard.tui.widgets.paste_input import PasteInput


class Answered(Message):
    """The answer to a step was changed to `text`, as typed."""

    def __init__(self, step: Step, text: str) -> None:
        super().__init__()
        self.step = step
        self.text = text


class Advance(Message):
    """Enter was pressed where it means “next field”."""


class PasteAsked(Message):
    """Several lines were pasted into a control that takes one: the user is asked whether it is the first."""

    def __init__(self, step: Step, line: str, left_out: tuple[str, ...], control: PasteInput) -> None:
        super().__init__()
        self.step = step
        self.line = line
        self.left_out = left_out
        self.into = control


class Wish(StrEnum):
    """What a control may want of the wizard for its step; also the names of its buttons."""

    TAKE_PASSWORD = "password"  # noqa: S105 - a wish
    REMOVE_PASSWORD = "remove_password"  # noqa: S105 - a wish
    CHECK = "check"
    SKIP_CHECK = "skip_check"


class Asked(Message):
    """A control wants something of the wizard for its step."""

    def __init__(self, step: Step, wish: Wish) -> None:
        super().__init__()
        self.step = step
        self.wish = wish
