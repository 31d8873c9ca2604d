"""How one stage ended, before it is timed and kept."""

from __future__ import annotations

from cmic_wizard.profile.checks import StageState
from cmic_wizard.struct import Struct, field


class Outcome(Struct, frozen=True):
    """A state with the code of its sentence, the values that fill it, and a detail to show as proof."""

    state: StageState
    code: str
    values: dict[str, str] = field(default_factory=dict)
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether the next stage may follow."""
        return self.state in (StageState.OK, StageState.WARN)


def passed(code: str, detail: str = "", **values: str) -> Outcome:
    """The stage holds."""
    return Outcome(StageState.OK, code, values, detail)


def warned(code: str, detail: str = "", **values: str) -> Outcome:
    """The stage holds, with something to know."""
    return Outcome(StageState.WARN, code, values, detail)


def failed(code: str, detail: str = "", **values: str) -> Outcome:
    """The stage doesn't hold."""
    return Outcome(StageState.FAILED, code, values, detail)


def unknown(code: str, detail: str = "", **values: str) -> Outcome:
    """What was asked says nothing of the stage; the code's name begins with `not_known`."""
    return Outcome(StageState.NOT_TRIED, code, values, detail)


class StageError(Exception):
    """Ends a stage from within; carries how it ended."""

    def __init__(self, code: str, detail: str = "", **values: str) -> None:
        super().__init__(code)
        self.outcome = failed(code, detail, **values)
