"""NO_PROXY: which hosts are asked without the proxy, as curl and Python read it together."""

from __future__ import annotations

import contextlib
import ipaddress
import re

_SEPARATORS = re.compile(r"[,\s]+")


def exempted(setting: str, host: str, port: int) -> bool:
    """Whether a host, and its port, is named: by name or suffix, by a number, a network, or `*` for all."""
    entries = [entry for entry in _SEPARATORS.split(setting.lower()) if entry]
    return any(entry == "*" or _names(entry, host.lower(), port) for entry in entries)


def _names(entry: str, host: str, port: int) -> bool:
    if "/" in entry:
        return _is_within(host, entry.replace("[", "").replace("]", ""))
    name, wanted = _apart(entry)
    if wanted and wanted != str(port):
        return False
    name = name.removeprefix("*").strip(".")
    if not name:
        return False
    if not name.isascii():
        name = _as_looked_up(name)
    return host == name or host.endswith("." + name) or _is_same_number(host, name)


def _as_looked_up(name: str) -> str:
    """A name with letters of its language as it goes over the wire, which is how the host is known."""
    with contextlib.suppress(UnicodeError):
        return name.encode("idna").decode("ascii")
    return name


def _apart(entry: str) -> tuple[str, str]:
    """Name and port; a number of IPv6 has its port behind brackets."""
    if entry.startswith("["):
        name, _, rest = entry[1:].partition("]")
        return name, rest.removeprefix(":")
    if entry.count(":") == 1:
        name, _, port = entry.partition(":")
        return name, port
    return entry, ""


def _is_same_number(host: str, name: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host) == ipaddress.ip_address(name)
    return False


def _is_within(host: str, network: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    return False
