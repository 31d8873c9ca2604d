"""Done means done: what people really typed, each with the state and the value that must come of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.answering import as_meant
from cmic_wizard.profile.assessment import Assessment, State, StepState
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.fields import read
from cmic_wizard.struct import replace

Judge = Callable[..., Assessment]
VERSION, PMX, HOSTING = "subscriptions.cmic_version", "subscriptions.pmxchange", "connection.hosting"
USER, URL, TENANT = "connection.service_user", "connection.mobile_server_url", "connection.tenant_id"
CODES, WHO, WHEN = "connection.company_codes", "kickoff.specialist", "kickoff.date"
WELCOME, MAP = "kickoff.welcome_email", "kickoff.integration_map"
GOOD = "https://acmemob.cmicpaas.com/cmicprod"
MADRID = "2026-12-15T10:00+01:00[Europe/Madrid]"
BY = "2026-11-24T09:30:00+00:00"

NO_ANSWERS = (
    *("no facilitado", "not provided", "depende", "it depends", "te lo digo mañana", "I'll get back to you"),
    *("ver el correo de ayer", "see my email from Monday", "lo sabe IT", "comprobar con IT"),
    *("no sé", "No lo sé.", "no lo sé todavía", "todavía no", "aún no", "pendiente", "Pendiente de CMiC"),
    *("por definir", "por confirmar", "don't know", "I don’t know yet", "not sure", "TBD", "tbc", "n/a"),
    *("N.A.", "?", "??", "-", "—", "...", "xxx", "to be confirmed", "unknown", "desconocido", "ni idea"),
    *("s/d", "NS/NC", "later", "luego", "en proceso", "in progress", "falta", "pdte.", "I'll ask CMiC"),
    *("waiting for CMiC", "esperando respuesta", "todavía no lo hemos creado", "we don't have one"),
    *("ver correo", "same as above", "ask Jane", "se lo preguntaré a IT", "no aplica", "asdf", "lorem ipsum"),
)
"""Words that are no answer, whatever is asked for and in whatever language the wizard speaks."""
ASKED_FOR_A_VALUE = (VERSION, USER, URL, CODES, WHO, WHEN)

MEANT: list[tuple[str, str, State, str]] = [
    (VERSION, "R12", State.DONE, "R12"),
    (VERSION, "la última", State.TO_CONFIRM, "la última"),
    (VERSION, "R12, creo", State.TO_CONFIRM, "R12, creo"),
    (VERSION, "R11", State.WRONG, ""),
    (PMX, "no sé", State.TODO, "unsure"),
    (PMX, "Licensed and enabled", State.DONE, "enabled"),
    (PMX, "con licencia", State.WRONG, ""),
    (PMX, "yes", State.WRONG, ""),
    (HOSTING, "?", State.TODO, "unsure"),
    (HOSTING, "No estoy seguro", State.TODO, "unsure"),
    (HOSTING, "Enterprise", State.WRONG, ""),
    (HOSTING, "cloud", State.DONE, "cloud"),
    (
        TENANT,
        "03f51833-6b06-4196-b0fe-a89238d1241d",
        State.TO_CONFIRM,
        "03f51833-6b06-4196-b0fe-a89238d1241d",
    ),
    (TENANT, "acmemob.cmicpaas.com", State.TO_CONFIRM, "acmemob.cmicpaas.com"),
    (TENANT, "jane@acme.com", State.TO_CONFIRM, "jane@acme.com"),
    (TENANT, "no", State.TO_CONFIRM, "no"),
    (TENANT, "cmicprod", State.TO_CONFIRM, "cmicprod"),
    (TENANT, "No tiene", State.OPTIONAL, ""),
    (PMX, "no tenemos", State.WRONG, ""),
    (TENANT, "no lo sé", State.OPTIONAL, ""),
    (TENANT, "SOLU\u200bTIONS\u00a0", State.DONE, "SOLUTIONS"),
    (USER, "PROCORE_API", State.DONE, "PROCORE_API"),
    (USER, "P" * 31, State.TO_CONFIRM, "P" * 31),
    (USER, "jane@acme.com", State.TO_CONFIRM, "jane@acme.com"),
    (USER, "the user is PROCORE", State.TO_CONFIRM, "the user is PROCORE"),
    (USER, "User: PROCORE", State.WRONG, ""),
    (USER, "PROCORE pendiente", State.TO_CONFIRM, "PROCORE pendiente"),
    (USER, "usuario", State.TO_CONFIRM, "usuario"),
    (USER, "ACME\\PROCORE", State.TO_CONFIRM, "ACME\\PROCORE"),
    (USER, "lo creará CMiC", State.TODO, ""),
    (CODES, "001,TBD", State.TO_CONFIRM, "001,TBD"),
    (CODES, "001,Acme,002,Beta", State.TO_CONFIRM, "001,Acme,002,Beta"),
    (CODES, "001,002", State.DONE, "001,002"),
    (CODES, "'001,\u00a0“002”", State.DONE, "001,002"),
    (CODES, "001/002", State.TO_CONFIRM, "001/002"),
    (CODES, "123456789", State.WRONG, ""),
    (CODES, "todas", State.TO_CONFIRM, "todas"),
    (CODES, "no, sé", State.TODO, ""),
    (WHO, "Jane <j@x.com>, John <r@x.com>", State.DONE, "Jane <j@x.com>; John <r@x.com>"),
    (WHO, "Doe, Jane <j@x.com>; Roe, John <r@x.com>", State.DONE, "Doe, Jane <j@x.com>; Roe, John <r@x.com>"),
    (WHO, "Jane (j@x.com)", State.DONE, "Jane <j@x.com>"),
    (WHO, "Jane [mailto:j@x.com]", State.DONE, "Jane <j@x.com>"),
    (WHO, "a@x.com, b@x.com", State.TO_CONFIRM, "a@x.com; b@x.com"),
    (WHO, "Jane", State.TO_CONFIRM, "Jane"),
    (WHO, "TBD <j@x.com>", State.TO_CONFIRM, "TBD <j@x.com>"),
    (WHO, "Jane y John <j@x.com>", State.TO_CONFIRM, "Jane y John <j@x.com>"),
    (WHO, "Para: Jane <j@x.com>; CC: John <r@x.com>", State.DONE, "Jane <j@x.com>; John <r@x.com>"),
    (WHO, "علی\u200cرضا <a@x.com>", State.DONE, "علی\u200cرضا <a@x.com>"),
    (WHO, "Jane <jane@müller.de>", State.DONE, "Jane <jane@müller.de>"),
    (URL, f"<{GOOD}>", State.DONE, GOOD),
    (URL, f"{GOOD}.", State.DONE, GOOD),
    (URL, f"URL: {GOOD}", State.WRONG, ""),
    (URL, f"[CMiC]({GOOD})", State.WRONG, ""),
    (URL, f"https://urldefense.com/v3/__{GOOD}__;!!A$", State.WRONG, ""),
    (URL, "https://bit.ly/3xYz", State.WRONG, ""),
    (
        URL,
        "https://login.microsoftonline.com/cmicprod",
        State.TO_CONFIRM,
        "https://login.microsoftonline.com/cmicprod",
    ),
    (URL, "https://acmemob.cmicpaas.com/cmictest", State.TO_CONFIRM, "https://acmemob.cmicpaas.com/cmictest"),
    (
        URL,
        "https://acmetest.cmicpaas.com/cmicprod",
        State.TO_CONFIRM,
        "https://acmetest.cmicpaas.com/cmicprod",
    ),
    (URL, "https://aka.ms/acme", State.TO_CONFIRM, "https://aka.ms/acme"),
    (URL, "jane@acme.com", State.WRONG, ""),
    (WHEN, "15/12/2026 10:00 Madrid", State.DONE, MADRID),
    (WHEN, "15 dic 2026 10.00 España", State.DONE, MADRID),
    (WHEN, "Dec 15, 2026 10:00 AM Madrid", State.DONE, MADRID),
    (WHEN, "03/04/2027 10:00 Madrid", State.WRONG, ""),
    (WHEN, "15/12/2026 12 de la mañana Madrid", State.WRONG, ""),
    (WHEN, "15/12/2026 3:00 Madrid", State.TO_CONFIRM, "2026-12-15T03:00+01:00[Europe/Madrid]"),
    (WHEN, "15/12/2026 10:00 Madrid?", State.TO_CONFIRM, MADRID),
    (WHEN, "15/12/2026 10:00 Madrid (por confirmar)", State.WRONG, ""),
    (WHEN, "15/12/2026 10:00 Europe/Barcelona", State.DONE, MADRID),
    (WHEN, "15/12/2026 10:00 este", State.WRONG, ""),
    (WHEN, "15/12/2026 10:00 central", State.WRONG, ""),
    (WHEN, "28/03/2027 02:30 Madrid", State.WRONG, ""),
    (WHEN, "31/10/2027 02:30 Madrid", State.TO_CONFIRM, "2027-10-31T02:30+02:00[Europe/Madrid]"),
    (WHEN, "15/10/2026 10:00 Madrid", State.TO_CONFIRM, "2026-10-15T10:00+02:00[Europe/Madrid]"),
    (MAP, "no sé", State.TODO, ""),
    (MAP, "sí", State.DONE, "yes"),
]


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    set_language(request.param)
    return str(request.param)


@pytest.fixture
def judged(judge_draft: Judge, empty_draft: Draft) -> Callable[[str, str], StepState]:
    def judge(step: str, typed: str) -> StepState:
        kept = as_meant(load_guide().steps[step], typed)
        before = empty_draft.answered("kickoff.welcome_email", "yes", BY)
        before = before.answered("kickoff.date", "2026-12-01T10:00-06:00[America/Chicago]", BY)
        return judge_draft(before.answered(step, kept, BY)).steps[step]

    return judge


@pytest.mark.parametrize(("step", "typed", "state", "value"), MEANT)
def test_an_answer_has_the_state_and_the_value_that_it_means(
    judged: Callable[[str, str], StepState], language: str, step: str, typed: str, state: State, value: str
) -> None:
    found = judged(step, typed)
    assert (found.state, found.reading.value) == (state, value)
    assert (found.reason == "") is (state is State.DONE)


@pytest.mark.parametrize("typed", NO_ANSWERS)
def test_words_that_are_no_answer_leave_every_step_open_and_are_kept(
    judged: Callable[[str, str], StepState], language: str, typed: str
) -> None:
    for step in ASKED_FOR_A_VALUE:
        found = judged(step, typed)
        assert (
            found.state is State.TODO
            or (typed in ("N.A.", "xxx", "asdf") and step in (USER, CODES))
            or (typed == "waiting for CMiC" and found.state is State.WAITING)
        ), step
        assert found.state is State.TO_CONFIRM or (found.answer, found.reading.value) == (typed, ""), step
        assert not any(finding.proposal for finding in found.reading.findings), step


@pytest.mark.parametrize("typed", ["xxx", "TEST", "NA", "ok", "no", "zzz"])
def test_a_name_that_may_be_a_stand_in_is_asked_about(
    judged: Callable[[str, str], StepState], language: str, typed: str
) -> None:
    for step in (USER, CODES, TENANT):
        assert judged(step, typed).state is State.TO_CONFIRM


@pytest.mark.parametrize("typed", ["Pending invoices do not sync", "Ask the specialist about retainage"])
def test_a_reason_may_begin_like_words_that_are_no_answer(
    judged: Callable[[str, str], StepState], typed: str
) -> None:
    assert judged("management.call_request", typed).reading.value == typed


def test_confirming_holds_for_that_very_answer(judge_draft: Judge, empty_draft: Draft) -> None:
    draft = empty_draft.answered(VERSION, "la última", BY).confirming(VERSION, BY)
    state = judge_draft(draft).steps[VERSION]
    assert (state.state, [finding.rule for finding in state.warnings]) == (State.DONE, ["version_unread"])
    again = draft.answered(VERSION, "la penúltima", BY)
    assert judge_draft(again).steps[VERSION].state is State.TO_CONFIRM
    assert judge_draft(again.answered(VERSION, "la última", BY)).steps[VERSION].state is State.TO_CONFIRM


def test_what_is_to_confirm_is_the_users_own_turn_and_keeps_the_profile_from_being_ready(
    judge_draft: Judge, done_draft: Draft
) -> None:
    doubted = replace(done_draft, answers={**done_draft.answers, VERSION: "la última"})
    result = judge_draft(doubted)
    assert not result.ready
    assert result.counts["to_confirm"] == 1
    assert [state.step.id for state in result.unready] == [VERSION]
    assert VERSION in [state.step.id for state in result.own]
    assert judge_draft(doubted.confirming(VERSION, BY)).ready


def test_a_last_day_that_is_past_is_open_again(judge_draft: Judge, empty_draft: Draft) -> None:
    step = "connection.password_expires_on"
    draft = empty_draft.answered("connection.password_expiry", "noted", BY)
    assert judge_draft(draft.answered(step, "2027-03-31", BY)).steps[step].state is State.DONE
    assert judge_draft(draft.answered(step, "2026-03-31", BY)).steps[step].state is State.TO_CONFIRM


def test_a_host_that_contradicts_the_hosting_is_to_confirm(judge_draft: Judge, empty_draft: Draft) -> None:
    def judge(hosting: str, address: str) -> State:
        draft = empty_draft.answered(HOSTING, hosting, BY).answered(URL, address, BY)
        return judge_draft(draft).steps[URL].state

    assert judge("hosted", GOOD) is State.DONE
    assert judge("on_premise", GOOD) is State.TO_CONFIRM
    assert judge("cloud", "https://cmic.acme.com/cmicprod") is State.TO_CONFIRM
    assert judge("hosted", "https://cmic.acme.com/cmicprod") is State.DONE


def test_a_date_that_has_passed_since_it_was_given_stays_done(judge_draft: Judge, empty_draft: Draft) -> None:
    value = "2026-11-20T10:00+01:00[Europe/Madrid]"
    before = empty_draft.answered(WHEN, value, "2026-11-01T00:00:00+00:00")
    assert judge_draft(before).steps[WHEN].state is State.DONE
    after = empty_draft.answered(WHEN, value, "2026-11-21T00:00:00+00:00")
    assert judge_draft(after).steps[WHEN].state is State.TO_CONFIRM


PIECES = st.sampled_from(
    [typed for _step, typed, _state, _value in MEANT]
    + [" ", ",", ";", "@", "no sé", "\u200b", "Madrid", "001", "|"]
)
STEPS = [step for step in load_guide().walk() if step.kind not in (Kind.SECRET, Kind.COMPUTED)]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(STEPS), st.lists(PIECES, min_size=1, max_size=3).map("".join))
def test_what_is_done_is_read_as_the_same_value_when_written_back(step: Step, typed: str) -> None:
    reading = read(step, as_meant(step, typed), {})
    if reading.value:
        assert read(step, reading.value, {}).value == reading.value
        assert read(step, as_meant(step, reading.value), {}).value == reading.value
