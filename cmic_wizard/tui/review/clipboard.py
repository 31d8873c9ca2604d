"""A secret on the clipboard: put there by an explicit act, and taken away again where it is still there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Any, Final
from weakref import WeakKeyDictionary

from textual.app import App
from textual.timer import Timer

from cmic_wizard.background import in_thread
from cmic_wizard.secret import Secret

STAYS: Final = 30
"""Seconds that a secret stays on the clipboard."""
_ANSWERS_WITHIN: Final = 2.0
_READERS: Final = (
    ("WAYLAND_DISPLAY", ("wl-paste", "--no-newline")),
    ("DISPLAY", ("xclip", "-selection", "clipboard", "-out")),
    ("DISPLAY", ("xsel", "--clipboard", "--output")),
)

_OF: Final[WeakKeyDictionary[App[Any], SecretClipboard]] = WeakKeyDictionary()


class SecretClipboard:
    """At most one secret at a time."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._secret: Secret | None = None
        self._timer: Timer | None = None

    def put(self, secret: Secret) -> None:
        """Hand a secret to the terminal's clipboard for `STAYS` seconds."""
        self._stop()
        self._secret = secret
        self._app.copy_to_clipboard(secret.reveal())
        self._timer = self._app.set_timer(STAYS, self.take_away)

    async def take_away(self) -> None:
        """Empty the clipboard, unless it is seen to hold something else by now."""
        secret = self._secret
        if secret is None:
            return
        held = await in_thread(held_now)
        if self._secret is secret:
            self._empty(unless_other=held)

    def take_away_now(self) -> None:
        """Empty it at once, as the program ends."""
        if self._secret is not None:
            self._empty(unless_other=held_now())

    def _empty(self, unless_other: str | None = None) -> None:
        secret, self._secret = self._secret, None
        self._stop()
        if secret is None or self._app.clipboard != secret.reveal():
            return  # something else was copied here since, and took its place
        if unless_other is None or unless_other.rstrip("\r\n") == secret.reveal():
            self._app.copy_to_clipboard("")
        else:
            self._app._clipboard = ""

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def clipboard_of(app: App[Any]) -> SecretClipboard:
    """The one of an application, made at its first use."""
    found = _OF.get(app)
    if found is None:
        found = _OF[app] = SecretClipboard(app)
    return found


def held_now() -> str | None:
    """What the system's clipboard holds, where a program of the system tells it; it blocks."""
    command = _reader()
    if command is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - one of the system's own programs, without any input
            command, capture_output=True, timeout=_ANSWERS_WITHIN, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")


def _reader() -> tuple[str, ...] | None:
    """The program that tells what the clipboard holds; over a remote line, none sees the user's own."""
    if os.environ.get("SSH_CONNECTION"):
        return None
    if sys.platform == "darwin":
        return ("pbpaste",)
    if sys.platform == "win32":
        return ("powershell", "-NoProfile", "-Command", "Get-Clipboard -Raw")
    for variable, command in _READERS:
        if os.environ.get(variable) and shutil.which(command[0]):
            return command
    return None
