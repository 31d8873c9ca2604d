"""What comes before any screen opens."""

from __future__ import annotations

import sys

from cmic_wizard.errors import UsageError
from cmic_wizard.i18n import _

_TURNS_EVERY = 0.0005
"""Seconds that a thread may keep the processor from the screen, which gives it up many times for each key."""

_VIRTUAL_TERMINAL = 0x0004


def prepare_screen(instead: str) -> None:
    """Demand a terminal (`instead` says what does without), harden the process, keep keys swift."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise UsageError(_("The screen needs a terminal.") + f" {instead}")
    if not _obeys_sequences():
        sentence = _("This console can't show the screen: open Windows Terminal instead.")
        raise UsageError(f"{sentence} {instead}")
    from cmic_wizard.credentials.hardening import harden_process

    harden_process()
    sys.setswitchinterval(_TURNS_EVERY)


def _obeys_sequences() -> bool:
    """Whether what is drawn reaches the eye: consoles of older Windows print escape sequences as they are."""
    if sys.platform != "win32":
        return True
    import ctypes
    import msvcrt

    console, mode = ctypes.windll.kernel32, ctypes.c_ulong()
    handle = ctypes.c_void_p(msvcrt.get_osfhandle(sys.stdout.fileno()))
    if not console.GetConsoleMode(handle, ctypes.byref(mode)):
        return True  # a terminal of another kind
    obeys = bool(console.SetConsoleMode(handle, mode.value | _VIRTUAL_TERMINAL))
    console.SetConsoleMode(handle, mode)
    return obeys
