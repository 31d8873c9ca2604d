"""Sends the check's GETs: no redirect, no retry, no cookie, and a bounded reply."""

from __future__ import annotations

import ssl
import zlib
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2

from cmic_wizard import __version__
from cmic_wizard.connection.name_lookup import NumericAddress
from cmic_wizard.connection.outcome import StageError
from cmic_wizard.connection.reach import Route
from cmic_wizard.connection.reply import Reply
from cmic_wizard.connection.target import Limits
from cmic_wizard.connection.withhold import Withholding
from cmic_wizard.secret import Secret

_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Rest-Framework-Version": "4",
    "User-Agent": f"cmic-wizard/{__version__}",
}
"""Framework version 4 is asked for because only it sends `o:errorDetails`."""

_PIECES_AT_MOST = 2000
"""Pieces of a reply: each costs time, however short it is."""


@dataclass(frozen=True, slots=True)
class Login:
    """The service user's credentials for HTTP Basic."""

    name: str
    password: Secret = field(repr=False)

    def token(self) -> str:
        """What stands behind `Basic` in the Authorization header."""
        return b64encode(f"{self.name}:{self.password.reveal()}".encode()).decode("ascii")


class Client:
    """Asks one host, at the address that the earlier stages reached.

    It speaks to the transport, without httpx's client between, which would read cookies and build the request
    that a redirect asks for, both in more time than a server should be given.
    """

    def __init__(
        self,
        transport: httpx2.AsyncHTTPTransport,
        route: Route,
        place: NumericAddress,
        limits: Limits,
        withholding: Withholding,
    ) -> None:
        self._transport = transport
        self._host = route.address.host
        self._limits = limits
        self._withholding = withholding
        self._headers = _HEADERS | {"Host": route.address.authority}
        self._extensions = {
            "sni_hostname": self._host,
            "timeout": httpx2.Timeout(limits.http).as_dict(),
        }
        self._base = route.address.url if route.proxy else _pinned(route, place)

    async def get(self, path: str, login: Login | None = None) -> Reply:
        """One GET below the base address; raises StageError where no whole answer came."""
        try:
            return await self._get(path, login)
        except (httpx2.TimeoutException, TimeoutError):
            raise StageError("reply.timeout", host=self._host, seconds=f"{self._limits.http:g}") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ValueError) as error:
            raise StageError("reply.broken", host=self._host, reason=type(error).__name__) from None

    async def _get(self, path: str, login: Login | None) -> Reply:
        signing = {} if login is None else {"Authorization": "Basic " + login.token()}
        request = httpx2.Request(
            "GET", self._base + path, headers=self._headers | signing, extensions=self._extensions
        )
        response = await self._transport.handle_async_request(request)
        try:
            body, whole = await self._read(response)
        finally:
            await response.aclose()
        return Reply(
            status=response.status_code,
            content_type=response.headers.get("Content-Type", ""),
            location=response.headers.get("Location", ""),
            challenges=response.headers.get_list("WWW-Authenticate"),
            body=_unpacked(body, self._limits.reply)[: self._limits.reply],
            truncated=not whole,
            withholding=self._withholding,
        )

    async def _read(self, response: httpx2.Response) -> tuple[bytes, bool]:
        """The body up to the limit, and whether that is all of it; too many pieces count as too long."""
        body, pieces = bytearray(), 0
        async for chunk in response.aiter_raw():
            body += chunk
            pieces += 1
            if len(body) > self._limits.reply or pieces > _PIECES_AT_MOST:
                return bytes(body), False
        return bytes(body), True


@asynccontextmanager
async def client(
    route: Route, place: NumericAddress, context: ssl.SSLContext, limits: Limits, withholding: Withholding
) -> AsyncIterator[Client]:
    """A client with a fresh connection."""
    proxy = None
    if route.proxy is not None:
        host = f"[{place.ip}]" if ":" in place.ip else place.ip
        auth = (route.proxy.user, route.proxy.password.reveal()) if route.proxy.user else None
        proxy = httpx2.Proxy(f"http://{host}:{route.proxy.port}", auth=auth)
    async with httpx2.AsyncHTTPTransport(verify=context, proxy=proxy, trust_env=False) as transport:
        yield Client(transport, route, place, limits, withholding)


def _pinned(route: Route, place: NumericAddress) -> str:
    """The base address with the number that was reached for the name, so that it isn't looked up again."""
    address = route.address
    if "%" in place.ip:
        return address.url
    host = f"[{place.ip}]" if ":" in place.ip else place.ip
    return f"{address.scheme}://{host}:{address.port}{address.path}"


def _unpacked(body: bytes, limit: int) -> bytes:
    """The body of a server that compresses although it was asked not to, up to the limit."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, limit)
    except zlib.error:
        return body
