"""Work that may block, in a daemon thread, so that it can be given up."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Final, TypeVar

Result = TypeVar("Result")

ANSWERS_WITHIN: Final = 2.5
"""Seconds after which a disk counts as one that does not answer."""


async def in_thread(work: Callable[[], Result], seconds: float | None = None) -> Result:
    """The result of `work`, or its exception, without blocking the screen.

    TimeoutError after `seconds`; the work itself goes on, as nothing can stop it.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        try:
            result, error = work(), None
        except BaseException as caught:
            result, error = None, caught
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, daemon=True, name="background").start()
    async with asyncio.timeout(seconds):
        return await future


def ended_within(work: Callable[[], object], seconds: float) -> bool:
    """Do `work` and wait for it so long at most; whether it came to its end. Raises what it raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True, name="background")
    thread.start()
    thread.join(seconds)
    if raised:
        raise raised[0]
    return not thread.is_alive()
