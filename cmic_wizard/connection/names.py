"""Looks names up in a thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

_T = TypeVar("_T")
_ADDRESSES_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class NumericAddress:
    """One numeric address that a name stands for, as sockets take it."""

    family: int
    sockaddr: tuple[Any, ...]

    @property
    def ip(self) -> str:
        """The address in digits."""
        return str(self.sockaddr[0])

    @property
    def is_loopback(self) -> bool:
        """Whether it is this computer itself."""
        return ipaddress.ip_address(self.ip.partition("%")[0]).is_loopback

    @property
    def is_private(self) -> bool:
        """Whether only a private network leads there; loopback is not meant."""
        return ipaddress.ip_address(self.ip.partition("%")[0]).is_private and not self.is_loopback


async def off_loop(function: Callable[[], _T]) -> _T:
    """Run a blocking function in a daemon thread, so that neither cancelling nor leaving waits for it.

    `loop.getaddrinfo` uses a thread that the interpreter joins at its end, however long the resolver takes.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_T] = loop.create_future()

    def deliver(result: _T | None, trouble: BaseException | None) -> None:
        if future.done():
            return
        if trouble is not None:
            future.set_exception(trouble)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def work() -> None:
        result: _T | None = None
        trouble: BaseException | None = None
        try:
            result = function()
        except BaseException as error:
            trouble = error
        try:
            loop.call_soon_threadsafe(deliver, result, trouble)
        except RuntimeError:
            return  # the loop has ended meanwhile

    threading.Thread(target=work, name="cmic-wizard-off-loop", daemon=True).start()
    return await future


async def resolve(host: str, port: int) -> tuple[NumericAddress, ...]:
    """The addresses of a host, the system's preferred first; raises socket.gaierror."""
    found = await off_loop(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    places = dict.fromkeys(NumericAddress(int(family), sockaddr) for family, _, _, _, sockaddr in found)
    return tuple(places)[:_ADDRESSES_AT_MOST]


def is_number(host: str) -> bool:
    """Whether the host is an IP address already."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
