"""Answers that others bring are compared, and taken only where their user may not mind, or chose them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from asked_sheet import CODES, EXCHANGE, NOW, TENANT, URL, VERSION, empty, filled, profile

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import answer_sheet, bringing, importing
from cmic_wizard.handoff.bringing import AnotherProfile
from cmic_wizard.profile.draft import Draft, Given, KeptPassword, Remark
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.profile.requests import Request
from cmic_wizard.struct import replace

LATER = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
STAMP = "2026-11-26T09:00:00+00:00"


def brought(draft: Draft, answers: dict[str, str], name: str = "Kim Ito") -> bringing.Brought:
    """What comes back of a sheet."""
    data = filled(empty(draft), answers).replace(b'"Kim Ito"', f'"{name}"'.encode())
    return bringing.of_sheet(answer_sheet.read(data))


def steps(found: tuple[bringing.Difference, ...]) -> list[str]:
    return [one.step.id for one in found]


def test_what_is_new_and_what_differs_are_told_apart() -> None:
    draft = profile({TENANT: "OLD", VERSION: "V12-020"})
    given = {TENANT: "NEW", VERSION: "R12 Patch 20", CODES: "001"}
    found = bringing.differences(draft, brought(draft, given), LATER)
    assert steps(found) == [TENANT, CODES], "the same in other words is the same"
    assert [one.is_new for one in found] == [False, True]
    assert steps(bringing.new_ones(found)) == [CODES]


def test_taking_keeps_the_giver_and_leaves_the_rest() -> None:
    draft = profile({TENANT: "OLD"})
    found = bringing.differences(draft, brought(draft, {TENANT: "NEW", CODES: "001"}), LATER)
    after = bringing.taking(draft, bringing.new_ones(found), LATER)
    assert after.answers == {TENANT: "OLD", CODES: "001"}
    assert after.given[CODES] == Given(STAMP, "Kim Ito", "colleague")
    assert bringing.differences(after, brought(draft, {CODES: "001"}), LATER) == ()


def test_whoever_was_asked_gives_the_answer_where_the_sheet_names_nobody() -> None:
    request = Request("Lee Park", NOW, role="specialist")
    draft = replace(profile(), asked={TENANT: request, CODES: request})
    found = bringing.differences(draft, brought(draft, {TENANT: "NEW"}, name=""), LATER)
    assert found[0].given == Given(STAMP, "Lee Park", "specialist")
    after = bringing.taking(draft, found, LATER)
    assert set(after.asked) == {CODES}, "an answer ends what was asked"


def test_an_answer_that_is_taken_closes_what_the_specialist_asked_of_it() -> None:
    remark = Remark(TENANT, "change", "Which one?", "Robin", NOW)
    draft = replace(profile({TENANT: "OLD"}), remarks=(remark,))
    found = bringing.differences(draft, brought(draft, {TENANT: "NEW"}), LATER)
    assert not bringing.taking(draft, found, LATER).remarks[0].open


def test_answers_for_another_profile_are_told_in_words() -> None:
    draft = profile()
    other = replace(brought(draft, {CODES: "001"}), profile_id="other", profile_name="Other Ltd")
    with pytest.raises(AnotherProfile, match="“Other Ltd”, not for “Acme Builders”"):
        bringing.differences(draft, other, LATER)
    assert steps(bringing.differences(draft, other, LATER, anyway=True)) == [CODES]
    namesake = replace(other, profile_name="Acme Builders")
    with pytest.raises(AnotherProfile, match="another profile than “Acme Builders”"):
        bringing.differences(draft, namesake, LATER)


def test_no_password_is_kept_for_a_server_that_somebody_else_names() -> None:
    kept = KeptPassword("key_ring", 9, NOW)
    draft = replace(profile({URL: "https://a.example/cmicprod"}), password=kept)
    found = bringing.differences(
        draft, brought(draft, {URL: "https://b.example/cmicprod", CODES: "001"}), LATER
    )
    after = bringing.taking(draft, bringing.new_ones(found), LATER)
    assert after.password == kept
    after = bringing.taking(draft, found, LATER)
    assert after.password is None
    assert bringing.lets_go(draft, after)
    assert bringing.taking(replace(draft, answers={}), found, LATER).password is None


@pytest.mark.parametrize(
    ("said", "stays"),
    [
        ("no lo sé, pregunta a TI", True),
        ("I don't know. Ask Kim.", True),
        ("it is other.example", False),
        ("other . example", False),
        ("other.\nexample", False),
        ("other", False),
    ],
)
def test_words_that_name_no_server_cost_no_password(said: str, stays: bool) -> None:
    draft = replace(profile({}), password=KeptPassword("key_ring", 9, NOW))
    theirs = bringing.Brought(draft.id, draft.name, "Kim Ito", {URL: said}, {})
    found = bringing.differences(draft, theirs, LATER)
    assert steps(found) == [URL]
    assert (bringing.taking(draft, found, LATER).password is not None) is stays


def test_a_password_within_an_address_is_not_kept() -> None:
    draft = profile()
    found = bringing.differences(draft, brought(draft, {URL: "https://u:hunter2@a.example/x"}), LATER)
    assert "hunter2" not in str(bringing.taking(draft, found, LATER))


def test_a_list_in_lines_and_a_user_with_its_tenant_come_out_as_they_are_meant() -> None:
    draft = profile()
    user = "connection.service_user"
    found = bringing.differences(
        draft,
        bringing.Brought("", "", "Kim", {CODES: "001\nACME01", user: "SOLUTIONS||PROCORE_API"}, {}),
        LATER,
    )
    after = bringing.taking(draft, found, LATER)
    assert after.answers == {CODES: "001,ACME01", user: "PROCORE_API", TENANT: "SOLUTIONS"}


def test_what_is_brought_and_can_t_stand_says_why() -> None:
    draft = profile()
    found = bringing.differences(draft, brought(draft, {EXCHANGE: "blue", VERSION: "pendiente"}), LATER)
    assert all(one.complaint for one in found)


def test_a_colleagues_copy_brings_its_givers(tmp_path: Path) -> None:
    draft = profile({TENANT: "OLD"})
    future = "2099-01-01T00:00:00+00:00"
    copy = replace(
        profile({TENANT: "NEW", CODES: "001", VERSION: "R12"}),
        given={CODES: Given(NOW, "Lee Park", "colleague"), VERSION: Given(future, "Robin", "specialist")},
    )
    found = {one.step.id: one for one in bringing.differences(draft, bringing.of_copy(copy), LATER)}
    assert found[CODES].given == Given(NOW, "Lee Park", "colleague")
    assert found[VERSION].given == Given(STAMP, "Robin", "specialist"), "nothing was answered in the future"
    assert found[TENANT].given.role == "colleague"


def test_the_profile_is_found_by_its_id_by_name_or_as_the_only_one(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path)
    profiles.create("Acme", id="acme-id").close()
    answers = bringing.Brought("acme-id", "Whatever", "Kim", {CODES: "001"}, {})
    unknown = replace(answers, profile_id="", profile_name="")
    assert importing.profile_for(answers, profiles).slug == "acme"
    assert importing.profile_for(unknown, profiles).slug == "acme"
    profiles.create("Beta", id="beta-id").close()
    assert importing.profile_for(answers, profiles).slug == "acme"
    assert importing.profile_for(answers, profiles, usual="Beta").slug == "acme", "its id says more"
    assert importing.profile_for(answers, profiles, "Beta").slug == "beta", "a name that was given says most"
    assert importing.profile_for(unknown, profiles, usual="Beta").slug == "beta"
    with pytest.raises(FileRefused):
        importing.profile_for(unknown, profiles)


def test_only_what_was_chosen_is_written(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path)
    with profiles.create("Acme", id="acme-id") as store:
        store.answer(TENANT, "OLD")
    answers = bringing.Brought("acme-id", "Acme", "Kim", {CODES: "001", TENANT: "NEW"}, {})
    offered = importing.bring(answers, profiles, LATER, bringing.new_ones)
    assert (steps(offered.taken), steps(offered.left)) == ([CODES], [TENANT])
    assert profiles.load("acme").answers == {TENANT: "OLD", CODES: "001"}


def test_words_that_are_no_answer_end_nothing_that_was_asked() -> None:
    draft = replace(profile(), asked={VERSION: Request("Kim Ito", NOW)})
    found = bringing.differences(draft, brought(draft, {VERSION: "no sé"}), LATER)
    assert VERSION in bringing.taking(draft, found, LATER).asked
