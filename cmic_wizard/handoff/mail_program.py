"""Opens an e-mail draft in the user's own mail program, where this computer has one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

_MEDIA_TYPE: Final = "message/rfc822"
_WITHIN: Final = 5.0
"""Seconds within which a desktop says whether it has a program."""
_RUNNING: Final[list[subprocess.Popen[bytes]]] = []
"""Openers that have not ended yet."""


def open_draft(path: Path) -> bool:
    """Whether a mail program was begun with the draft; it is the user who sends it."""
    whole = str(path.absolute())
    try:
        if sys.platform == "win32":
            os.startfile(whole)  # noqa: S606 - the file that was just written
            return True
        opener = _opener()
        return bool(opener) and _begun([opener, whole])
    except OSError:
        return False


def is_there() -> bool:
    """Whether this computer has a mail program to open a draft in, as far as it says."""
    try:
        return sys.platform == "win32" or bool(_opener())
    except OSError:
        return False


def _opener() -> str:
    """The command that opens a file in its program; "" where there is no desktop, or no mail program."""
    if sys.platform == "darwin":
        return shutil.which("open") or ""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return ""
    opener, asks = shutil.which("xdg-open"), shutil.which("xdg-mime")
    if not opener or not asks:
        return ""
    try:
        found = subprocess.run(  # noqa: S603 - the desktop's own command, by its whole path
            [asks, "query", "default", _MEDIA_TYPE],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_WITHIN,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return opener if found.stdout.strip() else ""


def _begun(command: list[str]) -> bool:
    _RUNNING[:] = [each for each in _RUNNING if each.poll() is None]
    quiet: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    child = subprocess.Popen(command, start_new_session=True, **quiet)  # noqa: S603 - as above
    try:
        return child.wait(_WITHIN) == 0
    except subprocess.TimeoutExpired:
        _RUNNING.append(child)
        return True
