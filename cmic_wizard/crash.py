"""A report of an unhandled error that holds no value of anything: file names, lines, and the error's type."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from cmic_wizard import __version__, files
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _


def report_text() -> str:
    """The current exception as places and types alone: a message may quote what people typed."""
    error = sys.exc_info()[1]
    lines = [f"cmic-wizard {__version__} · Python {platform.python_version()} · {platform.system()}"]
    while error is not None:
        lines.append(type(error).__qualname__)
        lines += [
            f"  {Path(f.filename).name}:{f.lineno} {f.name}"
            for f in traceback.extract_tb(error.__traceback__)
        ]
        error = error.__cause__ or error.__context__
    return "\n".join(lines) + "\n"


def write_report(data_dir: Path) -> str:
    """Write the report of the current exception beside all others; a sentence on where it is, or why not."""
    folder = data_dir / "reports"
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.urandom(4).hex()}.txt"
    try:
        files.make_private_dir(folder)
        files.write_atomically(path, report_text().encode())
    except FileRefused as refusal:
        return str(refusal)
    return _("A report without your data is in {path}.").format(path=files.shown(path))
