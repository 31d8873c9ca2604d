"""Opens and closes dialogs in a real terminal and writes how much memory that cost, as JSON.

`python tests/tools/open_often.py DATA_DIR OUT TIMES [--keep-lines] [DIALOG…]`; `--keep-lines` leaves
Textual's cache of lines as it is.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from every_dialog import ReadyKeeper, every_dialog, quick_check  # noqa: E402

import cmic_wizard.connection.check  # noqa: E402
import cmic_wizard.tui.app  # noqa: E402
from cmic_wizard.profile.profiles import Profiles  # noqa: E402
from cmic_wizard.tui.app import WizardApp, run  # noqa: E402
from cmic_wizard.tui.results import is_gone, stands  # noqa: E402

WARM: Final = 3
"""Openings of each dialog before memory is measured: they load what is loaded once."""


def resident() -> int:
    """The resident memory of this process in kB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


class Opening(WizardApp):
    """Opens each dialog so many times, each once all of it has been drawn."""

    CSS_PATH = Path(cmic_wizard.tui.app.__file__).with_name("wizard.tcss")
    times: int
    out: Path
    kinds: set[str]

    def on_ready(self) -> None:
        """Begin."""
        super().on_ready()
        self.run_worker(self.open_all(), group="opening")

    async def open_all(self) -> None:
        """Open each dialog to warm up, then each many times, and write the cost."""
        assert self.session is not None
        self.session.keeper = ReadyKeeper(self.keeper.data_dir)  # type: ignore[assignment]
        dialogs = {
            kind.__name__: make
            for kind, make in every_dialog(self.session, Path.cwd()).items()
            if not self.kinds or kind.__name__ in self.kinds
        }
        for make in dialogs.values():
            for _time in range(WARM):
                await self.open_one(make)
        gc.collect()
        before = resident()
        cost: dict[str, int] = {}
        for name, make in dialogs.items():
            start = resident()
            for _time in range(self.times):
                await self.open_one(make)
            gc.collect()
            cost[name] = resident() - start
            cost["all"] = resident() - before
            self.out.write_text(json.dumps(cost), encoding="utf-8")
        self.exit(0)

    async def open_one(self, make: Any) -> None:
        """Open a dialog, let it be drawn, close it."""
        dialog = make()
        await self.push_screen(dialog)
        drawn = asyncio.Event()
        dialog.call_after_refresh(drawn.set)
        while not stands(dialog):  # noqa: ASYNC110
            await asyncio.sleep(0)
        await drawn.wait()
        dialog.action_close()
        while not is_gone(dialog) or dialog.is_attached:  # noqa: ASYNC110
            await asyncio.sleep(0)


def main() -> int:
    """Run it."""
    data, out, times, *kinds = sys.argv[1:]
    if "--keep-lines" in kinds:
        kinds.remove("--keep-lines")
        vars(cmic_wizard.tui.app)["let_go_of_lines"] = lambda: None
    cmic_wizard.connection.check.check = quick_check  # type: ignore[assignment]
    store = Profiles(Path(data)).create("Acme Builders")
    slug = store.slug
    store.close()
    app = Opening(Path(data), slug=slug)
    app.times, app.out, app.kinds = int(times), Path(out), set(kinds)
    return run(app)


if __name__ == "__main__":
    sys.exit(main())
