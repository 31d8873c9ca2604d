"""The outcome of a connection check, as it is kept in the profile: no secret, no language of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from cmic_wizard.guide.model import CHECK_STAGES
from cmic_wizard.struct import Struct, field


class StageState(StrEnum):
    """How a stage ended; one that could not be reached was not tried."""

    OK = "ok"
    WARN = "warn"
    FAILED = "failed"
    NOT_TRIED = "not_tried"


class Conclusion(StrEnum):
    """How a whole check ended: what every place that speaks of one goes by."""

    PASSED = "passed"
    WITHOUT_SIGN_IN = "without_sign_in"
    INCOMPLETE = "incomplete"
    FAILED = "failed"


STAGES = CHECK_STAGES
SIGNED_IN = ("user", "role", "company")
"""The stages that need the password."""
ADVICE = ("module",)
"""Stages that come after those, need the password too, and never fail a check."""
ALL_STAGES = (*STAGES, *ADVICE)
SLOW = 10.0
"""Seconds from which an answer is called slow."""
EARLIER_AT_MOST = 2
"""How many results are kept beside the newest."""
_UNKNOWN = "not_known"


class Stage(Struct, frozen=True):
    """One stage of a check. `code` names the sentence and `values` fill it, in each reader's own language."""

    stage: str
    state: StageState
    company: str | None = None
    seconds: float = 0.0
    code: str = ""
    values: dict[str, str] = field(default_factory=dict)
    detail: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether it was asked for and the answer says nothing of it: neither that it holds nor that not."""
        return self.state is StageState.NOT_TRIED and self.code.partition(".")[2].startswith(_UNKNOWN)

    @property
    def was_tried(self) -> bool:
        """Whether anything was asked."""
        return self.state is not StageState.NOT_TRIED or self.is_unknown

    @property
    def needs_a_word(self) -> bool:
        """Whether people have to read what is said of it: anything but that it holds or wasn't asked for."""
        return self.state in (StageState.FAILED, StageState.WARN) or self.is_unknown

    @property
    def is_slow(self) -> bool:
        """Whether the answer took longer than people expect."""
        return self.was_tried and self.seconds >= SLOW

    @property
    def subject(self) -> str | None:
        """The company code, or the id of the module, where a stage is there for each of them."""
        return self.values.get("module") if self.stage in ADVICE else self.company


class CheckResult(Struct, frozen=True):
    """A whole check. `at` is ISO 8601 in UTC; by `inputs`, the answers it used, a stale one can be told."""

    ok: bool
    host: str
    at: str
    stages: tuple[Stage, ...]
    inputs: dict[str, str] = field(default_factory=dict)
    through: str = ""
    """The proxy that stood between, as host:port; "" for none."""
    by: str = ""
    """Who ran it, as far as the program knows the name."""

    @property
    def conclusion(self) -> Conclusion:
        """How it ended."""
        return concluded(self.ok, [(stage.stage, stage.state) for stage in self.stages])


def concluded(ok: bool, stages: Sequence[tuple[str, StageState]]) -> Conclusion:
    """How a check ended, by its stages and how each of them did; `ok` is what it says of itself.

    It has passed only where both say so, and every stage that is there was tried. Advice counts for nothing.
    """
    stages = [(stage, state) for stage, state in stages if stage not in ADVICE]
    untried = {stage for stage, state in stages if state is StageState.NOT_TRIED}
    if any(state is StageState.FAILED for _stage, state in stages):
        return Conclusion.FAILED
    if not stages or (untried and not ok) or untried - set(SIGNED_IN):
        return Conclusion.INCOMPLETE
    if not ok:
        return Conclusion.FAILED
    return Conclusion.WITHOUT_SIGN_IN if untried else Conclusion.PASSED


def is_stale(check: CheckResult, inputs: Mapping[str, str]) -> bool:
    """Whether an answer that the check used has changed since."""
    return dict(check.inputs) != dict(inputs)


def outlived(check: CheckResult, days: Iterable[str], now: datetime) -> str:
    """The first of some days (ISO 8601) that came after a check and is past; "" for none."""
    return next((day for day in days if check.at[:10] <= day < now.date().isoformat()), "")


def is_worth_keeping(result: CheckResult, kept: CheckResult | None) -> bool:
    """Whether a new result takes the place of the one that is kept.

    One without signing in says less than a whole one that passed and still holds.
    """
    if kept is None or is_stale(kept, result.inputs):
        return True
    return kept.conclusion is not Conclusion.PASSED or result.conclusion is not Conclusion.WITHOUT_SIGN_IN
