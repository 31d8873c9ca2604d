"""The modules that an integration reads: advice by evidence, one after another, that fails no check."""

from __future__ import annotations

import asyncio
import json
import threading
import time

import pytest
from cmic_server import (
    COLLECTION,
    LOGIN_PAGE,
    MODULES,
    UNLICENSED,
    Answer,
    Asked,
    Cmic,
    CmicServer,
    challenge,
    collection,
    details,
    html,
    moved,
)
from fixture_types import Ask

from cmic_wizard.connection.check import Limits
from cmic_wizard.connection.modules import PATHS
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.check_words import module_title, sentence
from cmic_wizard.profile.checks import CheckResult, Conclusion, Stage

IDS = {path.partition("?")[0]: module for module, path in PATHS.items()}
UNCOUNTED = Answer(200, json.dumps({"items": [{"a": 1}], "count": 1, "hasMore": True}), COLLECTION)
EMPTY_OF_OTHERS = '{"items": [], "count": 0, "hasMore": false, "links": []}'
EMPTY_WITH_LINKS = (
    '{"items": [], "count": 0, "hasMore": false, "links": [{"rel": "self", "href": '
    '"https://h.example/cmicprod/pm-rest-api/rest/1/scmast"}]}'
)
LONG = Answer(200, '{"items": [{"a": "' + "x" * 70000 + '"}], "totalResults": 9}', COLLECTION)


def modules(result: CheckResult) -> list[Stage]:
    return [stage for stage in result.stages if stage.stage == "module"]


async def test_each_is_read_once_with_one_record_and_told_with_its_count(cmic: CmicServer, ask: Ask) -> None:
    result = await ask(cmic.url())
    assert [(s.subject, s.state.value, s.detail) for s in modules(result)] == [
        (IDS[path], "ok", str(count)) for path, count in MODULES.items()
    ]
    read = cmic.cmic.asked[2:]
    assert [a.path.partition("/cmicprod")[2].partition("?")[0] for a in read] == list(MODULES)
    assert all("limit=1&" in a.path and a.method == "GET" and a.sign_in for a in read)
    assert sentence(modules(result)[1]).endswith("records in sight: 1234.")
    assert result.conclusion is Conclusion.PASSED


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("answer", "state", "code", "detail"),
    [
        (UNCOUNTED, "ok", "module.reads", ""),
        (LONG, "ok", "module.reads", "HTTP 200"),
        (collection([]), "ok", "module.empty", "0"),
        (details(403, "Forbidden", "no role for this endpoint"), "warn", "module.forbidden", "HTTP 403"),
        (details(400, "Bad", "user is not authorized here"), "warn", "module.forbidden", "HTTP 400"),
        (Answer(500, UNLICENSED, "text/plain"), "warn", "module.licence", "HTTP 500"),
        (Answer(200, json.dumps({"error": UNLICENSED})), "warn", "module.licence", "HTTP 200"),
        (html(404, "Error 404--Not Found"), "warn", "module.not_found", "HTTP 404"),
        (details(400, "Bad Request", "totalResults"), "not_tried", "module.not_known", "HTTP 400"),
        (html(500, "Error 500--Internal Server Error"), "not_tried", "module.not_known", "HTTP 500"),
        (html(503, "Service Unavailable"), "not_tried", "module.not_known", "HTTP 503"),
        (Answer(200, LOGIN_PAGE, "text/html"), "not_tried", "module.not_known", "HTTP 200"),
        (Answer(200, '{"items": [{"id": 1}]}'), "not_tried", "module.not_known", "HTTP 200"),
        (Answer(204), "not_tried", "module.not_known", "HTTP 204"),
        (moved("/login"), "not_tried", "module.not_known", "HTTP 302"),
        (html(403, "Blocked"), "not_tried", "module.not_known", "HTTP 403"),
        (html(200, "Web filter: not licensed"), "not_tried", "module.not_known", "HTTP 200"),
        (html(404, "Nothing here"), "not_tried", "module.not_known", "HTTP 404"),
        (Answer(500, "ORA-01031: insufficient privileges"), "not_tried", "module.not_known", "HTTP 500"),
        (Answer(200, EMPTY_OF_OTHERS), "not_tried", "module.not_known", "HTTP 200"),
        (collection([], 5), "not_tried", "module.not_known", "HTTP 200"),
        (
            Answer(200, '{"items": ["a"], "count": 1}', COLLECTION),
            "not_tried",
            "module.not_known",
            "HTTP 200",
        ),
        (Answer(200, EMPTY_WITH_LINKS), "ok", "module.empty", "0"),
    ],
)
async def test_each_kind_of_answer_is_told_as_what_it_shows_and_fails_nothing(
    cmic: CmicServer, ask: Ask, answer: Answer, state: str, code: str, detail: str, language: str
) -> None:
    set_language(language)
    cmic.cmic.modules["/pm-rest-api/rest/1/scmast"] = answer
    result = await ask(cmic.url())
    told = modules(result)
    assert (told[2].state.value, told[2].code, told[2].detail) == (state, code, detail)
    assert sentence(told[2]).startswith(module_title("subcontracts") + ": ")
    assert told[2].is_unknown is (state == "not_tried")
    assert [s.code for s in told[:2] + told[3:]] == ["module.ok"] * 5
    assert (result.ok, result.conclusion) == (True, Conclusion.PASSED)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(429, "", "text/plain"), "module.not_known_busy"),
        (challenge(), "module.not_known_refused"),
    ],
)
async def test_after_too_many_requests_or_a_refusal_no_more_are_asked(
    cmic: CmicServer, ask: Ask, answer: Answer, code: str
) -> None:
    cmic.cmic.modules["/jc-rest-api/rest/1/jcmastercostcodes"] = answer
    result = await ask(cmic.url())
    assert [s.code for s in modules(result)] == ["module.ok", code, *["not_tried.module"] * 4]
    assert len(cmic.cmic.asked) == 4
    assert result.ok


class Slow(Cmic):
    """Answers about a module only when it is told to end."""

    ended = threading.Event()

    def answer(self, asked: Asked) -> Answer:
        """Wait at the second module."""
        if "jcmastercostcodes" in asked.path:
            self.ended.wait(20)
        return super().answer(asked)


async def test_a_module_that_takes_too_long_is_not_known_and_ends_the_advice(
    cmic: CmicServer, ask: Ask
) -> None:
    Slow.ended.clear()
    cmic.cmic = Slow(sign_ins=cmic.cmic.sign_ins, companies=cmic.cmic.companies)
    result = await ask(cmic.url(), limits=Limits(module=0.3))
    Slow.ended.set()
    assert [s.code for s in modules(result)][1:3] == ["module.not_known_late", "not_tried.module"]
    assert "0.3 s" in sentence(modules(result)[1])
    assert result.ok


async def test_the_check_is_told_as_settled_before_the_advice_which_may_be_stopped(
    cmic: CmicServer, ask: Ask
) -> None:
    Slow.ended.clear()
    cmic.cmic = Slow(sign_ins=cmic.cmic.sign_ins, companies=cmic.cmic.companies)
    settled: list[CheckResult] = []
    began = asyncio.Event()
    asking = asyncio.create_task(
        ask(
            cmic.url(),
            limits=Limits(),
            on_settled=settled.append,
            on_start=lambda _stage, subject: began.set() if subject == "cost_codes" else None,
        )
    )
    await began.wait()
    started = time.perf_counter()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert time.perf_counter() - started < 1
    Slow.ended.set()
    assert [(each.conclusion, len(each.stages)) for each in settled] == [(Conclusion.PASSED, 8)]


def test_a_module_is_waited_for_as_long_as_cmic_itself_waits() -> None:
    assert Limits().module > 60


@pytest.mark.parametrize("scenario", ["forbidden", "unlicensed", "module_missing"])
async def test_they_are_asked_although_the_company_list_may_not_be_read(
    cmic: CmicServer, ask: Ask, scenario: str
) -> None:
    cmic.cmic.scenario = scenario
    result = await ask(cmic.url(), companies=("001", "002"))
    assert [s.code for s in result.stages[7:9]] == ["not_tried.before"] * 2
    assert [s.code for s in modules(result)] == ["module.ok"] * 6
    assert result.conclusion is Conclusion.FAILED


@pytest.mark.parametrize("scenario", ["oracle_always", "open", "ip", "server_error_signed"])
async def test_where_the_user_is_not_known_to_be_accepted_none_is_asked(
    cmic: CmicServer, ask: Ask, scenario: str
) -> None:
    cmic.cmic.scenario = scenario
    assert modules(await ask(cmic.url())) == []


class Counting(Cmic):
    """Counts how many requests it answers at once."""

    at_once = most = 0
    lock = threading.Lock()

    def answer(self, asked: Asked) -> Answer:
        """Take a little time, so that others could come in between."""
        with Counting.lock:
            Counting.at_once += 1
            Counting.most = max(Counting.most, Counting.at_once)
        time.sleep(0.02)
        with Counting.lock:
            Counting.at_once -= 1
        return super().answer(asked)


@pytest.fixture
def counting(cmic: CmicServer) -> CmicServer:
    Counting.at_once = Counting.most = 0
    cmic.cmic = Counting(sign_ins=cmic.cmic.sign_ins, companies=cmic.cmic.companies)
    return cmic


async def test_requests_go_one_after_another(counting: CmicServer, ask: Ask) -> None:
    result = await ask(counting.url(), companies=("001", "ACME01", "002"))
    assert len(counting.cmic.asked) == 10
    assert (Counting.most, len(modules(result))) == (1, 6)


async def test_three_companies_and_six_modules_take_little_time(cmic: CmicServer, ask: Ask) -> None:
    cmic.cmic.companies["002"] = "Acme Two"
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        assert (await ask(cmic.url(), companies=("001", "ACME01", "002"), limits=Limits())).ok
        taken.append(time.perf_counter() - started)
        if taken[-1] < 0.6:
            break
    assert min(taken) < 0.6
