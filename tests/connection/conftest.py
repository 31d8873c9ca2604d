"""Real servers on loopback, certificates of a test authority that this process trusts, and short limits."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import odd_servers
import pytest
from cmic_server import CmicServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fixture_types import Ask, Listen, ServeCmic, Summarized, Summary
from loopback import (  # noqa: F401 - fixtures
    good_context,
    known_to_cmic,
    server_context,
    test_authority,
    trusts_test_authority,
)

from cmic_wizard.connection.check import Limits, Target, check
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.secret import Secret

PASSWORD = "C4NARY-p@ss ñ/+"


@pytest.fixture(autouse=True)
def _trusted(trusts_test_authority: None) -> None:  # noqa: F811
    """The servers of this folder are trusted."""


@pytest.fixture
def self_signed_context(tmp_path: Path) -> ssl.SSLContext:
    """A certificate for localhost that no authority issued."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "self-signed.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.fixture
def cmic(good_context: ssl.SSLContext) -> Iterator[CmicServer]:  # noqa: F811
    """A good CMiC over TLS; set `cmic.cmic.scenario` for another mood."""
    with CmicServer(known_to_cmic(PASSWORD), good_context) as server:
        server.pace = 0.02
        yield server


@pytest.fixture
def serve_cmic() -> Iterator[ServeCmic]:
    """`serve_cmic(context, scenario)`: a further CMiC; None for plain http."""
    with ExitStack() as stack:

        def start(context: ssl.SSLContext | None, scenario: str = "good") -> CmicServer:
            known = known_to_cmic(PASSWORD)
            known.scenario = scenario
            return stack.enter_context(CmicServer(known, context))

        yield start


@pytest.fixture
def listen() -> Iterator[Listen]:
    """`listen(odd_servers.silent)`: a port served that way."""
    with ExitStack() as stack:
        yield lambda serve: stack.enter_context(odd_servers.listener(serve))


@pytest.fixture
def ask() -> Ask:
    """`await ask(url, …)`: a check with short limits; keywords of Target, `password` and those of check."""

    async def run(url: str, **options: Any) -> CheckResult:
        password = options.pop("password", PASSWORD)
        target = {"user": "PROCORE_SVC", "tenant": "SOLUTIONS", "companies": ("001",)}
        keys = ("user", "tenant", "companies", "inputs", "tenant_left_out")
        target |= {key: options.pop(key) for key in keys if key in options}
        options.setdefault("limits", Limits(stage=1.5, http=2.0, overall=6.0))
        secret = None if password is None else Secret(password)
        return await check(Target(url, **target), secret, **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def outcome() -> Summarized:
    """The states by stage as one text, and the first code that isn't plainly ok."""

    def summary(result: CheckResult) -> Summary:
        first = next((s for s in result.stages if s.state.value != "ok"), None)
        return Summary(
            states=" ".join(s.state.value for s in result.stages),
            stage=first.stage if first else "",
            state=first.state.value if first else "ok",
            code=first.code if first else "",
        )

    return summary


@pytest.fixture
def password_canary() -> str:
    return PASSWORD


@pytest.fixture
def connection_folder(home: Path) -> Path:
    return home
