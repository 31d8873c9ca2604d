"""The TLS stage: the handshake with the system's own trust, and why it failed where it did."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import ssl
import sys
from datetime import datetime

import truststore

from cmic_wizard.connection.cert_file import trouble_with_cert_file
from cmic_wizard.connection.certificates import Certificate, certificate
from cmic_wizard.connection.outcome import Outcome, StageError, failed, passed, warned
from cmic_wizard.connection.reach import Route, reach
from cmic_wizard.connection.withhold import Said, Withholding
from cmic_wizard.struct import replace

WARN_DAYS = 30
ALARM_DAYS = 7
_LOOK_SECONDS = 1.5
_VERIFY_CODES = {
    9: "tls.not_yet",
    10: "tls.expired",
    18: "tls.self_signed",
    23: "tls.revoked",
    2: "tls.unknown_ca",
    19: "tls.unknown_ca",
    20: "tls.unknown_ca",
    21: "tls.unknown_ca",
    62: "tls.wrong_host",
    64: "tls.wrong_host",
}
"""OpenSSL's X509_V_ERR_ numbers (x509_vfy.h) that have a sentence of their own."""
_WITHOUT_TRUST = ("tls.unknown_ca", "tls.self_signed", "tls.untrusted")
"""What an authority that this computer is told of would mend."""
_OLD = ("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "WRONG_SSL_VERSION", "VERSION_TOO_LOW")
_NOT_TLS = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "UNKNOWN_PROTOCOL",
    "PACKET_LENGTH_TOO_LONG",
    "RECORD_LAYER_FAILURE",
    "UNEXPECTED_MESSAGE",
)


def trust() -> ssl.SSLContext:
    """TLS 1.2 or newer, trusting what the system trusts and what SSL_CERT_FILE and SSL_CERT_DIR name."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if sys.platform in ("darwin", "win32"):
        file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
        if file or folder:
            with contextlib.suppress(OSError):
                context.load_verify_locations(cafile=file or None, capath=folder or None)
    return context


async def shake_hands(
    route: Route, link: socket.socket, context: ssl.SSLContext, now: datetime, withholding: Withholding
) -> Outcome:
    """Do the handshake on an open socket, close it, and judge the certificate; TLS trouble is an outcome."""
    host = route.address.host
    try:
        _, writer = await asyncio.open_connection(sock=link, ssl=context, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        return _distrusted(error, host, await _look(route, withholding), now, withholding)
    except ssl.SSLError as error:
        return _no_handshake(error.reason or "", host, route.address.port)
    except OSError:
        return failed("tls.closed", host=host, port=str(route.address.port))
    secured: ssl.SSLObject = writer.get_extra_info("ssl_object")
    version, der = secured.version() or "", secured.getpeercert(binary_form=True) or b""
    writer.transport.abort()
    try:
        facts = certificate(der, withholding)
    except ValueError:
        return passed("tls.unread", version, version=version)
    return _trusted(version, facts, now)


def _trusted(version: str, facts: Certificate, now: datetime) -> Outcome:
    days, issuer = facts.days_left(now), facts.issuer.shown
    values = {
        "version": version,
        "issuer": issuer or "?",
        "days": str(days),
        "date": _date(facts.expires),
        "hosts": facts.names_shown or "?",
    }
    detail = f"{version} · {issuer or '?'} · {_date(facts.expires)}"
    if days < ALARM_DAYS:
        return warned("tls.very_soon", detail, **values)
    if days < WARN_DAYS:
        return warned("tls.soon", detail, **values)
    return passed("tls.ok", detail, **values)


def _distrusted(
    error: ssl.SSLCertVerificationError,
    host: str,
    facts: Certificate | None,
    now: datetime,
    withholding: Withholding,
) -> Outcome:
    code = _VERIFY_CODES.get(error.verify_code, "") if sys.platform not in ("darwin", "win32") else ""
    code = code or _guess(facts, host, now)
    reason = Said(error.verify_message or "", withholding).shown
    if code in _WITHOUT_TRUST:
        if code == "tls.unknown_ca" and facts is not None and facts.lacks_its_issuer:
            code = "tls.no_intermediate"
        trouble, file = trouble_with_cert_file()
        if trouble:
            issuer = facts.issuer.shown if facts is not None else ""
            return failed(trouble, host=host, file=file, issuer=issuer or "?", reason=reason)
    if facts is None:
        return failed(code, host=host, issuer="?", date="?", hosts="?", reason=reason)
    date, issuer = _date(facts.starts if code == "tls.not_yet" else facts.expires), facts.issuer.shown or "?"
    hosts = facts.names_shown or "?"
    return failed(code, f"{issuer} · {date}", host=host, issuer=issuer, date=date, hosts=hosts, reason=reason)


def _guess(facts: Certificate | None, host: str, now: datetime) -> str:
    """Why the system's own verifier said no, read off the certificate: its words are in no fixed language."""
    if facts is None:
        return "tls.untrusted"
    if now > facts.expires:
        return "tls.expired"
    if now < facts.starts:
        return "tls.not_yet"
    if not facts.is_for(host):
        return "tls.wrong_host"
    return "tls.self_signed" if facts.self_signed else "tls.unknown_ca"


def _no_handshake(reason: str, host: str, port: int) -> Outcome:
    if any(word in reason for word in _OLD):
        return failed("tls.old", reason, host=host, port=str(port))
    if any(word in reason for word in _NOT_TLS):
        return failed("tls.not_tls", reason, host=host, port=str(port))
    if "EOF" in reason:
        return failed("tls.closed", reason, host=host, port=str(port))
    return failed("tls.other", reason, host=host, port=str(port), reason=reason or "TLS")


async def _look(route: Route, withholding: Withholding) -> Certificate | None:
    """Fetch a distrusted certificate once more, only to tell what it says; nothing is sent over that link."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    host = route.address.host
    try:
        async with asyncio.timeout(_LOOK_SECONDS):
            reached = await reach(route)
            _, writer = await asyncio.open_connection(sock=reached.socket, ssl=context, server_hostname=host)
        secured: ssl.SSLObject = writer.get_extra_info("ssl_object")
        der, sent = secured.getpeercert(binary_form=True), _certificates_sent(secured)
        writer.transport.abort()
        return replace(certificate(der or b"", withholding), alone=sent == 1)
    except (OSError, ValueError, StageError):
        return None


def _certificates_sent(secured: ssl.SSLObject) -> int:
    """How many certificates the server sent; 0 where this Python doesn't tell."""
    from_python = getattr(secured, "get_unverified_chain", None)
    below = getattr(getattr(secured, "_sslobj", None), "get_unverified_chain", None)
    return len((from_python or below or list)() or ())


def _date(moment: datetime) -> str:
    return moment.date().isoformat()
