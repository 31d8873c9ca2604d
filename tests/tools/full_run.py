"""Which run of the tests this is: the usual one, or the full one that `TRUST_FULL=1` asks for."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeVar
from zlib import crc32

import pytest

T = TypeVar("T")

FULL: Final = bool(os.environ.get("TRUST_FULL"))
"""Whether everything is tried, however long it takes."""


COSTLY: Final = Path(__file__).with_name("costly.txt")
"""The tests whose cases take a tenth of a second each and a second together, with their seconds.

`--weigh` renews it. The tests of the house itself are never among them.
"""
_USUAL_SHARE: Final = 6


def sampled(one_in: int) -> pytest.MarkDecorator:
    """Mark a test of which the usual run takes one case in so many; with 1 all of a costly one."""
    return pytest.mark.sampled(one_in)


def left_out(items: list[Any]) -> list[Any]:
    """The cases that the usual run leaves out; the same ones in every worker, and none in a full run.

    Of a test that is marked, or that is costly, it takes one case in so many, and one at least. Where it
    begins differs from test to test, so that cases of English and Spanish, say, are both among them.
    """
    costly = costs()
    cases: dict[str, list[Any]] = {}
    for item in [] if FULL else items:
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    found = []
    for test, of_test in cases.items():
        mark = of_test[0].get_closest_marker("sampled")
        one_in = min(len(of_test), mark.args[0] if mark else _USUAL_SHARE if test in costly else 1)
        first = crc32(test.encode()) % one_in
        found += [item for number, item in enumerate(of_test) if number % one_in != first]
    return found


def costs() -> dict[str, int]:
    """Seconds by the names of the costly tests."""
    rows = COSTLY.read_text("utf-8").splitlines() if COSTLY.exists() else []
    return {name: int(seconds) for name, _space, seconds in (row.rpartition(" ") for row in rows)}


class Weighing:
    """A plug-in that renews the table of costly tests by what a full run takes."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = defaultdict(float)
        self._cases: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add what a part of a case took."""
        test = report.nodeid.partition("[")[0]
        self._seconds[test] += report.duration
        self._cases[test] += report.when == "call"

    def pytest_sessionfinish(self) -> None:
        """Write the table."""
        rows = [
            f"{test} {round(seconds)}\n"
            for test, seconds in sorted(self._seconds.items())
            if seconds >= max(1, self._cases[test] / 10) and self._cases[test] > 1 and test.count("/") > 1
        ]
        COSTLY.write_text("".join(rows), "utf-8")


def chosen(everything: Mapping[str, T], *usual: str) -> dict[str, T]:
    """Everything in a full run, else what stands under those names."""
    return dict(everything) if FULL else {name: everything[name] for name in usual}
