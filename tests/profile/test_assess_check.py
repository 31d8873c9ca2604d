"""The connection check as a step: good, stale, failed, not whole, skipped, not yet possible."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.profile.assess import check_inputs
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.checks import CheckResult, Stage, StageState, is_stale
from cmic_wizard.profile.draft import Draft, KeptPassword
from cmic_wizard.struct import replace

Judge = Callable[..., Assessment]
CHECK = "connection.check"
FAILED = (Stage("address", StageState.OK), Stage("tls", StageState.FAILED))
UNTRIED = (Stage("http", StageState.OK), Stage("user", StageState.NOT_TRIED))
REPLACED = KeptPassword("key_ring", 20, "2026-11-24T08:00:00+00:00", "SecretService")


def test_a_good_check_is_done(judge_without: Judge) -> None:
    state = judge_without().steps[CHECK]
    assert (state.state, state.reading.value, state.reason) == (State.DONE, "passed", "")


@pytest.mark.parametrize(
    "changed",
    [
        {"connection.hosting": "on_premise", "connection.ip_allow_list": "done"},
        {"connection.mobile_server_url": "https://acmemob.cmicpaas.com/cmictest"},
        {"connection.tenant_id": "SOLUTIONS"},
        {"connection.service_user": "PROCORE_API"},
        {"connection.company_codes": "001"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_check_is_stale_once_an_answer_it_used_has_changed(
    judge_without: Judge, changed: dict[str, str]
) -> None:
    result = judge_without(changed)
    state = result.steps[CHECK]
    assert (state.state, state.reason) == (
        State.TODO,
        "What was checked has changed since; please check again.",
    )
    assert not result.ready
    assert result.check is not None, "it is still there to be looked at"


def test_a_check_is_stale_once_the_password_was_replaced(judge_without: Judge) -> None:
    assert judge_without(password=REPLACED).steps[CHECK].state is State.TODO


def test_a_check_is_good_again_when_the_answer_is_as_it_was(judge_without: Judge) -> None:
    """Another spelling of the same value is no change."""
    assert judge_without({"connection.company_codes": " 001 , ACME01 "}).steps[CHECK].state is State.DONE


def test_what_a_check_did_not_use_may_change(judge_without: Judge) -> None:
    result = judge_without({"subscriptions.patch": "20", "connection.auth_method": "basic"})
    assert result.steps[CHECK].state is State.DONE


@pytest.mark.parametrize(
    ("stages", "ok", "said"),
    [
        (FAILED, False, "The last check failed."),
        (FAILED, True, "The last check failed."),
        (UNTRIED, True, "The last check is incomplete: nobody signed in; run it with the password."),
        (UNTRIED, False, "The last check is incomplete; please run it again."),
        ((), True, "The last check is incomplete; please run it again."),
    ],
    ids=["failed", "failed although it says ok", "nobody signed in", "not whole", "no stages"],
)
def test_a_check_that_does_not_prove_it_is_to_do(
    judge_without: Judge,
    good_check: Callable[[Draft], CheckResult],
    done_draft: Draft,
    stages: tuple[Stage, ...],
    ok: bool,
    said: str,
) -> None:
    check = replace(good_check(done_draft), ok=ok, stages=stages)
    state = judge_without(check=check).steps[CHECK]
    assert (state.state, state.reason) == (State.TODO, said)


def test_a_check_of_nothing_yet_is_to_do_once_its_turn_has_come(judge_without: Judge) -> None:
    assert judge_without(check=None).steps[CHECK].state is State.TODO


@pytest.mark.parametrize(
    "missing", ["connection.mobile_server_url", "connection.service_user", "connection.company_codes"]
)
def test_a_check_waits_for_what_it_needs_also_where_there_is_an_old_one(
    judge_without: Judge, missing: str
) -> None:
    result = judge_without({missing: ""})
    state = result.steps[CHECK]
    assert state.state is State.WAITING
    assert state.reason == f"“{result.steps[missing].step.title}” comes first."


def test_a_check_waits_for_the_password(judge_without: Judge) -> None:
    state = judge_without(password=None).steps[CHECK]
    assert (state.state, state.reason) == (State.WAITING, "“Service user's password” comes first.")


def test_a_check_that_failed_is_to_do_also_before_the_password_is_there(
    judge_without: Judge, done_draft: Draft, good_check: Callable[[Draft], CheckResult]
) -> None:
    without = replace(done_draft, password=None, check=None)
    check = replace(good_check(without), ok=False, stages=FAILED)
    assert judge_without(password=None, check=check).steps[CHECK].state is State.TODO


def test_a_skipped_check_is_done_with_its_reason_as_a_warning(judge_without: Judge) -> None:
    result = judge_without({CHECK: "skipped:  our   network only"}, check=None)
    state = result.steps[CHECK]
    assert state.state is State.DONE
    assert state.reading.value == "skipped:our network only"
    assert [finding.rule for finding in state.warnings] == ["check_skipped"]
    assert state.warnings[0].text.endswith("Reason: our network only")
    assert result.complete


def test_a_good_check_counts_more_than_that_it_was_skipped(judge_without: Judge) -> None:
    state = judge_without({CHECK: "skipped: server moves"}).steps[CHECK]
    assert (state.state, state.reading.value, state.warnings) == (State.DONE, "passed", ())


@pytest.mark.parametrize("typed", ["passed", "skipped:", "yes"])
def test_that_a_check_passed_cannot_be_typed(judge_without: Judge, typed: str) -> None:
    state = judge_without({CHECK: typed}, check=None).steps[CHECK]
    assert state.state is State.WRONG
    assert state.reason


def test_a_long_reason_is_cut(judge_without: Judge) -> None:
    state = judge_without({CHECK: "skipped: " + "x" * 400}, check=None).steps[CHECK]
    assert state.warnings[0].text.endswith("x…")
    assert len(state.warnings[0].text) < 300


def test_the_inputs_of_a_check_are_what_it_depends_on(done_draft: Draft) -> None:
    values = {"connection.hosting": "cloud", "kickoff.date": "x"}
    password = {"connection.service_password": "2026-11-20T16:02:11+00:00"}
    assert check_inputs(load_guide(), done_draft, values) == {"connection.hosting": "cloud", **password}
    assert check_inputs(load_guide(), replace(done_draft, password=None), values) == {
        "connection.hosting": "cloud"
    }


def test_a_check_is_stale_by_its_inputs_alone(done_draft: Draft) -> None:
    assert done_draft.check is not None
    assert not is_stale(done_draft.check, dict(done_draft.check.inputs))
    assert is_stale(done_draft.check, {})
