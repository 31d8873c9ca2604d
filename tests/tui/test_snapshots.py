"""Every screen at 80 × 24 in both languages is what `tests/snapshots` holds, to be looked at when it changes.

`pytest tests/tui/test_snapshots.py --update-snapshots` stores what is shown; the change is then read in the
difference of the commit. A new screen fails here until it has a snapshot.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixture_types import Opened
from full_run import sampled
from hostile_sweep import screen_classes
from snapshots import (
    ABSTRACT,
    SIZE,
    asked,
    customer,
    differences,
    forget,
    of_dialogs,
    of_the_wizard,
    reviewed,
    stand_still,
    stands,
    styled_otherwise,
    table,
)

if sys.platform == "win32":
    pytest.skip("other signs, and no time zone to choose", allow_module_level=True)


@pytest.fixture
def _standing(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[None]:
    """A clock that stands."""
    import time

    stand_still(monkeypatch, home)
    yield
    monkeypatch.undo()
    time.tzset()


@sampled(1)
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("_standing")
@pytest.mark.parametrize("lang", ["en", "es"])
async def test_every_screen_is_what_it_was(
    lang: str, opened: Opened, home: Path, data_dir: Path, request: pytest.FixtureRequest
) -> None:
    views: dict[str, str] = {}
    async with opened(change=customer(lang), lang=lang, size=SIZE) as wizard:
        for shown in (of_the_wizard(wizard), of_dialogs(wizard)):
            views |= {name: text async for name, text in shown}
    forget(data_dir)
    async with reviewed(opened, lang) as wizard:
        views |= {name: text async for name, text in of_the_wizard(wizard)}
    forget(data_dir)
    async with asked(opened, lang, home) as wizard:
        views |= {name: text async for name, text in of_the_wizard(wizard)}
    forget(data_dir)
    async with table(opened, lang, home) as wizard:
        views["FolderScreen"] = await stands(wizard)
    forget(data_dir)
    async with opened(lang=lang, size=(50, 15)) as wizard:
        await wizard.until(lambda: type(wizard.screen).__name__ == "TooSmallScreen", "the notice")
        views["TooSmallScreen"] = await stands(wizard)
    assert {name.partition("-")[0] for name in views} == screen_classes() - ABSTRACT
    found = differences(lang, views, update=request.config.getoption("--update-snapshots"))
    assert not found, "\n\n".join(found)


async def test_the_control_a_widget_that_was_not_styled_is_found(opened: Opened) -> None:
    async with opened(size=SIZE) as wizard:
        await stands(wizard)
        wizard.screen.page.add_class("crumb", update=False)
        assert len(styled_otherwise(wizard.screen)) == 1
