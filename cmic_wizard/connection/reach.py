"""Opens a TCP connection to the host, straight or through a proxy."""

from __future__ import annotations

import asyncio
import re
import socket

from cmic_wizard.connection.base_address import Address
from cmic_wizard.connection.name_lookup import NumericAddress
from cmic_wizard.connection.outcome import StageError
from cmic_wizard.connection.proxies import Proxy
from cmic_wizard.struct import Struct

_STAGGER = 0.25
"""Seconds until the next address is tried beside one that hasn't answered, as RFC 8305 advises."""
_HEAD_AT_MOST = 16384
_SCHEMES = ("Basic", "Negotiate", "NTLM", "Kerberos", "Digest")
"""The ways to sign in to a proxy that are told by name."""
_WORD = re.compile(r"[a-z]+")


class Route(Struct, frozen=True):
    """The way to the host: the numeric places to connect to, which are the proxy's where there is one."""

    address: Address
    places: tuple[NumericAddress, ...]
    proxy: Proxy | None = None


class Reached(Struct, frozen=True):
    """An open connection and the place that answered."""

    socket: socket.socket
    place: NumericAddress


async def reach(route: Route) -> Reached:
    """Connect, and through a proxy ask for the host; raises StageError. The caller closes the socket."""
    try:
        reached = await _first_to_answer(route.places)
    except OSError as error:
        raise _unreached(route, error) from None
    if route.proxy is None:
        return reached
    try:
        await _ask_proxy(reached.socket, route.address, route.proxy)
    except BaseException:
        reached.socket.close()
        raise
    return reached


async def _connect(place: NumericAddress) -> Reached:
    link = socket.socket(place.family, socket.SOCK_STREAM)
    try:
        link.setblocking(False)
        await asyncio.get_running_loop().sock_connect(link, place.sockaddr)
    except BaseException:
        link.close()
        raise
    return Reached(link, place)


async def _first_to_answer(places: tuple[NumericAddress, ...]) -> Reached:
    waiting = list(places)
    pending: set[asyncio.Task[Reached]] = set()
    winner: Reached | None = None
    trouble: BaseException = OSError("no address")
    try:
        while winner is None and (waiting or pending):
            if waiting:
                pending.add(asyncio.create_task(_connect(waiting.pop(0))))
            done, pending = await asyncio.wait(
                pending, timeout=_STAGGER if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                if (error := task.exception()) is not None:
                    trouble = error
                elif winner is None:
                    winner = task.result()
                else:
                    task.result().socket.close()
    finally:
        for task in pending:
            task.cancel()
        for late in await asyncio.gather(*pending, return_exceptions=True):
            if isinstance(late, Reached):
                late.socket.close()
    if winner is None:
        raise trouble
    return winner


def _unreached(route: Route, error: OSError) -> StageError:
    address = route.address
    if route.proxy is not None:
        return StageError("port.proxy_down", proxy=route.proxy.name)
    values = {"host": address.host, "port": str(address.port)}
    if isinstance(error, ConnectionRefusedError):
        return StageError("port.refused", **values)
    if isinstance(error, TimeoutError):
        return StageError("port.timeout", **values)
    return StageError("port.unreachable", **values)


async def _ask_proxy(link: socket.socket, address: Address, proxy: Proxy) -> None:
    loop = asyncio.get_running_loop()
    where = address.host_and_port
    lines = [f"CONNECT {where} HTTP/1.1", f"Host: {where}"]
    if authorization := proxy.authorization():
        lines.append(f"Proxy-Authorization: {authorization}")
    head = b""
    try:
        await loop.sock_sendall(link, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        while b"\r\n\r\n" not in head and len(head) < _HEAD_AT_MOST:
            more = await loop.sock_recv(link, 4096)
            if not more:
                break
            head += more
    except OSError:
        raise StageError("port.proxy_odd", proxy=proxy.name) from None
    _judge_proxy(head, proxy)


def _unsigned(head: bytes, proxy: Proxy) -> StageError:
    """Why a proxy asks for a sign-in: it has no use for a password, refuses this one, or got none."""
    lines = head.decode("latin-1").lower().split("\r\n")
    offers = " ".join(line for line in lines if line.startswith("proxy-authenticate:"))
    offered = [name for name in _SCHEMES if name.lower() in _WORD.findall(offers)]
    if offered and "Basic" not in offered:
        return StageError("port.proxy_windows", "HTTP 407", proxy=proxy.name, schemes=", ".join(offered))
    code = "port.proxy_password" if proxy.user else "port.proxy_sign_in"
    return StageError(code, "HTTP 407", proxy=proxy.name)


def _judge_proxy(head: bytes, proxy: Proxy) -> None:
    words = head.split(b"\r\n", 1)[0].split(None, 2)
    if (
        len(words) < 2
        or not words[0].startswith(b"HTTP/1.")
        or not (words[1].isdigit() and len(words[1]) == 3)
    ):
        raise StageError("port.proxy_odd", proxy=proxy.name)
    status = words[1].decode("ascii")
    if status.startswith("2"):
        return
    if status == "407":
        raise _unsigned(head, proxy)
    codes = {
        "502": "port.proxy_gateway",
        "503": "port.proxy_gateway",
        "504": "port.proxy_gateway",
    }
    raise StageError(
        codes.get(status, "port.proxy_refused"), f"HTTP {status}", proxy=proxy.name, status=status
    )
