"""Writes the guide down as it is once parsed and checked, so that a start need do neither.

The build of the package calls it. `loader` takes what was written only where it was made from the very files
that lie beside it, and reads `cmic.toml` otherwise.
"""

from __future__ import annotations

import contextlib
import json
import os
from enum import Enum
from pathlib import Path
from typing import Any

from cmic_wizard.guide import loader, model


def write_built(target: Path = loader.BUILT_FILE) -> Path | None:
    """Write the guide of `cmic.toml`; None where it is there and current. Raises GuideFaults."""
    text = built_text()
    with contextlib.suppress(FileNotFoundError):
        if target.read_text(encoding="utf-8") == text:
            return None
    part = target.with_suffix(f".{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(target)
    return target


def built_text() -> str:
    """What is written: the guide, and what it was made from."""
    text = loader.GUIDE_FILE.read_text(encoding="utf-8")
    built = {"sources": loader.sources(text), "guide": _written(loader.parse_guide(text))}
    return json.dumps(built, ensure_ascii=False) + "\n"


def _written(value: object) -> Any:
    """A value of the guide as JSON: what is of a class has the class's name under ""."""
    if isinstance(value, Enum):
        return {"": type(value).__name__, "value": value.value}
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    if isinstance(value, dict):
        return {key: _written(each) for key, each in value.items()}
    if value is None or isinstance(value, (str, bool, int)):
        return value
    kind = type(value)
    if getattr(model, kind.__name__, None) is not kind:
        raise TypeError(f"the guide holds a {kind.__name__}, which can't be written down")
    names: tuple[str, ...] = kind.__match_args__
    return {"": kind.__name__} | {name: _written(getattr(value, name)) for name in names}
