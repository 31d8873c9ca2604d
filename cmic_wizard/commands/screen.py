"""What comes before any screen opens."""

from __future__ import annotations

import sys

from cmic_wizard.errors import UsageError
from cmic_wizard.i18n import _

_TURNS_EVERY = 0.0005
"""Seconds that a thread may keep the processor from the screen, which gives it up many times for each key."""


def prepare_screen(instead: str) -> None:
    """Demand a terminal (`instead` says what does without), harden the process, keep keys swift."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise UsageError(_("The screen needs a terminal.") + f" {instead}")
    from cmic_wizard.credentials.hardening import harden_process

    harden_process()
    sys.setswitchinterval(_TURNS_EVERY)
