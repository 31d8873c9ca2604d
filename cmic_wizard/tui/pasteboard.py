"""Where a copied text goes: into tmux, onto the desktop, or to the terminal, which never answers."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple

from cmic_wizard.tui.glyphs import SIMPLE_TERMINALS

_ANSWERS_WITHIN: Final = 2.0
"""Seconds that a program of the desktop has."""
_PART: Final = 240
"""Characters that GNU screen passes through at once."""
_IN_ORDER: Final = threading.Lock()


class Reached(Enum):
    """Where a text was put."""

    DESKTOP = "the desktop's clipboard"
    TMUX = "tmux, which hands it on where it may"
    TERMINAL = "the terminal, which is told by what `to_terminal` gives, and does not say whether it obeys"
    NOWHERE = "nowhere: this terminal has no clipboard"


class Programs(NamedTuple):
    """The desktop's own programs: one takes a clipboard's text, the other tells it."""

    put: tuple[str, ...]
    tell: tuple[str, ...]
    encoding: str = "utf-8"


_OF_DESKTOPS: Final = (
    ("WAYLAND_DISPLAY", Programs(("wl-copy",), ("wl-paste", "--no-newline"))),
    ("DISPLAY", Programs(("xclip", "-selection", "clipboard"), ("xclip", "-selection", "clipboard", "-out"))),
    ("DISPLAY", Programs(("xsel", "--clipboard", "--input"), ("xsel", "--clipboard", "--output"))),
    (
        "WSL_DISTRO_NAME",
        Programs(("clip.exe",), ("powershell.exe", "-NoProfile", "-Command", "Get-Clipboard -Raw"), "utf-16"),
    ),
)
_MAC: Final = Programs(("pbcopy",), ("pbpaste",))
_WINDOWS: Final = Programs(
    ("clip",), ("powershell", "-NoProfile", "-Command", "Get-Clipboard -Raw"), "utf-16"
)
_TMUX: Final = ("tmux", "load-buffer", "-w", "-")
_OLD_TMUX: Final = ("tmux", "load-buffer", "-")


def desktop() -> Programs | None:
    """The programs of the desktop that the user sits at; over a remote line, none reaches it."""
    if os.environ.get("SSH_CONNECTION"):
        return None
    if sys.platform == "darwin":
        return _MAC
    if sys.platform == "win32":
        return _WINDOWS
    for variable, programs in _OF_DESKTOPS:
        if os.environ.get(variable) and shutil.which(programs.put[0]):
            return programs
    return None


def in_tmux() -> bool:
    """Whether tmux stands between the program and its terminal, and can be told."""
    return bool(os.environ.get("TMUX")) and shutil.which("tmux") is not None


def at_once() -> bool:
    """Whether no other program has to be asked, so that nothing is waited for."""
    return desktop() is None and not in_tmux()


def carry(text: str) -> Reached:
    """Put a text where it can be pasted from; it blocks while other programs take it."""
    with _IN_ORDER:
        programs = desktop()
        put = programs is not None and _fed(programs.put, text, programs.encoding)
        if in_tmux() and (_fed(_TMUX, text) or _fed(_OLD_TMUX, text)):
            return Reached.DESKTOP if put else Reached.TMUX
    if put:
        return Reached.DESKTOP
    return Reached.NOWHERE if os.environ.get("TERM", "") in SIMPLE_TERMINALS else Reached.TERMINAL


def emptied(text: str, *, still: bool) -> Reached:
    """Have a text forgotten: by tmux always, and by the clipboard where it `still` holds it. It blocks."""
    with _IN_ORDER:
        programs = desktop()
        put = still and programs is not None and _fed(programs.put, "", programs.encoding)
        if in_tmux():
            for name in (_told(("tmux", "list-buffers", "-F", "#{buffer_name}")) or "").splitlines():
                if _told(("tmux", "show-buffer", "-b", name)) == text:
                    _fed(("tmux", "delete-buffer", "-b", name), "")
            if still and _fed(_TMUX, " "):  # of nothing, it takes no notice
                _fed(("tmux", "delete-buffer"), "")
            return Reached.TMUX
    return Reached.DESKTOP if put or programs is not None else Reached.TERMINAL


def held_now() -> str | None:
    """What the user's clipboard holds, where a program of the desktop or tmux tells it; it blocks."""
    programs = desktop()
    if programs is not None:
        return _told(programs.tell)
    return _told(("tmux", "show-buffer")) if in_tmux() else None


def to_terminal(text: str) -> str:
    """What tells the terminal to take a text onto its clipboard (OSC 52), also from within GNU screen."""
    told = f"\x1b]52;c;{base64.b64encode(text.encode('utf-8', 'replace')).decode()}\a"
    if not os.environ.get("STY"):
        return told
    parts = (told[start : start + _PART] for start in range(0, len(told), _PART))
    return "".join(f"\x1bP{part}\x1b\\" for part in parts)


def _fed(command: Sequence[str], text: str, encoding: str = "utf-8") -> bool:
    """Whether a program took a text; what it leaves running to hand it out is not waited for."""
    try:
        done = subprocess.run(  # noqa: S603 - one of the system's own programs, told nothing but the text
            command,
            input=text.encode(encoding, "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_ANSWERS_WITHIN,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _told(command: Sequence[str]) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - one of the system's own programs, without any input
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_ANSWERS_WITHIN,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")
