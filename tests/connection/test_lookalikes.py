"""Twelve things that answer in CMiC's place: each ends at its stage, and nothing behind it is claimed."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterator
from typing import Final

import pytest
from cmic_server import (
    LOGIN_PAGE,
    UNLICENSED,
    Answer,
    Asked,
    Cmic,
    CmicServer,
    challenge,
    html,
    moved,
)
from fixture_types import Ask

from cmic_wizard.i18n import set_language
from cmic_wizard.profile.check_words import conclusion_words, sentence
from cmic_wizard.profile.checks import CheckResult, Conclusion, StageState

OTHER_LIST: Final = Answer(200, json.dumps({"items": [{"id": 1, "name": "Somebody else's API"}]}))
ADF_LIST: Final = Answer(
    200, json.dumps({"items": [{"Name": "Acme"}], "count": 1, "hasMore": False}), "application/json"
)
LOOKALIKES: Final[dict[str, tuple[Answer, Answer, str, str]]] = {
    "the page to sign in at": (Answer(200, LOGIN_PAGE, "text/html"),) * 2 + ("http", "http.login_page"),
    "a page of 401 with a form": (Answer(401, LOGIN_PAGE, "text/html"),) * 2 + ("http", "http.login_page"),
    "a way to Microsoft": (moved("https://login.microsoftonline.com/x"),) * 2 + ("http", "http.sign_in"),
    "a filter of the web": (html(403, "Blocked"),) * 2 + ("user", "user.not_known_forbidden"),
    "another environment": (html(404, "Not Found"),) * 2 + ("http", "http.not_found"),
    "a server of pages that is ill": (html(500, "Oops"),) * 2 + ("http", "reply.server_error"),
    "a balancer without CMiC": (html(503, "Unavailable"),) * 2 + ("http", "reply.gateway"),
    "a database that is down": (Answer(500, "ORA-01034: not available"),) * 2 + ("user", "user.not_known"),
    "an API of other lists": (challenge(), OTHER_LIST, "user", "user.not_known_reply"),
    "an API of ADF, not CMiC's": (challenge(), ADF_LIST, "user", "user.not_known_list"),
    "a gate that lets nobody in": (challenge(), challenge(), "user", "user.refused_tenant"),
    "an API without a license": (Answer(500, UNLICENSED),) * 2 + ("user", "user.not_known"),
}


class LookAlike(Cmic):
    """Answers whatever it is asked with one thing before signing in and with one after."""

    unsigned = signed = Answer(204)

    def answer(self, asked: Asked) -> Answer:
        """One of the two."""
        self.asked.append(asked)
        return self.signed if asked.sign_in else self.unsigned


@pytest.fixture
def server(good_context: ssl.SSLContext) -> Iterator[CmicServer]:
    with CmicServer(LookAlike(), good_context) as made:
        yield made


def claims(result: CheckResult) -> str:
    """All that the stages from the answer on say when they hold."""
    return " ".join(sentence(s) for s in result.stages[4:] if s.state is StageState.OK)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", LOOKALIKES)
async def test_each_ends_at_its_stage_and_claims_nothing_behind_it(
    server: CmicServer, ask: Ask, name: str, language: str
) -> None:
    set_language(language)
    unsigned, signed, stage, code = LOOKALIKES[name]
    assert isinstance(server.cmic, LookAlike)
    server.cmic.unsigned, server.cmic.signed = unsigned, signed
    result = await ask(server.url(), companies=("001", "ACME01"))
    first = next(s for s in result.stages if s.state in (StageState.FAILED, StageState.NOT_TRIED))
    assert (first.stage, first.code) == (stage, code)
    behind = result.stages[result.stages.index(first) + 1 :]
    assert not any(s.state in (StageState.OK, StageState.WARN) for s in behind if s.stage != "module")
    assert not any(s.stage == "module" and s.state is StageState.OK for s in behind)
    assert result.conclusion in (Conclusion.FAILED, Conclusion.INCOMPLETE)
    assert not result.ok
    assert conclusion_words(result.conclusion)
    known = "accepts the service user" if language == "en" else "CMiC acepta al usuario"
    assert known not in claims(result)
    assert not re.search(r"[{}]", " ".join(map(sentence, result.stages)))
    assert sum(bool(asked.sign_in) for asked in server.cmic.asked) == (0 if stage == "http" else 1)


async def test_there_are_twelve_and_the_true_one_holds(cmic: CmicServer, ask: Ask) -> None:
    assert len(LOOKALIKES) == 12
    result = await ask(cmic.url(), companies=("001", "ACME01"))
    assert (result.ok, result.conclusion) == (True, Conclusion.PASSED)
