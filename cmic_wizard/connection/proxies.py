"""The proxy that the environment (or the operating system) wants between."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, getproxies_environment, proxy_bypass

from cmic_wizard.connection.base_address import Address
from cmic_wizard.connection.no_proxy import exempted
from cmic_wizard.connection.outcome import StageError
from cmic_wizard.secret import Secret

_DELIMITERS = "#/?[]"
"""Characters that end what stands before the host, or break it, unless they are percent-encoded."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy; its credentials never show."""

    host: str
    port: int
    user: str = field(default="", repr=False)
    password: Secret = field(default_factory=lambda: Secret(""), repr=False)

    @property
    def name(self) -> str:
        """Host and port, the only thing ever shown."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    def authorization(self) -> str:
        """The value of Proxy-Authorization; "" where the proxy is used without credentials."""
        if not self.user:
            return ""
        return "Basic " + b64encode(f"{self.user}:{self.password.reveal()}".encode()).decode("ascii")


def proxy_for(address: Address) -> Proxy | None:
    """The proxy for an address; None for a direct way. Raises StageError where the setting can't be used.

    Plain http is only ever for this computer itself and never leaves it through a proxy.
    """
    if address.scheme == "http" or _is_exempt(address):
        return None
    settings = getproxies()
    setting = settings.get(address.scheme) or settings.get("all") or ""
    return _understood(setting.strip()) if setting.strip() else None


def _is_exempt(address: Address) -> bool:
    """Whether the environment, or else the operating system, wants the host asked directly."""
    environment = getproxies_environment()
    if environment:
        return exempted(environment.get("no", ""), address.host, address.port)
    return bool(proxy_bypass(address.host))


def _understood(setting: str) -> Proxy:
    credentials = setting.rpartition("@")[0].rpartition("://")[2]
    if any(sign in credentials for sign in _DELIMITERS):
        raise StageError("name.proxy_encoding")
    try:
        parts = urlsplit(setting if "://" in setting else f"http://{setting}")
        port = parts.port or 80
    except ValueError:
        raise StageError("name.proxy_unusable") from None
    if parts.scheme != "http":
        raise StageError("name.proxy_scheme", scheme=parts.scheme)
    if not parts.hostname:
        raise StageError("name.proxy_unusable")
    return Proxy(parts.hostname, port, unquote(parts.username or ""), Secret(unquote(parts.password or "")))
