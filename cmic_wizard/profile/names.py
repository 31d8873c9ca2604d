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
_LIKE_LATIN: Final = (
    str.maketrans(
        "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408",
        "ABEKMHOPCTYXIJ",
    )
    | str.maketrans(
        "\u0405\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u051b",
        "Saeopcyxijsdhq",
    )
    | str.maketrans("\u051d\u0475", "wv")
    | str.maketrans(
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
        "ABEZHIKMNOPTYX",
    )
    | str.maketrans("\u03b1\u03bd\u03b9\u03ba\u03bf\u03c1\u03c4\u03c5\u03c7", "avikoptux")
    | str.maketrans("\u0131\u0030\u0031", "iol")
)
"""Cyrillic and Greek letters, and digits, that look like a Latin letter."""


def same_name(one: str, other: str) -> bool:
    """Whether two names mean the same to a person: case, spacing and Unicode form apart."""
    return _compared(one) == _compared(other)


def look_alike(one: str, other: str) -> bool:
    """Whether a person may take one name for the other: also by letters of other alphabets, and accents."""
    return one == other or _shape_of(one) == _shape_of(other) != ""


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


def _shape_of(name: str) -> str:
    """A name by what is seen of it: wide and narrow forms, accents, punctuation and spaces apart."""
    latin = unicodedata.normalize("NFKD", name).translate(_LIKE_LATIN)
    return "".join(c for c in unicodedata.normalize("NFKD", latin.casefold()) if c.isalnum())
