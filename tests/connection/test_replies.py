"""What CMiC and others answer: every bad reply has its own stage and sentence, in both stages that ask."""

from __future__ import annotations

import re
import string

import pytest
from cmic_server import CmicServer
from fixture_types import Ask, Summarized
from hypothesis import given, settings
from hypothesis import strategies as st

from cmic_wizard.connection import replies
from cmic_wizard.connection.reply import Reply
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.check_wording import SENTENCES
from cmic_wizard.profile.check_words import sentence
from cmic_wizard.profile.checks import CheckResult


def codes(result: CheckResult, first: int) -> list[str]:
    """The codes of the stages from one on, without the advice."""
    return [stage.code for stage in result.stages[first:] if stage.stage != "module"]


@pytest.mark.parametrize(
    ("scenario", "stage", "code", "words"),
    [
        ("login_page", "http", "http.login_page", "mobile server URL"),
        ("login_page_401", "http", "http.login_page", "mobile server URL"),
        ("redirect", "http", "http.sign_in", "https://login.microsoftonline.com/common/oauth2/authorize"),
        ("redirect_same", "http", "http.redirect", "/cmicprod/SdMenu/AppSelector.jsp"),
        ("not_found", "http", "http.not_found", "/cmicprod"),
        ("other_json", "http", "reply.not_cmic", "HTTP 200"),
        ("deep_json", "http", "reply.not_cmic", "HTTP 200"),
        ("nothing", "http", "reply.not_cmic", "HTTP 204"),
        ("other_list", "http", "reply.not_cmic", "HTTP 200"),
        ("server_error", "http", "reply.server_error", "Internal Server Error"),
        ("gateway", "http", "reply.gateway", "HTTP 503"),
        ("busy", "http", "reply.busy", "429"),
        ("bad_request_page", "http", "reply.bad_request", "HTTP 400"),
        ("forbidden_always", "http", "http.forbidden", "IP allow-list"),
        ("ip", "user", "user.ip", "203.0.113.7"),
        ("server_error_signed", "user", "user.not_known_error", "“Error 500--Internal Server Error”"),
        ("gateway_signed", "user", "user.not_known_gateway", "HTTP 502"),
        ("busy_signed", "user", "user.not_known_busy", "five at a time"),
        ("redirect_signed", "user", "user.not_known_redirect", "“https://login.microsoftonline.com/"),
        ("login_page_signed", "user", "user.not_known_page", "mobile server URL"),
        ("other_json_signed", "user", "user.not_known_reply", "“no Route matched with those values”"),
        ("blocked_signed", "user", "user.not_known_reply", "“Request blocked”"),
        ("other_list_signed", "user", "user.not_known_list", "names no company"),
        ("unlicensed_page_signed", "user", "user.not_known_error", "“Web filter: not licensed”"),
        ("forbidden", "role", "role.forbidden", "no role for this endpoint"),
        ("security_text", "role", "role.forbidden", "no privilege"),
        ("unlicensed", "role", "role.licence", "or ask CMiC"),
        ("unlicensed_200", "role", "role.licence", "or ask CMiC"),
        ("module_missing", "role", "role.not_found", "sys-rest-api"),
        ("bad_request", "role", "role.bad_request", "SdCompanyAccessFinder is unknown"),
        ("oracle", "user", "user.not_known_error", "ORA-01013"),
        ("rights_of_database", "user", "user.not_known_error", "ORA-01031"),
        ("no_name", "company", "company.no_name", "no name"),
        ("other_company", "company", "company.other", "ZZ"),
        ("endless", "http", "reply.too_big", "cut off"),
        ("compressed", "http", "http.login_page", "mobile server URL"),
        ("cut", "http", "reply.broken", "RemoteProtocolError"),
    ],
)
async def test_each_bad_reply_ends_at_its_stage_with_its_sentence(
    cmic: CmicServer,
    ask: Ask,
    outcome: Summarized,
    scenario: str,
    stage: str,
    code: str,
    words: str,
) -> None:
    cmic.cmic.scenario = scenario
    result = await ask(cmic.url())
    assert (outcome(result).stage, outcome(result).code) == (stage, code)
    told = next(s for s in result.stages if s.code == code)
    assert words in sentence(told)
    states = [s.state.value for s in result.stages if s.stage != "module"]
    ended = next((state for state in states if state in ("failed", "not_tried")), None)
    if ended is not None:
        assert not result.ok
        assert set(states[states.index(ended) + 1 :]) <= {"not_tried"}
        assert set(states[: states.index(ended)]) <= {"ok", "warn"}
    assert told.is_unknown is ("not_known" in code)


@pytest.mark.parametrize(
    ("scenario", "told", "words"),
    [
        ("forbidden_always", ["http.forbidden", "user.not_known_forbidden"], "nothing of user name"),
        (
            "oracle_always",
            ["http.early", "user.not_known"],
            "The server says: “ORA-01034: ORACLE not available”",
        ),
        ("refused_by_details_always", ["http.early", "user.not_known"], "“Not now.”"),
        ("unlicensed_always", ["http.early", "user.not_known", "role.licence"], "says nothing of"),
        ("refused_by_database_always", ["http.early", "user.not_known"], "nothing of user name"),
        ("locked_always", ["http.early", "user.not_known"], "“ORA-28000: the account is locked”"),
        ("open", ["http.open", "user.not_known_open", "role.not_known_open"], "anybody"),
    ],
)
async def test_what_is_alike_before_and_after_signing_in_says_nothing_of_the_user(
    cmic: CmicServer, ask: Ask, scenario: str, told: list[str], words: str
) -> None:
    cmic.cmic.scenario = scenario
    result = await ask(cmic.url())
    tried = [s for s in result.stages[4:] if s.was_tried and s.stage != "module"]
    assert [s.code for s in tried] == told
    assert tried[1].is_unknown
    assert sentence(tried[1]).startswith("Not known: ")
    assert words in sentence(tried[1])
    assert "was accepted" not in " ".join(map(sentence, result.stages))
    assert not result.ok
    for stage in result.stages[4:]:
        if not stage.was_tried:
            assert "could not be settled" in sentence(stage) or "failed" in sentence(stage)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_words_of_a_server_stand_in_quotation_marks_as_its_own(
    cmic: CmicServer, ask: Ask, language: str
) -> None:
    cmic.cmic.scenario = "oracle"
    set_language(language)
    said = sentence((await ask(cmic.url())).stages[5])
    quoted = "“ORA-01013: user requested cancel of current operation”"
    assert said.endswith(quoted if language == "en" else "«" + quoted[1:-1] + "»")


@pytest.mark.parametrize(
    ("scenario", "code", "words"),
    [
        ("locked", "user.locked", "unlock"),
        ("expired", "user.expired", "has expired"),
        ("refused_by_database", "user.refused_tenant", "over days"),
    ],
)
async def test_why_a_user_is_refused_is_told_where_the_database_says_it(
    cmic: CmicServer, ask: Ask, outcome: Summarized, scenario: str, code: str, words: str
) -> None:
    cmic.cmic.scenario = scenario
    result = await ask(cmic.url())
    assert (outcome(result).stage, outcome(result).state, outcome(result).code) == ("user", "failed", code)
    assert words in sentence(result.stages[5])


@pytest.mark.parametrize(
    ("scenario", "place", "code"),
    [
        ("nameless_company", 5, "user.not_known_list"),
        ("company_of_another_among_own", 7, "company.other"),
        ("second_foreign", 8, "company.not_known"),
        ("second_nameless", 8, "company.not_known"),
        ("company_of_another", 7, "company.not_known_user"),
    ],
)
async def test_a_row_that_names_no_company_or_another_user_proves_no_access(
    cmic: CmicServer, ask: Ask, scenario: str, place: int, code: str
) -> None:
    cmic.cmic.scenario = scenario
    result = await ask(cmic.url(), companies=("001", "002"))
    assert (result.stages[place].code, result.ok) == (code, False)
    assert result.stages[place].is_unknown is (code != "company.other")


@pytest.mark.parametrize(
    ("tenant", "code", "words"),
    [
        ("SOLUTIONS", "user.refused_tenant", "Client ID"),
        (None, "user.refused_plain", "without a tenant ID"),
        ("left out", "user.refused_left_out", "without the tenant ID, because"),
    ],
)
async def test_a_wrong_password_speaks_of_the_tenant_that_was_or_wasnt_sent(
    cmic: CmicServer,
    ask: Ask,
    outcome: Summarized,
    tenant: str | None,
    code: str,
    words: str,
) -> None:
    left_out = tenant == "left out"
    sent = None if left_out else tenant
    result = await ask(cmic.url(), password="not the one", tenant=sent, tenant_left_out=left_out)
    assert (outcome(result).stage, outcome(result).code) == ("user", code)
    for wanted in (words, "over days", "expired", "once only", "Don’t guess"):
        assert wanted in sentence(result.stages[5])
    assert [bool(a.sign_in) for a in cmic.cmic.asked] == [False, True]


async def test_an_oauth_address_is_warned_of_and_then_named(cmic: CmicServer, ask: Ask) -> None:
    cmic.cmic.scenario = "oauth"
    result = await ask(cmic.url())
    assert [s.code for s in result.stages[4:6]] == ["http.no_basic", "user.refused_oauth"]
    assert "Bearer" in sentence(result.stages[4])


async def test_an_api_that_complains_before_signing_in_is_still_an_api(cmic: CmicServer, ask: Ask) -> None:
    cmic.cmic.scenario = "api_error_first"
    result = await ask(cmic.url())
    assert result.stages[4].code == "http.early"
    assert result.ok


async def test_an_api_that_asks_for_nothing_passes(cmic: CmicServer, ask: Ask) -> None:
    cmic.cmic.scenario = "open"
    assert (await ask(cmic.url())).stages[4].code == "http.open"


async def test_without_a_tenant_the_user_signs_in_alone(cmic: CmicServer, ask: Ask) -> None:
    assert (await ask(cmic.url(), tenant=None)).ok
    assert [a.sign_in.partition(":")[0] for a in cmic.cmic.asked_of_companies] == ["", "PROCORE_SVC"]


async def test_a_company_that_isnt_open_names_both_causes_and_others_are_still_asked(
    cmic: CmicServer, ask: Ask
) -> None:
    result = await ask(cmic.url(), companies=("NOPE", "001"))
    assert codes(result, 5) == [
        "user.ok",
        "role.ok",
        "company.empty",
        "company.ok",
    ]
    assert "Maintain Companies" in sentence(result.stages[7])
    assert "Company Access" in sentence(result.stages[7])
    assert not result.ok


async def test_a_company_written_in_other_letters_is_shown_as_cmic_writes_it(
    cmic: CmicServer, ask: Ask
) -> None:
    cmic.cmic.scenario = "capitals"
    result = await ask(cmic.url(), companies=("acme01",))
    assert result.stages[7].code == "company.case"
    assert "ACME01" in sentence(result.stages[7])


async def test_a_refusal_at_a_further_company_ends_the_asking(cmic: CmicServer, ask: Ask) -> None:
    cmic.cmic.scenario = "second_refused"
    result = await ask(cmic.url(), companies=("001", "002", "003"))
    assert codes(result, 7) == [
        "company.ok",
        "company.refused",
        "not_tried.before",
    ]
    assert len(cmic.cmic.asked_of_companies) == 3


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_refusal_at_a_further_company_doesnt_send_people_to_try_again(
    cmic: CmicServer, ask: Ask, language: str
) -> None:
    cmic.cmic.scenario = "second_refused"
    set_language(language)
    said = sentence((await ask(cmic.url(), companies=("001", "002"))).stages[8])
    assert ("wrong password" if language == "en" else "contraseña errónea") in said
    assert not re.search(r"check again|try again|repít|inténtelo|vuelva a", said)


async def test_what_is_said_beside_a_refusal_is_quoted_and_a_page_is_not(cmic: CmicServer, ask: Ask) -> None:
    said = sentence((await ask(cmic.url(), password="not the one")).stages[5])
    assert said.endswith("once only.")
    cmic.cmic.scenario = "refused_with_words"
    said = sentence((await ask(cmic.url())).stages[5])
    assert said.endswith("The server says: “User is disabled.”")


async def test_an_error_at_one_company_leaves_the_others_asked(cmic: CmicServer, ask: Ask) -> None:
    cmic.cmic.scenario = "second_error"
    result = await ask(cmic.url(), companies=("001", "002", "003"))
    assert codes(result, 7) == [
        "company.ok",
        "company.not_known_error",
        "company.ok",
    ]


async def test_a_company_name_full_of_control_characters_is_kept_visible(cmic: CmicServer, ask: Ask) -> None:
    cmic.cmic.scenario = "control_characters"
    detail = (await ask(cmic.url())).stages[7].detail
    assert detail == "<U+001B>]0;pwned<U+0007>Acme<U+202E>"


async def test_without_companies_the_rest_is_checked_and_the_company_not_tried(
    cmic: CmicServer, ask: Ask
) -> None:
    result = await ask(cmic.url(), companies=())
    assert codes(result, 5) == [
        "user.ok",
        "role.ok",
        "not_tried.no_company",
    ]
    assert not result.ok


FRAGMENTS = [
    *(b"<html>", b"<title>", b"{}", b"\xff\xfe", b"[" * 5000, b"ORA-20001"),
    *(
        b'{"items": [',
        b'{"items": [{}]}',
        b'{"items": [{"CompsecCompCode": 5}]}',
        b'{"o:errorDetails": [1, {}]}',
    ),
    b"<CMIC_ERR_MSG>not licensed</CMIC_ERR_MSG>",
]
LOCATIONS = ["", "/x", "https://[bad", "//other.example:99999/", "https://u:p@x.example/?q"]


@given(
    st.builds(
        Reply,
        status=st.integers(200, 599),
        content_type=st.sampled_from(["", "text/html", "application/json"]),
        location=st.sampled_from(LOCATIONS),
        challenges=st.lists(st.text(max_size=20), max_size=3),
        body=st.lists(st.sampled_from(FRAGMENTS) | st.binary(max_size=20), max_size=4).map(b"".join),
        truncated=st.booleans(),
    )
)
@settings(max_examples=60)
def test_every_answer_gets_a_judgement_whose_sentence_finds_all_its_values(reply: Reply) -> None:
    verdict = replies.signed(reply, "h.example", "001", with_tenant=True)
    outcomes = [
        replies.before_sign_in(reply, "h.example"),
        replies.further_company(reply, "h.example", "001"),
        *filter(None, (verdict.user, verdict.role, verdict.company)),
    ]
    for outcome in outcomes:
        named = {field for _, field, _, _ in string.Formatter().parse(SENTENCES[outcome.code]) if field}
        assert named <= set(outcome.values)


def test_a_redirects_target_is_shown_without_what_it_carries() -> None:
    reply = Reply(302, location="https://user:word@login.example/in?code=secret#part")
    assert replies.before_sign_in(reply, "h.example").values["target"] == "https://login.example/in"


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_value_breaks_out_of_the_finder(user: str, company: str) -> None:
    if not (replies.acceptable(user) and replies.acceptable(company)):
        return
    query = replies.query(user, company)
    assert query.count(";") == 1
    assert query.count(",") == 1
    assert query.count("&") == 3
    assert query.count("?") == 1
    assert "#" not in query
    assert query.isascii()
    assert " " not in query


@pytest.mark.parametrize("value", ["A,CompCode=ZZ", "A;B", "A\r\nX: y", "A\x00", "", " ", "A\u202e"])
def test_values_that_delimit_a_finder_or_cant_be_seen_are_refused(value: str) -> None:
    assert not replies.acceptable(value)
