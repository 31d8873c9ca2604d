"""The language of everything that people read: English in the code, others in gettext catalogues."""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

LANGUAGES: Final = {"en": "English", "es": "Español"}
_FOLDER: Final = Path(__file__).parent / "locale"

_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"
_in_english: ContextVar[bool] = ContextVar("_in_english", default=False)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a text for translation where it is declared; `_` translates it where it is shown."""
    return message


def _(message: str) -> str:
    """The text in the current language."""
    return _translations.gettext(message) if message and not _in_english.get() else message


def ngettext(one: str, many: str, count: int) -> str:
    """The singular or plural text in the current language."""
    if _in_english.get():
        return one if count == 1 else many
    return _translations.ngettext(one, many, count)


@contextmanager
def in_english() -> Iterator[None]:
    """Within it texts are English, in this thread or task alone: for files that programs read."""
    token = _in_english.set(True)
    try:
        yield
    finally:
        _in_english.reset(token)


def language() -> str:
    """The current language's id, such as `es`."""
    return "en" if _in_english.get() else _language


def set_language(chosen: str) -> None:
    """Switch to a language of `LANGUAGES`; an unknown one means English."""
    global _translations, _language
    _language = chosen if chosen in LANGUAGES else "en"
    if _language == "en":
        _translations = _gettext.NullTranslations()
    else:
        _translations = _gettext.translation("messages", _FOLDER, [_language], fallback=True)


def language_of_environment() -> str | None:
    """The language that CMIC_WIZARD_LANG or the locale asks for; None where neither says anything usable."""
    for variable in ("CMIC_WIZARD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value and (short := value.replace("-", "_").split("_")[0].split(".")[0].lower()) in LANGUAGES:
            return short
    return None
