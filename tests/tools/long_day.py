"""Works a long day in a real terminal and writes how much memory that cost, as JSON.

`python tests/tools/long_day.py DATA_DIR OUT EDITS DIALOGS PAGES`
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from open_often import Opening, resident  # noqa: E402

from cmic_wizard.profile.profiles import Profiles  # noqa: E402
from cmic_wizard.tui.app import run  # noqa: E402
from cmic_wizard.tui.screens.menu import MenuDialog  # noqa: E402
from cmic_wizard.tui.screens.wizard import WizardScreen  # noqa: E402
from cmic_wizard.tui.widgets.controls.line_control import Line  # noqa: E402

WARM: Final = 20
"""Rounds of each kind before memory is measured."""
STEP: Final = "connection.service_user"
PAUSES_AFTER: Final = 10
"""Edits between two pauses, in which what was typed is judged and saved."""


class LongDay(Opening):
    """Edits, opens dialogs, turns pages."""

    edits: int
    pages: int

    async def open_all(self) -> None:
        """Each kind to warm up, then as often as asked, and write the cost."""
        screen = self.screen
        assert isinstance(screen, WizardScreen)
        parts: dict[str, tuple[int, Callable[[int], Awaitable[None]]]] = {
            "edits": (self.edits, self.edit),
            "dialogs": (self.times, self.open_menu),
            "pages": (self.pages, self.turn),
        }
        for _times, part in parts.values():
            for number in range(WARM):
                await part(number)
        gc.collect()
        before = resident()
        cost: dict[str, int] = {}
        for name, (times, part) in parts.items():
            start = resident()
            for number in range(times):
                await part(number)
            gc.collect()
            cost[name] = resident() - start
        cost["all"] = resident() - before
        self.out.write_text(json.dumps(cost), encoding="utf-8")
        self.exit(0)

    async def edit(self, number: int) -> None:
        """Type or take back a letter, and let it be drawn."""
        screen = self.screen
        assert isinstance(screen, WizardScreen)
        if screen.step_id != STEP or not isinstance(screen.focused, Line):
            await screen.show_step(STEP)
        line = screen.focused
        assert isinstance(line, Line)
        line.value = f"PROCORE{number % 100}"
        await self.drawn()
        if number % PAUSES_AFTER == 0:
            screen.flush()
            await self.drawn()

    async def open_menu(self, _number: int) -> None:
        """Open the menu and close it."""
        session = self.session
        assert session is not None
        await self.open_one(lambda: MenuDialog(session))

    async def turn(self, number: int) -> None:
        """Turn to the next page."""
        screen = self.screen
        assert isinstance(screen, WizardScreen)
        pages = [phase.id for phase in screen.session.guide.phases]
        await screen.show_page(pages[number % len(pages)])
        await self.drawn()

    async def drawn(self) -> None:
        """Wait until what was changed has been drawn."""
        done = asyncio.Event()
        self.screen.call_after_refresh(done.set)
        await done.wait()


def main() -> int:
    """Run it."""
    data, out, edits, dialogs, pages = sys.argv[1:]
    store = Profiles(Path(data)).create("Acme Builders")
    store.answer("connection.hosting", "hosted")
    store.save()
    slug = store.slug
    store.close()
    app = LongDay(Path(data), slug=slug)
    app.times, app.out, app.kinds = int(dialogs), Path(out), set()
    app.edits, app.pages = int(edits), int(pages)
    return run(app)


if __name__ == "__main__":
    sys.exit(main())
