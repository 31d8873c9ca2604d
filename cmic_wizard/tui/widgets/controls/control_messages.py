"""What controls tell the page, and what it may ask of them."""

from __future__ import annotations

from enum import StrEnum

from textual.message import Message

from cmic_wizard.guide.model import Step
from cmic_wizard.profile.draft import KeptPassword


class ShowsAnswer:
    """A control that shows an answer."""

    named = ""
    """The answer to another step whose items are asked for one by one."""

    def show(self, answer: str) -> None:
        """Show an answer that came from elsewhere."""
        raise NotImplementedError


class ShowsPassword:
    """A control that shows whether a password is kept."""

    def show_kept(self, password: KeptPassword | None) -> None:
        """Show how it stands."""
        raise NotImplementedError


class Answered(Message):
    """The answer to a step was changed to `text`, as typed."""

    def __init__(self, step: Step, text: str) -> None:
        super().__init__()
        self.step = step
        self.text = text


class ToldAnswers:
    """What a control has told of and the page may yet hand back as news, though it was changed meanwhile."""

    def __init__(self) -> None:
        self._left: set[str] = set()

    def tell(self, left: str) -> None:
        """Another answer than `left` is told of now."""
        self._left.add(left)

    def is_overtaken(self, answer: str, mine: str) -> bool:
        """Whether an answer is not what the control shows (`mine`) but what it showed a moment ago."""
        if answer in self._left and answer != mine:
            return True
        self._left.clear()
        return False

    def is_news(self, answer: str, mine: str) -> bool:
        """Whether an answer is neither what the control shows (`mine`) nor what it showed a moment ago."""
        return not self.is_overtaken(answer, mine) and answer != mine


class Advance(Message):
    """Enter was pressed where it means “next field”."""


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
