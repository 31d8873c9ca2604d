"""Every action that is declared can be done, and each place that lists actions lists it."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from fixture_types import Opened
from reviewing import handoff_of

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.draft import Draft
from cmic_wizard.tui.action_model import Action
from cmic_wizard.tui.actions import ACTIONS, actions_of, bindings
from cmic_wizard.tui.actions_elsewhere import PROFILE_MENU, REVIEW_ACTIONS
from cmic_wizard.tui.app import WizardApp
from cmic_wizard.tui.folder_actions import FOLDER_ACTIONS
from cmic_wizard.tui.review.acts import REVIEW_ACTS
from cmic_wizard.tui.review.app import ReviewApp
from cmic_wizard.tui.review.review_page import ReviewPage
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.screens.flows import ACTS, WISHES
from cmic_wizard.tui.screens.help import keys, keys_of_fields
from cmic_wizard.tui.screens.menu import choices_of
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.bars import KeyBar
from cmic_wizard.tui.widgets.controls.control_messages import Wish


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_an_action_can_be_done_and_is_listed(action: Action) -> None:
    assert action.name in ACTS
    listed = [choice.key for choice in choices_of(actions_of(None))]
    assert (f"action:{action.name}" in listed) == (action.name != "menu")
    if action.key:
        assert f"{action.key_label} " in keys(ACTIONS, keys_of_fields, 200).plain
        assert action.title in keys(ACTIONS, keys_of_fields, 200).plain


def test_what_a_screen_does_is_declared_and_each_button_of_the_review_is_in_its_menu() -> None:
    """And the application does what is left to it."""
    assert set(ACTS) == {action.name for action in ACTIONS}
    assert all(hasattr(WizardApp, f"action_{name}") for name in ("leave", "profiles", "language", "theme"))
    of_buttons = re.findall(r'name="([a-z_]+)"', inspect.getsource(ReviewPage))
    assert set(REVIEW_ACTS) - set(ACTS) == {action.name for action in REVIEW_ACTIONS}
    assert set(of_buttons) <= set(REVIEW_ACTS)
    assert set(WISHES) == set(Wish)


def test_no_key_is_called_by_its_name_in_the_program() -> None:
    """But F-keys, which are called so everywhere; and in Spanish as on a Spanish keyboard."""
    every = (*ACTIONS, *REVIEW_ACTIONS, *FOLDER_ACTIONS, *PROFILE_MENU)
    plain = {a.key_label for a in every if a.key and a.key_label == a.key.upper()}
    assert all(re.fullmatch("F[0-9]+", label) for label in plain)
    set_language("es")
    assert {"Ins", "Supr"} <= {a.key_label for a in PROFILE_MENU}


def test_keys_are_unique_and_no_bare_letters() -> None:
    of_both = (action for action in ACTIONS if action.in_review)
    for actions in (ACTIONS, (*of_both, *REVIEW_ACTIONS)):
        used = [action.key for action in actions if action.key]
        assert len(used) == len(set(used))
        assert all(len(key) > 1 and not key.startswith("ctrl") for key in used)
    assert [b.key for b in bindings()] == [a.key for a in ACTIONS if a.key]


async def test_the_key_bar_keeps_the_declared_order_and_drops_by_rank(opened: Opened) -> None:
    order = [a.name for a in ACTIONS if a.rank]
    kept: dict[int, list[str]] = {}
    for width in (200, 80, 60):
        async with opened(name=f"Acme {width}", size=(width, 24)) as wizard:
            kept[width] = [a.name for a in wizard.screen.query_one(KeyBar)._shown()]
            line = wizard.text().split("\n")[-1]
            assert all(f"{a.key_label} {a.short}" in line for a in ACTIONS if a.name in kept[width])
    assert kept[200] == order
    for width in (80, 60):
        assert kept[width] == [name for name in order if name in kept[width]]
        ranks = {a.name: a.rank for a in ACTIONS}
        assert {"leave", "menu", "help", "next_todo"} <= set(kept[width])
        assert all(ranks[name] > 1 for name in set(order) - set(kept[width]))


async def test_a_click_on_the_key_bar_does_what_the_key_does(opened: Opened) -> None:
    async with opened() as wizard:
        line = wizard.text().split("\n")[-1]
        await wizard.pilot.click(KeyBar, offset=(line.index("F4") + 1, 0))
        await wizard.dialog("ItemsDialog")


@pytest.mark.parametrize("action", [a for a in ACTIONS if a.key and a.name != "leave"], ids=lambda a: a.name)
async def test_each_key_works_from_a_text_field(action: Action, opened: Opened) -> None:
    """Pressed in a field it does its action and types nothing."""
    async with opened(step="connection.service_user") as wizard:
        done: list[str] = []
        wizard.screen.acts[action.name] = lambda: done.append(action.name)
        await wizard.press(action.key)
        await wizard.until(lambda: done == [action.name])
        assert wizard.answer("connection.service_user") == ""


async def test_ctrl_p_opens_the_menu_and_f10_leaves(opened: Opened) -> None:
    async with opened() as wizard:
        await wizard.press("ctrl+p")
        await wizard.dialog("MenuDialog")
        await wizard.press("escape")
        await wizard.dialog("WizardScreen")
        await wizard.press("f10")
        await wizard.until(lambda: wizard.app._exit)
        assert wizard.app.return_value == 0


async def test_who_reviews_reads_of_the_actions_in_words_of_his_own(opened: Opened) -> None:
    def app(data: Path) -> ReviewApp:
        return ReviewApp(data, session=ReviewSession(handoff_of(), Keeper(data), data))

    async with opened(app=app) as wizard:
        assert "F8 Review" in wizard.text().split("\n")[-1]
        await wizard.press("escape")
        await wizard.dialog("MenuDialog")
        listed = "\n".join(f"{c.title}  {c.said}" for c in wizard.screen.choices.values())
        assert "Go to the next item that waits for your verdict." in listed
        assert "Leave; your verdicts are saved." in listed
        assert "For the customer to take or to decline, with your reason." in listed
        assert "All that is done without any warning and has no verdict yet." in listed
        for name in ("profiles", "import_file", "take_text"):
            assert f"action:{name}" not in wizard.screen.choices
        await wizard.press("escape", "f1")
        dialog = await wizard.dialog("HelpDialog")
        assert "the password and the remarks file." in keys(dialog.actions, dialog.beside, 200).plain


def test_where_nothing_can_be_changed_no_action_changes_anything(data_dir: Path) -> None:
    at = "2026-11-24T09:30:00+00:00"
    held = Session(Draft("ab12", "Acme", at, at), None, Keeper(data_dir))
    assert held.read_only
    assert not held.reviewed
    assert [a.name for a in actions_of(held)] == [a.name for a in ACTIONS if not a.writes]
    assert {a.name for a in ACTIONS if a.writes} == {
        *("ask", "proposal", "confirm", "undo", "import_file", "take_text"),
    }
