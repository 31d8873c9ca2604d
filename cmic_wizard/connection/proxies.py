"""The proxy that the environment (or the operating system) wants between."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from cmic_wizard.connection.base_address import Address
from cmic_wizard.connection.outcome import StageError
from cmic_wizard.secret import Secret


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
    if address.scheme == "http" or proxy_bypass(address.host_and_port) or proxy_bypass(address.host):
        return None
    settings = getproxies()
    setting = settings.get(address.scheme) or settings.get("all") or ""
    return _understood(setting.strip()) if setting.strip() else None


def _understood(setting: str) -> Proxy:
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
