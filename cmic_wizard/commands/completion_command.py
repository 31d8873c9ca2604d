"""`completion`: prints the script by which a shell completes the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from cmic_wizard.commands.options import SHELLS
from cmic_wizard.commands.output import say
from cmic_wizard.commands.parser import one_of
from cmic_wizard.errors import ExitStatus, UsageError
from cmic_wizard.i18n import _

SCRIPTS: Final = Path(__file__).with_name("completions")
_ENDINGS: Final = {"powershell": "ps1"}


def run(options: argparse.Namespace) -> int:
    """Print the script of the shell that is named."""
    if len(options.shells) != 1:
        raise UsageError(_("Name one shell: {known}.").format(known=", ".join(SHELLS)))
    shell = one_of(*SHELLS)(options.shells[0])
    script = SCRIPTS / f"cmic-wizard.{_ENDINGS.get(shell, shell)}"
    say(script.read_text("utf-8").removesuffix("\n"))
    return ExitStatus.DONE
