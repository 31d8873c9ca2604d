"""Keys pressed at random on a new profile answer nothing but what was pointed at."""

from __future__ import annotations

import os
import random

import pytest
from fixture_types import Opened
from textual.widgets import Input

from cmic_wizard.tui.widgets.controls.options_control import OptionsControl

SESSIONS = int(os.environ.get("MASH_SESSIONS", "2"))
PRESSES = int(os.environ.get("MASH_PRESSES", "100"))
ARROWS = ("up", "down", "left", "right")
KEYS = ("enter", "enter", "enter", "tab", "shift+tab", "space", *ARROWS, "pageup", "pagedown")


def allowed(key: str, focused: object, pointed: object) -> set[str]:
    """The steps that a key may answer: the one that Space takes, or Enter where an option was pointed at."""
    if isinstance(focused, OptionsControl) and (key == "space" or (key == "enter" and pointed is focused)):
        return {focused.step.id}
    if isinstance(focused, Input) and key == "space":
        return {step.id for node in focused.ancestors_with_self if (step := getattr(node, "step", None))}
    return set()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(SESSIONS))
async def test_keys_at_random_answer_only_what_was_pointed_at(opened: Opened, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    async with opened(step="subscriptions.pmxchange") as wizard:
        pointed: object = None
        said: list[str] = []
        for _press in range(PRESSES):
            key = chance.choice(KEYS)
            if len(wizard.app.screen_stack) > 1 and wizard.app.screen is not wizard.screen:
                await wizard.press("escape")
                pointed = None
                continue
            focused = wizard.app.focused
            before, cursor = dict(wizard.session.draft.answers), getattr(focused, "cursor", None)
            await wizard.press(key)
            said.append(key)
            after = wizard.session.draft.answers
            changed = {step for step in before.keys() | after.keys() if before.get(step) != after.get(step)}
            assert changed <= allowed(key, focused, pointed), f"{said[-12:]} answered {changed}"
            moved = (
                key in ARROWS and focused is wizard.app.focused and cursor != getattr(focused, "cursor", None)
            )
            pointed = focused if moved else None


def test_a_control_that_answers_by_enter_alone_would_be_seen() -> None:
    control = OptionsControl.__new__(OptionsControl)
    assert allowed("enter", control, None) == set()
    assert allowed("tab", control, control) == set()
