"""The CMiC of the invented customer, served over TLS on this computer by an authority that is trusted."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from zlib import crc32

import pytest
import trustme
from cmic_server import Cmic
from fixture_types import ServerContext

COMPANIES = {"001": "Acme Builders, Inc.", "ACME01": "Acme Año & Söhne"}


def known_to_cmic(password: str) -> Cmic:
    """What CMiC knows of the customer: the service user, by itself and with the tenant, and the companies."""
    sign_ins = {"SOLUTIONS||PROCORE_SVC": password, "PROCORE_SVC": password}
    return Cmic(sign_ins=sign_ins, companies=dict(COMPANIES))


@pytest.fixture(scope="session")
def test_authority() -> trustme.CA:
    """Issues the certificates of the servers on this computer."""
    return trustme.CA(organization_name="Example Test Authority")


@pytest.fixture
def trusts_test_authority(
    test_authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SSL_CERT_FILE is what a company with its own authority sets, too."""
    number = crc32(test_authority.cert_pem.bytes())
    file = tmp_path_factory.getbasetemp() / f"test-authority-{number}.pem"
    if not file.exists():
        test_authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))


@pytest.fixture(scope="session")
def server_context(test_authority: trustme.CA) -> ServerContext:
    """`server_context("localhost", days=20, ca=other)`: TLS for a server, certified by the authority."""

    def make(*hosts: str, days: float = 365, ca: trustme.CA | None = None) -> ssl.SSLContext:
        now = datetime.now(UTC)
        leaf = (ca or test_authority).issue_cert(
            *(hosts or ("localhost", "127.0.0.1", "acmemob.cmicpaas.com")),
            not_before=now - timedelta(days=400),
            not_after=now + timedelta(days=days, hours=1),
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        return context

    return make


@pytest.fixture(scope="session")
def good_context(server_context: ServerContext) -> ssl.SSLContext:
    """For servers that are all right."""
    return server_context()
