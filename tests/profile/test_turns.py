"""Whose turn a step is follows the order of the work."""

from __future__ import annotations

from collections.abc import Callable

from cmic_wizard.guide.model import Owner
from cmic_wizard.profile.assessment import Assessment, State

Judge = Callable[..., Assessment]
URL = "connection.mobile_server_url"


def test_the_tool_waits_for_procore_only_once_the_requirements_are_met(judge_without: Judge) -> None:
    state = judge_without({"go_live.tool_enabled": "", URL: ""}).steps["go_live.tool_enabled"]
    assert (state.state, state.owner) == (State.WAITING, Owner.CUSTOMER)
    assert state.reason == "“All requirements met” comes first."


def test_the_go_live_date_does_not_wait_for_the_tool(judge_without: Judge) -> None:
    result = judge_without({"go_live.tool_enabled": "", "go_live.date": ""})
    assert result.steps["go_live.date"].state is State.TODO


def test_what_cmic_has_been_asked_for_waits_for_cmic(judge_without: Judge) -> None:
    state = judge_without({"subscriptions.pmxchange": "asked"}).steps["subscriptions.pmxchange"]
    assert (state.state, state.owner) == (State.WAITING, Owner.CMIC)
