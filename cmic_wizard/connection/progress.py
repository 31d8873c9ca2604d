"""Times the stages of one check, bounds them, and keeps controls out of their results."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import TypeVar

from cmic_wizard.connection.outcome import Outcome, StageError, failed
from cmic_wizard.connection.target import Limits
from cmic_wizard.connection.withhold import SHOWN_AT_MOST
from cmic_wizard.profile.checks import STAGES, Stage, StageState
from cmic_wizard.text import shortened, visible

_T = TypeVar("_T")
_TIMEOUTS = {"name": "name.timeout", "port": "port.timeout", "tls": "tls.timeout"}


class StoppedError(Exception):
    """A stage didn't hold, so those behind it aren't tried."""


class Progress:
    """The stages so far. `host` and `through` are what the result names."""

    def __init__(
        self,
        companies: tuple[str, ...],
        on_stage: Callable[[Stage], None],
        on_start: Callable[[str, str | None], None],
        limits: Limits,
    ) -> None:
        self._plan: list[tuple[str, str | None]] = [(stage, None) for stage in STAGES if stage != "company"]
        self._plan += [("company", code) for code in companies] or [("company", None)]
        self._on_stage = on_stage
        self._on_start = on_start
        self._limits = limits
        self._ends = perf_counter() + limits.overall
        self.stages: list[Stage] = []
        self.host = ""
        self.port = ""
        self.through = ""

    @property
    def time_is_up(self) -> bool:
        """Whether the whole check has used up its time."""
        return perf_counter() >= self._ends

    async def run(
        self, stage: str, work: Callable[[], Awaitable[tuple[Outcome, _T]]], company: str | None = None
    ) -> _T:
        """Run one stage within its limit and keep its result; raises StoppedError where the check ends."""
        if self.time_is_up:
            raise StoppedError
        limit = self._limits.stage if stage in ("address", *_TIMEOUTS) else self._limits.http
        limit = max(min(limit, self._ends - perf_counter()), 0.0)
        self.start(stage, company)
        started = perf_counter()
        try:
            async with asyncio.timeout(limit):
                outcome, value = await work()
        except StageError as ended:
            outcome = ended.outcome
        except TimeoutError:
            outcome = failed(
                _TIMEOUTS.get(stage, "reply.timeout"), host=self.host, port=self.port, seconds=f"{limit:.3g}"
            )
        self.keep(stage, outcome, perf_counter() - started, company)
        if not outcome.holds:
            raise StoppedError
        return value

    def start(self, stage: str, company: str | None = None) -> None:
        """Tell that a stage begins."""
        self._on_start(stage, company)

    def keep(self, stage: str, outcome: Outcome, seconds: float = 0.0, company: str | None = None) -> None:
        """Keep a stage's result and tell it."""
        kept = Stage(
            stage=stage,
            state=outcome.state,
            company=company,
            seconds=round(seconds, 3),
            code=outcome.code,
            values={name: _clean(value) for name, value in outcome.values.items()},
            detail=_clean(outcome.detail),
        )
        self.stages.append(kept)
        self._on_stage(kept)

    def rest_not_tried(self, without: str) -> None:
        """Keep the stages that were not reached, with the reason; `without` is why nobody signs in, if so."""
        failure = next((s.stage for s in self.stages if s.state is StageState.FAILED), "")
        if failure == "company" and self.time_is_up:
            failure = ""
        for stage, company in self._plan[len(self.stages) :]:
            if without and stage in ("user", "role", "company"):
                outcome = _not_tried(without)
            elif failure:
                outcome = _not_tried("not_tried.before", stage=failure)
            elif stage == "company" and company is None:
                outcome = _not_tried("not_tried.no_company")
            else:
                outcome = _not_tried("not_tried.overall", seconds=f"{self._limits.overall:.3g}")
            self.keep(stage, outcome, 0.0, company)


def _clean(text: str) -> str:
    return shortened(visible(text), SHOWN_AT_MOST)


def _not_tried(code: str, **values: str) -> Outcome:
    return Outcome(StageState.NOT_TRIED, code, values)
