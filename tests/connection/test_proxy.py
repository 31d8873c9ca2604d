"""Proxies of the environment: used, named, never with their credentials, and refusals told apart."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import odd_servers
import pytest
from cmic_server import CmicServer
from fixture_types import Ask, Listen, ServeCmic, Summarized

from cmic_wizard.connection.no_proxy import exempted
from cmic_wizard.connection.report import as_json, stage_line
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.check_words import sentence

URL = "https://acmemob.cmicpaas.com/cmicprod"
HOST = "acmemob.cmicpaas.com:443"


Proxied = Callable[..., tuple[odd_servers.Proxy, str]]


@pytest.fixture
def proxied(listen: Listen, monkeypatch: pytest.MonkeyPatch, cmic: CmicServer) -> Proxied:
    """`proxied(sign_in="user:word", setting="http://…@{at}")` starts a proxy and names it in HTTPS_PROXY."""

    def start(setting: str = "http://{at}", **options: Any) -> tuple[odd_servers.Proxy, str]:
        proxy = odd_servers.Proxy(hosts={HOST: cmic.port}, **options)
        at = f"127.0.0.1:{listen(proxy.serve)}"
        monkeypatch.setenv("HTTPS_PROXY", setting.format(at=at))
        return proxy, at

    return start


async def test_through_a_proxy_everything_is_checked_and_the_proxy_named(
    proxied: Proxied, ask: Ask, cmic: CmicServer
) -> None:
    _, at = proxied()
    result = await ask(URL)
    assert result.ok
    assert [s.state.value for s in result.stages] == ["ok"] * 14
    assert [s.code for s in result.stages[1:4]] == ["name.proxy", "port.proxy", "tls.ok"]
    assert result.through == at
    assert at in sentence(result.stages[1])
    assert len(cmic.cmic.asked_of_companies) == 2


async def test_the_proxy_sees_no_credentials_of_cmic(
    proxied: Proxied, ask: Ask, password_canary: str
) -> None:
    proxy, _ = proxied()
    await ask(URL)
    seen = b"".join(proxy.seen)
    assert b"CONNECT " + HOST.encode() in seen
    token = b64encode(f"SOLUTIONS||PROCORE_SVC:{password_canary}".encode())
    assert password_canary.encode() not in seen
    assert token not in seen


async def test_a_proxys_own_credentials_are_used_and_never_shown(proxied: Proxied, ask: Ask) -> None:
    token = b64encode(b"pr@xy:w0rd-c4nary").decode()
    _, at = proxied("http://pr%40xy:w0rd-c4nary@{at}", sign_in=token)
    result = await ask(URL)
    assert result.ok
    told = repr(result) + str(as_json(result)) + "\n".join(map(stage_line, result.stages))
    assert "w0rd-c4nary" not in told
    assert "pr@xy" not in told
    assert token not in told
    assert result.through == at


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ({"sign_in": "never sent"}, "port.proxy_sign_in", "none is set"),
        ({"sign_in": "never sent", "offers": ('Basic realm="p"', "NTLM")}, "port.proxy_sign_in", "407"),
        (
            {"sign_in": "x", "offers": ("Negotiate", "NTLM")},
            "port.proxy_windows",
            "Negotiate, NTLM (HTTP 407)",
        ),
        (
            {"sign_in": "x", "offers": ('Kerberos, Digest realm="b"',)},
            "port.proxy_windows",
            "Kerberos, Digest",
        ),
        ({"status": 403}, "port.proxy_refused", "403"),
        ({"status": 502}, "port.proxy_gateway", "502"),
        ({"status": 503}, "port.proxy_gateway", "503"),
    ],
)
async def test_a_refusing_proxy_has_its_own_sentence(
    proxied: Proxied,
    ask: Ask,
    outcome: Summarized,
    cmic: CmicServer,
    options: dict[str, Any],
    code: str,
    words: str,
) -> None:
    _, at = proxied(**options)
    result = await ask(URL)
    assert (outcome(result).stage, outcome(result).code) == ("port", code)
    assert words in sentence(result.stages[2])
    assert at in sentence(result.stages[2])
    assert cmic.cmic.asked == []


@pytest.mark.parametrize(
    ("setting", "stage", "code"),
    [
        ("http://proxy.invalid:3128", "name", "name.proxy_unknown"),
        ("socks5://127.0.0.1:1080", "name", "name.proxy_scheme"),
        ("http://127.0.0.1:99999", "name", "name.proxy_unusable"),
        ("http://", "name", "name.proxy_unusable"),
        ("http://me:p#ss@127.0.0.1:3128", "name", "name.proxy_encoding"),
        ("http://me:12#x@127.0.0.1:3128", "name", "name.proxy_encoding"),
        ("me:p/ss@127.0.0.1:3128", "name", "name.proxy_encoding"),
        ("http://me:p?ss@127.0.0.1:3128", "name", "name.proxy_encoding"),
        ("http://me:p[ss@127.0.0.1:3128", "name", "name.proxy_encoding"),
    ],
)
async def test_a_proxy_setting_that_cant_be_used_is_said_so(
    ask: Ask,
    outcome: Summarized,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    stage: str,
    code: str,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", setting)
    result = await ask(URL)
    assert (outcome(result).stage, outcome(result).code) == (stage, code)
    assert not any(part in repr(result) for part in ("ss@", "12#x", "p#", "p/ss", "p?ss"))


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_refused_password_of_a_proxy_is_told_from_none_with_a_hint_at_encoding(
    proxied: Proxied, ask: Ask, language: str
) -> None:
    set_language(language)
    _, at = proxied("http://me:p%ss-c4nary@{at}", sign_in="another", offers=('Basic realm="x"',))
    result = await ask(URL)
    assert result.stages[2].code == "port.proxy_password"
    assert "%23" in sentence(result.stages[2])
    assert at in sentence(result.stages[2])
    assert "c4nary" not in repr(result)


async def test_for_a_proxy_that_wants_windows_no_password_is_asked_for(proxied: Proxied, ask: Ask) -> None:
    proxied("http://me:word@{at}", sign_in="another", offers=("Negotiate",))
    told = sentence((await ask(URL)).stages[2])
    assert "a password in HTTPS_PROXY won’t help" in told
    assert all(help_ in told for help_ in ("helper program", "another network", "colleague"))


EXEMPT = [
    "*", "acmemob.cmicpaas.com", "ACMEMOB.cmicpaas.com", ".cmicpaas.com", "*.cmicpaas.com", "cmicpaas.com",
    "x.example acmemob.cmicpaas.com", "x.example,,acmemob.cmicpaas.com:443", "*.cmicpaas.com:443",
    "cmicpaas.com.",
]  # fmt: skip
NOT_EXEMPT = [
    "", ",", "*.", ".", "paas.com", "mob.cmicpaas.com.evil.example", "acmemob.cmicpaas.com:8443",
    "10.0.0.0/8", "*.x.example", "acmemob", "[::1]", "http://acmemob.cmicpaas.com", "acmemob.cmicpaas.com/24",
]  # fmt: skip


@pytest.mark.parametrize("setting", EXEMPT)
def test_names_suffixes_and_ports_exempt_from_the_proxy(setting: str) -> None:
    assert exempted(setting, "acmemob.cmicpaas.com", 443)


@pytest.mark.parametrize("setting", NOT_EXEMPT)
def test_what_names_something_else_exempts_nothing(setting: str) -> None:
    assert not exempted(setting, "acmemob.cmicpaas.com", 443)


@pytest.mark.parametrize(
    ("setting", "host", "exempt"),
    [
        ("10.0.0.0/8", "10.20.30.40", True),
        ("10.20.30.99/24", "10.20.30.40", True),
        ("10.0.0.0/16", "10.20.30.40", False),
        ("10.20.30.40:443", "10.20.30.40", True),
        ("fd00::/8", "fd00::5", True),
        ("[fd00::]/8", "fd00::5", True),
        ("*.büro.example", "cmic.xn--bro-hoa.example", True),
        ("[fd00::5]:443", "fd00::5", True),
        ("[fd00::5]:8443", "fd00::5", False),
        ("fd00:0::5", "fd00::5", True),
        ("0.0.0.0/0", "fd00::5", False),
        ("10.0.0.0/99", "10.0.0.1", False),
    ],
)
def test_numbers_and_networks_exempt_hosts_that_are_numbers(setting: str, host: str, exempt: bool) -> None:
    assert exempted(setting, host, 443) is exempt


@pytest.mark.parametrize("setting", ["127.0.0.0/8", "127.0.0.1:{port}"])
async def test_a_network_and_a_port_in_no_proxy_are_asked_directly(
    proxied: Proxied, ask: Ask, cmic: CmicServer, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    proxy, _ = proxied()
    monkeypatch.setenv("NO_PROXY", setting.format(port=cmic.port))
    result = await ask(cmic.url("127.0.0.1"))
    assert (result.ok, result.through, proxy.seen) == (True, "", [])
    monkeypatch.setenv("NO_PROXY", f"127.0.0.1:{cmic.port + 1}")
    assert (await ask(cmic.url("127.0.0.1"))).through


async def test_a_proxy_that_is_down_is_said_so(
    ask: Ask, outcome: Summarized, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{odd_servers.refused_port()}")
    assert outcome(await ask(URL)).code == "port.proxy_down"


@pytest.mark.parametrize("serve", [odd_servers.not_http, odd_servers.hang_up])
async def test_a_proxy_that_is_none_is_said_so(
    ask: Ask,
    outcome: Summarized,
    monkeypatch: pytest.MonkeyPatch,
    listen: Listen,
    serve: Callable[..., Any],
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{listen(serve)}")
    assert outcome(await ask(URL)).code == "port.proxy_odd"


async def test_a_host_in_no_proxy_is_asked_directly(
    proxied: Proxied, ask: Ask, cmic: CmicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, _ = proxied()
    monkeypatch.setenv("NO_PROXY", "localhost")
    result = await ask(cmic.url())
    assert result.ok
    assert result.through == ""
    assert proxy.seen == []


async def test_plain_http_never_leaves_this_computer_through_a_proxy(
    ask: Ask, serve_cmic: ServeCmic, proxied: Proxied, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, at = proxied()
    monkeypatch.setenv("HTTP_PROXY", f"http://{at}")
    monkeypatch.setenv("ALL_PROXY", f"http://{at}")
    assert (await ask(serve_cmic(None).url())).ok
    assert proxy.seen == []
