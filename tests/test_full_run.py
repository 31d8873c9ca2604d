"""What the usual run takes and leaves out."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import full_run
import pytest

ROOT = Path(__file__).parents[1]


@cache
def _names(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if hasattr(node, "name")}


@pytest.mark.parametrize("test", full_run.costs())
def test_every_costly_test_is_there(test: str) -> None:
    file, name = test.split("::")
    assert name in _names(ROOT / file)


def items(test: str, count: int, one_in: int = 0) -> list[Any]:
    mark = pytest.mark.sampled(one_in).mark if one_in else None
    return [
        SimpleNamespace(nodeid=f"{test}[{number}]", get_closest_marker=lambda _name: mark)
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("test", "count", "one_in", "taken"),
    [
        ("a.py::test_plain", 9, 0, 9),
        ("a.py::test_marked", 9, 3, 3),
        ("a.py::test_of_one_case", 1, 3, 1),
        ("a.py::test_of_two_cases", 2, 5, 1),
        ("costly", 8, 0, 2),
        ("costly", 2, 0, 1),
        ("costly", 8, 2, 4),
    ],
)
@pytest.mark.parametrize("full", [False, True])
def test_a_share_of_the_cases_is_taken(
    test: str, count: int, one_in: int, taken: int, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_run, "FULL", full)
    monkeypatch.setattr(full_run, "costs", lambda: {"costly": 7})
    cases = items(test, count, one_in)
    assert len(cases) - len(full_run.left_out(cases)) == (count if full else taken)
