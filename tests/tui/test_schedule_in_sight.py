"""A date and a time that were typed stand there whole, the cursor behind them, in 80 columns."""

from __future__ import annotations

import pytest
from fixture_types import Opened
from hostile_sweep import settle


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_a_date_and_a_time_are_seen_whole(opened: Opened, lang: str) -> None:
    async with opened(step="kickoff.date", lang=lang, size=(80, 24)) as wizard:
        await wizard.type("2026-12-09")
        await settle(wizard)
        assert "▏ 2026-12-09 " in wizard.text()
        await wizard.press("tab")
        await wizard.type("10:00")
        await settle(wizard)
        assert "▏ 10:00 " in wizard.text()
