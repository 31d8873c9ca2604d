"""Why a certificate isn't trusted: a setting that brings no authority, a server that sends half a chain."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from fixture_types import Ask, ServeCmic, Summarized

from cmic_wizard.i18n import set_language
from cmic_wizard.profile.check_words import sentence


def _missing(file: Path) -> None:
    file.unlink(missing_ok=True)


def _folder(file: Path) -> None:
    file.mkdir()


DAMAGED = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_missing, "tls.cert_file_missing"),
        (_folder, "tls.cert_file_missing"),
        (lambda file: file.write_bytes(b""), "tls.cert_file_empty"),
        (lambda file: file.write_bytes(b" \n"), "tls.cert_file_empty"),
        (lambda file: file.write_bytes(b"\x30\x82\x05\x0a"), "tls.cert_file_no_pem"),
        (lambda file: file.write_text("-----BEGIN PRIVATE KEY-----"), "tls.cert_file_no_pem"),
        (lambda file: file.write_text(DAMAGED), "tls.cert_file_damaged"),
    ],
    ids=["missing", "a folder", "empty", "blank", "DER", "a key", "damaged"],
)
async def test_a_cert_file_that_brings_no_authority_is_named(
    ask: Ask,
    outcome: Summarized,
    serve_cmic: ServeCmic,
    good_context: ssl.SSLContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: object,
    code: str,
    language: str,
) -> None:
    set_language(language)
    file = tmp_path / "company-ca.pem"
    assert callable(make)
    make(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    server = serve_cmic(good_context)
    result = await ask(server.url())
    assert (outcome(result).stage, outcome(result).code) == ("tls", code)
    assert "company-ca.pem" in sentence(result.stages[3])
    assert str(tmp_path) not in repr(result)
    assert "Example Test Authority" in sentence(result.stages[3])
    assert server.cmic.asked == []


def leaf_alone(folder: Path, *, says_where: bool) -> ssl.SSLContext:
    """A server of which the certificate of its intermediate authority was forgotten."""
    key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Intermediate 7")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(issuer, subject, leaf_key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=300))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    if says_where:
        place = x509.UniformResourceIdentifier("http://ca.example/intermediate.crt")
        told = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, place)
        builder = builder.add_extension(x509.AuthorityInformationAccess([told]), critical=False)
    file = folder / "leaf.pem"
    file.write_bytes(
        leaf_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize(("says_where", "code"), [(True, "tls.no_intermediate"), (False, "tls.unknown_ca")])
async def test_a_missing_intermediate_is_told_from_an_unknown_authority(
    ask: Ask, outcome: Summarized, serve_cmic: ServeCmic, tmp_path: Path, says_where: bool, code: str
) -> None:
    server = serve_cmic(leaf_alone(tmp_path, says_where=says_where))
    result = await ask(server.url())
    assert (outcome(result).stage, outcome(result).code) == ("tls", code)
    assert "“Example Intermediate 7”" in sentence(result.stages[3])
    assert "chain" in sentence(result.stages[3])
    assert server.cmic.asked == []


async def test_a_whole_chain_of_an_unknown_authority_lacks_no_intermediate(
    ask: Ask, outcome: Summarized, serve_cmic: ServeCmic
) -> None:
    child = trustme.CA(organization_name="Acme Root").create_child_ca()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    child.issue_cert("localhost").configure_cert(context)
    assert outcome(await ask(serve_cmic(context).url())).code == "tls.unknown_ca"
