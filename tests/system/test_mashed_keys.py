"""No order and speed of keys breaks the wizard or a review."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from fixture_types import OpenTerminal, StoredProfile

ROOT = Path(__file__).parents[2]
KEYS = (
    "f1",
    "f2",
    "f3",
    "f4",
    "f6",
    "f7",
    "f8",
    "f9",
    "esc",
    "tab",
    "shift+tab",
    "enter",
    "space",
    "up",
    "down",
    *("left", "right", "pageup", "pagedown", "home", "end", "backspace", "delete"),
)
ROUNDS = int(os.environ.get("MASH_ROUNDS", "1"))
PRESSES = int(os.environ.get("MASH_PRESSES", "60"))


@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.parametrize("what", ["wizard", "review", "folder"])
def test_mashed_keys_end_in_no_crash(
    terminal: OpenTerminal,
    data_dir: Path,
    tmp_path: Path,
    stored_profile: StoredProfile,
    what: str,
    seed: int,
) -> None:
    stored_profile("Acme Builders", "connection.service_user")
    sample = ROOT / "assets" / "sample-profile.en.json"
    if what == "folder":
        (tmp_path / "one.json").write_bytes(sample.read_bytes())
        (tmp_path / "bad.json").write_text("{")
    arguments = {"wizard": (), "review": ("review", str(sample)), "folder": ("review", str(tmp_path))}[what]
    wizard = terminal(*arguments, cwd=tmp_path)
    wizard.expect(re.compile("F10 Quit"))
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    for _press in range(PRESSES):
        wizard.press(*chance.choices(KEYS, k=chance.choice((1, 1, 1, 2, 4))))
        assert not (data_dir / "reports").exists(), wizard.text()
    for _way_out in range(8):
        if wizard.process.poll() is None:
            wizard.press("esc", "f10")
    assert wizard.expect_end(20) == 0
    assert not (data_dir / "reports").exists()
