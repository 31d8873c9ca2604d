"""What `check` says while it waits: how long a slow answer has been due, and how a watch goes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import Final

from cmic_wizard.commands.output import say, tell
from cmic_wizard.i18n import _
from cmic_wizard.profile.check_words import conclusion_words, stage_title
from cmic_wizard.profile.checks import CheckResult, Conclusion, Stage

EVERY: Final = 10
"""Seconds between two words on the same slow answer."""
_HELD = (Conclusion.PASSED, Conclusion.WITHOUT_SIGN_IN)


class Waiting:
    """Says on stderr of the stage that runs for how long it has, so that slow is not taken for stuck."""

    def __init__(self) -> None:
        self._stage = ""
        self._since = 0.0

    def begin(self, stage: str, _subject: str | None) -> None:
        """A stage begins."""
        self._stage, self._since = stage, monotonic()

    async def during(self, work: Awaitable[CheckResult]) -> CheckResult:
        """The result of the check, with a word now and then until it is there."""
        speaking = asyncio.create_task(self._speak())
        try:
            return await work
        finally:
            speaking.cancel()
            with suppress(asyncio.CancelledError):
                await speaking

    async def _speak(self) -> None:
        told = 0.0
        while True:
            await asyncio.sleep(1)
            waited = monotonic() - self._since
            if self._stage and waited >= EVERY and monotonic() - told >= EVERY:
                told = monotonic()
                text = _("still waiting, {seconds} s").format(seconds=int(waited))
                tell(f"{stage_title(self._stage)}: {text}")


async def watched(
    check: Callable[[], Awaitable[CheckResult]],
    seconds: int,
    line: Callable[[Stage], str],
    *,
    quiet: bool,
) -> CheckResult:
    """Check every so many seconds until it holds; says how the first ended, and then only what is new."""
    before: CheckResult | None = None
    while True:
        result = await check()
        news = [] if quiet else list(_news(result, before))
        if not quiet and (before is None or news or before.conclusion is not result.conclusion):
            say(f"{datetime.now():%H:%M:%S} {conclusion_words(result.conclusion)}")  # noqa: DTZ005 - people's
            for stage in news:
                say(line(stage))
        if result.conclusion in _HELD:
            return result
        before = result
        await asyncio.sleep(seconds)


def _news(result: CheckResult, before: CheckResult | None) -> Iterator[Stage]:
    """The stages that ended otherwise than last time; of a first check those that need a word."""
    was = {stage.stage: (stage.state, stage.code) for stage in before.stages} if before else {}
    for stage in result.stages:
        told = stage.was_tried if before else stage.needs_a_word
        if told and was.get(stage.stage) != (stage.state, stage.code):
            yield stage
