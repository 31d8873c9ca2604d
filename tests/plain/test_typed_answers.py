"""What a typed line means as an answer: numbers, lists, pastes, calls without a zone."""

from __future__ import annotations

import pytest

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import set_language
from cmic_wizard.plain.typed_answers import NotMeant, choices, meant

PEOPLE = "Dana Reyes <dana@acme.example>; Sam Okoye <sam@acme.example>"


def answer(
    step: str, typed: str, *, before: str = "", named: str = "", agreed: bool = True, zone: str = ""
) -> str:
    return meant(
        load_guide().steps[step],
        typed,
        before=before,
        named=named,
        agreed=lambda _question: agreed,
        zone=lambda: zone,
    )


@pytest.mark.parametrize(
    ("step", "typed", "kept"),
    [
        ("connection.hosting", "2", "hosted"),
        ("connection.hosting", "cloud", "cloud"),
        ("connection.dmsa_internal", "1", "yes"),
        ("connection.dmsa_internal", "sí", "yes"),
        ("connection.dmsa_internal", "N", "no"),
        ("connection.dmsa_internal", "perhaps", "perhaps"),
        ("management.resources", "yes", "yes"),
        ("connection.company_codes", "001", "001"),
        ("connection.company_codes", "001\nACME01\n", "001,ACME01"),
        ("subscriptions.patch", "20", "20"),
        ("kickoff.date", "2026-12-01 10:00 America/Chicago", "2026-12-01 10:00 America/Chicago"),
    ],
)
def test_a_line_is_kept_as_it_is_meant(step: str, typed: str, kept: str) -> None:
    assert answer(step, typed) == kept


def test_numbers_of_a_checklist_are_ticked_beside_what_is_ticked_already() -> None:
    step = "go_live.subtabs"
    ids = [choice.id for choice in choices(load_guide().steps[step], "")]
    assert answer(step, "2, 1") == f"{ids[0]},{ids[1]}"
    assert answer(step, "3", before=f"{ids[0]}") == f"{ids[0]},{ids[2]}"
    assert answer(step, "-1 2", before=ids[0]) == f"-{ids[0]},{ids[1]}"
    assert answer(step, "1", before=f"-{ids[0]}") == ids[0]
    assert answer(step, "all").split(",") == ids
    set_language("es")
    assert answer(step, "todo").split(",") == ids


def test_a_checklist_for_each_person_has_a_number_for_each_of_both() -> None:
    step = "go_live.approver_conditions"
    offered = choices(load_guide().steps[step], PEOPLE)
    assert [choice.person for choice in offered] == ["Dana Reyes"] * 2 + ["Sam Okoye"] * 2
    assert answer(step, "1 4", named=PEOPLE) == f"{offered[0].id},{offered[3].id}"
    assert answer(step, "-1", named=PEOPLE, before=offered[0].id) == ""
    assert answer(step, "all", named=PEOPLE) == ",".join(choice.id for choice in offered)


def test_a_call_without_a_zone_gets_the_one_that_is_said() -> None:
    assert answer("kickoff.date", "2026-12-02 16:30", zone="Europe/Madrid").endswith("[Europe/Madrid]")
    assert answer("kickoff.date", "2026-12-02 16:30") == "2026-12-02 16:30"


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("connection.hosting", "9"),
        ("connection.hosting", "0"),
        ("connection.hosting", "1 2"),
        ("connection.hosting", "-1"),
        ("go_live.subtabs", "1 99"),
        ("kickoff.requirements_met", "yes"),
        ("management.call_request", "x" * 30_000),
    ],
)
def test_what_can_not_be_meant_is_refused_whole(step: str, typed: str) -> None:
    with pytest.raises(NotMeant):
        answer(step, typed)


def test_of_lines_that_would_be_left_out_the_user_is_asked() -> None:
    pasted = "PROCORE_SVC\nand another line"
    assert answer("connection.service_user", pasted) == "PROCORE_SVC"
    with pytest.raises(NotMeant):
        answer("connection.service_user", pasted, agreed=False)
