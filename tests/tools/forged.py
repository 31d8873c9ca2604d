"""Certificates that no honest authority issues, signed by one that the tests trust."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SAN: Final = x509.ObjectIdentifier("2.5.29.17")


def names(*general: bytes) -> bytes:
    """GeneralNames of the DER of each."""
    return der(0x30, b"".join(general))


def der(tag: int, content: bytes) -> bytes:
    """One value in DER."""
    size = len(content)
    length = (
        bytes([size])
        if size < 128
        else (b := size.to_bytes(4, "big").lstrip(b"\0")) and bytes([0x80 | len(b)]) + b
    )
    return bytes([tag]) + length + content


HOST = der(0x82, b"localhost")
X400 = der(0xA3, b"")
EDI = der(0xA5, der(0xA1, der(0x0C, b"party")))
OTHER = der(0xA0, der(0x06, b"\x2a\x03\x04") + der(0xA0, der(0x0C, b"x")))
URI = der(0x86, b"https://[")
BAD_IP = der(0x87, b"\x7f\0\0")


class Forge:
    """Makes certificates that no honest authority issues, signed by an authority that is trusted here."""

    def __init__(self, authority: trustme.CA) -> None:
        self.issuer = x509.load_pem_x509_certificate(authority.cert_pem.bytes())
        pem = authority.private_key_pem.bytes()
        signer = serialization.load_pem_private_key(pem, None)
        assert isinstance(signer, ec.EllipticCurvePrivateKey)
        self.signer = signer
        self.key = ec.generate_private_key(ec.SECP256R1())

    def make(
        self, san: bytes = b"", subject: str = "localhost", change: Callable[[bytes], bytes] = bytes
    ) -> bytes:
        """The DER of a certificate for localhost, its inner part altered by `change` before it is signed."""
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder(
                self.issuer.subject,
                x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]),
                self.key.public_key(),
                x509.random_serial_number(),
            )
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=99))
            .add_extension(x509.UnrecognizedExtension(SAN, san or names(HOST)), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=False)
        )
        made = builder.sign(self.signer, hashes.SHA256())
        inner = change(made.tbs_certificate_bytes)
        signature = self.signer.sign(inner, ec.ECDSA(hashes.SHA256()))
        algorithm = der(0x30, der(0x06, bytes.fromhex("2a8648ce3d040302")))
        return der(0x30, inner + algorithm + der(0x03, b"\0" + signature))

    def context(self, made: bytes, folder: Path) -> ssl.SSLContext:
        """A server's TLS with that certificate."""
        file = folder / "forged.pem"
        private = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(private + ssl.DER_cert_to_PEM_cert(made).encode())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def of_version(number: int) -> Callable[[bytes], bytes]:
    """Change the version of a certificate."""
    return lambda inner: inner.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01" + bytes([number]), 1)


def doubled(inner: bytes) -> bytes:
    """Give a certificate the same extension twice, as the constraints turn into another list of names."""
    return inner.replace(b"\x55\x1d\x13", b"\x55\x1d\x11", 1)


FORGED: Final[Mapping[str, Mapping[str, Any]]] = {
    "version 4": {"change": of_version(3)},
    "x400Address": {"san": names(HOST, X400)},
    "EDIPartyName": {"san": names(HOST, EDI)},
    "otherName": {"san": names(HOST, OTHER)},
    "an address of three bytes": {"san": names(HOST, BAD_IP)},
    "an unreadable URI": {"san": names(HOST, URI)},
    "version 1 with extensions": {"change": of_version(0)},
    "many names": {"san": names(HOST, *(der(0x82, b"h%d.example" % n) for n in range(6000)))},
    "a long subject": {"subject": "x" * 64},
}
