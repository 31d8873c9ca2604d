"""Certificates that no honest authority issues: read without harm, or said to be unreadable."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from fixture_types import Ask, ServeCmic
from forged import FORGED, HOST, OTHER, URI, X400, Forge, der, doubled, names
from hypothesis import given, settings
from hypothesis import strategies as st

from cmic_wizard.connection.certificates import certificate
from cmic_wizard.connection.withhold import Withholding
from cmic_wizard.profile.check_words import sentence
from cmic_wizard.secret import Secret


@pytest.fixture(scope="module")
def forge(test_authority: trustme.CA) -> Forge:
    return Forge(test_authority)


@pytest.mark.parametrize("name", FORGED)
async def test_a_forged_certificate_ends_in_a_sentence(
    forge: Forge,
    ask: Ask,
    serve_cmic: ServeCmic,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    name: str,
) -> None:
    """Whether OpenSSL takes it or not: the stage has its sentence, and nothing is written beside."""
    made = forge.make(**FORGED[name])
    with warnings.catch_warnings(record=True, action="always") as warned:
        result = await ask(serve_cmic(forge.context(made, tmp_path)).url())
    tls = result.stages[3]
    assert tls.code.startswith("tls.")
    assert sentence(tls)
    assert tls.seconds < 1
    assert [str(w.message) for w in warned] == []
    assert capfd.readouterr().err == ""


def test_an_extension_twice_which_openssl_wont_serve_leaves_the_names_unread(forge: Forge) -> None:
    facts = certificate(forge.make(change=doubled))
    assert "Example Test Authority" in facts.issuer.shown
    assert (facts.names_shown, facts.is_for("localhost")) == ("", False)


async def test_what_the_library_refuses_is_met_over_tls(
    forge: Forge, ask: Ask, serve_cmic: ServeCmic, tmp_path: Path
) -> None:
    """The control: the handshake lets such names pass, and the library raises what is no ValueError."""
    made = forge.make(names(HOST, X400))
    with pytest.raises(Exception) as raised:  # noqa: PT011 - its type is what is asked
        x509.load_der_x509_certificate(made).extensions  # noqa: B018
    assert not isinstance(raised.value, ValueError)
    result = await ask(serve_cmic(forge.context(made, tmp_path)).url())
    assert result.stages[3].code == "tls.ok"
    assert "Example Test Authority" in result.stages[3].values["issuer"]


@pytest.fixture(scope="module")
def bytes_of_one(forge: Forge) -> bytes:
    return forge.make(names(HOST, URI, OTHER, der(0x87, b"\x7f\0\0\1")))


def mutations(data: bytes) -> Iterator[bytes]:
    """The certificate with each byte changed in turn."""
    for at in range(len(data)):
        for value in (0x00, 0x7F, 0x80, 0xFF, data[at] ^ 1):
            yield data[:at] + bytes([value]) + data[at + 1 :]


def test_no_changed_byte_raises_anything_but_value_error(bytes_of_one: bytes) -> None:
    readable = 0
    for changed in mutations(bytes_of_one):
        try:
            facts = certificate(changed)
        except ValueError:
            continue
        readable += 1
        assert facts.is_for("elsewhere.example") in (True, False)
        assert (str(facts.issuer), bool(facts.names_shown) or True) == ("•••", True)
        facts.days_left(datetime.now(UTC))
    assert readable > 100


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_bytes_that_are_no_certificate_raise_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the library words it
        certificate(data)


def test_the_largest_certificate_is_read_soon(forge: Forge) -> None:
    made = forge.make(names(*(der(0x82, b"h%d.example" % n) for n in range(6500))))
    assert len(made) > 90_000
    taken = []
    for _ in range(3):
        started = time.process_time()
        assert certificate(made).names_shown == "h0.example, h1.example, h2.example, …"
        taken.append(time.process_time() - started)
    assert min(taken) < 0.5


def test_a_certificates_names_are_withheld_like_any_text(forge: Forge) -> None:
    made = forge.make(names(der(0x82, b"c4nary-p.example")))
    facts = certificate(made, Withholding(("u", Secret("C4NARY-p@ss"))))
    assert facts.names_shown == "•••"
    assert facts.is_for("C4nary-p.example")
