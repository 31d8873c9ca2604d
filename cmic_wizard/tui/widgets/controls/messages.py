"""What controls tell the page."""

from __future__ import annotations

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


class Asked(Message):
    """A control wants one of the wizard's actions for its step, such as `password` or `remove_password`."""

    def __init__(self, step: Step, action: str) -> None:
        super().__init__()
        self.step = step
        self.action = action
