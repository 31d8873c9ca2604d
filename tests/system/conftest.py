"""The real terminal for the tests in this folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from wizard_terminal import Terminal


@pytest.fixture
def terminal(home: Path, wizard_env: Callable[..., dict[str, str]]) -> Iterator[Callable[..., Terminal]]:
    """Open the wizard, or another `command`, in a pseudo-terminal: `terminal("--profile", "A", rows=36)`.

    What was opened is closed at the end of the test. `env` adds variables, or removes them by None.
    """
    if sys.platform == "win32":
        pytest.skip("pseudo-terminals are POSIX")
    from wizard_terminal import Terminal

    with ExitStack() as opened:

        def start(
            *args: str | Path,
            columns: int = 80,
            rows: int = 24,
            env: Mapping[str, str | None] | None = None,
            command: Sequence[str | Path] | None = None,
            cwd: Path | None = None,
        ) -> Terminal:
            program = command or [sys.executable, "-m", "cmic_wizard"]
            return opened.enter_context(
                Terminal(
                    [*program, *args],
                    columns=columns,
                    rows=rows,
                    env={"PYTHONPATH": wizard_env()["PYTHONPATH"], **(env or {})},
                    cwd=cwd or home,
                )
            )

        yield start


@pytest.fixture
def stored_profile(data_dir: Path) -> Callable[..., str]:
    """Make a profile that opens at a step: `stored_profile("Acme", "go_live.date", {…})`; gives its slug."""

    def make(name: str, step: str = "", answers: Mapping[str, str] | None = None) -> str:
        from cmic_wizard.guide.loader import load_guide
        from cmic_wizard.profile.profiles import Profiles

        profiles = Profiles(data_dir)
        store = profiles.create(name)
        for key, text in (answers or {}).items():
            store.answer(key, text)
        if step:
            guide = load_guide()
            store.mark(page=guide.phase_of[guide.section_of[step].id].id, step=step)
        store.save()
        store.close()
        profiles.remember_last(store.slug)
        return store.slug

    return make


@pytest.fixture
def answer_on_disk(data_dir: Path) -> Callable[[str, str], str]:
    """What the profile's file holds as the answer to a step, read as the program reads it."""

    def read(slug: str, step: str) -> str:
        from cmic_wizard.profile.profiles import Profiles

        return Profiles(data_dir).load(slug).answers.get(step, "")

    return read
