"""What is asked of CMiC follows from the answers: above all, when the tenant ID is sent."""

from __future__ import annotations

import pytest
from samples import NOW, acme_builders

from cmic_wizard.connection.target import Target, target_of
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.draft import Draft
from cmic_wizard.struct import replace

TENANT = "connection.tenant_id"
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def draft(hosting: str, tenant: str) -> Draft:
    given = {"connection.hosting": hosting, TENANT: tenant}
    made = acme_builders()
    kept = {step: text for step, text in made.answers.items() if step not in given}
    return replace(made, answers=kept | {step: text for step, text in given.items() if text})


def target(made: Draft) -> Target:
    return target_of(assess(load_guide(), made, NOW))


@pytest.mark.parametrize("hosting", ["cloud", "hosted", "on_premise", "unsure", ""])
def test_a_tenant_that_is_given_is_sent_wherever_cmic_runs(hosting: str) -> None:
    asked = target(draft(hosting, "SOLUTIONS"))
    assert (asked.tenant, asked.tenant_left_out) == ("SOLUTIONS", False)
    assert asked.sign_in_name.startswith("SOLUTIONS||")


@pytest.mark.parametrize("hosting", ["cloud", "hosted", "on_premise", "unsure"])
def test_where_none_is_given_none_is_sent_and_none_was_left_out(hosting: str) -> None:
    asked = target(draft(hosting, ""))
    assert (asked.tenant, asked.tenant_left_out) == (None, False)
    assert "||" not in asked.sign_in_name


def test_one_that_a_rule_doubts_is_left_out_where_none_is_needed_until_it_is_confirmed() -> None:
    made = draft("hosted", UUID)
    asked = target(made)
    assert (asked.tenant, asked.tenant_left_out) == (None, True)
    confirmed = target(replace(made, confirmed={TENANT: UUID}))
    assert (confirmed.tenant, confirmed.tenant_left_out) == (UUID, False)


def test_in_the_shared_cloud_it_is_sent_even_in_doubt_for_without_one_nobody_gets_in() -> None:
    asked = target(draft("cloud", UUID))
    assert (asked.tenant, asked.tenant_left_out) == (UUID, False)


def test_one_that_is_wrong_is_not_sent_and_was_left_out() -> None:
    asked = target(draft("hosted", "SOLU TIONS"))
    assert (asked.tenant, asked.tenant_left_out) == (None, True)
