"""What holds of every assessment, whatever was typed, remarked and checked."""

from __future__ import annotations

import time
from collections.abc import Callable

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from samples import acme_builders, constructora_acme

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Owner
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.assessment import OWN, Assessment, State
from cmic_wizard.profile.checks import CheckResult, Stage, StageState
from cmic_wizard.profile.draft import Draft, KeptPassword, Remark
from cmic_wizard.struct import replace

Judge = Callable[..., Assessment]
AT = "2026-11-20T16:02:11+00:00"
BARE = Draft("ab12", "Acme Builders", AT, AT)
STEPS = load_guide().steps
GOOD = {
    "subscriptions.cmic_version": ["R12", "R12 Patch 20", "V12-018"],
    "subscriptions.patch": ["7", "19"],
    "connection.service_user": ["PROCORE_SVC", "SOLUTIONS||PROCORE"],
    "connection.mobile_server_url": [
        "https://acmemob.cmicpaas.com/cmicprod",
        "https://nova-api.cmiccloud.com/cmicprod",
    ],
    "connection.tenant_id": ["SOLUTIONS"],
    "connection.company_codes": ["001", "001,ACME01"],
    "connection.check": ["skipped: our network only"],
}
OF_KIND = {
    Kind.CONFIRM: ["yes", "no"],
    Kind.INFO: ["yes"],
    Kind.SCHEDULE: ["2026-12-01T10:00-06:00[America/Chicago]", "2020-01-01T00:00Z[UTC]"],
    Kind.PEOPLE: ["Ana Ruiz <ana.ruiz@procore.example>", "Ana"],
    Kind.TEXT: ["something"],
}
WRONG = [
    "",
    " ",
    "perhaps",
    "R9",
    "http://x",
    "\x1b[2J",
    "<U+202E>",
    "\ud800",
    "²",
    "9" * 25_000,
    "||",
    ",",
    "all",
]


def good(step_id: str) -> list[str]:
    """Valid answers to a step, met ones and others."""
    step = STEPS[step_id]
    if step.kind is Kind.CHOICE:
        return [option.id for option in step.options]
    if step.kind is Kind.CHECKLIST:
        return ["all", step.options[0].id]
    return GOOD.get(step_id) or OF_KIND.get(step.kind, ["x"])


answers = st.fixed_dictionaries(
    {},
    optional={
        step: st.one_of(st.sampled_from(good(step)), st.sampled_from(WRONG), st.text(max_size=20))
        for step in STEPS
    },
)
remarks = st.lists(
    st.builds(
        Remark,
        st.sampled_from([*STEPS, "no.step"]),
        st.sampled_from(["change", "question", "accepted", "reply"]),
        st.sampled_from(["", " ", "Look again", "two\nlines"]),
        st.just("Ana Ruiz"),
        st.just(AT),
        st.booleans(),
    ),
    max_size=5,
).map(tuple)
checks = st.none() | st.builds(
    CheckResult,
    st.booleans(),
    st.just("acmemob.cmicpaas.com"),
    st.just(AT),
    st.lists(st.builds(Stage, st.sampled_from(["http", "user"]), st.sampled_from(list(StageState)))).map(
        tuple
    ),
    st.sampled_from([{}, {"connection.hosting": "cloud"}]),
)
passwords = st.none() | st.builds(
    KeptPassword, st.sampled_from(["key_ring", "vault", "customer"]), st.integers(0, 4096), st.just(AT)
)
drafts = st.builds(
    lambda typed, kept, check, said: replace(
        BARE, answers=typed, password=kept, check=check, remarks=said, notes={"kickoff.date": "x"}
    ),
    answers,
    passwords,
    checks,
    remarks,
)
PURE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(PURE, max_examples=500)
@given(draft=drafts)
@example(
    draft=replace(
        BARE,
        answers={
            "connection.dmsa_installed": "something",
            "connection.dmsa_internal": "yes",
            "connection.dmsa_external": "yes",
        },
    )
)
def test_what_holds_of_every_assessment(judge_draft: Judge, draft: Draft) -> None:
    result = judge_draft(draft)
    states = result.steps.values()
    assert list(result.steps) == list(STEPS)
    assert sum(result.counts.values()) == len(STEPS)
    assert 0 <= result.progress <= 1
    assert (result.progress == 1) is result.complete
    assert result.ready or not result.complete
    assert {s.step.id for s in result.own} == {s.step.id for s in states if s.state in OWN}
    assert all(s.state is not State.DONE for s in result.own)
    for s in states:
        if s.state in (State.WAITING, State.WRONG, State.RETURNED, State.NOT_APPLICABLE):
            assert s.reason.strip(), s.step.id
        if s.answer and s.reading.value and s.state in (State.TODO, State.OPTIONAL):
            assert s.reason.strip(), f"{s.step.id} is answered and not met"
        if s.own:
            assert s.owner is Owner.CUSTOMER, s.step.id
        if s.state is State.DONE:
            assert s.reading.value, s.step.id
            assert not s.reading.errors
        if s.state is State.TODO:
            assert s.required
        if s.state is State.OPTIONAL:
            assert not s.required
        assert s.applies is not (s.state is State.NOT_APPLICABLE)
        assert s.applies or (s.step.id not in result.values and not s.required)
    assert result.outstanding == (*result.own, *result.waiting)


@settings(PURE, max_examples=300)
@given(draft=drafts)
def test_ready_is_that_no_required_preparation_step_is_in_the_users_hands(
    judge_draft: Judge, draft: Draft
) -> None:
    result = judge_draft(draft)
    needed = [s for s in result.steps.values() if s.phase.id == "preparation" and s.required]
    settled = [
        s.state is State.DONE or (s.state is State.WAITING and s.owner is not Owner.CUSTOMER) for s in needed
    ]
    assert result.ready is all(settled)
    met = result.steps["kickoff.requirements_met"].state is State.DONE
    assert met is all(s.state is State.DONE for s in needed)


@settings(PURE, max_examples=200)
@given(draft=drafts, behind=st.sampled_from(list(STEPS)))
def test_next_is_the_first_own_step_behind(judge_draft: Judge, draft: Draft, behind: str) -> None:
    result = judge_draft(draft)
    order = list(STEPS)
    start = order.index(behind) + 1
    own = {s.step.id for s in result.own}
    expected = next((step for step in order[start:] + order[:start] if step in own), None)
    found = result.next(behind)
    assert (found.step.id if found else None) == expected


@settings(PURE, max_examples=200)
@given(draft=drafts, data=st.data())
def test_the_same_arguments_give_the_same_whatever_their_order(
    judge_draft: Judge, draft: Draft, data: st.DataObject
) -> None:
    before = judge_draft(draft)
    shuffled = data.draw(st.permutations(list(draft.answers.items())))
    after = judge_draft(replace(draft, answers=dict(shuffled)))
    assert after == before
    assert list(after.values) == list(before.values)
    assert judge_draft(draft) == before


@settings(PURE, max_examples=100)
@given(draft=drafts)
def test_the_language_changes_sentences_alone(judge_draft: Judge, draft: Draft) -> None:
    english = judge_draft(draft)
    set_language("es")
    try:
        spanish = judge_draft(draft)
    finally:
        set_language("en")
    assert english.values == spanish.values
    for one, other in zip(english.steps.values(), spanish.steps.values(), strict=True):
        assert (one.state, one.owner, one.required) == (other.state, other.owner, other.required)
        assert [f.rule for f in one.reading.findings] == [f.rule for f in other.reading.findings]
        assert bool(one.reason) is bool(other.reason)


met = st.fixed_dictionaries({}, optional={step: st.sampled_from(good(step)) for step in STEPS})


@settings(PURE, max_examples=300)
@given(typed=met, kept=passwords, step=st.sampled_from(list(STEPS)), data=st.data())
def test_a_valid_answer_to_an_open_required_step_never_lessens_progress(
    judge_draft: Judge, typed: dict[str, str], kept: KeptPassword | None, step: str, data: st.DataObject
) -> None:
    """But where it casts doubt on another; without a check, which a new answer rightly makes stale."""
    without = {name: text for name, text in typed.items() if name != step}
    draft = replace(BARE, answers=without, password=kept)
    before = judge_draft(draft)
    if not before.steps[step].required or STEPS[step].kind in (Kind.SECRET, Kind.COMPUTED):
        return
    after = judge_draft(draft.answered(step, data.draw(st.sampled_from(good(step))), AT))
    doubted = any(
        after.steps[name].state is State.TO_CONFIRM and state.state is State.DONE
        for name, state in before.steps.items()
    )
    if after.steps[step].state is State.DONE and not doubted:
        assert after.progress >= before.progress


@settings(PURE, max_examples=300)
@given(step=st.sampled_from(list(STEPS)), text=st.text(max_size=300) | st.sampled_from(WRONG))
def test_any_text_in_any_step_is_judged(judge_draft: Judge, step: str, text: str) -> None:
    for full in (BARE, acme_builders(), constructora_acme()):
        assert judge_draft(replace(full, answers={**full.answers, step: text})).steps[step].state in State


def test_a_full_draft_is_judged_in_less_than_five_milliseconds(judge_draft: Judge) -> None:
    """Also while a time zone is being typed that does not exist, which is looked up among six hundred."""
    full = acme_builders()
    mistyped = {**full.answers, "kickoff.date": "2026-12-01T10:00[America/Chicagoo]"}
    for draft in (full, replace(full, answers=mistyped)):
        judge_draft(draft)
        times = []
        for _repeat in range(20):
            started = time.perf_counter()
            judge_draft(draft)
            times.append(time.perf_counter() - started)
        assert min(times) < 0.005
