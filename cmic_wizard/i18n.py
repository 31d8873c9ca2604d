"""The language of everything that people read: English in the code, others in gettext catalogues."""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = {"en": "English", "es": "Español"}
_FOLDER: Final = Path(__file__).parent / "locale"

_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"
_within: ContextVar[str] = ContextVar("_within", default="")
"""The language that `in_language` asks for; "" for the one that was set."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a text for translation where it is declared; `_` translates it where it is shown."""
    return message


def _(message: str) -> str:
    """The text in the current language."""
    return _current().gettext(message) if message else message


def ngettext(one: str, many: str, count: int) -> str:
    """The singular or plural text in the current language."""
    return _current().ngettext(one, many, count)


@contextmanager
def in_language(chosen: str) -> Iterator[None]:
    """Within it texts are in another language, in this thread or task alone: for what somebody else reads."""
    token = _within.set(chosen if chosen in LANGUAGES else "en")
    try:
        yield
    finally:
        _within.reset(token)


def in_english() -> AbstractContextManager[None]:
    """Within it texts are English, in this thread or task alone: for files that programs read."""
    return in_language("en")


def language() -> str:
    """The current language's id, such as `es`."""
    return _within.get() or _language


def _current() -> _gettext.NullTranslations:
    within = _within.get()
    return _catalogue(within) if within else _translations


@cache
def _catalogue(chosen: str) -> _gettext.NullTranslations:
    if chosen == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("messages", _FOLDER, [chosen], fallback=True)


def set_language(chosen: str) -> None:
    """Switch to a language of `LANGUAGES`; an unknown one means English."""
    global _translations, _language
    _language = chosen if chosen in LANGUAGES else "en"
    _translations = _catalogue(_language)


def language_of_environment() -> str | None:
    """The language that CMIC_WIZARD_LANG or the locale asks for; None where neither says anything usable."""
    for variable in ("CMIC_WIZARD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value and (short := value.replace("-", "_").split("_")[0].split(".")[0].lower()) in LANGUAGES:
            return short
    return None
