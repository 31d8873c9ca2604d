"""Names of profiles: which mean the same, and the file name made of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_SLUG_AT_MOST: Final = 60
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)


def same_name(one: str, other: str) -> bool:
    """Whether two names mean the same to a person: case, spacing and Unicode form apart."""
    return _compared(one) == _compared(other)


def slug_of(name: str) -> str:
    """A file name for a profile: lower-case ASCII with hyphens, never a path, never a Windows device."""
    ascii_only = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only)[:_SLUG_AT_MOST].strip("-") or "profile"
    return f"{slug}-profile" if slug in _DEVICES else slug


def free_slug(name: str, taken: Callable[[str], bool]) -> str:
    """The name's slug, with `-2`, `-3` … where another profile has it."""
    slug, number = slug_of(name), 1
    candidate = slug
    while taken(candidate):
        number += 1
        ending = f"-{number}"
        candidate = slug[: _SLUG_AT_MOST - len(ending)].rstrip("-") + ending
    return candidate


def is_slug(text: str) -> bool:
    """Whether a text could be a slug of ours, and so is safe as a file name."""
    return len(text) <= _SLUG_AT_MOST + len("-profile") and _SLUG.fullmatch(text) is not None


def _compared(name: str) -> str:
    """A name as it is compared: accents count, as they tell one company from another."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", " ".join(name.split())).casefold())
