"""What a server's certificate says of itself."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from cmic_wizard.connection.withhold import NOTHING_SECRET, Said, Withholding
from cmic_wizard.profile.check_wording import MARK
from cmic_wizard.struct import Struct

_T = TypeVar("_T")
_DAY = 86400
_NAMES_SHOWN = 3
_NAME_AT_MOST = 253
"""Characters of a host's name."""
_ISSUER_AT_MOST = 1000


class Certificate(Struct, frozen=True):
    """The facts that people need of a certificate; times in UTC. A name that can't be read is empty."""

    issuer: Said
    starts: datetime
    expires: datetime
    names: tuple[Said, ...]
    self_signed: bool
    says_where: bool = False
    """Whether it tells where its issuer's certificate can be had, as those of public authorities do."""
    alone: bool = False
    """Whether the server sent no other beside it."""

    @property
    def lacks_its_issuer(self) -> bool:
        """Whether an intermediate is missing, as far as the certificate itself can show."""
        return self.alone and self.says_where and not self.self_signed

    def days_left(self, now: datetime) -> int:
        """Whole days until it expires; negative afterwards."""
        return int((self.expires - now).total_seconds() // _DAY)

    @property
    def names_shown(self) -> str:
        """The first few host names it is good for."""
        shown = Said.joined(self.names[:_NAMES_SHOWN], ", ").shown
        return shown if shown == MARK or len(self.names) <= _NAMES_SHOWN else shown + ", …"

    def is_for(self, host: str) -> bool:
        """Whether one of its names is the host's, or stands for all of its siblings."""
        siblings = "*." + host.partition(".")[2]
        return any(
            name.equals(host, in_any_case=True) or name.equals(siblings, in_any_case=True)
            for name in self.names
        )


def certificate(der: bytes, withholding: Withholding = NOTHING_SECRET) -> Certificate:
    """Read a certificate from its DER bytes; raises ValueError, and nothing else, where it can't be read."""
    with warnings.catch_warnings(action="ignore"):
        read = _read(lambda: x509.load_der_x509_certificate(der))
        issuer = _read(lambda: _name(read.issuer), "")
        names: tuple[str, ...] = _read(lambda: _hosts(read), ())
        return Certificate(
            issuer=Said(issuer if len(issuer) <= _ISSUER_AT_MOST else "", withholding),
            starts=_read(lambda: read.not_valid_before_utc),
            expires=_read(lambda: read.not_valid_after_utc),
            names=tuple(Said(name, withholding) for name in names if len(name) <= _NAME_AT_MOST),
            self_signed=_read(lambda: read.issuer == read.subject, False),
            says_where=_read(lambda: _says_where(read), False),
        )


def _read(part: Callable[[], _T], instead: _T | None = None) -> _T:
    """A part of a certificate, or what stands for one that can't be read; else ValueError.

    The library raises what it likes on what anybody in the middle may send, its panics beside Exception.
    """
    try:
        return part()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        if instead is None:
            raise ValueError("unreadable") from None
        return instead


def _name(name: x509.Name) -> str:
    def first(oid: x509.ObjectIdentifier) -> str:
        found = name.get_attributes_for_oid(oid)
        return str(found[0].value) if found else ""

    common, organisation = first(NameOID.COMMON_NAME), first(NameOID.ORGANIZATION_NAME)
    if not common or not organisation or organisation in common:
        return common or organisation or name.rfc4514_string()
    return f"{common} ({organisation})"


def _says_where(read: x509.Certificate) -> bool:
    told = read.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    return any(each.access_method == AuthorityInformationAccessOID.CA_ISSUERS for each in told)


def _hosts(read: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return tuple(str(a.value) for a in read.subject.get_attributes_for_oid(NameOID.COMMON_NAME))
    names = extension.get_values_for_type(x509.DNSName)
    return (*names, *(str(ip) for ip in extension.get_values_for_type(x509.IPAddress)))
