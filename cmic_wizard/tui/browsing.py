"""The web browser of the desktop that the user sits at, where there is one."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from cmic_wizard.tui.glyphs import SIMPLE_TERMINALS

_TAKES_WITHIN: Final = 3.0
"""Seconds after which a browser that has not complained counts as opened."""
_IN_THE_TERMINAL: Final = frozenset(
    {"www-browser", "w3m", "lynx", "links", "links2", "elinks", "browsh", "edbrowse"}
)
"""Browsers that would draw over the wizard."""
_OPENERS: Final = (("xdg-open",), ("gio", "open"), ("kde-open",), ("exo-open",))


def browser() -> tuple[str, ...] | None:
    """The command that opens an address; None where no browser is seen, as over a remote line."""
    own = _chosen()
    if own is not None:
        return own
    if os.environ.get("SSH_CONNECTION"):
        return None
    if sys.platform == "darwin":
        return ("open",)
    if sys.platform == "win32":
        return ("rundll32", "url.dll,FileProtocolHandler")
    if os.environ.get("WSL_DISTRO_NAME") and shutil.which("wslview"):
        return ("wslview",)
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return next((opener for opener in _OPENERS if shutil.which(opener[0])), None)
    return None


def _chosen() -> tuple[str, ...] | None:
    """The user's own choice in BROWSER, which an editor's terminal sets so that it reaches their desktop."""
    for choice in os.environ.get("BROWSER", "").split(os.pathsep):
        try:
            command = tuple(part for part in shlex.split(choice) if part != "%s")
        except ValueError:
            continue
        name = Path(command[0]).name if command else ""
        if command and name not in _IN_THE_TERMINAL and shutil.which(command[0]):
            return command
    return None


def opened(address: str) -> bool:
    """Whether a browser took an address; it blocks for some seconds at most."""
    command = browser()
    if command is None or not address.startswith(("https://", "http://")):
        return False
    try:
        process = subprocess.Popen(  # noqa: S603 - the user's own browser, told an address of the guide
            [*command, address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return process.wait(_TAKES_WITHIN) == 0
    except subprocess.TimeoutExpired:
        return True  # the browser itself, which goes on
    except (OSError, ValueError):
        return False


def marks_links() -> bool:
    """Whether the terminal understands links in its text (OSC 8), or at least takes no notice of them."""
    term = os.environ.get("TERM", "")
    if os.environ.get("STY") or term in SIMPLE_TERMINALS or term.split("-")[0] in ("screen", "rxvt", "Eterm"):
        return bool(os.environ.get("TMUX"))
    old = os.environ.get("VTE_VERSION", "")
    return not (old.isdecimal() and int(old) < 5000)
