"""What a screen begins comes back to it through one door: `tui/results.py`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SCREENS = Path(__file__).parents[1] / "cmic_wizard" / "tui"
DOORS = {
    "work": {"results.py"},
    "run_worker": {"results.py"},
    "call_after_refresh": {"results.py"},
    "call_later": {"results.py", "key_queue.py", "driver.py", "on_terminal.py"},
    "call_next": set(),
    "call_from_thread": set(),
    "call_soon_threadsafe": {"shutdown.py", "driver.py"},
    "create_task": {"key_queue.py", "shutdown.py", "on_terminal.py"},
    "ensure_future": {"screens/saving.py"},
    "to_thread": set(),
    "run_in_executor": set(),
    "add_done_callback": set(),
    "Thread": {"driver.py", "outgoing.py"},
    "pop_screen": {"app.py", "screens/switching.py", "screens/too_small.py"},
    "switch_screen": {"screens/switching.py"},
}
"""What starts work, or calls back later, or takes a screen away; and the files that know what they do.

`key_queue.py`, `shutdown.py`, `on_terminal.py`, `driver.py` and `outgoing.py` belong to the application,
which stands to the end.
`screens/saving.py` waits for its own future within a worker of `results.py`. Those that take a screen away
look first which one is in sight.
"""
WAITS = {"in_thread", "push_screen_wait", "to_its_end"}
"""What is waited for: never by a handler, which would keep all keys waiting, and only by a held worker."""
HANDLERS = ("on_", "_on_", "action_", "ask_", "key_", "press_", "watch_")


def called(node: ast.AST) -> str:
    """The last name of what is called or decorates, "" for none."""
    function = node.func if isinstance(node, ast.Call) else node
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def ways_round(name: str, tree: ast.Module) -> Iterator[str]:
    """The places in a file of the screens where work goes round the door."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
            found = {alias.name for alias in node.names} & {"work"}
        elif isinstance(node, ast.Attribute | ast.Name) and called(node) in DOORS and called(node) != "work":
            found = {called(node)}
        elif isinstance(node, ast.Attribute) and ast.unparse(node) == "textual.work":
            found = {"work"}
        else:
            found = set()
        for door in found:
            if name not in DOORS[door]:
                yield f"{name}:{getattr(node, 'lineno', 0)} {door}"
        if isinstance(node, ast.AsyncFunctionDef):
            decorators = {called(decorator) for decorator in node.decorator_list}
            if not (node.name.startswith(HANDLERS) or "on" in decorators) or "screen_work" in decorators:
                continue
            waits = [called(part) for part in ast.walk(node) if isinstance(part, ast.Call)]
            if any(wait in WAITS for wait in waits):
                yield f"{name}:{node.lineno} {node.name} waits"


def test_all_work_of_the_screens_goes_through_the_door() -> None:
    paths = sorted(SCREENS.rglob("*.py"))
    assert len(paths) > 50
    found = [
        place
        for path in paths
        for place in ways_round(
            path.relative_to(SCREENS).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
        )
    ]
    assert found == []


@pytest.mark.parametrize(
    "bad",
    [
        "from textual import events, work",
        "from textual._work_decorator import work",
        "import textual\n@textual.work\nasync def f(self): ...",
        "def f(self): self.run_worker(self.g())",
        "def f(self): self.app.call_from_thread(self.g)",
        "def f(self): later = self.call_after_refresh",
        "import threading\ndef f(self): threading.Thread(target=self.g).start()",
        "async def f(self): await asyncio.to_thread(g)",
        "async def f(self): self.t = asyncio.create_task(self.g())",
        "def f(self): self.app.pop_screen()",
        "async def on_mount(self): await in_thread(g)",
        "async def press_keep(self): await self.app.push_screen_wait(d)",
        "@on(Button.Pressed)\nasync def f(self): await in_thread(g)",
    ],
)
def test_each_way_round_the_door_is_found(bad: str) -> None:
    """The control."""
    assert list(ways_round("screens/new.py", ast.parse(bad)))


def test_the_door_itself_is_no_way_round() -> None:
    good = "@screen_work()\nasync def action_open(self):\n    await in_thread(f)\n    after_refresh(self, f)"
    assert list(ways_round("screens/new.py", ast.parse(good))) == []
