"""Opens an e-mail draft in the user's own mail program, where this computer has one to hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

_WITHIN: Final = 5.0
"""Seconds for the opener to say that it failed; a mail program that runs on has opened."""
_SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY")


def opener() -> tuple[str, ...]:
    """The command that opens a file by its kind; empty where there is none, or no desktop to show it."""
    from shutil import which

    if sys.platform == "darwin":
        found = which("open")
    elif os.name == "nt":
        return ("",)
    else:
        found = which("xdg-open") if any(os.environ.get(name) for name in _SCREENS) else None
    return (found,) if found else ()


def open_mail(path: Path) -> bool:
    """Whether the draft was given to a mail program; waits a few seconds at most."""
    command = opener()
    if not command:
        return False
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 - the desktop's own way
        except OSError:
            return False
        return True
    try:
        run = subprocess.Popen(  # noqa: S603 - the desktop's own opener, and a file just written
            [*command, str(path.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return run.wait(_WITHIN) == 0
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False
