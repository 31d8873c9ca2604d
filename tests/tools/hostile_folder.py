"""A folder of hand-off files in which names, companies, fields and dates are meant to do harm."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from hostile_draft import bare_name
from hostile_texts import TEXTS
from reviewing import handoff_of

from cmic_wizard.handoff import document


def fill(folder: Path) -> tuple[str, ...]:
    """A folder with four files for each text, and the names of those texts."""
    folder.mkdir()
    good = json.loads(document.to_bytes(handoff_of()))
    for number, text in enumerate(TEXTS.values()):
        profile = {**good["profile"], "name": text, "id": f"{number:032x}"}
        _write(folder / f"{number:02d} {bare_name(text)}.json", {**good, "profile": profile})
        _write(folder / f"{number:02d} made.json", {**good, "created": text[:40]})
        _write(folder / f"{number:02d} bad {bare_name(text)}.json", {**good, text[:5000]: text[:5000]})
        (folder / f"{number:02d} {bare_name(text)}.age").write_bytes(text.encode("utf-8", "surrogatepass"))
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe\x1b]0;t\x07.json")).write_text("{")
    return tuple(TEXTS)


def _write(path: Path, found: Any) -> None:
    path.write_bytes(json.dumps(found, ensure_ascii=False).encode("utf-8", "surrogatepass"))
