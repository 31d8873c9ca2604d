"""Starts a child process of this program's own, which is spoken to by its pipes alone."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from cmic_wizard import CHILD, LIBRARIES


def start_child(script: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A script of this package in a process and a session of its own; OSError where no room is for one."""
    if not sys.executable:
        raise FileNotFoundError("no Python interpreter to run")
    if getattr(sys, "frozen", False):
        command, env = [sys.executable, CHILD, script.stem], _of_the_executable()
    else:
        command, env = [sys.executable, *_options(), str(script)], None
    return subprocess.Popen(  # noqa: S603 - this interpreter and a file of this package
        [*command, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=env,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _of_the_executable() -> dict[str, str]:
    """An environment in which the executable finds the libraries that it brought along, as it did itself."""
    env = dict(os.environ)
    if sys.platform == "linux":
        if (before := env.get(LIBRARIES)) is not None:
            env[f"{LIBRARIES}_ORIG"] = before
        env[LIBRARIES] = str(getattr(sys, "_MEIPASS", ""))
    return env


def _options() -> list[str]:
    # -P keeps the current folder off the path; -I would also lose the packages of `pip install --user`.
    options = ["-P"]
    options += ["-E"] if sys.flags.ignore_environment else []
    options += ["-s"] if sys.flags.no_user_site else []
    return options


def close_pipes(child: subprocess.Popen[bytes]) -> None:
    """Let go of the pipes of a child that is done with."""
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
