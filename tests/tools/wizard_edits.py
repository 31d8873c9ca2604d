"""Edits a profile at random as a person may, and knows what the profile then holds, change by change."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from wizard_driver import Driver
from wizard_terminal import Terminal

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.tui.glyphs import UNICODE
from cmic_wizard.tui.themes import DARK, LIGHT

State = Mapping[str, str]
"""What a profile holds: answers by step, notes by `note STEP`."""
_PICKED: Final = {theme.variables["picked"].removeprefix("#") for theme in (DARK, LIGHT)}
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzñé0123456789"
_LINES: Final = (
    *("subscriptions.patch", "connection.dmsa_installed", "connection.tenant_id"),
    *("connection.company_codes", "management.call_request"),
)
_TAKEN: Final = (Kind.CHOICE, Kind.CONFIRM, Kind.CHECKLIST)
_AT_MOST: Final = 30
"""Characters in a line, so that all of it can be seen."""


@dataclass
class Change:
    """One change that was sent: when (`time.monotonic`), and what the profile holds from then on."""

    sent: float
    state: State


class Edits:
    """A session of random edits in one wizard: `begin`, then `step` as long as it lives."""

    def __init__(self, terminal: Terminal, chance: random.Random, state: State) -> None:
        self.terminal = terminal
        self.driver = Driver(terminal)
        self.chance = chance
        self.changes = [Change(0.0, dict(state))]
        self.shown = 0
        """Up to which change the screen has shown what was sent."""
        steps = list(self.driver.guide.walk())
        self._steps = [s for s in steps if s.id in _LINES or s.kind in _TAKEN]
        self._behind = {
            a.id: b
            for a, b in pairwise(steps)
            if a in self._steps and b in self._steps and self._page(a) == self._page(b)
        }
        self.at: Step = self._steps[0]
        self.did: list[str] = []
        """What was done where, in words, and the screen before the last option was taken."""
        self.screen = ""

    def begin(self) -> None:
        """Wait for the first paint, and go to a field."""
        self.terminal.expect("F10")
        here = next(
            (s for s in self._steps if self.driver.row_of_focus(self.driver.title(s)) is not None), None
        )
        if here is None:
            self._elsewhere()
        else:
            self.at = here
        self.did.append(f"begun at {self.at.id}")

    def step(self) -> None:
        """Do one thing."""
        kinds = (self._edit, self._note, self._forward, self._back, self._elsewhere, self._look_around)
        doing = self.chance.choices(kinds, (60, 8, 12, 6, 8, 6))[0]
        self.did.append(f"{doing.__name__} at {self.at.id}")
        doing()

    # What is known

    @property
    def state(self) -> dict[str, str]:
        """What the profile holds once all is saved that was sent."""
        return dict(self.changes[-1].state)

    def _page(self, step: Step) -> str:
        guide = self.driver.guide
        return guide.phase_of[guide.section_of[step.id].id].id

    def _send(self, name: str, slot: str, value: str, *, rest: bool = True) -> None:
        """Press a key after which a slot holds a value."""
        state = self.state
        state.pop(slot, None)
        if value:
            state[slot] = value
        if state != self.changes[-1].state:
            self.changes.append(Change(time.monotonic(), state))
        if rest:
            self.terminal.press(name)
        else:
            self.terminal.send(name)

    def _seen(self, stands: bool) -> None:
        if stands:
            self.shown = len(self.changes) - 1

    # Edits

    def _edit(self) -> None:
        if self.at.kind in _TAKEN:
            self._take()
        else:
            self._type()

    def _type(self) -> None:
        step = self.at.id
        value = self.state.get(step, "")
        if len(value) > _AT_MOST - 8 or (value and self.chance.random() < 0.1):
            self.terminal.press("home")
            self._send("ctrl+k", step, "")
            value = ""
        self.terminal.press("end")
        fast = self.chance.random() < 0.3
        for _turn in range(self.chance.randint(1, 8)):
            if value and self.chance.random() < 0.15:
                value = value[:-1]
                self._send("backspace", step, value, rest=not fast)
            else:
                letter = self.chance.choice(_LETTERS)
                value += letter
                self._send(letter, step, value, rest=not fast)
            self._seen(not fast and bool(value) and self._line() == value)
        self.terminal.wait_until(lambda: not value or self._line() == value, what=f"{value!r} to be shown")
        self._seen(bool(value))

    def _take(self) -> None:
        step = self.at
        self.driver.wait_focus(step)
        ids = [option.id for option in step.options] if step.options else ["yes", "no"]
        held = [name for name in self.state.get(step.id, "").split(",") if name]
        if held and self.chance.random() < 0.2:
            self._send("delete", step.id, "")
            return
        cursor, aim = self._cursor(len(ids)), self.chance.randrange(len(ids))
        for _turn in range(abs(aim - cursor)):
            self.terminal.press("down" if aim > cursor else "up")
        self.terminal.wait_until(lambda: self._cursor(len(ids)) == aim, what=f"the cursor at {ids[aim]}")
        name = ids[aim]
        if step.kind is Kind.CHECKLIST:
            after = [each for each in ids if (each in held) != (each == name)]
        else:
            after = [name]
        self.screen = self.terminal.text()
        self._send("space", step.id, ",".join(after))
        on = UNICODE.box_on if step.kind is Kind.CHECKLIST else UNICODE.radio_on
        self._seen(name in after and on in self._picked())

    def _note(self) -> None:
        slot = f"note {self.at.id}"
        self.terminal.press("f7")
        self.terminal.expect("Note: " + self.driver.title(self.at)[:20])
        old = self.state.get(slot, "")
        if old and (len(old) > _AT_MOST or self.chance.random() < 0.3):
            self.terminal.press("tab", "tab")
            self._send("enter", slot, "")
        else:
            typed = ""
            for _turn in range(self.chance.randint(1, 12)):
                letter = self.chance.choice(_LETTERS)
                typed += letter
                self._send(letter, slot, typed + old)
                self._seen(typed + old in self.terminal.text())
            self.terminal.press("esc")
        self.terminal.expect_gone("Note: " + self.driver.title(self.at)[:20])
        self.driver.wait_focus(self.at)

    # Moves

    def _forward(self) -> None:
        following = self._behind.get(self.at.id)
        if following is None:
            self._elsewhere()
        else:
            self.terminal.press("tab")
            self._arrive(following)

    def _back(self) -> None:
        before = next((s for s in self._steps if self._behind.get(s.id) is self.at), None)
        if before is None:
            self._elsewhere()
        else:
            self.terminal.press("shift+tab")
            self._arrive(before)

    def _elsewhere(self) -> None:
        """By the menu, often to another page."""
        step = self.chance.choice(self._steps)
        self.driver.go_by_menu(step)
        self.at = step

    def _look_around(self) -> None:
        """To the guide and back, to what is next, or to the last page; then to a field again."""
        self.terminal.press(*self.chance.choice((("f6", "f6"), ("f3",), ("f8",), ("pagedown", "f8", "f3"))))
        self._elsewhere()

    def _arrive(self, step: Step) -> None:
        self.driver.wait_focus(step)
        self.at = step

    # The screen

    def _row(self) -> int:
        """The row of the title of the field that has the focus; -1 where it can't be seen."""
        row = self.driver.row_of_focus(self.driver.title(self.at))
        return -1 if row is None else row

    def _line(self) -> str:
        """What stands in the line of the field that has the focus."""
        row, lines = self._row(), self.driver.lines()
        return lines[row + 1].rpartition("▌")[2].strip(" ▏▕") if 0 <= row < len(lines) - 1 else ""

    def _picked_cells(self) -> list[tuple[int, int]]:
        cells, top = self.terminal.screen.cells, self._row()
        return [
            (row, column)
            for row in range(top if top >= 0 else cells.lines, cells.lines)
            for column in range(cells.columns)
            if cells.buffer[row][column].bg in _PICKED
        ]

    def _picked(self) -> str:
        """The option under the cursor, with its mark."""
        lines = self.driver.lines()
        return "".join(lines[row][column : column + 1] for row, column in self._picked_cells())

    def _cursor(self, count: int) -> int:
        """Which option the cursor stands on; waits until it can be seen."""
        self.terminal.wait_until(lambda: bool(self._picked_cells()), what="the option under the cursor")
        row, column = (self._picked_cells() or [(0, 0)])[0]
        if self.at.kind is Kind.CONFIRM:
            mark = self.driver.lines()[row][:column]
            return sum(mark.count(radio) for radio in (UNICODE.radio_on, UNICODE.radio_off))
        return min(row - self._row() - 1, count - 1)
