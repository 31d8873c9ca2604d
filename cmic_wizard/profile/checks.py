"""The outcome of a connection check, as it is kept in the profile: no secret, no language of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cmic_wizard.guide.model import CHECK_STAGES


class StageState(StrEnum):
    """How a stage ended; one that could not be reached was not tried."""

    OK = "ok"
    WARN = "warn"
    FAILED = "failed"
    NOT_TRIED = "not_tried"


STAGES = CHECK_STAGES


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a check. `code` names the sentence and `values` fill it, in each reader's own language."""

    stage: str
    state: StageState
    company: str | None = None
    seconds: float = 0.0
    code: str = ""
    values: dict[str, str] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A whole check. `at` is ISO 8601 in UTC; by `inputs`, the answers it used, a stale one can be told."""

    ok: bool
    host: str
    at: str
    stages: tuple[Stage, ...]
    inputs: dict[str, str] = field(default_factory=dict)
    through: str = ""
    """The proxy that stood between, as host:port; "" for none."""

    @property
    def complete(self) -> bool:
        """Whether every stage was tried; one without the password can be ok and yet not the whole check."""
        return bool(self.stages) and all(stage.state is not StageState.NOT_TRIED for stage in self.stages)
