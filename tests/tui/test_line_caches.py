"""What a closed dialog had drawn is let go of."""

from __future__ import annotations

import contextlib
import gc
import inspect
import weakref
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from fixture_types import Opened
from textual import _styles_cache
from textual.color import Color

from cmic_wizard.tui.line_caches import let_go_of_lines
from cmic_wizard.tui.screens.menu import MenuDialog

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard


async def _left_of_a_menu(wizard: Wizard) -> int:
    """How many caches of drawn lines outlive the menu."""
    menu = MenuDialog(wizard.session)
    await wizard.app.push_screen(menu)
    await wizard.pilot.pause()
    caches = [weakref.ref(widget._styles_cache) for widget in menu.query("*")]
    assert len(caches) > 2
    menu.action_close()
    del menu
    await wizard.until(lambda: len(wizard.app.screen_stack) == 1 and not wizard.app.workers)

    def gone() -> bool:
        gc.collect()
        return not any(cache() for cache in caches)

    with contextlib.suppress(AssertionError):
        await wizard.until(gone, "the end of all lines", 2)
    return sum(cache() is not None for cache in caches)


async def test_no_line_outlives_its_dialog(opened: Opened) -> None:
    async with opened() as wizard:
        assert await _left_of_a_menu(wizard) == 0


async def test_a_cache_that_is_keyed_by_each_widget_keeps_its_lines(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the cache as Textual has it."""
    async with opened() as wizard:
        plain = _styles_cache.StylesCache.get_inner_outer
        keyed = lru_cache(1024)(lambda _cache, base, background: plain(base, background))
        monkeypatch.setattr(_styles_cache.StylesCache, "get_inner_outer", keyed)
        assert await _left_of_a_menu(wizard) > 0


def test_the_shared_cache_gives_what_textuals_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    inner, outer = _styles_cache.StylesCache().get_inner_outer(Color(1, 2, 3), Color(9, 9, 9, 0.5))
    base, over = Color(1, 2, 3), Color(9, 9, 9, 0.5)
    assert (inner.background, outer.background) == (base + over, base)
    let_go_of_lines()
    assert _styles_cache.StylesCache().get_inner_outer(base, over) == (inner, outer)


def test_the_tested_textual_still_has_the_cache_that_is_replaced() -> None:
    """Read from its source, for this process has replaced it. Once it is gone, `line_caches.py` can go."""
    source = inspect.getsource(_styles_cache)
    assert "@lru_cache(1024)\n    def get_inner_outer(" in source
