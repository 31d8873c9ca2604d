"""Each kind of control: what keys do in it, and what becomes of what is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixture_types import Opened
from textual.widgets import Input

from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.rules import zones
from cmic_wizard.tui.widgets.controls.options_control import OptionsControl

PMX = "subscriptions.pmxchange"
USER, TENANT = "connection.service_user", "connection.tenant_id"
URL = "connection.mobile_server_url"
DATE = "kickoff.date"
PEOPLE = "go_live.approvers"


async def test_a_choice_is_taken_by_space_and_left_by_the_arrows_at_its_ends(opened: Opened) -> None:
    async with opened(step=PMX) as wizard:
        await wizard.press("down", "down", "space")
        assert wizard.answer(PMX) == "no"
        await wizard.press("up", "up", "up")
        await wizard.until(lambda: wizard.focused_step == "subscriptions.patch")
        await wizard.press("down")
        await wizard.until(lambda: wizard.focused_step == PMX)
        await wizard.press("down", "down", "down", "down", "down")
        await wizard.until(lambda: wizard.focused_step == "subscriptions.collaborate_server")
        await wizard.on(PMX)
        await wizard.press("delete")
        await wizard.until(lambda: wizard.answer(PMX) == "")


async def test_enter_takes_what_was_just_pointed_at_and_goes_on(opened: Opened) -> None:
    async with opened(step=PMX) as wizard:
        await wizard.press("down", "enter")
        await wizard.until(lambda: wizard.answer(PMX) == "licensed")
        await wizard.until(lambda: wizard.focused_step == "subscriptions.collaborate_server")


async def test_enter_alone_moves_on_and_answers_nothing(opened: Opened) -> None:
    async with opened(step=PMX) as wizard:
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step == "subscriptions.collaborate_server")
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step == "subscriptions.project_financials")
        assert wizard.session.draft.answers == {}


async def test_a_letter_points_at_an_option_and_enter_takes_it(opened: Opened) -> None:
    async with opened(step=PMX) as wizard:
        await wizard.press("n", "n", "enter")
        await wizard.until(lambda: wizard.answer(PMX) == "unsure")


async def test_an_answer_that_is_no_option_is_shown_and_replaced(opened: Opened) -> None:
    async with opened({PMX: "absolutely"}, step=PMX) as wizard:
        await wizard.shows("“absolutely”", "✗ wrong")
        await wizard.press("space")
        await wizard.until(lambda: wizard.answer(PMX) == "enabled" and "absolutely" not in wizard.text())


async def test_a_checklist_is_ticked_and_unticked(opened: Opened, all_answers: dict[str, str]) -> None:
    step = "go_live.approver_conditions"
    del all_answers[step]
    async with opened(all_answers, step=step) as wizard:
        await wizard.shows("Access to the tool (Dana Reyes)", "(Sam Okoye)")
        await wizard.press("space", "down", "space", "down", "space", "down", "enter")
        dana, sam = "dana.reyes@acme.example", "sam.okoye@acme.example"
        everything = ",".join(f"{item}@{mail}" for mail in (dana, sam) for item in ("tool_level", "can_push"))
        await wizard.until(lambda: wizard.answer(step) == everything)
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step != step)
        await wizard.on(step)
        await wizard.press("space")
        await wizard.until(lambda: wizard.answer(step) == everything.removesuffix(f",can_push@{sam}"))


async def test_an_item_has_a_third_mark_where_the_guide_gives_it_one(
    opened: Opened, all_answers: dict[str, str]
) -> None:
    step = "go_live.subtabs"
    del all_answers[step]
    async with opened(all_answers, step=step) as wizard:
        await wizard.press("space")
        await wizard.until(lambda: wizard.answer(step) == "vendors")
        await wizard.press("space")
        await wizard.until(lambda: wizard.answer(step) == "-vendors")
        await wizard.shows("[–] Vendors (Companies)", "[–] = not in our tool")
        await wizard.press("space")
        await wizard.until(lambda: wizard.answer(step) == "")


async def test_a_tick_that_is_on_its_way_is_not_undone_by_what_was_judged_before_it(
    opened: Opened, all_answers: dict[str, str]
) -> None:
    step = "go_live.subtabs"
    del all_answers[step]
    async with opened(all_answers, step=step) as wizard:
        control = wizard.screen.focused
        await wizard.press("space")
        await wizard.until(lambda: wizard.answer(step) == "vendors")
        control.show("vendors")
        control.point_at(1)
        control.action_take()
        control.show("vendors")  # as judged before the second tick was heard of
        control.point_at(2)
        control.action_take()
        await wizard.until(lambda: wizard.answer(step) == "vendors,jobs,job_costs", "all three")
        wizard.session.answer(control.step, "jobs")
        wizard.session.announce()
        assert control.picked == {"jobs"}, "what comes from elsewhere is shown"


async def test_a_click_takes_an_option(opened: Opened) -> None:
    async with opened(step=PMX) as wizard:
        control = wizard.field(PMX).query_one(OptionsControl)
        await wizard.pilot.click(control, offset=(4, 1))
        await wizard.until(lambda: wizard.answer(PMX) == "licensed")


async def test_f9_takes_the_proposed_answer(opened: Opened) -> None:
    async with opened({"connection.hosting": "cloud"}, step=URL) as wizard:
        await wizard.type("https://nova.cmiccloud.com/cmicprod")
        await wizard.until(lambda: any(f.proposal for f in wizard.state(URL).reading.findings))
        proposal = next(f.proposal for f in wizard.state(URL).reading.findings if f.proposal)
        assert proposal == "https://nova-api.cmiccloud.com/cmicprod"
        await wizard.press("f9")
        await wizard.until(lambda: wizard.answer(URL) == proposal)
        await wizard.until(lambda: wizard.field(URL).query_one(Input).value == proposal)
        assert wizard.state(URL).state.value == "done"


async def test_a_user_with_its_tenant_in_front_is_taken_apart_on_leaving_the_field(opened: Opened) -> None:
    async with opened({"connection.hosting": "cloud"}, step=USER) as wizard:
        await wizard.type("solutions||PROCORE")
        assert wizard.answer(USER) == "solutions||PROCORE"
        await wizard.press("enter")
        await wizard.until(lambda: wizard.answer(USER) == "PROCORE")
        assert wizard.answer(TENANT).upper() == "SOLUTIONS"
        await wizard.until(lambda: wizard.field(USER).query_one(Input).value == "PROCORE")


async def test_a_user_with_another_tenant_in_front_is_left_as_typed(opened: Opened) -> None:
    answers = {"connection.hosting": "cloud", TENANT: "OTHER"}
    async with opened(answers, step=USER) as wizard:
        await wizard.type("SOLUTIONS||PROCORE")
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step != USER)
        assert (wizard.answer(USER), wizard.answer(TENANT)) == ("SOLUTIONS||PROCORE", "OTHER")


async def test_several_people_have_a_row_each(opened: Opened) -> None:
    async with opened(step=PEOPLE) as wizard:
        for name, mail in (("Dana Reyes", "dana@acme.example"), ("Sam O", "sam@acme.example")):
            await wizard.type(name)
            await wizard.press("enter")
            await wizard.type(mail)
            await wizard.press("tab", "space")
        await wizard.until(
            lambda: wizard.answer(PEOPLE) == "Dana Reyes <dana@acme.example>; Sam O <sam@acme.example>"
        )
        await wizard.until(lambda: len(wizard.field(PEOPLE).query(Input)) == 6)


async def test_many_people_stand_in_one_line_that_can_be_changed(opened: Opened) -> None:
    """A row for each of a thousand would take minutes."""
    many = "; ".join(f"Ana {number} <a{number}@acme.example>" for number in range(1000))
    async with opened({PEOPLE: many}, step=PEOPLE) as wizard:
        [box] = wizard.field(PEOPLE).query(Input)
        assert box.value == many
        await wizard.press("end", ";", "B")
        await wizard.until(lambda: wizard.answer(PEOPLE) == f"{many};B", "the change")
        await wizard.press("enter")
        assert wizard.screen.focused is not box


async def test_people_who_are_stored_are_shown_and_changed_in_place(opened: Opened) -> None:
    stored = {PEOPLE: "Dana Reyes <dana@acme.example>; Sam O <sam@acme.example>"}
    async with opened(stored, step=PEOPLE) as wizard:
        boxes = [box.value for box in wizard.field(PEOPLE).query(Input)]
        assert boxes == ["Dana Reyes", "dana@acme.example", "Sam O", "sam@acme.example"]
        await wizard.press("end", *["backspace"] * 5, *"Roe")
        await wizard.until(lambda: wizard.answer(PEOPLE).startswith("Dana Roe <dana@acme.example>; Sam"))


@pytest.mark.parametrize("stored", ["Dana   Reyes<dana@acme.example> ;", "dana@acme.example", "Dana Reyes"])
async def test_stored_people_are_left_as_they_were_written(stored: str, opened: Opened) -> None:
    async with opened({PEOPLE: stored, "kickoff.specialist": stored}, step=PEOPLE) as wizard:
        await wizard.press("f8", "f3")
        await wizard.on(PEOPLE)
        assert wizard.answer(PEOPLE) == wizard.answer("kickoff.specialist") == stored


async def test_an_answer_that_is_only_shown_closes_no_remark(opened: Opened) -> None:
    from cmic_wizard.profile.draft import Remark
    from cmic_wizard.struct import replace

    remark = Remark(
        step=DATE, verdict="change", text="Later, please", author="Ana", at="2026-11-22T11:00:00+00:00"
    )
    stored = {DATE: "2026-12-01 10:00-06:00", PEOPLE: "dana"}
    async with opened(stored, step=DATE, change=lambda d: replace(d, remarks=(remark,))) as wizard:
        await wizard.shows("↩ returned", "Later, please")
        await wizard.press("f8")
        await wizard.on(DATE)
        assert wizard.session.draft.remarks == (remark,)
        assert wizard.session.draft.answers == stored


async def test_a_pasted_name_is_kept_whole(opened: Opened) -> None:
    async with opened(step=PEOPLE) as wizard:
        from textual.events import Paste

        wizard.app.post_message(Paste("Dana Reyes"))
        await wizard.until(lambda: wizard.answer(PEOPLE).startswith("Dana Reyes"))


async def test_date_time_and_zone_make_one_answer(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(zones, "local_zone", lambda: "America/Chicago")
    async with opened(step=DATE) as wizard:
        await wizard.type("2026-12-01")
        await wizard.press("enter")
        await wizard.type("9:30")
        await wizard.press("enter")
        await wizard.until(lambda: wizard.answer(DATE) == "2026-12-01T09:30-06:00[America/Chicago]")
        assert wizard.state(DATE).state.value == "done"
        await wizard.press("home", "ctrl+k")
        await wizard.type("Europe/Mad")
        await wizard.press("right")
        await wizard.until(lambda: wizard.answer(DATE) == "2026-12-01T09:30+01:00[Europe/Madrid]")


async def test_a_pasted_date_brings_the_zone_of_this_computer_along(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from textual.events import Paste

    monkeypatch.setattr(zones, "local_zone", lambda: "Europe/Madrid")
    async with opened(step=DATE) as wizard:
        wizard.app.post_message(Paste("2026-12-01"))
        await wizard.until(lambda: wizard.answer(DATE) == "2026-12-01T[Europe/Madrid]")


@pytest.mark.parametrize(
    ("stored", "boxes"),
    [
        ("2026-12-01T10:00-06:00[America/Chicago]", ["2026-12-01", "10:00", "America/Chicago"]),
        ("2026-12-01T10:00[America/Chicago]", ["2026-12-01", "10:00", "America/Chicago"]),
        ("2026-12-01T10:00-06:00", ["2026-12-01", "10:00", ""]),
    ],
)
async def test_a_stored_date_is_shown_in_its_parts_and_left_as_it_is(
    stored: str, boxes: list[str], opened: Opened
) -> None:
    async with opened({DATE: stored}, step=DATE) as wizard:
        assert [box.value for box in wizard.field(DATE).query(Input)] == boxes
        assert wizard.answer(DATE) == stored


async def test_a_note_is_kept_and_shown_beneath_its_field(opened: Opened) -> None:
    async with opened(step=USER) as wizard:
        await wizard.press("f7")
        await wizard.dialog("TextDialog")
        await wizard.type("ask IT")
        await wizard.press("tab", "enter")
        await wizard.dialog("WizardScreen")
        assert wizard.session.draft.notes == {USER: "ask IT"}
        await wizard.shows("✎ ask IT")
        await wizard.press("f7")
        await wizard.dialog("TextDialog")
        await wizard.press("tab", "tab", "enter")
        await wizard.until(lambda: wizard.session.draft.notes == {})


async def test_a_check_that_is_put_off_asks_for_the_reason(
    opened: Opened, all_answers: dict[str, str], kept_password: Callable[[Draft], Draft]
) -> None:
    step = "connection.check"
    del all_answers[step]
    async with opened(all_answers, step=step, change=kept_password) as wizard:
        await wizard.press("tab", "enter")
        await wizard.dialog("TextDialog")
        await wizard.type("no VPN here")
        await wizard.press("tab", "enter")
        await wizard.until(lambda: wizard.answer(step) == "skipped:no VPN here")
        await wizard.shows("Not checked; to be done later. Reason: no VPN")
