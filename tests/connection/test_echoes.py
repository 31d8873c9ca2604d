"""A password that a server says back, however it spells it and wherever it stands, reaches nobody."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import pytest
from cmic_server import Answer, CmicServer
from echoes import NAME, PLACES, SPELLINGS, EchoingCmic, shared_run
from fixture_types import Ask
from full_run import FULL, sampled
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_parts import contents
from samples import acme_builders

from cmic_wizard.commands.chosen_profile import judged
from cmic_wizard.connection import modules
from cmic_wizard.connection.outcome import Outcome
from cmic_wizard.connection.replies import before_sign_in, further_company, signed
from cmic_wizard.connection.reply import Reply
from cmic_wizard.connection.report import as_json, stage_line
from cmic_wizard.connection.withhold import Withholding
from cmic_wizard.handoff import export
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.check_words import sentence, stage_title
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace

PASSWORDS = ("C4NARY-p@ss ñ/+", 'pa<ss&w}rd "Ünïq"}', "Kż5€-%2Fx_z=|", "c4nary")
NEVER_SHOWN = {"reason", "server"}
KINDS = ("json", "html", "markdown", "handoff")


@pytest.fixture
def echoing(good_context: ssl.SSLContext) -> Iterator[CmicServer]:
    with CmicServer(EchoingCmic(), good_context) as server:
        yield server


def mood_of(server: CmicServer) -> EchoingCmic:
    """What decides how the server says things back."""
    assert isinstance(server.cmic, EchoingCmic)
    return server.cmic


def shown(result: CheckResult) -> str:
    """All that screen, terminal and programs are told of a check, and what is kept of it."""
    values = "\n".join(value for stage in result.stages for value in stage.values.values())
    told = [
        json.dumps(as_json(result), ensure_ascii=False),
        *map(stage_line, result.stages),
        *(stage_line(stage, ascii_only=True) for stage in result.stages),
    ]
    return "\n".join(
        [values, *told, *(f"{stage_title(s.stage)} {sentence(s)} {s.detail}" for s in result.stages)]
    )


def kept(result: CheckResult, folder: Path) -> Iterator[tuple[str, str]]:
    """The profile on the disk, and every kind of file made of it."""
    with Profiles(folder).create("Acme Builders") as store:
        store.keep_check(result)
        store.save()
    for file in folder.rglob("*"):
        if file.is_file():
            yield str(file), file.read_text("utf-8", errors="replace")
    draft = replace(acme_builders(), check=result)
    for kind in KINDS:
        made = export.make(
            kind,
            judged(draft),
            datetime.now(UTC),
            draft=True,
            stem="a",
        )
        yield kind, made.data.decode() if kind != "handoff" else _parts(made.data)


def _parts(mail: bytes) -> str:
    """The parts of a mail as they were before they were encoded."""
    parts = contents(mail)
    assert len(parts) > 1
    return "\n".join(part.decode() for part in parts)


def texts(outcome: Outcome) -> str:
    """What an outcome holds of the server's."""
    own = {"host", "status", "company", "module"}
    return "\n".join([*(v for name, v in outcome.values.items() if name not in own), outcome.detail])


def leaked(reply: Reply, password: str) -> str:
    """A run of the password that what is told of a reply shares, whatever it was asked for; "" for none.

    Each outcome by itself: the end of one and the beginning of the other are no run.
    """
    verdict = signed(reply, "h.example", "001", with_tenant=True)
    outcomes = (verdict.user, verdict.role, verdict.company, before_sign_in(reply, "h.example"))
    further = further_company(reply, "h.example", "001")
    unsettled = signed(reply, "h.example", "001", with_tenant=True, unsigned=Reply(403)).user
    more = (further, unsettled, modules.judged(reply, "jobs"))
    told = dict.fromkeys(texts(outcome) for outcome in (*outcomes, *more) if outcome is not None)
    return next((run for text in told if (run := shared_run(text, password))), "")


def reply_of(answer: Answer, password: str, length: int = 65536) -> Reply:
    """An answer as the client makes a reply of it."""
    challenge = answer.headers.get("WWW-Authenticate")
    return Reply(
        answer.status,
        answer.content_type,
        answer.headers.get("Location", ""),
        [challenge] if challenge else [],
        (answer.body if isinstance(answer.body, bytes) else answer.body.encode())[:length],
        withholding=Withholding((NAME, Secret(password))),
    )


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_gets_through_at_any_place(monkeypatch: pytest.MonkeyPatch, spelling: str) -> None:
    """The control withholds nothing, and then the look finds it in many places."""
    answers = {
        (place, password): PLACES[place](SPELLINGS[spelling](password))
        for place in PLACES
        for password in PASSWORDS
    }
    for (place, password), answer in answers.items():
        assert leaked(reply_of(answer, password), password) == "", place
    monkeypatch.setattr(Withholding, "repeats", lambda *_: False)
    seen = {
        place for (place, password), answer in answers.items() if leaked(reply_of(answer, password), password)
    }
    assert seen & NEVER_SHOWN == set()
    assert len(seen) > len(PLACES) // 2, seen


CELLS = list(zip(SPELLINGS, cycle(PLACES), strict=False))
"""Each spelling at some place, and each place at least twice."""


@sampled(2)
@pytest.mark.parametrize("first", range(0, len(CELLS), 10))
async def test_over_tls_it_reaches_no_screen_no_profile_and_no_export(
    echoing: CmicServer, ask: Ask, tmp_path: Path, first: int
) -> None:
    password = PASSWORDS[0]
    mood = mood_of(echoing)
    for number, (spelling, place) in enumerate(CELLS[first : first + 10]):
        mood.place, mood.echo = place, SPELLINGS[spelling](password)
        result = await ask(echoing.url(), password=password)
        assert echoing.cmic.asked
        for where, text in (("shown", shown(result)), *kept(result, tmp_path / str(number))):
            assert shared_run(text, password, deep=False) == "", f"{spelling}, {place}: {where}"


async def test_a_password_that_isnt_withheld_is_found_in_all_of_them(
    echoing: CmicServer, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Withholding, "repeats", lambda *_: False)
    mood_of(echoing).echo = SPELLINGS["clear"](PASSWORDS[0])
    result = await ask(echoing.url(), password=PASSWORDS[0])
    found = {
        where.rpartition("/")[2]
        for where, text in (("shown", shown(result)), *kept(result, tmp_path))
        if shared_run(text, PASSWORDS[0], deep=False)
    }
    assert found == {"shown", "acme-builders.json", *KINDS}


CHARACTERS = (
    st.sampled_from("abcXYZ019") | st.sampled_from("<>&\"'}{%=+/\\ ;:@-_.") | st.sampled_from("ñÉßüøżЖ株€ﬁ")
)
SECRETS = st.text(CHARACTERS, min_size=5, max_size=16).filter(
    lambda p: all(sum(not c.isspace() for c in p[i : i + 5]) > 2 for i in range(len(p) - 4))
)


@st.composite
def echoed(draw: st.DrawFn) -> tuple[str, Reply]:
    """A password, and a reply that says it back: spelled somehow, cut anywhere, between other words."""
    password = draw(SECRETS)
    echo = SPELLINGS[draw(st.sampled_from(sorted(SPELLINGS)))](password)
    first = draw(st.just(0) | st.integers(0, len(echo)))
    last = draw(st.just(len(echo)) | st.integers(0, len(echo)))
    around = st.sampled_from([b"", b" ", b"}", b'"', b"<b>", b"x" * 1990, b"=", b"&", b"%", b"\\", b"user:"])
    said = draw(around) + echo[first:last] + draw(around)
    answer = PLACES[draw(st.sampled_from(sorted(PLACES)))](said)
    return password, reply_of(answer, password, draw(st.just(65536) | st.integers(0, 2100)))


@pytest.mark.timeout(1200 if FULL else 120)
@settings(max_examples=12_000 if FULL else 250, deadline=None)
@given(echoed())
def test_no_five_characters_in_a_row_are_shared(case: tuple[str, Reply]) -> None:
    password, reply = case
    assert leaked(reply, password) == ""


def test_the_property_finds_what_a_search_for_the_whole_password_lets_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def whole(self: Withholding, said: bytes | str) -> bool:
        return any(secret.reveal() in str(said) for _, secret in self._credentials)

    monkeypatch.setattr(Withholding, "repeats", whole)
    found = []

    @settings(max_examples=150, deadline=None, database=None)
    @given(echoed())
    def leaks(case: tuple[str, Reply]) -> None:
        password, reply = case
        if run := leaked(reply, password):
            found.append(run)

    leaks()
    assert found


HONEST = (
    "Finder SdCompanyAccessFinder is unknown",
    "ORA-01013: user requested cancel of current operation",
    "You are not licensed to use this API program",
    "API Security: no role for this endpoint",
    "https://login.microsoftonline.com/common/oauth2/authorize",
    'Basic realm="erp"',
    "Acme Builders, Inc.",
    "Error 500--Internal Server Error",
    "Año & Söhne 株式会社 %41&amp;",
    '{"title":"Bad Request","status":"400","o:errorDetails":[{"detail":"x","o:errorCode":"27520"}]}',
)


@pytest.mark.parametrize(
    "password", [*PASSWORDS, "Xk7!qTz9", "tr0ub4dor&3", "correct horse battery", "zzzzzzzz"]
)
def test_an_honest_text_is_shown_whole(password: str) -> None:
    withholding = Withholding(("SOLUTIONS||PROCORE_SVC", Secret(password)))
    assert [text for text in HONEST if withholding.repeats(text)] == []


@pytest.mark.parametrize(
    ("password", "said", "withheld"),
    [
        ("abcd", "it is ABCD!", True),
        ("abcd", "it is abc d", True),
        ("abcd", "it is abc", False),
        ("ab", "cab", True),
        ("%41%42%43", "x %41%42%43", True),
        ("a b c d", "abcd", True),
        ("     ", "x      y", False),
        ("     ", "x    y", False),
        ("12345678", "code 4567", False),
        ("12345678", "code 45678", True),
    ],
)
def test_a_password_shorter_than_a_run_counts_as_a_whole(password: str, said: str, withheld: bool) -> None:
    assert Withholding(("u", Secret(password))).repeats(said) is withheld


async def test_a_companys_name_like_the_password_is_withheld_and_the_company_holds(
    cmic: CmicServer, ask: Ask
) -> None:
    cmic.cmic.sign_ins["SOLUTIONS||PROCORE_SVC"] = "AcmeBuilders1"
    result = await ask(cmic.url(), password="AcmeBuilders1")
    assert (result.ok, result.stages[7].code, result.stages[7].detail) == (True, "company.withheld", "")
    assert "harder to guess" in sentence(result.stages[7])


async def test_a_proxys_password_is_withheld_too(cmic: CmicServer, ask: Ask) -> None:
    withholding = Withholding(("u", Secret("first-one"))).beside("proxy", Secret("s3cond-c4nary"))
    assert withholding.repeats(b"407 from S3COND-C")
    assert withholding.repeats(b"first-one")
    assert not withholding.repeats(b"third of them")


@pytest.mark.parametrize("place", ["module", "module's detail", "module's count"])
async def test_a_module_that_says_the_password_back_is_withheld_in_both_languages(
    echoing: CmicServer, ask: Ask, place: str
) -> None:
    """In digits, so that it could be a count, too."""
    password = "918273645"
    mood_of(echoing).place, mood_of(echoing).echo = place, password.encode()
    result = await ask(echoing.url(), password=password)
    told = [stage for stage in result.stages if stage.stage == "module"]
    assert len(told) == 6
    for language in ("en", "es"):
        set_language(language)
        assert shared_run(shown(result), password) == ""
