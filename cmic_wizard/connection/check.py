"""The way into the connection check; light to import, because all it needs is loaded at the first check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from cmic_wizard.connection.target import Limits, Target
from cmic_wizard.profile.checks import CheckResult, Stage
from cmic_wizard.secret import Secret

__all__ = ["Limits", "Target", "check"]


def _unheard(*_arguments: object) -> None:
    """Nobody listens."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def check(
    target: Target,
    password: Secret | None,
    *,
    on_stage: Callable[[Stage], None] = _unheard,
    on_start: Callable[[str, str | None], None] = _unheard,
    on_settled: Callable[[CheckResult], None] = _unheard,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    now: Callable[[], datetime] = _utc_now,
) -> CheckResult:
    """Check stage by stage whether CMiC answers, reading only; without a password it stops before signing in.

    `on_start` hears stage and company code before a stage runs, `on_stage` its result, and `on_settled` the
    whole as soon as only advice can come. Network trouble is a result and never raised. Cancelling the task
    ends the check at once.
    """
    from cmic_wizard.connection.progress import Listeners
    from cmic_wizard.connection.run import run

    return await run(target, password, Listeners(on_stage, on_start, on_settled), limits, now)
