"""Whose turn each step is in a new, a half-filled and a nearly complete profile, and in any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from samples import EVERYTHING, NOW

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Owner
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.draft import Draft
from cmic_wizard.struct import replace

Judge = Callable[..., Assessment]
AFTER_THE_WELCOME = ("kickoff.specialist", "kickoff.date")
ON_THE_CALL = ("kickoff.integration_map", "kickoff.approver_role", "go_live.date")
WITH_THE_TOOL = ("go_live.subtabs", "go_live.approvers", "go_live.approver_conditions")

KNOWN_FROM: Final[dict[str, tuple[str, ...]]] = {
    "connection.dmsa_internal": ("connection.dmsa_go_ahead",),
    "connection.dmsa_external": ("connection.dmsa_go_ahead",),
    "connection.ip_allow_list": ("kickoff.welcome_email",),
    "kickoff.specialist": ("kickoff.welcome_email",),
    "kickoff.date": ("kickoff.welcome_email",),
    "kickoff.integration_map": ("kickoff.date",),
    "kickoff.approver_role": ("kickoff.date",),
    "kickoff.procore_settings": ("kickoff.date",),
    "kickoff.go_live_scheduled": ("go_live.date",),
    "go_live.date": ("kickoff.date",),
    "go_live.tool_enabled": ("kickoff.requirements_met",),
    "go_live.subtabs": ("go_live.tool_enabled",),
    "go_live.settings": ("go_live.tool_enabled",),
    "go_live.approvers": ("go_live.tool_enabled",),
    "go_live.approver_conditions": ("go_live.approvers",),
}
"""What has to have happened before anybody can answer a step: the specialist, who gives Procore's addresses,
is known from the welcome e-mail; a call has its agenda once it has a date; Procore enables the tool once all
requirements are met; and what is to be seen in the tool is seen once it is there."""
PASSED: Final = (State.DONE, State.NOT_APPLICABLE, State.TO_CONFIRM)


def turns(result: Assessment) -> dict[str, tuple[str, str]]:
    """State and owner of each required step that is not done."""
    return {
        step: (state.state.value, state.owner.value)
        for step, state in result.steps.items()
        if state.required and state.state is not State.DONE
    }


def test_a_new_profile_asks_for_nothing_that_nobody_can_know_yet(
    judge_draft: Judge, empty_draft: Draft
) -> None:
    """Every step of it, the optional ones too: what the user may do now, and what waits on whom."""
    result = judge_draft(empty_draft)
    found: dict[tuple[str, str], set[str]] = {}
    for step, state in result.steps.items():
        found.setdefault((state.state.value, state.owner.value), set()).add(step)
    assert found == {
        ("todo", "customer"): {
            *("subscriptions.cmic_version", "subscriptions.pmxchange", "connection.hosting"),
            *("connection.service_user", "connection.service_password", "connection.mobile_server_url"),
            *("connection.company_codes", "management.point_of_contact"),
        },
        ("optional", "customer"): {
            *("kickoff.internal_owner", "subscriptions.patch", "subscriptions.collaborate_server"),
            *("subscriptions.project_financials", "connection.password_expiry", "connection.auth_method"),
            *("connection.tenant_id", "connection.cmic_contact", "connection.dmsa_installed"),
            *("management.call_request", "management.resources"),
        },
        ("waiting", "specialist"): {
            *("connection.dmsa_go_ahead", "connection.dmsa_internal", "connection.dmsa_external"),
            *("connection.ip_allow_list", "kickoff.welcome_email"),
            *(*AFTER_THE_WELCOME, *ON_THE_CALL, "kickoff.procore_settings", "kickoff.go_live_scheduled"),
        },
        ("waiting", "customer"): {
            *("connection.check", "kickoff.requirements_met", "go_live.tool_enabled"),
            *(*WITH_THE_TOOL, "go_live.settings"),
        },
        ("not_applicable", "customer"): {"connection.password_expires_on", "connection.api_security"},
    }
    first = next(iter(result.steps))
    assert first == "kickoff.internal_owner", "the welcome e-mail goes to this person"
    assert not [state.step.id for state in result.steps.values() if state.owner is Owner.PROCORE]


def test_a_half_filled_profile_asks_for_what_the_welcome_e_mail_brings(
    judge_draft: Judge, done_draft: Draft
) -> None:
    answers = {
        step: text
        for step, text in done_draft.answers.items()
        if step.partition(".")[0] in ("subscriptions", "connection") and "dmsa" not in step
    } | {"kickoff.welcome_email": "yes"}
    found = turns(judge_draft(replace(done_draft, answers=answers)))
    assert found == {
        **dict.fromkeys((*AFTER_THE_WELCOME, "management.point_of_contact"), ("todo", "customer")),
        **dict.fromkeys((*ON_THE_CALL, "kickoff.go_live_scheduled"), ("waiting", "customer")),
        **dict.fromkeys(("connection.dmsa_internal", "connection.dmsa_external"), ("waiting", "specialist")),
        **dict.fromkeys(("kickoff.requirements_met", "go_live.tool_enabled"), ("waiting", "specialist")),
        **dict.fromkeys(WITH_THE_TOOL, ("waiting", "specialist")),
    }
    assert judge_draft(replace(done_draft, answers=answers)).ready

    with_a_date = {**answers, "kickoff.date": done_draft.answers["kickoff.date"]}
    found = turns(judge_draft(replace(done_draft, answers=with_a_date)))
    for step in ON_THE_CALL:
        assert found[step] == ("todo", "customer"), step
    assert found["kickoff.go_live_scheduled"] == ("waiting", "customer")
    assert found["go_live.tool_enabled"] == ("waiting", "specialist"), "not Procore's before the requirements"


def test_a_nearly_complete_profile_waits_for_procore_alone(judge_without: Judge) -> None:
    open_steps = ("go_live.tool_enabled", *WITH_THE_TOOL, "kickoff.go_live_scheduled")
    result = judge_without(dict.fromkeys(open_steps, ""))
    assert turns(result) == dict.fromkeys(("go_live.tool_enabled", *WITH_THE_TOOL), ("waiting", "procore"))
    assert result.own == ()
    enabled = judge_without({**dict.fromkeys(open_steps, ""), "go_live.tool_enabled": "yes"})
    assert turns(enabled) == {
        **dict.fromkeys(("go_live.subtabs", "go_live.approvers"), ("todo", "customer")),
        "go_live.approver_conditions": ("waiting", "customer"),
    }
    named = {**dict.fromkeys(open_steps, ""), "go_live.tool_enabled": "yes"}
    del named["go_live.approvers"]
    assert turns(judge_without(named)) == dict.fromkeys(
        ("go_live.subtabs", "go_live.approver_conditions"), ("todo", "customer")
    )


def test_on_the_company_s_own_servers_procore_s_addresses_wait_for_the_specialist(
    judge_draft: Judge, empty_draft: Draft
) -> None:
    """Nobody else knows them, and nobody knows the specialist before the welcome e-mail."""
    answers = {"connection.hosting": "on_premise"}
    state = judge_draft(replace(empty_draft, answers=answers)).steps["connection.ip_allow_list"]
    assert (state.state, state.owner, state.required) == (State.WAITING, Owner.SPECIALIST, True)
    answers["kickoff.welcome_email"] = "yes"
    state = judge_draft(replace(empty_draft, answers=answers)).steps["connection.ip_allow_list"]
    assert (state.state, state.owner) == (State.TODO, Owner.CUSTOMER)
    answers = {"connection.hosting": "on_premise", "connection.ip_allow_list": "not_needed"}
    state = judge_draft(replace(empty_draft, answers=answers)).steps["connection.ip_allow_list"]
    assert state.state is State.DONE, "who knows it can say so at once"


@given(st.sets(st.sampled_from(sorted(EVERYTHING))))
def test_no_profile_asks_for_what_can_t_be_known_yet(answered: set[str]) -> None:
    """However far one has come, an open step is nobody's turn before what it is known from."""
    answers = {step: EVERYTHING[step] for step in answered}
    draft = Draft("ab12", "Acme Builders", NOW.isoformat(), NOW.isoformat(), answers=answers)
    states = assess(load_guide(), draft, NOW).steps
    for step, sources in KNOWN_FROM.items():
        state = states[step]
        if state.answer or state.state in PASSED:
            continue
        missing = [states[source] for source in sources if states[source].state not in PASSED]
        if missing:
            assert state.state is State.WAITING, step
            assert state.owner in {source.owner for source in missing}, step
        else:
            assert state.state in (State.TODO, State.OPTIONAL, State.WAITING), step
            assert state.owner is state.step.owner, step
    procore = [
        step
        for step, state in states.items()
        if state.owner is Owner.PROCORE and state.state is State.WAITING
    ]
    if procore:
        assert states["kickoff.requirements_met"].state is State.DONE


def test_what_is_known_later_is_declared() -> None:
    """The order that these tests expect is the guide's own: a step that is new there is thought of here."""
    guide = load_guide()
    waits = {step.id: set(step.after) for step in guide.walk() if step.after and step.kind is not Kind.CHECK}
    assert waits.keys() == KNOWN_FROM.keys()
