"""Which profile was open last, to be resumed next time: DATA_DIR/state.json."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from cmic_wizard import files, strict_json
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.names import is_slug

_AT_MOST: Final = 4096


def last(path: Path) -> str | None:
    """The slug that stands there; None where that is not known."""
    try:
        found = strict_json.loads(files.read_regular(path, _AT_MOST))
    except FileRefused:
        return None
    slug = found.get("last") if isinstance(found, dict) else None
    return slug if isinstance(slug, str) and is_slug(slug) else None


def remember(path: Path, slug: str) -> None:
    """Note it; a convenience, so that a failure is passed over."""
    if last(path) != slug:
        import json

        with contextlib.suppress(FileRefused):
            files.write_atomically(path, json.dumps({"last": slug}).encode() + b"\n")
