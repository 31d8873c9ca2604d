"""Fills a profile in as a person does: it reads the screen, presses keys, and goes by what then stands there.

The wizard's own texts (titles in the chosen language) tell it where it is; it never looks inside the program.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from wizard_terminal import Terminal

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _, set_language
from cmic_wizard.profile.assessment import SHAPES, State
from cmic_wizard.tui.themes import DARK, LIGHT

_FOCUS: Final = {theme.variables["mark"].removeprefix("#") for theme in (DARK, LIGHT)}
"""The colour of the bar at the left of the field that has the focus."""
_BAR: Final = "▌"
_YES_NO: Final = ("yes", "no")


def read_answers(path: Path) -> dict[str, Any]:
    """A file of answers: `name`, `language`, `[answers]` by step id, and how to reach steps (`[reach]`)."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


class Driver:
    """Answers steps on a wizard's screen by keys alone. Language and answers come from the caller."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.guide = load_guide()
        self.pressed = 0
        """How many keys and texts were sent."""

    # What stands on the screen

    def lines(self) -> list[str]:
        """The screen's lines."""
        return self.terminal.text().split("\n")

    def row_of_focus(self, title: str) -> int | None:
        """The row of a title within the field that has the focus, told by the colour of its bar."""
        cells = self.terminal.screen.cells
        for row, line in enumerate(self.lines()):
            bar = line.find(_BAR)
            if bar >= 0 and cells.buffer[row][bar].fg in _FOCUS and _stands(title, line[bar + 1 :]):
                return row
        return None

    def title(self, step: Step | str) -> str:
        """A step's title in the current language."""
        return _(self.guide.steps[step].title if isinstance(step, str) else step.title)

    def upcoming(self) -> Step | None:
        """The step that the status line calls the next one."""
        found = re.search(re.escape(_("next: ").strip()) + r" (.+?)( \(F3\)|…|$)", self.lines()[-2])
        if found is None:
            return None
        name = found[1].strip()
        steps = [step for step in self.guide.walk() if self.title(step).startswith(name)]
        return steps[0] if steps else None

    def wait_focus(self, step: Step | str) -> None:
        """Wait until a step's field has the focus."""
        title = self.title(step)
        self.terminal.wait_until(
            lambda: self.row_of_focus(title) is not None, what=f"the field “{title}” to have the focus"
        )

    def wait_done(self, step: Step | str) -> None:
        """Wait until a step is shown as done."""
        title, mark = self.title(step), SHAPES[State.DONE]

        def done() -> bool:
            return any(title in line and mark in line.partition(title)[2] for line in self.lines())

        self.terminal.wait_until(done, what=f"“{title}” to be done")

    # What a person does

    def press(self, *keys: str) -> None:
        """Press keys."""
        self.pressed += len(keys)
        self.terminal.press(*keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self.pressed += len(text)
        self.terminal.type(text)

    def enter(self, text: str, shown: str = "") -> None:
        """Type into a line, see it there, press Enter, and see the cursor leave."""
        self.type(text)
        self.terminal.expect(shown or text[-8:])
        before = self._cursor()
        self.press("enter")
        self.terminal.wait_until(
            lambda: self._cursor() != before, what=f"Enter to leave the line of {shown or text!r}"
        )

    def _cursor(self) -> tuple[int, int]:
        cursor = self.terminal.screen.cells.cursor
        return cursor.y, cursor.x

    def begin(self, name: str, language: str) -> None:
        """The first screen: choose the language where it is another, then the name."""
        self.terminal.expect("Language · Idioma")
        if language != "en":
            self.press("shift+tab", "enter")
            set_language(language)
            self.terminal.expect("(•) Español")
        self.terminal.expect(_("Your company's name"))
        self.type(name)
        self.press("enter")
        self.terminal.expect(_("next: ").strip())

    def go_next(self) -> Step:
        """F3; gives the step whose field then has the focus."""
        step = self.upcoming()
        assert step is not None, f"the status line names no next step:\n{self.terminal.text()}"
        self.press("f3")
        self.wait_focus(step)
        return step

    def go_by_menu(self, step: Step | str) -> None:
        """Esc, the title, Enter."""
        title = self.title(step)
        self.press("esc")
        self.terminal.expect(_("All actions"))
        self.type(title)
        self.terminal.expect(_entry(title))
        self.press("enter")
        self.terminal.expect_gone(_("All actions"))
        self.wait_focus(step)

    def go_by_items(self, step: Step | str) -> None:
        """F4, down to the title, Enter."""
        title = self.title(step)
        item = _entry(title)
        self.press("f4")
        self.terminal.expect(_("All action items"))
        for _turn in range(60):
            found = [row for row, line in enumerate(self.lines()) if item.search(line)]
            if any(self._picked(row) for row in found):
                break
            self._down_one()
        else:
            raise AssertionError(f"“{title}” is not among the action items:\n{self.terminal.text()}")
        self.press("enter")
        self.wait_focus(step)

    def _down_one(self) -> None:
        """Down, and see the bar of the list elsewhere: one press more would go past what is looked for."""
        before = self._bar()
        self.press("down")
        self.terminal.wait_until(
            lambda: any(self._bar()[0]) and self._bar() != before, what="the next item to be under the bar"
        )

    def _bar(self) -> tuple[list[bool], list[str]]:
        lines = self.lines()
        return [self._picked(row) for row in range(len(lines))], lines

    def _picked(self, row: int) -> bool:
        picked = {theme.variables["row"].removeprefix("#") for theme in (DARK, LIGHT)}
        cells = self.terminal.screen.cells
        return any(cells.buffer[row][column].bg in picked for column in range(cells.columns))

    def answer(self, step: Step, value: str, extra: Mapping[str, str]) -> None:
        """Answer the step whose field has the focus; `extra` holds `passphrase`."""
        match step.kind:
            case Kind.CHOICE | Kind.CONFIRM:
                ids = [o.id for o in step.options] if step.kind is Kind.CHOICE else list(_YES_NO)
                self.press(*["down" if step.kind is Kind.CHOICE else "right"] * ids.index(value), "space")
            case Kind.CHECKLIST:
                self._tick(step, value)
            case Kind.SECRET:
                self._password(value, extra["passphrase"])
            case Kind.CHECK:
                self._skip(value)
            case Kind.SCHEDULE:
                self._schedule(value)
            case Kind.PEOPLE:
                self._people(value)
            case _:
                self.type(value)
        self.wait_done(step)

    def _tick(self, step: Step, value: str) -> None:
        """Tick the items; those that are ticked for each of some people are all named."""
        offered = value.split(",") if step.each else [option.id for option in step.options]
        wanted = offered if value == "all" else value.split(",")
        for index, item in enumerate(offered):
            if index:
                self.press("down")
            if item in wanted:
                self.press("space")

    def _password(self, value: str, passphrase: str) -> None:
        self.press("enter")
        self.terminal.expect(_("Passphrase of the vault, at least 12 characters"))
        for text in (value, value, passphrase):
            self.enter(text, "•" * len(text))
        self.type(passphrase)
        self.press("enter")
        self.terminal.expect(_("Replace…"), timeout=20)

    def _skip(self, reason: str) -> None:
        self.press("tab", "enter")
        self.terminal.expect(_("Check later"))
        self.type(reason)
        self.press("tab", "enter")
        self.terminal.expect_gone(_("Check later"))

    def _schedule(self, value: str) -> None:
        date, _t, rest = value.partition("T")
        time, _bracket, zone = rest.partition("[")
        self.enter(date)
        self.enter(time)
        if zone:
            self.press("home", "ctrl+k")
            self.type(zone.rstrip("]"))

    def _people(self, value: str) -> None:
        for number, person in enumerate(value.split("; ")):
            if number:
                self.press("space")  # the button for one more, to which Tab led
            name, _bracket, mail = person.partition(" <")
            self.enter(name)
            self.type(mail.rstrip(">"))
            self.terminal.expect(mail[-8:].rstrip(">"))
            self.press("tab")

    # All of it

    def fill(self, given: Mapping[str, Any]) -> None:
        """Answer everything: first what F3 leads to, then what `reach` names with its way there, in turn."""
        answers = dict(given["answers"])
        extra = given["extra"]
        reach: dict[str, str] = dict(given["reach"])
        while answers:
            step = self.upcoming()
            if step is not None:
                assert step.id in answers, f"no answer is given for {step.id}:\n{self.terminal.text()}"
                self.go_next()
            else:
                name = next(name for name in reach if name in answers)
                step = self.guide.steps[name]
                (self.go_by_items if reach[name] == "items" else self.go_by_menu)(step)
            self.answer(step, answers.pop(step.id), extra)

    def nothing_to_do(self) -> str:
        """The status line's words once all is done."""
        return _("Everything is done.")


def _stands(title: str, line: str) -> bool:
    """Whether a line shows a title, even where a notice covers its end."""
    part = line.partition(_BAR)[0].strip()
    return title in part or (len(part) >= 8 and _BAR in line and title.startswith(part))


def _entry(title: str) -> re.Pattern[str]:
    """A step in a list: its shape, then its title."""
    shapes = "".join(SHAPES.values())
    return re.compile(rf"[{re.escape(shapes)}] {re.escape(title)}")
