"""What CMiC has been asked for waits for CMiC, and several companies need Multi-Company."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Owner
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.fields import read
from cmic_wizard.profile.rules.asked import says_asked

Judge = Callable[..., Assessment]
URL = "connection.mobile_server_url"
USER = "connection.service_user"
CODES = "connection.company_codes"
ASKED = [
    *("asked CMiC", "CMiC asked", "We have already asked CMiC on 3 Dec", "requested from CMiC"),
    *("CMiC has been asked", "waiting for CMiC", "pedido a CMiC", "Ya se ha pedido a CMiC."),
    *("hemos preguntado a CMiC", "solicitado a CMiC ayer", "a la espera de CMiC", "esperando a CMiC"),
]
NOT_ASKED = [
    *("CMiC", "PROCORE_API", "CMIC_ASKED", "ask CMiC", "asked Bob", "pedido", "https://cmic.example/asked"),
    *("asked@cmic.example", "CMiC user", "cmicprod", "x" * 300, ""),
]


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("step", [USER, URL, "connection.tenant_id", "subscriptions.cmic_version"])
def test_words_say_that_cmic_has_been_asked(step: str, text: str, judge_without: Judge) -> None:
    state = judge_without({step: text, "connection.hosting": "cloud"}).steps[step]
    assert (state.state, state.owner) == (State.WAITING, Owner.CMIC)
    assert state.reason == "CMiC has been asked; the answer is still to come."
    assert state.answer == text, "what was typed is kept"


@pytest.mark.parametrize("text", NOT_ASKED)
def test_other_words_say_no_such_thing(text: str) -> None:
    assert not says_asked(text)


def test_only_where_the_guide_says_so_is_it_cmic_s_turn(judge_without: Judge) -> None:
    """A company is called what it is called, and nobody at CMiC knows who leads the integration."""
    steps = load_guide().steps
    assert {step for step in steps if steps[step].cmic_asked} == {
        *(USER, URL, "connection.tenant_id", "subscriptions.cmic_version")
    }
    assert read(steps["connection.dmsa_installed"], "asked CMiC", {}).value == "asked CMiC"


def test_what_waits_for_cmic_keeps_the_check_waiting_and_nobody_from_handing_over(
    judge_without: Judge,
) -> None:
    result = judge_without({URL: "asked CMiC", USER: "pedido a CMiC"})
    check = result.steps["connection.check"]
    assert (check.state, check.owner) == (State.WAITING, Owner.CMIC)
    assert result.ready
    assert not result.complete
    assert result.own == ()


@pytest.mark.parametrize(("codes", "warned"), [("001", False), ("001,ACME01", True), ("001, 001", False)])
def test_several_companies_are_warned_of(codes: str, warned: bool, judge_without: Judge) -> None:
    state = judge_without({CODES: codes}).steps[CODES]
    assert state.state is State.DONE
    assert any("Multi-Company" in finding.text for finding in state.warnings) is warned
