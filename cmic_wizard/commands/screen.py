"""What comes before any screen opens."""

from __future__ import annotations

import sys

from cmic_wizard.errors import UsageError
from cmic_wizard.i18n import _


def prepare_screen(instead: str) -> None:
    """Demand a terminal (`instead` says what does without), and harden the process."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise UsageError(_("The screen needs a terminal.") + f" {instead}")
    from cmic_wizard.credentials.hardening import harden_process

    harden_process()
