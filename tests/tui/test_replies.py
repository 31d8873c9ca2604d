"""The customer's words on what was asked, and what they see of the specialist's review."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fixture_types import Opened
from reviewing import FIRST

from cmic_wizard.profile.assessment import State
from cmic_wizard.profile.draft import Draft, Given, Remark
from cmic_wizard.struct import replace

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

VERSION, CODES, HOSTING = "subscriptions.cmic_version", "connection.company_codes", "connection.hosting"
TOOL = "go_live.tool_enabled"


def asked(draft: Draft) -> Draft:
    """A change is wanted of one item, another is accepted, a third was answered by the specialist."""
    at = FIRST.isoformat()
    remarks = (
        Remark(VERSION, "change", "Install 21 first.", "Robin Vega", at, answer=draft.answers[VERSION]),
        Remark(CODES, "accepted", "", "Robin Vega", at, open=False, answer=draft.answers[CODES]),
        Remark(HOSTING, "accepted", "", "Robin Vega", at, open=False, answer="on_premise"),
    )
    marks = {"review_created": at, "review_overall": "changes", "review_author": "Robin Vega"}
    return (
        replace(draft, remarks=remarks)
        .marked(**marks)
        .brought(TOOL, "yes", Given(at, "Robin Vega", "specialist"))
    )


def said(wizard: Wizard) -> list[tuple[str, str, bool]]:
    return [(r.verdict, r.text, r.open) for r in wizard.session.draft.remarks if r.step == VERSION]


def _in_state(wizard: Wizard, state: State) -> bool:
    return wizard.state(VERSION).state is state


async def test_i_have_already_changed_it_closes_the_request(
    opened: Opened, all_answers: dict[str, str]
) -> None:
    async with opened(all_answers, change=asked) as wizard:
        await wizard.on(VERSION)
        assert wizard.state(VERSION).state is State.RETURNED
        await wizard.shows("Change the answer, or reply (F7).")
        await wizard.press("f7")
        await wizard.dialog("Choose")
        await wizard.press("down", "enter")
        await wizard.until(lambda: wizard.state(VERSION).state is State.DONE)
        assert said(wizard) == [
            ("change", "Install 21 first.", False),
            ("reply", "I have already changed it.", False),
        ]
        await wizard.shows("I have already changed it.")


async def test_i_disagree_asks_why_and_an_empty_reason_closes_nothing(
    opened: Opened, all_answers: dict[str, str]
) -> None:
    async with opened(all_answers, change=asked) as wizard:
        for typed, state in (("", State.RETURNED), ("21 is not out yet", State.DONE)):
            await wizard.on(VERSION)
            await wizard.press("f7")
            await wizard.dialog("Choose")
            await wizard.press("down", "down", "enter")
            await wizard.dialog("TextDialog")
            if typed:
                await wizard.type(typed)
            await wizard.press("escape")
            await wizard.until(lambda: type(wizard.screen).__name__ == "WizardScreen")
            await wizard.until(partial(_in_state, wizard, state))
        assert said(wizard)[-1] == ("reply", "I disagree: 21 is not out yet", False)
        assert len(said(wizard)) == 2


async def test_a_note_leaves_a_request_for_change_open(opened: Opened, all_answers: dict[str, str]) -> None:
    async with opened(all_answers, change=asked) as wizard:
        await wizard.on(VERSION)
        await wizard.press("f7")
        await wizard.dialog("Choose")
        await wizard.press("down", "down", "down", "enter")
        await wizard.dialog("TextDialog")
        await wizard.type("later")
        await wizard.press("escape")
        await wizard.until(lambda: wizard.session.draft.notes.get(VERSION) == "later")
        assert wizard.state(VERSION).state is State.RETURNED


async def test_who_accepted_and_who_answered_stands_with_the_item(
    opened: Opened, all_answers: dict[str, str]
) -> None:
    async with opened(all_answers, change=asked) as wizard:
        await wizard.shows("Review of 24 Nov: Robin Vega asks for changes.")
        await wizard.on(CODES)
        await wizard.shows("Accepted by Robin Vega, 24 Nov")
        await wizard.on(HOSTING)
        await wizard.shows("24 Nov; the answer has")
        await wizard.on(TOOL)
        await wizard.shows("Answered by Robin Vega, 24 Nov")
        await wizard.press("f4")
        await wizard.dialog("ItemsDialog")
        await wizard.press("end")
        await wizard.shows("Accepted by Robin Vega, 24 Nov")
        await wizard.press("escape", "f8")
        await wizard.shows("Review of 24 Nov")
