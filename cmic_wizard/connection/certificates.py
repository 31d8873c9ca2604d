"""What a server's certificate says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import NameOID

_DAY = 86400
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Certificate:
    """The facts that people need of a certificate; times in UTC."""

    issuer: str
    starts: datetime
    expires: datetime
    names: tuple[str, ...]
    self_signed: bool

    def days_left(self, now: datetime) -> int:
        """Whole days until it expires; negative afterwards."""
        return int((self.expires - now).total_seconds() // _DAY)

    @property
    def names_shown(self) -> str:
        """The first few host names it is good for."""
        more = ", …" if len(self.names) > _NAMES_SHOWN else ""
        return ", ".join(self.names[:_NAMES_SHOWN]) + more


def certificate(der: bytes) -> Certificate:
    """Read a certificate from its DER bytes; raises ValueError where it is none."""
    read = x509.load_der_x509_certificate(der)
    return Certificate(
        issuer=_name(read.issuer),
        starts=read.not_valid_before_utc,
        expires=read.not_valid_after_utc,
        names=_hosts(read),
        self_signed=read.issuer == read.subject,
    )


def _name(name: x509.Name) -> str:
    def first(oid: x509.ObjectIdentifier) -> str:
        found = name.get_attributes_for_oid(oid)
        return str(found[0].value) if found else ""

    common, organisation = first(NameOID.COMMON_NAME), first(NameOID.ORGANIZATION_NAME)
    if not common or not organisation or organisation in common:
        return common or organisation or name.rfc4514_string()
    return f"{common} ({organisation})"


def _hosts(read: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return tuple(str(a.value) for a in read.subject.get_attributes_for_oid(NameOID.COMMON_NAME))
    names = extension.get_values_for_type(x509.DNSName)
    return (*names, *(str(ip) for ip in extension.get_values_for_type(x509.IPAddress)))
