"""Sends the check's GETs: no redirect, no retry, no cookie across sign-in, and a bounded reply."""

from __future__ import annotations

import ssl
import zlib
from base64 import b64encode
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2

from cmic_wizard import __version__
from cmic_wizard.connection.names import Place
from cmic_wizard.connection.outcome import StageError
from cmic_wizard.connection.reach import Route
from cmic_wizard.connection.replies import Reply
from cmic_wizard.connection.target import Limits
from cmic_wizard.secret import Secret

_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Rest-Framework-Version": "4",
    "User-Agent": f"cmic-wizard/{__version__}",
}
"""Framework version 4 is asked for because only it sends `o:errorDetails`."""


@dataclass(frozen=True, slots=True)
class Login:
    """The service user's credentials for HTTP Basic."""

    name: str
    password: Secret = field(repr=False)

    def token(self) -> str:
        """What stands behind `Basic` in the Authorization header."""
        return b64encode(f"{self.name}:{self.password.reveal()}".encode()).decode("ascii")


class _Basic(httpx2.Auth):
    """Writes the Authorization header at the last moment and once; never again after a 401."""

    def __init__(self, login: Login) -> None:
        self._login = login

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        request.headers["Authorization"] = "Basic " + self._login.token()
        yield request


class Client:
    """Asks one host, at the address that the earlier stages reached."""

    def __init__(self, http: httpx2.AsyncClient, route: Route, place: Place, limits: Limits) -> None:
        self._http = http
        self._host = route.address.host
        self._limits = limits
        self._headers = _HEADERS | {"Host": route.address.authority}
        self._base = route.address.url if route.proxy else _pinned(route, place)

    async def get(self, path: str, login: Login | None = None) -> Reply:
        """One GET below the base address; raises StageError where no whole answer came."""
        try:
            return await self._get(path, None if login is None else _Basic(login))
        except (httpx2.TimeoutException, TimeoutError):
            raise StageError("reply.timeout", host=self._host, seconds=f"{self._limits.http:g}") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ValueError) as error:
            raise StageError("reply.broken", host=self._host, reason=type(error).__name__) from None

    async def _get(self, path: str, auth: httpx2.Auth | None) -> Reply:
        body = b""
        async with self._http.stream(
            "GET",
            self._base + path,
            headers=self._headers,
            auth=auth,
            extensions={"sni_hostname": self._host},
        ) as response:
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > self._limits.reply:
                    break
            return Reply(
                status=response.status_code,
                content_type=response.headers.get("Content-Type", ""),
                location=response.headers.get("Location", ""),
                challenges=response.headers.get_list("WWW-Authenticate"),
                body=_unpacked(body, self._limits.reply)[: self._limits.reply],
                truncated=len(body) > self._limits.reply,
            )


@asynccontextmanager
async def client(
    route: Route, place: Place, context: ssl.SSLContext, limits: Limits
) -> AsyncIterator[Client]:
    """A client with a fresh connection and fresh cookies."""
    proxy = None
    if route.proxy is not None:
        host = f"[{place.ip}]" if ":" in place.ip else place.ip
        auth = (route.proxy.user, route.proxy.password.reveal()) if route.proxy.user else None
        proxy = httpx2.Proxy(f"http://{host}:{route.proxy.port}", auth=auth)
    async with httpx2.AsyncClient(
        verify=context, proxy=proxy, trust_env=False, follow_redirects=False, timeout=limits.http
    ) as http:
        yield Client(http, route, place, limits)


def _pinned(route: Route, place: Place) -> str:
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
