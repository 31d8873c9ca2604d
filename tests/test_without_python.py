"""What the program does otherwise as an executable that brings its Python along."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cmic_wizard import CHILD, LIBRARIES, __main__, child_process, cli
from cmic_wizard.credentials import child, ring
from cmic_wizard.handoff import seal_child, seal_worker


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The program believes to be an executable on Linux."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "_MEIPASS", "/tmp/_MEI1", raising=False)  # noqa: S108 - a name
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "executable", "/opt/cmic-wizard")
    return monkeypatch


@pytest.mark.parametrize(
    ("script", "arguments", "started"),
    [(ring.CHILD, (), child), (seal_worker._CHILD, ("keys",), seal_child)],
    ids=["key ring", "sealing"],
)
def test_an_executable_is_its_own_child(
    frozen: pytest.MonkeyPatch, script: Path, arguments: tuple[str, ...], started: Any
) -> None:
    seen: dict[str, Any] = {}
    frozen.setenv(LIBRARIES, "/usr/local/lib")
    frozen.setattr(subprocess, "Popen", lambda command, **options: seen.update(options, command=command))
    child_process.start_child(script, *arguments)
    assert seen["command"] == ["/opt/cmic-wizard", CHILD, script.stem, *arguments]
    assert seen["env"][LIBRARIES] == "/tmp/_MEI1"  # noqa: S108 - a name
    assert os.environ[LIBRARIES] == "/usr/local/lib"

    called: list[list[str]] = []
    frozen.setattr(sys, "argv", list(seen["command"]))
    frozen.setattr(started, "main", lambda: called.append(sys.argv))
    frozen.setattr(cli, "main", lambda: pytest.fail("it is a child"))
    assert __main__._frozen() == 0
    assert called == [["/opt/cmic-wizard", *arguments]]


@pytest.mark.parametrize("before", [None, "/usr/local/lib"])
def test_programs_that_an_executable_starts_do_not_look_for_libraries_in_it(
    frozen: pytest.MonkeyPatch, before: str | None
) -> None:
    frozen.setenv(LIBRARIES, "/tmp/_MEI1")  # noqa: S108 - a name
    if before is not None:
        frozen.setenv(f"{LIBRARIES}_ORIG", before)
    frozen.setattr(sys, "argv", ["cmic-wizard", "--version"])
    frozen.setattr(cli, "main", lambda: 7)
    assert __main__._frozen() == 7
    assert os.environ.get(LIBRARIES) == before


def test_a_python_starts_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}
    monkeypatch.setattr(subprocess, "Popen", lambda command, **options: seen.update(options, command=command))
    child_process.start_child(ring.CHILD)
    assert seen["command"][0] == sys.executable
    assert seen["command"][-1] == str(ring.CHILD)
    assert seen["env"] is None


def test_no_command_is_called_as_a_child_is() -> None:
    assert CHILD.startswith("_")
