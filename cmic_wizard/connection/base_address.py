"""The first stage: what the typed base address says, taken apart."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlsplit

from cmic_wizard.connection.outcome import StageError
from cmic_wizard.struct import Struct

_PORTS = {"https": 443, "http": 80}
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_HOST_AT_MOST = 253
"""Characters of a name, as DNS has them."""
_LONGEST = 4096
"""Characters of an address that is read at all, as typed and as it is sent; the rule allows fewer."""
_ZONE = re.compile(r"[A-Za-z0-9._~-]{1,64}")
"""The interface that a number of IPv6 goes through; Python takes any characters for one."""


class Address(Struct, frozen=True):
    """Where CMiC is expected: scheme, host in ASCII, port, and the path before CMiC's own modules."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as a Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def host_and_port(self) -> str:
        """Host and port as CONNECT has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def is_loopback(self) -> bool:
        """Whether the address is this computer itself, so that nothing goes over a wire."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def understand(base_url: str) -> Address:
    """Take an address apart; raises StageError with what is wrong with it."""
    text = base_url.strip()
    if not text:
        raise StageError("address.empty")
    if len(text) > _LONGEST:
        raise StageError("address.unreadable")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise StageError("address.unreadable") from None
    if "@" in parts.netloc:
        raise StageError("address.userinfo")
    if parts.scheme not in _PORTS:
        raise StageError("address.scheme", scheme=parts.scheme)
    address = Address(
        parts.scheme,
        _ascii_host(parts.hostname or ""),
        port or _PORTS[parts.scheme],
        quote(parts.path, safe=_PATH_SAFE).rstrip("/"),
    )
    if len(address.url) > _LONGEST:
        raise StageError("address.unreadable")
    if address.scheme == "http" and not address.is_loopback:
        raise StageError("address.https_needed")
    return address


def _ascii_host(host: str) -> str:
    if len(host) > _HOST_AT_MOST:
        raise StageError("address.unreadable")
    if ":" in host:
        zone = host.partition("%")[2]
        try:
            number = str(ipaddress.ip_address(host))
        except ValueError:
            raise StageError("address.unreadable") from None
        if zone and not _ZONE.fullmatch(zone):
            raise StageError("address.unreadable")
        return number
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        raise StageError("address.unreadable") from None
    if not name or len(name) > _HOST_AT_MOST or any(not (c.isalnum() or c in "-._") for c in name):
        raise StageError("address.unreadable")
    return name
