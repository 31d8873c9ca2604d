"""The one line that is left behind: that all is saved, and how to come back."""

from __future__ import annotations

import shlex
from pathlib import Path

from cmic_wizard import locations
from cmic_wizard.i18n import _


def last_line(data_dir: Path, slug: str) -> str:
    """That all is saved, and the command that opens the profile `slug` again; "" for none in particular."""
    words = ["cmic-wizard"]
    if data_dir != locations.data_dir():
        words += ["--data-dir", str(data_dir)]
    if slug:
        words += ["--profile", slug]
    return _("Everything is saved. To come back: {command}").format(command=shlex.join(words))
