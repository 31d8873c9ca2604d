"""Times the stages of one check, bounds them, and keeps controls out of their results."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import perf_counter
from typing import NamedTuple, TypeVar

from cmic_wizard.connection.outcome import Outcome, StageError, failed
from cmic_wizard.connection.target import Limits
from cmic_wizard.connection.withhold import SHOWN_AT_MOST
from cmic_wizard.profile.check_wording_cmic import MODULES
from cmic_wizard.profile.checks import ADVICE, SIGNED_IN, STAGES, CheckResult, Stage, StageState
from cmic_wizard.text import shortened, visible

_T = TypeVar("_T")
_TIMEOUTS = {"name": "name.timeout", "port": "port.timeout", "tls": "tls.timeout"}


class StoppedError(Exception):
    """A stage didn't hold, so those behind it aren't tried."""


class Listeners(NamedTuple):
    """Who hears of a stage's result, of its beginning, and of the result as soon as only advice can come."""

    on_stage: Callable[[Stage], None]
    on_start: Callable[[str, str | None], None]
    on_settled: Callable[[CheckResult], None]


class Progress:
    """The stages so far. `host` and `through` are what the result names."""

    def __init__(
        self,
        companies: tuple[str, ...],
        listeners: Listeners,
        limits: Limits,
        on_settled: Callable[[Sequence[Stage]], None],
    ) -> None:
        self._plan: list[tuple[str, str | None]] = [(stage, None) for stage in STAGES if stage != "company"]
        self._plan += [("company", code) for code in companies] or [("company", None)]
        self._on_stage = listeners.on_stage
        self._on_start = listeners.on_start
        self._on_settled = on_settled
        self.limits = limits
        self._longest = limits.for_companies(len(companies))
        self._ends = perf_counter() + self._longest
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
        limit = self.limits.stage if stage in ("address", *_TIMEOUTS) else self.limits.http
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

    async def advise(self, module: str, work: Callable[[], Awaitable[Outcome]]) -> str:
        """Run the stage of one module, which bounds itself, and keep its result; the code of its sentence."""
        self.start("module", module)
        started = perf_counter()
        outcome = await work()
        outcome.values["module"] = module
        self.keep("module", outcome, perf_counter() - started)
        return outcome.code

    def begin_advice(self) -> None:
        """Plan the modules, behind what was not reached before them."""
        self.rest_not_tried("")
        self._on_settled(self.stages)
        self._plan += [("module", module) for module in MODULES]

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
        ended = next((s for s in self.stages if s.state is StageState.FAILED or s.is_unknown), None)
        if ended is not None and ended.stage == "company" and self.time_is_up:
            ended = None
        for stage, subject in self._plan[len(self.stages) :]:
            if stage in ADVICE:
                self.keep(stage, _not_tried("not_tried.module", module=subject or ""))
            else:
                self.keep(stage, self._why_not(stage, subject, without, ended), 0.0, subject)

    def _why_not(self, stage: str, company: str | None, without: str, ended: Stage | None) -> Outcome:
        """Why a stage was not reached; `ended` is the one that a check came no further than."""
        if without and stage in SIGNED_IN:
            return _not_tried(without)
        if ended is not None:
            code = "not_tried.unsettled" if ended.is_unknown else "not_tried.before"
            return _not_tried(code, stage=ended.stage)
        if stage == "company" and company is None:
            return _not_tried("not_tried.no_company")
        return _not_tried("not_tried.overall", seconds=f"{self._longest:.3g}")


def _clean(text: str) -> str:
    return shortened(visible(text), SHOWN_AT_MOST)


def _not_tried(code: str, **values: str) -> Outcome:
    return Outcome(StageState.NOT_TRIED, code, values)
