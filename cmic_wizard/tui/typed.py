"""Waits until what was typed has arrived where it is kept, before a key or the mouse leads elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, Final

from textual.screen import Screen

_AT_MOST: Final = 0.5
"""Seconds; only a widget that is busy with something else takes longer than a moment."""


async def typed_arrived(screen: Screen[Any]) -> None:
    """Let the focused control take its keys, and the screen what it says of them; not within its handlers.

    A terminal may send many keys at once, and a key that the application itself takes overtakes those that
    still wait at the control: what was typed before F10 or F8 would be lost.
    """
    focused = screen.focused
    if focused is None:
        return
    # Twice: the keys make the control post its messages to itself first, then they climb.
    way = [focused, focused, *focused.ancestors_with_self]
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_AT_MOST):
            for widget in way[: way.index(screen) + 1]:
                arrived = asyncio.Event()
                if widget.call_later(arrived.set):
                    await arrived.wait()
