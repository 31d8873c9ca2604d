"""The judge on a tiny guide of its own: nothing in it depends on Procore's guide."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixture_types import JudgeDraft

from cmic_wizard.guide.loader import GuideFaults, parse_guide
from cmic_wizard.guide.model import Condition, Guide, Owner, When
from cmic_wizard.guide.rule_names import RULE_NAMES
from cmic_wizard.profile.assess import holds, waits_for
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.fields import RULES
from cmic_wizard.struct import replace

TINY = """
id = "tiny"
title = "Tiny"
welcome = "Hello"
closing = "Bye"

[[phase]]
id = "later"
title = "Later"
[[phase.section]]
id = "end"
title = "End"
[[phase.section.step]]
id = "after_all"
kind = "confirm"
title = "After all"
after = ["end.all_met"]
[[phase.section.step]]
id = "all_met"
kind = "computed"
title = "All met"
applies = { "start.plan" = ["!none"] }

[[phase]]
id = "preparation"
title = "Preparation"
gate = true
[[phase.section]]
id = "start"
title = "Start"
[[phase.section.step]]
id = "first_chain"
kind = "confirm"
title = "First of a chain"
applies = { "start.second_chain" = ["yes"] }
required = false
[[phase.section.step]]
id = "second_chain"
kind = "confirm"
title = "Second of a chain"
applies = { "start.plan" = ["big"] }
required = false
[[phase.section.step]]
id = "plan"
kind = "choice"
title = "Plan"
met = ["big", "small", "none"]
options = [
    { id = "big", title = "Big" },
    { id = "small", title = "Small" },
    { id = "none", title = "None" },
    { id = "asked", title = "Asked", missing = "CMiC has not answered.", owner = "cmic" },
    { id = "silent", title = "Silent" },
]
[[phase.section.step]]
id = "goods"
kind = "checklist"
title = "Goods"
met = ["a", "b"]
options = [{ id = "a", title = "A" }, { id = "b", title = "B" }, { id = "c", title = "C" }]
[[phase.section.step]]
id = "theirs"
kind = "choice"
title = "Theirs"
owner = "cmic"
met = ["yes"]
options = [
    { id = "yes", title = "Yes" },
    { id = "sign", title = "Sign", missing = "You have to sign.", owner = "customer" },
]
[[phase.section.step]]
id = "behind"
kind = "confirm"
title = "Behind two"
after = ["start.theirs", "start.plan"]
met = ["yes"]
[[phase.section.step]]
id = "behind_behind"
kind = "confirm"
title = "Behind that"
after = ["start.behind"]
[[phase.section.step]]
id = "number"
kind = "text"
title = "Number"
required = false
[[phase.section.step]]
id = "many"
kind = "confirm"
title = "Many"
applies = { "start.number" = ">=19" }
required = { "start.plan" = ["big"], "start.number" = ">=100" }
"""
MET = {
    "start.plan": "small",
    "start.goods": "a,b",
    "start.theirs": "yes",
    "start.behind": "yes",
    "start.behind_behind": "yes",
}
JudgeTiny = Callable[..., Assessment]


@pytest.fixture(scope="module")
def tiny() -> Guide:
    return parse_guide(TINY)


@pytest.fixture
def judge_tiny(judge_draft: JudgeDraft, empty_draft: Draft, tiny: Guide) -> JudgeTiny:
    def judge(**answers: str) -> Assessment:
        merged = MET | {f"start.{name}": text for name, text in answers.items()}
        draft = replace(empty_draft, answers={step: text for step, text in merged.items() if text})
        return judge_draft(draft, tiny)

    return judge


def test_a_computed_step_opens_the_ones_behind_it_wherever_it_stands(judge_tiny: JudgeTiny) -> None:
    met = judge_tiny()
    assert (met.steps["end.all_met"].state, met.steps["end.after_all"].state) == (State.DONE, State.TODO)
    unmet = judge_tiny(goods="")
    assert unmet.steps["end.after_all"].state is State.WAITING
    assert unmet.steps["end.after_all"].reason == "“All met” comes first."
    assert list(met.steps)[:2] == ["end.after_all", "end.all_met"], "in the guide's order all the same"


def test_a_computed_step_can_be_ruled_out_too(judge_tiny: JudgeTiny) -> None:
    result = judge_tiny(plan="none", goods="")
    assert result.steps["end.all_met"].state is State.NOT_APPLICABLE
    assert result.steps["end.after_all"].state is State.TODO, "what does not apply holds nothing up"


def test_what_falls_away_takes_along_what_depends_on_it(judge_tiny: JudgeTiny) -> None:
    chain = {"first_chain": "yes", "second_chain": "yes"}
    assert "start.first_chain" in judge_tiny(plan="big", **chain).values
    result = judge_tiny(plan="small", **chain)
    assert {result.steps[f"start.{step}"].state for step in chain} == {State.NOT_APPLICABLE}
    assert not {"start.first_chain", "start.second_chain"} & result.values.keys()


def test_an_option_may_make_it_somebody_elses_turn(judge_tiny: JudgeTiny) -> None:
    state = judge_tiny(plan="asked").steps["start.plan"]
    assert (state.state, state.owner, state.reason) == (State.WAITING, Owner.CMIC, "CMiC has not answered.")


def test_an_option_may_make_it_the_users_turn(judge_tiny: JudgeTiny) -> None:
    result = judge_tiny(theirs="sign", behind="", behind_behind="")
    state = result.steps["start.theirs"]
    assert (state.state, state.owner, state.reason) == (State.TODO, Owner.CUSTOMER, "You have to sign.")
    assert result.steps["start.behind"].owner is Owner.CUSTOMER


def test_a_choice_that_is_not_met_has_a_reason_even_where_the_guide_gives_none(judge_tiny: JudgeTiny) -> None:
    assert judge_tiny(plan="silent").steps["start.plan"].reason == "This is not done yet."


def test_a_checklist_may_ask_for_some_of_its_items(judge_tiny: JudgeTiny) -> None:
    assert judge_tiny(goods="a,b,c").steps["start.goods"].state is State.DONE
    assert judge_tiny(goods="a,c").steps["start.goods"].reason == "1 item is still open: B"
    assert judge_tiny(goods="c").steps["start.goods"].reason == "2 items are still open: A, B"


def test_whoever_is_waited_for_is_handed_down(judge_tiny: JudgeTiny) -> None:
    result = judge_tiny(theirs="", behind="", behind_behind="")
    behind, last = result.steps["start.behind"], result.steps["start.behind_behind"]
    assert (behind.reason, behind.owner) == ("“Theirs” comes first.", Owner.CMIC)
    assert (last.reason, last.owner) == ("“Behind two” comes first.", Owner.CMIC)


def test_ones_own_step_is_named_before_somebody_elses(judge_tiny: JudgeTiny) -> None:
    behind = judge_tiny(theirs="", plan="", behind="").steps["start.behind"]
    assert (behind.reason, behind.owner) == ("“Plan” comes first.", Owner.CUSTOMER)


@pytest.mark.parametrize(
    ("number", "applies"),
    [
        ("19", True),
        ("18", False),
        ("020", True),
        ("²", False),
        ("٢٠", False),
        ("-20", False),
        ("x", False),
        ("", False),
        ("9" * 2000, True),
    ],
)
def test_at_least_compares_numbers_and_nothing_else_is_one(
    judge_tiny: JudgeTiny, number: str, applies: bool
) -> None:
    assert judge_tiny(number=number).steps["start.many"].applies is applies


def test_all_conditions_of_a_step_have_to_hold(judge_tiny: JudgeTiny) -> None:
    assert judge_tiny(number="100", plan="big").steps["start.many"].state is State.TODO
    assert judge_tiny(number="100", plan="small").steps["start.many"].state is State.OPTIONAL
    assert judge_tiny(number="99", plan="big").steps["start.many"].state is State.OPTIONAL


def test_the_guide_may_name_every_rule_there_is_and_no_other() -> None:
    assert set(RULE_NAMES) == set(RULES)
    with pytest.raises(GuideFaults, match="“nonsense” is no rule; known are version, patch"):
        parse_guide(TINY.replace('title = "Number"', 'title = "Number"\nrule = "nonsense"'))


def test_conditions_on_values() -> None:
    one = When(conditions=(Condition("a.b", ("x", "y")),))
    assert [holds(one, {"a.b": value}) for value in ("x", "y", "z")] == [True, True, False]
    assert not holds(one, {})
    no = When(conditions=(Condition("a.b", ("!x",)),))
    assert [holds(no, {"a.b": value}) for value in ("x", "y")] == [False, True]
    assert holds(no, {})
    assert (holds(When(), {}), holds(When(always=False), {})) == (True, False)


def test_whom_is_waited_for_is_said_of_each() -> None:
    assert len({waits_for(owner) for owner in Owner}) == len(Owner)
