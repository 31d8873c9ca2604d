"""The check's manners: it only reads, signs in once, follows nothing, is bounded, and stops at once."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time

import odd_servers
import pytest
from cmic_server import CmicServer
from fixture_types import Ask, Listen, ServeCmic, Summarized

from cmic_wizard.connection.check import Limits
from cmic_wizard.profile.check_words import sentence


async def test_only_gets_are_sent_and_the_first_carries_no_credentials(cmic: CmicServer, ask: Ask) -> None:
    await ask(cmic.url(), companies=("001", "ACME01"))
    assert {a.method for a in cmic.cmic.asked} == {"GET"}
    assert [bool(a.sign_in) for a in cmic.cmic.asked_of_companies] == [False, True, True]
    assert "UserID" not in cmic.cmic.asked[0].path
    assert [a.finder.get("CompCode") for a in cmic.cmic.asked_of_companies] == [None, "001", "ACME01"]


async def test_a_refused_password_is_sent_once_however_many_companies_there_are(
    cmic: CmicServer, ask: Ask, outcome: Summarized
) -> None:
    result = await ask(cmic.url(), password="wrong", companies=("001", "ACME01", "ZZ"))
    assert [bool(a.sign_in) for a in cmic.cmic.asked_of_companies] == [False, True]
    assert outcome(result).states == "ok ok ok ok ok failed not_tried not_tried not_tried not_tried"


@pytest.mark.parametrize("scenario", ["login_page", "redirect", "not_found", "other_json", "server_error"])
async def test_nothing_signs_in_where_no_api_answers(cmic: CmicServer, ask: Ask, scenario: str) -> None:
    cmic.cmic.scenario = scenario
    await ask(cmic.url())
    assert [a.sign_in for a in cmic.cmic.asked_of_companies] == [""]


async def test_without_a_password_it_stops_before_signing_in(cmic: CmicServer, ask: Ask) -> None:
    result = await ask(cmic.url(), password=None, companies=("001", "ACME01"))
    assert [a.sign_in for a in cmic.cmic.asked_of_companies] == [""]
    assert [s.code for s in result.stages[5:] if s.stage != "module"] == ["not_tried.no_password"] * 4
    assert result.ok


async def test_without_a_user_nothing_signs_in_and_it_isnt_ok(cmic: CmicServer, ask: Ask) -> None:
    result = await ask(cmic.url(), user="")
    assert [a.sign_in for a in cmic.cmic.asked_of_companies] == [""]
    assert [s.code for s in result.stages[5:] if s.stage != "module"] == ["not_tried.no_user"] * 3
    assert not result.ok


@pytest.mark.parametrize("user", ["A,CompCode=ZZ", "A;B", "A:B", "A\nB"])
async def test_a_user_name_that_cant_be_sent_isnt(
    cmic: CmicServer, ask: Ask, outcome: Summarized, user: str
) -> None:
    assert outcome(await ask(cmic.url(), user=user)).code == "user.characters"
    assert [a.sign_in for a in cmic.cmic.asked_of_companies] == [""]


async def test_a_code_that_cant_be_sent_fails_alone(cmic: CmicServer, ask: Ask) -> None:
    result = await ask(cmic.url(), companies=("00;1", "001"))
    assert [s.code for s in result.stages[7:] if s.stage != "module"] == ["company.characters", "company.ok"]


async def test_odd_values_arrive_as_they_were_typed(cmic: CmicServer, ask: Ask) -> None:
    odd = "a&b=c%20#d"
    cmic.cmic.companies[odd] = "Odd & Sons"
    result = await ask(cmic.url(), companies=(odd,))
    assert result.stages[7].detail == "Odd & Sons"


@pytest.mark.parametrize("scenario", ["redirect", "redirect_signed"])
async def test_a_redirect_isnt_followed_and_its_target_hears_nothing(
    cmic: CmicServer,
    ask: Ask,
    outcome: Summarized,
    serve_cmic: ServeCmic,
    good_context: ssl.SSLContext,
    scenario: str,
) -> None:
    other = serve_cmic(good_context)
    cmic.cmic.scenario = scenario
    cmic.cmic.sign_in_page = other.url("127.0.0.1") + "/login?state=1"
    result = await ask(cmic.url())
    code = "http.sign_in" if scenario == "redirect" else "user.not_known_redirect"
    assert outcome(result).code == code
    told = next(s for s in result.stages if s.code == code)
    assert told.values["target"] == other.url("127.0.0.1") + "/login"
    assert other.cmic.asked == []


@pytest.mark.parametrize("scenario", ["silent", "drip", "drip_head"])
async def test_a_slow_answer_ends_at_the_limit(
    cmic: CmicServer, ask: Ask, outcome: Summarized, scenario: str
) -> None:
    cmic.cmic.scenario = scenario
    started = time.perf_counter()
    result = await ask(cmic.url(), limits=Limits(http=0.4))
    assert (outcome(result).stage, outcome(result).code) == ("http", "reply.timeout")
    assert time.perf_counter() - started < 1.5


async def test_the_whole_check_is_bounded(cmic: CmicServer, ask: Ask, outcome: Summarized) -> None:
    cmic.cmic.scenario = "silent"
    started = time.perf_counter()
    result = await ask(cmic.url(), limits=Limits(overall=0.6))
    assert outcome(result).code == "reply.timeout"
    assert time.perf_counter() - started < 1.5


async def test_companies_that_the_time_doesnt_reach_are_not_tried(cmic: CmicServer, ask: Ask) -> None:
    codes = tuple(f"{n:03}" for n in range(1, 2000))
    result = await ask(cmic.url(), companies=codes, limits=Limits(overall=0.7))
    assert result.stages[7].code == "company.ok"
    assert result.stages[-1].code == "not_tried.overall"
    assert len(result.stages) == 7 + len(codes)
    assert not result.ok


async def test_an_endless_answer_is_cut_at_the_limit(cmic: CmicServer, ask: Ask, outcome: Summarized) -> None:
    cmic.cmic.scenario = "endless"
    started = time.perf_counter()
    assert outcome(await ask(cmic.url())).code == "reply.too_big"
    assert time.perf_counter() - started < 1.5


async def cancelled_in(task: asyncio.Task[object]) -> float:
    started = time.perf_counter()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return time.perf_counter() - started


async def started_stage(ask: Ask, url: str, stage: str) -> asyncio.Task[object]:
    begun = asyncio.Event()
    task = asyncio.create_task(
        ask(url, on_start=lambda name, _company: begun.set() if name == stage else None, limits=Limits())
    )
    async with asyncio.timeout(5):
        await begun.wait()
    return task


async def test_cancelling_ends_a_look_up_at_once(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    free, asked = threading.Event(), threading.Event()

    def hang(*_a: object, **_k: object) -> list[object]:
        asked.set()
        free.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    task = await started_stage(ask, "https://acmemob.cmicpaas.com/cmicprod", "name")
    await asyncio.to_thread(asked.wait, 5)
    assert await cancelled_in(task) < 0.3
    free.set()


async def test_cancelling_ends_a_silent_handshake_at_once(ask: Ask, listen: Listen) -> None:
    reached = asyncio.Event()
    loop = asyncio.get_running_loop()

    def silent(link: socket.socket) -> None:
        link.recv(1)
        loop.call_soon_threadsafe(reached.set)
        odd_servers.silent(link)

    task = await started_stage(ask, f"https://localhost:{listen(silent)}/cmicprod", "tls")
    async with asyncio.timeout(5):
        await reached.wait()
    assert await cancelled_in(task) < 0.3


@pytest.mark.parametrize("scenario", ["silent", "drip", "drip_head"])
async def test_cancelling_ends_a_slow_answer_at_once(cmic: CmicServer, ask: Ask, scenario: str) -> None:
    cmic.cmic.scenario = scenario
    task = await started_stage(ask, cmic.url(), "http")
    assert await asyncio.to_thread(cmic.asked_something.wait, 5)
    assert await cancelled_in(task) < 0.3


async def test_each_stage_is_told_when_it_begins_and_when_it_ends(cmic: CmicServer, ask: Ask) -> None:
    heard: list[tuple[str, str, str | None]] = []
    result = await ask(
        cmic.url(),
        companies=("001", "ACME01"),
        on_start=lambda stage, company: heard.append(("start", stage, company)),
        on_stage=lambda stage: heard.append(("end", stage.stage, stage.subject)),
    )
    expected = []
    for stage in result.stages:
        expected += [("start", stage.stage, stage.subject), ("end", stage.stage, stage.subject)]
    assert heard == expected


async def test_too_many_requests_end_the_companies_with_their_sentence(cmic: CmicServer, ask: Ask) -> None:
    cmic.cmic.scenario = "second_busy"
    result = await ask(cmic.url(), companies=("001", "002", "003"))
    assert [s.code for s in result.stages[7:]] == [
        "company.ok",
        "company.not_known_busy",
        "not_tried.unsettled",
    ]
    assert "five at a time" in sentence(result.stages[8])
    assert len(cmic.cmic.asked) == 3


def test_the_time_grows_with_the_codes_and_a_request_waits_longer_than_cmic_does() -> None:
    limits = Limits()
    assert limits.http > 60
    for count in (1, 2, 5):
        assert limits.for_companies(count) >= 60 * (1 + count)
    assert limits.for_companies(0) == limits.for_companies(1)
    assert limits.for_companies(10_000) <= 3600
    assert Limits(overall=3).for_companies(50) == 3
