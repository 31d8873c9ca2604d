"""The host and port of a mobile server URL, and whether Procore can reach it over the internet."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding
from cmic_wizard.profile.rules.common import doubt, echoed, error

_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME_AT_MOST: Final = 253
_NUMBER: Final = r"[0-9]+|0x[0-9a-f]*"
_ELSEWHERE: Final = (
    r"\A(?:login|logon|signin|sso|adfs|auth|idp|accounts?)\."
    r"|(?:\A|\.)(?:microsoftonline|microsoft|okta|onelogin|auth0|pingone|duosecurity|google|procore|cmicglobal|cmic"
    r"|office|live|outlook|linkedin|zoom)\.(?:com|ca|us|net)\Z"
)
"""Hosts of log-in pages, and of companies that run no customer's CMiC under their own name."""
_LOCAL_ENDINGS: Final = (".local", ".localdomain", ".lan", ".internal", ".intranet", ".corp", ".home.arpa")


class HostPort(NamedTuple):
    """Host (lower case, ASCII; IPv6 in brackets) and port ("" for the usual one)."""

    host: str
    port: str

    @property
    def text(self) -> str:
        """Both as an address has them."""
        return f"{self.host}:{self.port}" if self.port else self.host


def read_place(authority: str, findings: list[Finding]) -> HostPort | None:
    """Take host and port apart; None, with the reason among the findings, where they can't be."""
    found = re.fullmatch(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([^:]*))?", authority)
    if found is None:
        sentence = _(
            "The address has too many “:”. An IPv6 address is written in brackets, such as [2001:db8::1]."
        )
        findings.append(error("address_ipv6", sentence))
        return None
    host, port = found[1], found[2] or ""
    if not host:
        findings.append(
            error(
                "address_no_host",
                _("The host is missing. Write it like https://acmemob.cmicpaas.com/cmicprod."),
            )
        )
        return None
    if port and not (re.fullmatch(r"[0-9]{1,9}", port) and 1 <= int(port) <= 65535):
        findings.append(error("address_port", _("The port after “:” is a number from 1 to 65535.")))
        return None
    name = _bracketed(host) if host.startswith("[") else _name(host, findings)
    if not name:
        sentence = _("“{host}” is not a host name. Write it like acmemob.cmicpaas.com.")
        findings.append(error("address_host", sentence.format(host=echoed(host))))
        return None
    return HostPort(name, str(int(port)) if port else "")


def is_loopback(host: str) -> bool:
    """Whether the host is this computer itself."""
    return (
        host in ("localhost", "[::1]")
        or host.endswith(".localhost")
        or re.fullmatch(r"127(\.[0-9]+){3}", host) is not None
    )


def judge_reach(host: str) -> list[Finding]:
    """Doubt a host that is no CMiC, or that only some network knows: Procore comes over the internet."""
    if re.search(_ELSEWHERE, host):
        sentence = _("“{host}” looks like a page to log in or to read, not like CMiC's server.")
        return [doubt("address_elsewhere", sentence.format(host=echoed(host)))]
    if is_loopback(host):
        sentence = _(
            "“{host}” is this computer itself. Procore needs an address that is public on the internet."
        )
        return [doubt("address_loopback", sentence.format(host=echoed(host)))]
    if _is_private_ip(host):
        sentence = _(
            "“{host}” is an address of a private network. Procore needs one that is public on the internet."
        )
        return [doubt("address_private_ip", sentence.format(host=echoed(host)))]
    if host.endswith(_LOCAL_ENDINGS):
        sentence = _(
            "“{host}” is known only inside a private network. Procore needs an address that is public on the "
            "internet."
        )
        return [doubt("address_local_name", sentence.format(host=echoed(host)))]
    if "." not in host and not host.startswith("["):
        sentence = _(
            "“{host}” is a name without a domain. Procore needs an address that is public on the internet."
        )
        return [doubt("address_single_label", sentence.format(host=echoed(host)))]
    return []


def _bracketed(host: str) -> str:
    """The IPv6 address in its shortest form, in brackets; "" where it is none."""
    from ipaddress import IPv6Address

    try:
        address = IPv6Address(host[1:-1])
    except ValueError:
        return ""
    return "" if address.scope_id else f"[{address.compressed}]"


def _name(typed: str, findings: list[Finding]) -> str:
    """The host name or IPv4 address in ASCII and lower case; "" where it is none."""
    host = typed.casefold().removesuffix(".")
    if len(host) > _NAME_AT_MOST:
        return ""
    if not host.isascii():
        host = _ascii(typed)
    labels = host.split(".")
    if len(host) > _NAME_AT_MOST or not all(re.fullmatch(_LABEL, label) for label in labels):
        return ""
    if re.fullmatch(_NUMBER, labels[-1]) and not _is_ipv4(host):
        return ""
    if not typed.isascii() or any(label.startswith("xn--") for label in labels):
        sentence = _(
            "The host has letters outside A to Z; on the internet it is {host}. "
            "Make sure that no look-alike letter slipped in, or type the name again."
        )
        findings.append(doubt("address_lookalike", sentence.format(host=echoed(host))))
    return host


def _ascii(typed: str) -> str:
    """The host as DNS has it (IDNA); "" where it has none."""
    plain = unicodedata.normalize("NFKC", typed).lower().removesuffix(".")
    try:
        return plain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _is_ipv4(host: str) -> bool:
    from ipaddress import IPv4Address

    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def _is_private_ip(host: str) -> bool:
    if not re.fullmatch(r"\[.*\]|[0-9.]+", host):
        return False
    from ipaddress import ip_address

    return not ip_address(host.strip("[]")).is_global
