"""Every screen and dialog, opened and closed while what it has begun answers at once, late, or never."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CoroutineType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from answer_visits import NOT_OPENED, OF_THE_APPLICATION, PLACES, Visit
from every_dialog import ReadyKeeper, quick_check
from fixture_types import Opened, Tally
from full_run import FULL
from hostile_sweep import screen_kinds, settle
from textual import work
from textual.widgets import Static
from textual.worker import WorkerFailed

import cmic_wizard.tui
from cmic_wizard import background
from cmic_wizard.background import in_thread
from cmic_wizard.connection import check
from cmic_wizard.tui import results
from cmic_wizard.tui.results import is_gone
from cmic_wizard.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

pytestmark = pytest.mark.timeout(900)

TUI = Path(cmic_wizard.tui.__file__).parent
DIALOG_TURNS = range(16) if FULL else (0, 8, 12)
PAGE_TURNS = range(0, 40, 2) if FULL else (9,)
"""Turns of the event loop between a screen's end and its answer; some fall between its children's ends."""
URL = "https://acmemob.cmicpaas.com/cmicprod"


class Answers:
    """Stands where threads are started, and holds what they were to do."""

    def __init__(self) -> None:
        self.at_once = False
        self.asked = 0
        """How many threads were started."""
        self._held: list[Callable[[], None]] = []

    def Thread(self, target: Callable[[], None], **_options: object) -> Any:  # noqa: N802
        """A thread that runs at once, or when it is let go; one that is waited for runs at once."""
        at_once = self.at_once or "ended_within" in target.__qualname__
        self.asked += 1
        start = target if at_once else lambda: self._held.append(target)
        return SimpleNamespace(start=start, join=lambda _seconds: None, is_alive=lambda: False)

    def come(self) -> None:
        """Let all go."""
        held, self._held = self._held, []
        for target in held:
            target()

    def never_come(self) -> None:
        """Forget them."""
        self._held.clear()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The answers of all threads that the screens start."""
    found = Answers()
    monkeypatch.setattr(background, "threading", found)
    monkeypatch.setattr(check, "check", quick_check)
    return found


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of what began work, methods as `Class.method`."""
    found: set[str] = set()
    held = results._held

    def noting(node: Any, steps: CoroutineType[Any, Any, Any]) -> Any:
        found.add(steps.__qualname__)
        return held(node, steps)

    monkeypatch.setattr(results, "_held", noting)
    return found


def works() -> set[str]:
    """The names of all methods and functions that begin work, from the sources."""
    return {
        f"{holder.name}.{method.name}" if isinstance(holder, ast.ClassDef) else method.name
        for path in TUI.rglob("*.py")
        for holder in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(holder, ast.ClassDef | ast.Module)
        for method in holder.body
        if isinstance(method, ast.AsyncFunctionDef)
        and any(ast.unparse(decorator).startswith("screen_work") for decorator in method.decorator_list)
    }


def leave(wizard: Wizard, screen: Any) -> None:
    """Close a dialog as its user does; take a page away with all that stands over it."""
    if isinstance(screen, Dialog) and wizard.screen is screen:
        screen.action_close()
    while screen in wizard.app.screen_stack:
        wizard.app.pop_screen()


async def visit(wizard: Wizard, answers: Answers, one: Visit, when: str, turns: int) -> str:
    """Open, act, leave, and answer at that moment; AssertionError where the wizard did not stand that.

    Gives the name of the screen.
    """
    app, base, answers.at_once = wizard.app, wizard.screen, when == "at once"
    screen = one.make()
    kind = type(screen).__name__
    said = f"{kind}, {getattr(one.act, '__qualname__', 'opened')}: {when}, {turns} turns"
    await app.push_screen(screen)
    await settle(wizard)
    if one.act is not None:
        await one.act(wizard, screen)
    if when == "before it is left":
        answers.come()
        await wait(turns)
    leave(wizard, screen)
    if when == "after it is left":
        await wait(turns)
        answers.come()
    for _round in range(5000):
        await asyncio.sleep(0)
        if when != "never":
            answers.come()
        assert app.crash_report is None, said
        if when == "never":
            app.workers.cancel_group(app, results.ACTS)
        if is_gone(screen) and not any(w.node is screen or w.group == results.ACTS for w in app.workers):
            break
    else:
        raise AssertionError(f"{said}: it never ends")
    answers.never_come()
    await settle(wizard)
    assert app.crash_report is None, said
    assert not app._exit, said
    assert app.screen_stack == [base], f"{said}: {app.screen_stack}"
    base.query_one("TitleBar")
    draft = base.session.draft
    assert (draft.password is None) == (draft.id not in wizard.keeper.secrets), f"{said}: what is kept"
    return kind


async def wait(turns: int) -> None:
    """Let the event loop turn so often."""
    for _turn in range(turns):
        await asyncio.sleep(0)


def moments(turns: Any) -> Iterator[tuple[str, int]]:
    """When an answer may come."""
    yield "at once", 0
    yield "never", 0
    for number in turns:
        yield "before it is left", number
        yield "after it is left", number


def some_moments(number: int, turns: Any) -> list[tuple[str, int]]:
    """When the answer of a place's visit of that number comes: the usual run takes a third of the moments."""
    return list(moments(turns))[slice(None) if FULL else slice(number % 3, None, 3)]


def test_nothing_is_left_out() -> None:
    assert set().union(*(place.begins for place in PLACES.values()), OF_THE_APPLICATION) == works()
    opened = set().union(*(place.opens for place in PLACES.values()))
    assert opened | set(NOT_OPENED) == {kind.__name__ for kind in screen_kinds()}
    assert not opened & set(NOT_OPENED)


@pytest.mark.parametrize("place", PLACES)
async def test_answers_at_any_moment_break_nothing(
    place: str, opened: Opened, answers: Answers, begun: set[str], home: Path, data_dir: Path, tally: Tally
) -> None:
    made, kinds = 0, set()
    answered = {"connection.mobile_server_url": URL}
    async with opened(answered, step="connection.tenant_id") as wizard:
        ready: Any = ReadyKeeper(data_dir)
        wizard.keeper = wizard.session.keeper = wizard.app.keeper = ready
        for number, one in enumerate(PLACES[place].visits(wizard, home, data_dir)):
            before = answers.asked
            for when, turns in some_moments(number, DIALOG_TURNS if place == "dialogs" else PAGE_TURNS):
                kinds.add(await visit(wizard, answers, one, when, turns))
                made += 1
                if one.act is None and answers.asked == before:
                    break  # it begins nothing, and so waits for no answer
        answers.at_once = True
    assert kinds == PLACES[place].opens
    assert PLACES[place].begins <= begun
    tally(f"screens opened and closed while answers come at once, late and never: {made} times in {place}")


class Bad(Dialog[None]):
    """Takes its answer itself, whenever it comes."""

    CSS_PATH = str(TUI / "dialog.tcss")

    def body(self) -> Iterator[Static]:
        yield Static("", id="place")

    @work
    async def on_mount(self) -> None:  # type: ignore[override]
        await in_thread(lambda: None)
        self.query_one("#place", Static).update("it came")


class Impatient(Dialog[None]):
    """Takes away what is in sight when its answer comes."""

    CSS_PATH = str(TUI / "dialog.tcss")

    @work
    async def on_mount(self) -> None:  # type: ignore[override]
        await in_thread(lambda: None)
        self.app.pop_screen()


@pytest.mark.parametrize("kind", [Bad, Impatient])
async def test_a_dialog_that_does_not_stand_every_moment_is_found(
    kind: type[Dialog[None]], opened: Opened, answers: Answers, data_dir: Path
) -> None:
    """The control."""
    found = []
    for when, turns in moments(DIALOG_TURNS):
        try:
            async with opened(name=f"{when} {turns}") as wizard:
                ready: Any = ReadyKeeper(data_dir)
                wizard.keeper = wizard.session.keeper = ready
                await visit(wizard, answers, Visit(kind), when, turns)
        except (AssertionError, WorkerFailed) as error:
            found.append(f"{when} {turns}: {error}")
    assert found
    assert any("#place" in text or "screen" in text for text in found), found
