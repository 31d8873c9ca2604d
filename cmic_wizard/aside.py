"""Versions of a file that are put beside it, under names that say why and when."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cmic_wizard import files, presence


def set_aside(path: Path, now: datetime) -> Path:
    """Move a damaged file out of the way, to a name with the time in it; where it is now."""
    target = free_name(path, now, "damaged")
    files.move(path, target)
    return target


def free_name(path: Path, now: datetime, why: str) -> Path:
    """A name beside a file that is free for a version of it, with the reason and the time in it."""
    name = f"{path.stem}.{why}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    target, number = path.with_name(f"{name}.json"), 1
    while presence.is_there(target):
        number += 1
        target = path.with_name(f"{name}-{number}.json")
    return target
