"""What a room of the house may know and repeat: steps by name, the session, another door, and its tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cmic_wizard.guide.loader import load_guide

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "cmic_wizard"
LINES_WITH_STEPS = 12
"""Outside `guide/`; what the program does with single steps is declared in the guide."""
SAME_LINES = 6
DOORS = ("commands", "plain", "tui")
BESIDE_THE_PACKAGE = {"benchmarks", "fuzz", "snapshots", "system", "tools", "trust"}
"""Folders of tests that concern no single room."""
OF_MODULES = {"files"}
"""Folders of tests of a module that is no room."""
SENT_DOWN = {"Session", "ReviewSession", "Assessment", "StepState"}
"""What the screen hands down once, when a widget is made."""


def sources(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")


def test_single_steps_are_named_in_the_guide() -> None:
    steps = re.compile("|".join(rf"\b{re.escape(step)}\b" for step in load_guide().steps))
    found = [
        f"{name}:{number} {line.strip()}"
        for name, text in sources(PACKAGE)
        if not name.startswith("guide/")
        for number, line in enumerate(text.splitlines(), 1)
        if steps.search(line) and not re.match(r"\s*(from|import) ", line)
    ]
    assert len(found) <= LINES_WITH_STEPS, found


def dispatched(tree: ast.AST) -> Iterator[int]:
    """Where something is called or read by a name that is put together, so that no type is known."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "setattr", "methodcaller"):
            name = node.args[1] if len(node.args) > 1 else node.args[0]
            if not isinstance(name, ast.Constant):
                yield node.lineno


def test_the_doors_call_nothing_by_a_name_that_types_cannot_see() -> None:
    by_name = {
        "commands/output.py": "the standard streams, which may be missing",
        "commands/parser.py": "the options of argparse",
        "tui/shutdown.py": "signals that not every system has",
    }
    found = {
        name for door in DOORS for name, text in sources(PACKAGE / door) if [*dispatched(ast.parse(text))]
    }
    assert found == set(by_name)


@pytest.mark.parametrize("bad", ["getattr(self, f'do_{name}')()", "setattr(self, name, 1)"])
def test_a_call_by_name_is_recognised(bad: str) -> None:
    assert list(dispatched(ast.parse(bad)))


def handed_down(tree: ast.AST) -> Iterator[str]:
    """Methods that are handed what the session holds, though their object has the session."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for method in node.body:
            if not isinstance(method, ast.FunctionDef) or method.name.startswith("_"):
                continue
            if method.name.startswith("refresh_session") and len(method.args.args) > 1:
                yield f"{node.name}.{method.name}"
            taken = {ast.unparse(each.annotation) for each in method.args.args if each.annotation}
            if method.name.startswith(("refresh_", "show_")) and taken & SENT_DOWN:
                yield f"{node.name}.{method.name}"


def test_what_the_session_holds_goes_down_by_one_name() -> None:
    """`refresh_session()`: every widget takes from the session it was made with what it shows."""
    found = [each for _, text in sources(PACKAGE / "tui") for each in handed_down(ast.parse(text))]
    assert found == []


@pytest.mark.parametrize("bad", ["refresh_assessment(self, a: Assessment)", "refresh_session(self, s)"])
def test_another_way_down_is_recognised(bad: str) -> None:
    assert list(handed_down(ast.parse(f"class A:\n    def {bad}: ...")))


def runs(folder: Path) -> dict[tuple[str, ...], str]:
    """Every run of lines that say something, and where it stands."""
    found = {}
    for name, text in sources(folder):
        lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
        lines = [each for each in lines if re.search(r"\w", each[1]) and not said_everywhere(each[1])]
        for start in range(len(lines) - SAME_LINES + 1):
            part = lines[start : start + SAME_LINES]
            found[tuple(line for _, line in part)] = f"{name}:{part[0][0]}"
    return found


def said_everywhere(line: str) -> bool:
    return line.startswith(("from ", "import ", "#", '"""')) or line in ("else:", "try:", "return")


def test_the_doors_share_no_code() -> None:
    """A decision of the domain is written once, below them."""
    of_door = {door: runs(PACKAGE / door) for door in DOORS if (PACKAGE / door).is_dir()}
    doubles = [
        f"{mine[run]} ~ {theirs[run]}"
        for one, mine in of_door.items()
        for other, theirs in of_door.items()
        if one < other
        for run in mine.keys() & theirs.keys()
    ]
    assert doubles == []


def test_the_tests_stand_where_the_rooms_do() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name[0] not in "_."}
    assert folders - BESIDE_THE_PACKAGE - OF_MODULES == rooms
    assert all((PACKAGE / f"{name}.py").is_file() for name in OF_MODULES)


SAME_THING = {"__init__", "app", "model", "session"}
"""Names that stand in several rooms for the same thing there."""


def test_a_file_of_one_name_stands_in_one_room() -> None:
    """Where two rooms have a file of one name that are not the same thing, the name means neither."""
    names = [path.stem for path in PACKAGE.rglob("*.py")]
    assert {name for name in names if names.count(name) > 1} <= SAME_THING
