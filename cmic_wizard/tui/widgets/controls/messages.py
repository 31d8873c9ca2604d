"""What controls tell the page."""

from __future__ import annotations

from textual.message import Message

from cmic_wizard.guide.model import Step


class Answered(Message):
    """The answer to a step was changed to `text`, as typed."""

    def __init__(self, step: Step, text: str) -> None:
        super().__init__()
        self.step = step
        self.text = text


class Advance(Message):
    """Enter was pressed where it means “next field”."""


class Asked(Message):
    """A control wants one of the wizard's actions for its step, such as `password` or `remove_password`."""

    def __init__(self, step: Step, action: str) -> None:
        super().__init__()
        self.step = step
        self.action = action
