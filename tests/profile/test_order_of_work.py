"""Whose turn each step is in a new, a half-filled and a nearly complete profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cmic_wizard.guide.model import Owner
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.draft import Draft

Judge = Callable[..., Assessment]
AFTER_THE_WELCOME = ("kickoff.specialist", "kickoff.date")
ON_THE_CALL = ("kickoff.integration_map", "kickoff.approver_role", "go_live.date")
WITH_THE_TOOL = ("go_live.subtabs", "go_live.approvers", "go_live.approver_conditions")


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
    found = turns(judge_draft(empty_draft))
    own = {step for step, (state, _owner) in found.items() if state == "todo"}
    assert own == {
        *("subscriptions.cmic_version", "subscriptions.pmxchange", "connection.hosting"),
        *("connection.service_user", "connection.service_password", "connection.mobile_server_url"),
        *("connection.company_codes", "management.point_of_contact"),
    }
    assert found["kickoff.welcome_email"] == ("waiting", "specialist")
    assert found["connection.check"] == ("waiting", "customer")
    assert found["connection.dmsa_internal"] == ("waiting", "specialist")
    for step in (*AFTER_THE_WELCOME, *ON_THE_CALL, "kickoff.go_live_scheduled"):
        assert found[step] == ("waiting", "specialist"), step
    for step in ("go_live.tool_enabled", *WITH_THE_TOOL, "kickoff.requirements_met"):
        assert found[step] == ("waiting", "customer"), step
    first = next(iter(judge_draft(empty_draft).steps))
    assert first == "kickoff.internal_owner", "the welcome e-mail goes to this person"


def test_a_half_filled_profile_asks_for_what_the_welcome_e_mail_brings(
    judge_draft: Judge, done_draft: Draft
) -> None:
    answers = {
        step: text
        for step, text in done_draft.answers.items()
        if step.partition(".")[0] in ("subscriptions", "connection") and "dmsa" not in step
    } | {"kickoff.welcome_email": "yes"}
    found = turns(judge_draft(replace(done_draft, answers=answers)))
    for step in AFTER_THE_WELCOME:
        assert found[step] == ("todo", "customer"), step
    for step in (*ON_THE_CALL, "kickoff.go_live_scheduled"):
        assert found[step] == ("waiting", "customer"), step
    for step in ("connection.dmsa_internal", "kickoff.requirements_met", "go_live.tool_enabled"):
        assert found[step] == ("waiting", "specialist"), step
    assert judge_draft(replace(done_draft, answers=answers)).ready

    with_a_date = {**answers, "kickoff.date": done_draft.answers["kickoff.date"]}
    found = turns(judge_draft(replace(done_draft, answers=with_a_date)))
    for step in ON_THE_CALL:
        assert found[step] == ("todo", "customer"), step
    assert found["kickoff.go_live_scheduled"] == ("waiting", "customer")


def test_a_nearly_complete_profile_waits_for_procore_alone(judge_without: Judge) -> None:
    open_steps = ("go_live.tool_enabled", *WITH_THE_TOOL, "kickoff.go_live_scheduled")
    result = judge_without(dict.fromkeys(open_steps, ""))
    assert turns(result) == dict.fromkeys(("go_live.tool_enabled", *WITH_THE_TOOL), ("waiting", "procore"))
    assert result.own == ()
    enabled = judge_without({**dict.fromkeys(open_steps, ""), "go_live.tool_enabled": "yes"})
    assert turns(enabled) == dict.fromkeys(WITH_THE_TOOL, ("todo", Owner.CUSTOMER.value))
