"""Every rule of the table of states, on the real guide."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Owner
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.draft import Draft, KeptPassword
from cmic_wizard.profile.reading import Reading, Severity
from cmic_wizard.struct import replace

Judge = Callable[..., Assessment]
URL, USER, TENANT = "connection.mobile_server_url", "connection.service_user", "connection.tenant_id"
GO_AHEAD, INTERNAL = "connection.dmsa_go_ahead", "connection.dmsa_internal"
SECRET, CHECK = "connection.service_password", "connection.check"
HOSTING, ALLOW_LIST = "connection.hosting", "connection.ip_allow_list"


def test_the_done_draft_is_done(judge_draft: Judge, done_draft: Draft) -> None:
    result = judge_draft(done_draft)
    open_steps = {s.step.id: s.state for s in result.required if s.state is not State.DONE}
    assert open_steps == {}
    assert (result.ready, result.complete, result.progress) == (True, True, 1.0)
    assert all(s.reason == "" for s in result.required)


def test_an_empty_draft_is_judged_step_by_step(judge_draft: Judge, empty_draft: Draft) -> None:
    result = judge_draft(empty_draft)
    by_state = {state: {step for step, s in result.steps.items() if s.state is state} for state in State}
    assert by_state[State.DONE] == by_state[State.WRONG] == by_state[State.RETURNED] == set()
    assert by_state[State.NOT_APPLICABLE] == {
        "connection.api_security",
        "connection.password_expires_on",
    }
    assert by_state[State.WAITING] == {
        *(GO_AHEAD, INTERNAL, "connection.dmsa_external", CHECK, "kickoff.welcome_email"),
        *("kickoff.requirements_met", "go_live.tool_enabled", "go_live.date", "go_live.subtabs"),
        *("go_live.approvers", "go_live.approver_conditions", "kickoff.specialist", "kickoff.date"),
        *("kickoff.integration_map", "kickoff.approver_role", "kickoff.procore_settings"),
        *("kickoff.go_live_scheduled", "go_live.settings", "connection.ip_allow_list"),
    }
    assert by_state[State.TODO] == {
        *("subscriptions.cmic_version", "subscriptions.pmxchange", HOSTING, USER, SECRET, URL),
        *("connection.company_codes", "management.point_of_contact"),
    }
    assert not result.ready
    assert not result.complete
    assert result.progress == 0.0


def test_a_warning_leaves_a_step_done_with_the_warning_beside_it(judge_without: Judge) -> None:
    state = judge_without({TENANT: "SOLUTIONS"}).steps[TENANT]
    assert state.state is State.DONE
    assert [finding.rule for finding in state.warnings] == ["tenant_hosted"]


@pytest.mark.parametrize("choice", ["licensed", "no", "unsure"])
def test_a_choice_that_is_not_met_is_to_do_with_what_is_missing(judge_without: Judge, choice: str) -> None:
    result = judge_without({"subscriptions.pmxchange": choice})
    state = result.steps["subscriptions.pmxchange"]
    option = state.step.option(choice)
    assert option is not None
    assert (state.state, state.reason, state.owner) == (State.TODO, option.missing, Owner.CUSTOMER)
    assert result.unready == (state,)
    assert result.values["subscriptions.pmxchange"] == choice, "the answer is valid all the same"


def test_a_dmsa_app_that_is_not_installed_is_to_do_with_what_is_missing(judge_without: Judge) -> None:
    state = judge_without({INTERNAL: "no"}).steps[INTERNAL]
    assert (state.state, state.reason) == (State.TODO, state.step.missing)


def test_what_is_not_met_but_not_required_stays_optional_and_says_what_is_missing(
    judge_without: Judge,
) -> None:
    state = judge_without({"subscriptions.collaborate_server": "no"}).steps[
        "subscriptions.collaborate_server"
    ]
    assert (state.state, state.reason) == (State.OPTIONAL, state.step.missing)


def test_a_wrong_answer_is_kept_and_says_why(judge_without: Judge) -> None:
    result = judge_without({URL: "http://acmemob.cmicpaas.com/cmicprod"})
    state = result.steps[URL]
    assert state.state is State.WRONG
    assert "https" in state.reason
    assert state.answer == "http://acmemob.cmicpaas.com/cmicprod"
    assert URL not in result.values
    assert not result.ready


def test_a_wrong_answer_to_somebody_elses_step_is_the_users_turn(judge_without: Judge) -> None:
    state = judge_without({"kickoff.welcome_email": "absolutely"}).steps["kickoff.welcome_email"]
    assert (state.state, state.owner) == (State.WRONG, Owner.CUSTOMER)


def test_an_optional_answer_that_is_wrong_is_ones_own_but_keeps_nothing_back(judge_without: Judge) -> None:
    result = judge_without({"subscriptions.patch": "many"})
    assert result.steps["subscriptions.patch"] in result.own
    assert result.ready
    assert result.complete


@pytest.mark.parametrize(
    ("step", "owner"),
    [
        (GO_AHEAD, Owner.SPECIALIST),
        ("kickoff.welcome_email", Owner.SPECIALIST),
        ("go_live.tool_enabled", Owner.PROCORE),
    ],
)
def test_an_open_step_of_somebody_else_waits_and_names_him(
    judge_without: Judge, step: str, owner: Owner
) -> None:
    behind = {INTERNAL: ""} if step == GO_AHEAD else {}
    state = judge_without({step: "", **behind}).steps[step]
    assert (state.state, state.owner) == (State.WAITING, owner)
    assert ("specialist" if owner is Owner.SPECIALIST else "Procore") in state.reason


def test_somebody_elses_step_that_is_not_met_waits_with_what_is_missing(judge_without: Judge) -> None:
    state = judge_without({"go_live.tool_enabled": "no"}).steps["go_live.tool_enabled"]
    assert (state.state, state.owner, state.reason) == (State.WAITING, Owner.PROCORE, state.step.missing)


def test_a_step_after_another_waits_and_names_it_and_its_owner(judge_without: Judge) -> None:
    state = judge_without({GO_AHEAD: "", INTERNAL: ""}).steps[INTERNAL]
    assert (state.state, state.owner) == (State.WAITING, Owner.SPECIALIST)
    assert state.reason == "“Go-ahead for the DMSA apps” comes first."


def test_a_step_whose_turn_has_not_come_may_be_answered_all_the_same(judge_without: Judge) -> None:
    assert judge_without({GO_AHEAD: ""}).steps[INTERNAL].state is State.DONE


def test_the_users_own_open_step_is_named_before_one_of_others(judge_without: Judge) -> None:
    state = judge_without({USER: "", URL: ""}, check=None).steps[CHECK]
    assert (state.state, state.owner) == (State.WAITING, Owner.CUSTOMER)
    assert state.reason == "“Mobile server URL” comes first."


def test_what_waits_for_others_keeps_nobody_from_the_hand_off(judge_without: Judge) -> None:
    waiting = {GO_AHEAD: "", INTERNAL: "", "connection.dmsa_external": ""}
    result = judge_without({**waiting, "kickoff.welcome_email": ""})
    assert result.ready
    assert not result.complete
    assert result.own == ()
    assert {s.step.id for s in result.waiting} == {
        *(GO_AHEAD, INTERNAL, "connection.dmsa_external", "kickoff.welcome_email"),
        "kickoff.requirements_met",
    }


def test_a_required_step_behind_ones_own_wrong_answer_keeps_the_hand_off_back(judge_without: Judge) -> None:
    """The go-ahead is not required, so only what waits for it can tell that the profile is not ready."""
    result = judge_without({GO_AHEAD: "absolutely", INTERNAL: ""})
    assert result.steps[GO_AHEAD].state is State.WRONG
    assert [s.step.id for s in result.unready] == [INTERNAL]
    assert not result.ready


def test_a_later_phase_does_not_count_for_ready(judge_without: Judge) -> None:
    result = judge_without({"kickoff.date": "", "management.point_of_contact": "", "go_live.subtabs": ""})
    assert result.ready
    assert not result.complete


@pytest.mark.parametrize(
    ("hosting", "state", "required"),
    [
        ("on_premise", State.TODO, True),
        ("cloud", State.NOT_APPLICABLE, False),
        ("hosted", State.NOT_APPLICABLE, False),
        ("unsure", State.OPTIONAL, False),
        ("", State.OPTIONAL, False),
    ],
)
def test_the_allow_list_depends_on_the_hosting(
    judge_without: Judge, hosting: str, state: State, required: bool
) -> None:
    found = judge_without({HOSTING: hosting}).steps[ALLOW_LIST]
    assert (found.state, found.required) == (state, required)


def test_what_is_ruled_out_says_so_and_has_no_value(judge_without: Judge) -> None:
    result = judge_without({ALLOW_LIST: "gibberish"})
    state = result.steps[ALLOW_LIST]
    assert (state.state, state.answer) == (State.NOT_APPLICABLE, "gibberish")
    assert state.reason == "Not needed, given the other answers."
    assert state.reading.findings == (), "nothing is found fault with where nothing is needed"
    assert ALLOW_LIST in judge_without({ALLOW_LIST: "done", HOSTING: "on_premise"}).values
    assert ALLOW_LIST not in judge_without({ALLOW_LIST: "done"}).values


def test_dmsa_apps_fall_away_where_the_specialist_needs_none(judge_without: Judge) -> None:
    result = judge_without({GO_AHEAD: "not_needed", INTERNAL: "no", "connection.dmsa_external": ""})
    assert result.steps[INTERNAL].state is State.NOT_APPLICABLE
    assert INTERNAL not in result.values
    assert result.complete


@pytest.mark.parametrize(
    ("hosting", "open_state", "warning"),
    [
        ("cloud", State.TODO, ""),
        ("hosted", State.OPTIONAL, "tenant_hosted"),
        ("on_premise", State.OPTIONAL, "tenant_on_premise"),
    ],
)
def test_the_tenant_id_is_required_in_the_cloud_and_warned_of_elsewhere(
    judge_without: Judge, hosting: str, open_state: State, warning: str
) -> None:
    assert judge_without({HOSTING: hosting}).steps[TENANT].state is open_state
    given = judge_without({HOSTING: hosting, TENANT: "SOLUTIONS"}).steps[TENANT]
    assert given.state is State.DONE
    assert [finding.rule for finding in given.warnings] == ([warning] if warning else [])


@pytest.mark.parametrize(
    ("version", "patch", "applies"),
    [
        ("V12-019", "", True),
        ("V12-018", "", False),
        ("R12", "", False),
        ("R12", "19", True),
        ("R12 Patch 20", "7", False),
        ("R12 Patch 20", "many", True),
        ("R9 Patch 20", "", False),
    ],
)
def test_api_security_follows_from_the_patch_also_out_of_the_version(
    judge_without: Judge, version: str, patch: str, applies: bool
) -> None:
    result = judge_without({"subscriptions.cmic_version": version, "subscriptions.patch": patch})
    assert result.steps["connection.api_security"].applies is applies


def test_a_checklist_names_what_is_missing(judge_without: Judge) -> None:
    step = load_guide().steps["go_live.subtabs"]
    ids = [option.id for option in step.options]
    one = judge_without({step.id: ",".join(ids[1:])}).steps[step.id]
    assert (one.state, one.reason) == (State.TODO, "1 item is still open: Vendors (Companies)")
    many = judge_without({step.id: ids[0]}).steps[step.id]
    assert many.reason.startswith(f"{len(ids) - 1} items are still open: Jobs, ")
    assert judge_without({step.id: ",".join(reversed(ids))}).steps[step.id].state is State.DONE


def test_an_item_may_be_settled_without_being_ticked(judge_without: Judge) -> None:
    step = load_guide().steps["go_live.subtabs"]
    ids = [option.id for option in step.options]
    absent = judge_without({step.id: ",".join((*ids[:-1], f"-{ids[-1]}"))}).steps[step.id]
    assert (absent.state, absent.reading.value.split(",")[-1]) == (State.DONE, f"-{ids[-1]}")
    both = judge_without({step.id: f"all,{ids[0]},-{ids[0]}"}).steps[step.id]
    assert both.state is State.WRONG


def test_the_conditions_of_the_role_are_met_by_each_approver(judge_without: Judge) -> None:
    step = "go_live.approver_conditions"
    two = "Jane Doe <jane@acme.example>; Sam, Jr."
    jane = "tool_level@jane@acme.example,can_push@jane@acme.example"
    part = judge_without({"go_live.approvers": two, step: f"{jane},tool_level@sam  jr."}).steps[step]
    assert part.state is State.TODO
    assert part.reason == "1 item is still open: “Can Push to Accounting” (Sam, Jr.)"
    for everybody in ("all", "can_push,tool_level"):
        state = judge_without({"go_live.approvers": two, step: everybody}).steps[step]
        assert state.state is State.DONE
        assert state.reading.value == f"{jane},tool_level@sam  jr.,can_push@sam  jr."
    gone = judge_without({"go_live.approvers": "Jane <JANE@acme.example>", step: f"{jane},can_push@x"})
    assert (gone.steps[step].state, gone.steps[step].reading.value) == (State.DONE, jane)
    assert judge_without({step: "can_pus@jane@acme.example"}).steps[step].state is State.WRONG


def test_answers_of_an_older_list_attest_what_that_list_had(judge_without: Judge) -> None:
    """`all` from before an item was listed leaves it open, and an item that is gone does no harm."""
    before = "vendors,jobs,job_costs,budget,commitments,commitment_change_orders,prime_change_orders,"
    before += "subcontractor_invoices,sub_jobs,cost_codes,settings"
    for answer in ("all", before):
        state = judge_without({"go_live.subtabs": answer}).steps["go_live.subtabs"]
        assert (state.state, state.reason) == (State.TODO, "1 item is still open: Prime Contracts"), answer
        assert "prime_contracts" not in state.reading.value


def test_the_go_live_call_is_scheduled_once_it_has_a_date(judge_without: Judge) -> None:
    scheduled = "kickoff.go_live_scheduled"
    assert judge_without({scheduled: ""}).steps[scheduled].reading.value == "yes"
    state = judge_without({scheduled: "", "go_live.date": ""}).steps[scheduled]
    assert (state.state, state.owner) == (State.WAITING, Owner.CUSTOMER)
    assert state.reason == "“Go-live call: date and time” comes first."


def test_requirements_met_is_computed_and_never_ticked(judge_without: Judge) -> None:
    met = judge_without({"kickoff.requirements_met": "no"}).steps["kickoff.requirements_met"]
    assert (met.state, met.reading.value) == (State.DONE, "yes")
    open_answers = dict.fromkeys((URL, USER, "connection.company_codes", HOSTING), "")
    result = judge_without({**open_answers, "kickoff.requirements_met": "yes"})
    unmet = result.steps["kickoff.requirements_met"]
    assert (unmet.state, unmet.owner) == (State.WAITING, Owner.CUSTOMER)
    assert unmet.reason.startswith("5 requirements are open: Where CMiC runs, CMiC service user, Mobile ")
    assert unmet.reason.endswith(" …")


def test_requirements_that_wait_for_others_are_theirs(judge_without: Judge) -> None:
    result = judge_without({GO_AHEAD: "", INTERNAL: ""})
    state = result.steps["kickoff.requirements_met"]
    assert (state.state, state.owner) == (State.WAITING, Owner.SPECIALIST)
    assert state.reason == "1 requirement is open: Internal DMSA app installed"
    assert not result.complete


def test_requirements_of_later_phases_and_optional_ones_do_not_count(judge_without: Judge) -> None:
    result = judge_without({"kickoff.date": "", "subscriptions.patch": "many", "go_live.tool_enabled": ""})
    assert result.steps["kickoff.requirements_met"].state is State.DONE


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("key_ring", "20 characters, kept in the key ring (SecretService<U+001B>)"),
        ("vault", "20 characters, kept in the vault under your passphrase"),
        ("customer", "20 characters, kept by the customer"),
    ],
)
def test_a_kept_password_is_done_and_says_where(judge_without: Judge, place: str, said: str) -> None:
    kept = KeptPassword(place, 20, "2026-11-20T16:02:11+00:00", "SecretService\x1b")
    state = judge_without(password=kept, check=None).steps[SECRET]
    assert (state.state, state.reading.value) == (State.DONE, "kept")
    assert [(f.severity, f.text) for f in state.reading.findings] == [(Severity.INFO, said)]


def test_a_password_among_the_answers_counts_for_nothing_and_goes_nowhere(judge_without: Judge) -> None:
    result = judge_without({SECRET: "C4NARY"}, password=None, check=None)
    state = result.steps[SECRET]
    assert (state.state, state.answer, state.reading) == (State.TODO, "", Reading(""))
    assert SECRET not in result.values
    assert "C4NARY" not in state.reason


def test_a_date_that_has_passed_is_done_and_told_of(judge_without: Judge) -> None:
    state = judge_without({"kickoff.date": "2026-11-24T09:29Z[UTC]"}).steps["kickoff.date"]
    assert state.state is State.DONE
    assert "date_passed" in [finding.rule for finding in state.reading.findings]
    assert state.warnings == ()
    coming = judge_without({"kickoff.date": "2026-11-24T09:30Z[UTC]"}).steps["kickoff.date"]
    assert "date_passed" not in [finding.rule for finding in coming.reading.findings]


def test_notes_stand_beside_their_step(judge_without: Judge) -> None:
    result = judge_without(notes={URL: "Confirmed by CMiC"})
    assert result.steps[URL].note == "Confirmed by CMiC"
    assert result.steps[USER].note == ""


def test_answers_to_steps_that_the_guide_does_not_have_are_ignored(
    judge_draft: Judge, done_draft: Draft
) -> None:
    strange = replace(done_draft, answers={**done_draft.answers, "x.y": "1"})
    assert judge_draft(strange).counts == judge_draft(done_draft).counts
    assert "x.y" not in judge_draft(strange).values


def test_every_reason_is_in_the_chosen_language(judge_draft: Judge, empty_draft: Draft) -> None:
    texts = {"subscriptions.pmxchange": "licensed", URL: "http://x.example", "go_live.subtabs": "vendors"}
    draft = replace(empty_draft, answers=texts)
    english = judge_draft(draft)
    set_language("es")
    spanish = judge_draft(draft)
    for step, state in english.steps.items():
        other = spanish.steps[step]
        assert (state.state, state.owner, state.required) == (other.state, other.owner, other.required)
        if state.reason:
            assert state.reason != other.reason, step
    assert spanish.steps["kickoff.welcome_email"].reason == "A la espera del especialista en integración."
    assert english.values == spanish.values


def test_every_step_of_the_guide_is_judged_in_its_order(judge_draft: Judge, empty_draft: Draft) -> None:
    assert list(judge_draft(empty_draft).steps) == list(load_guide().steps)
    infos = [s for s in judge_draft(empty_draft).steps.values() if s.step.kind is Kind.INFO]
    assert {s.state for s in infos} == {State.OPTIONAL}


def test_a_go_ahead_that_nobody_needs_any_more_settles_itself(judge_without: Judge) -> None:
    both = {INTERNAL: "yes", "connection.dmsa_external": "yes"}
    assert judge_without({**both, GO_AHEAD: ""}).steps[GO_AHEAD].state is State.NOT_APPLICABLE
    assert judge_without({**both, GO_AHEAD: "yes"}).steps[GO_AHEAD].state is State.DONE
    assert (
        judge_without({INTERNAL: "yes", "connection.dmsa_external": "", GO_AHEAD: ""}).steps[GO_AHEAD].state
        is State.WAITING
    )
