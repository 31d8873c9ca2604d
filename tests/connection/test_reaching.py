"""Names, ports and certificates: each trouble ends at its own stage with its own sentence."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import time
import warnings
from datetime import UTC, datetime, timedelta

import odd_servers
import pytest
import trustme
from cmic_server import CmicServer
from fixture_types import Ask, Listen, ServeCmic, ServerContext, Summarized

from cmic_wizard.connection.check import Limits
from cmic_wizard.profile.check_words import sentence


async def test_a_good_server_passes_every_stage_and_shows_its_companies(cmic: CmicServer, ask: Ask) -> None:
    result = await ask(cmic.url(), companies=("001", "ACME01"), inputs={"connection.tenant_id": "SOLUTIONS"})
    assert [s.state.value for s in result.stages] == ["ok"] * 15
    assert [s.stage for s in result.stages] == [
        "address", "name", "port", "tls", "http", "user", "role", "company", "company", *["module"] * 6,
    ]  # fmt: skip
    assert result.ok
    assert result.host == "localhost"
    assert result.through == ""
    assert result.inputs == {"connection.tenant_id": "SOLUTIONS"}
    assert [(s.company, s.detail) for s in result.stages[7:9]] == [
        ("001", "Acme Builders, Inc."), ("ACME01", "Acme Año & Söhne"),
    ]  # fmt: skip
    assert result.stages[3].detail.startswith("TLSv1.3 · ")
    assert all(s.seconds >= 0 for s in result.stages)


async def test_the_time_is_in_utc_and_to_the_second(cmic: CmicServer, ask: Ask) -> None:
    moment = datetime(2026, 12, 1, 10, 0, 5, 999, tzinfo=UTC)
    assert (await ask(cmic.url(), now=lambda: moment)).at == "2026-12-01T10:00:05+00:00"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "address.empty"),
        ("   ", "address.empty"),
        ("acmemob.cmicpaas.com/cmicprod", "address.scheme"),
        ("ftp://acmemob.cmicpaas.com/cmicprod", "address.scheme"),
        ("http://acmemob.cmicpaas.com/cmicprod", "address.https_needed"),
        ("https://user:secret@acmemob.cmicpaas.com/cmicprod", "address.userinfo"),
        ("https:///cmicprod", "address.unreadable"),
        ("https://acme mob.cmicpaas.com/cmicprod", "address.unreadable"),
        ("https://acmemob.cmicpaas.com:70000/cmicprod", "address.unreadable"),
        ("https://[::1/cmicprod", "address.unreadable"),
        ("https://\x1b[2J.example/cmicprod", "address.unreadable"),
        ("https://" + "a" * 70 + ".example/cmicprod", "address.unreadable"),
    ],
)
async def test_an_address_that_cant_be_used_ends_the_check_before_any_traffic(
    ask: Ask, outcome: Summarized, url: str, code: str
) -> None:
    result = await ask(url)
    assert outcome(result).code == code
    assert outcome(result).states == "failed" + " not_tried" * 7
    assert not result.ok
    assert "secret" not in repr(result)


async def test_a_name_that_nobody_knows_is_said_so(ask: Ask, outcome: Summarized) -> None:
    result = await ask("https://acmemob.invalid/cmicprod")
    assert outcome(result).stage == "name"
    assert outcome(result).code in ("name.unknown", "name.no_dns", "name.timeout")
    assert "acmemob.invalid" in sentence(result.stages[1])


async def test_a_look_up_that_hangs_ends_at_its_limit(
    ask: Ask, outcome: Summarized, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: free.wait(30))
    started = time.perf_counter()
    result = await ask("https://acmemob.cmicpaas.com/cmicprod", limits=Limits(stage=0.2))
    free.set()
    assert outcome(result).code == "name.timeout"
    assert "0.2 s" in sentence(result.stages[1])
    assert time.perf_counter() - started < 1


async def test_a_name_inside_a_private_network_is_warned_of(
    ask: Ask, outcome: Summarized, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.255.255.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: private)
    monkeypatch.setattr("cmic_wizard.connection.run.reach", _never_reached)
    result = await ask("https://acmemob.cmicpaas.com/cmicprod")
    assert outcome(result).code == "name.private"
    assert result.stages[1].state.value == "warn"


async def _never_reached(_route: object) -> None:
    raise TimeoutError


async def test_http_to_a_name_that_leads_elsewhere_than_here_is_refused(
    ask: Ask, outcome: Summarized, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.255.255.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: elsewhere)
    result = await ask("http://localhost/cmicprod")
    assert [s.code for s in result.stages[:3]] == [
        "address.plain",
        "address.https_needed",
        "not_tried.before",
    ]


async def test_the_next_address_of_a_name_is_tried_and_kept_to(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, cmic: CmicServer
) -> None:
    places = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, cmic.port)) for ip in ("127.0.0.2", "127.0.0.1")
    ]
    asked: list[object] = []

    def look_up(*what: object, **_: object) -> list[object]:
        asked.append(what)
        return [*places]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    result = await ask(f"https://acmemob.cmicpaas.com:{cmic.port}/cmicprod")
    assert result.ok
    assert result.stages[2].detail == f"127.0.0.1:{cmic.port}"
    assert len(asked) == 1, "the name is looked up once for all stages"
    assert {a.headers["host"] for a in cmic.cmic.asked} == {f"acmemob.cmicpaas.com:{cmic.port}"}


async def test_a_refused_port_is_said_so(ask: Ask, outcome: Summarized) -> None:
    result = await ask(f"https://localhost:{odd_servers.refused_port()}/cmicprod")
    assert (outcome(result).stage, outcome(result).code) == ("port", "port.refused")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux drops requests to a full queue")
async def test_a_port_that_never_answers_ends_at_its_limit(ask: Ask, outcome: Summarized) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(0)
        fillers = []
        for _ in range(4):  # the queue is full, so Linux drops further requests to connect
            fillers.append(filler := socket.socket())
            filler.setblocking(False)
            filler.connect_ex(door.getsockname())
        result = await ask(f"https://127.0.0.1:{door.getsockname()[1]}/cmicprod", limits=Limits(stage=0.3))
        for filler in fillers:
            filler.close()
    assert (outcome(result).stage, outcome(result).code) == ("port", "port.timeout")


@pytest.mark.parametrize(
    ("days", "code", "words"),
    [(5, "tls.very_soon", "5 days"), (6.9, "tls.very_soon", "6 days"), (7, "tls.soon", "7 days"),
     (20, "tls.soon", "20 days"), (29.5, "tls.soon", "29 days"), (31, "tls.ok", "31 more days"),
     (1, "tls.very_soon", "1 day,")],
)  # fmt: skip
async def test_days_left_warn_under_30_and_alarm_under_7(
    ask: Ask,
    outcome: Summarized,
    server_context: ServerContext,
    serve_cmic: ServeCmic,
    days: float,
    code: str,
    words: str,
) -> None:
    result = await ask(serve_cmic(server_context(days=days)).url())
    tls = result.stages[3]
    assert (tls.code, result.ok) == (code, True)
    assert words in sentence(tls)
    assert tls.state.value == ("ok" if code == "tls.ok" else "warn")


async def test_an_expired_certificate_ends_the_check_with_its_date(
    ask: Ask,
    outcome: Summarized,
    server_context: ServerContext,
    serve_cmic: ServeCmic,
) -> None:
    server = serve_cmic(server_context(days=-3))
    result = await ask(server.url())
    assert (outcome(result).stage, outcome(result).code) == ("tls", "tls.expired")
    expired = datetime.now(UTC) - timedelta(days=3, hours=-1)
    assert expired.date().isoformat() in sentence(result.stages[3])
    assert server.cmic.asked == []


async def test_a_certificate_for_another_host_names_both(
    ask: Ask,
    outcome: Summarized,
    server_context: ServerContext,
    serve_cmic: ServeCmic,
) -> None:
    server = serve_cmic(server_context("other.example"))
    result = await ask(server.url())
    assert outcome(result).code == "tls.wrong_host"
    assert "localhost" in sentence(result.stages[3])
    assert "other.example" in sentence(result.stages[3])
    assert server.cmic.asked == []


async def test_a_number_that_the_certificate_doesnt_name_is_a_wrong_host(
    ask: Ask,
    outcome: Summarized,
    server_context: ServerContext,
    serve_cmic: ServeCmic,
) -> None:
    server = serve_cmic(server_context("localhost"))
    assert outcome(await ask(server.url("127.0.0.1"))).code == "tls.wrong_host"


async def test_an_unknown_authority_is_named_with_where_to_add_it(
    ask: Ask,
    outcome: Summarized,
    server_context: ServerContext,
    serve_cmic: ServeCmic,
) -> None:
    other = trustme.CA(organization_name="Acme Internal Authority")
    server = serve_cmic(server_context(ca=other))
    result = await ask(server.url())
    assert outcome(result).code == "tls.unknown_ca"
    assert "Acme Internal Authority" in sentence(result.stages[3])
    assert "SSL_CERT_FILE" in sentence(result.stages[3])
    assert server.cmic.asked == []


async def test_a_self_signed_certificate_is_said_so(
    ask: Ask,
    outcome: Summarized,
    serve_cmic: ServeCmic,
    self_signed_context: ssl.SSLContext,
) -> None:
    server = serve_cmic(self_signed_context)
    assert outcome(await ask(server.url())).code == "tls.self_signed"
    assert server.cmic.asked == []


async def test_plain_http_at_the_port_is_no_tls(ask: Ask, outcome: Summarized, listen: Listen) -> None:
    result = await ask(f"https://localhost:{listen(odd_servers.plain_http)}/cmicprod")
    assert (outcome(result).stage, outcome(result).code) == ("tls", "tls.not_tls")


async def test_a_server_that_hangs_up_before_it_is_secure_is_said_so(
    ask: Ask, outcome: Summarized, listen: Listen
) -> None:
    result = await ask(f"https://localhost:{listen(odd_servers.hang_up)}/cmicprod")
    assert (outcome(result).stage, outcome(result).code) == ("tls", "tls.closed")


async def test_a_silent_port_ends_at_the_stages_limit(ask: Ask, outcome: Summarized, listen: Listen) -> None:
    started = time.perf_counter()
    port = listen(odd_servers.silent)
    result = await ask(f"https://localhost:{port}/cmicprod", limits=Limits(stage=0.3))
    assert (outcome(result).stage, outcome(result).code) == ("tls", "tls.timeout")
    assert time.perf_counter() - started < 1.5


@pytest.mark.skipif(not ssl.HAS_TLSv1_1, reason="this OpenSSL has no TLS 1.1")
async def test_tls_1_1_is_too_old(
    ask: Ask,
    outcome: Summarized,
    server_context: ServerContext,
    serve_cmic: ServeCmic,
) -> None:
    context = server_context()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    result = await ask(serve_cmic(context).url())
    assert (outcome(result).stage, outcome(result).code) == ("tls", "tls.old")


async def test_http_on_this_computer_is_allowed_and_warned_of(
    ask: Ask, outcome: Summarized, serve_cmic: ServeCmic
) -> None:
    result = await ask(serve_cmic(None).url())
    assert result.ok
    assert [s.code for s in result.stages[:4]] == ["address.plain", "name.ok", "port.ok", "tls.plain"]
    assert result.stages[3].state.value == "warn"
