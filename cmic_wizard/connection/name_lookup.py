"""Looks names up in a thread that nobody has to wait for."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from cmic_wizard.background import in_thread
from cmic_wizard.struct import Struct

_ADDRESSES_AT_MOST = 6


class NumericAddress(Struct, frozen=True):
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


async def resolve(host: str, port: int) -> tuple[NumericAddress, ...]:
    """The addresses of a host, the system's preferred first; raises socket.gaierror."""
    # `loop.getaddrinfo` uses a thread that the interpreter joins at its end, however long the resolver takes.
    found = await in_thread(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    places = dict.fromkeys(NumericAddress(int(family), sockaddr) for family, _, _, _, sockaddr in found)
    return tuple(places)[:_ADDRESSES_AT_MOST]


def is_number(host: str) -> bool:
    """Whether the host is an IP address already."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
