"""Which run of the tests this is: the usual one, or the full one that `TRUST_FULL=1` asks for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Final, TypeVar

import pytest

T = TypeVar("T")

FULL: Final = bool(os.environ.get("TRUST_FULL"))
"""Whether everything is tried, however long it takes."""


def sampled(one_in: int) -> pytest.MarkDecorator:
    """Mark a test of which the usual run takes one case in so many, the first among them."""
    return pytest.mark.sampled(one_in)


def left_out(items: list[Any]) -> list[Any]:
    """The cases that the usual run leaves out; the same ones in every worker, and none in a full run."""
    seen: dict[str, int] = {}
    found = []
    for item in [] if FULL else items:
        if mark := item.get_closest_marker("sampled"):
            test = item.nodeid.partition("[")[0]
            number = seen[test] = seen.get(test, -1) + 1
            if number % mark.args[0]:
                found.append(item)
    return found


def chosen(everything: Mapping[str, T], *usual: str) -> dict[str, T]:
    """Everything in a full run, else what stands under those names."""
    return dict(everything) if FULL else {name: everything[name] for name in usual}
