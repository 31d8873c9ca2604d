"""What `check` says while it waits: how long a slow answer has been due, and how a watch goes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
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
    """Check again every so many seconds until it holds; says of each how it ended, and what is new of it."""
    told = ""
    while True:
        result = await check()
        if not quiet:
            say(f"{datetime.now():%H:%M:%S} {conclusion_words(result.conclusion)}")  # noqa: DTZ005 - people's
            trouble = next((line(stage) for stage in result.stages if stage.needs_a_word), "")
            if trouble and (held := trouble.partition("(")[0] + trouble.partition("):")[2]) != told:
                told = held
                say(trouble)
        if result.conclusion in _HELD:
            return result
        await asyncio.sleep(seconds)
