"""Where files live on this computer."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

APPLICATION = "cmic-wizard"


def data_dir(chosen: str | None = None) -> Path:
    """The folder for profiles and vault: `chosen`, else CMIC_WIZARD_DATA_DIR, else the system's own place."""
    named = chosen or os.environ.get("CMIC_WIZARD_DATA_DIR")
    if named:
        home = os.path.expanduser(named)  # noqa: PTH111 - pathlib's raises where a user is not there
        with contextlib.suppress(FileNotFoundError):  # the working folder was deleted
            return Path(home).absolute()
        return Path(home)
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False)
