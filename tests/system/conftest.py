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
