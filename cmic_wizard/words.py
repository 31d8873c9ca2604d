"""Passphrases of random words that people can type and say over the phone."""

from __future__ import annotations

import secrets
from functools import cache
from typing import Final

from cmic_wizard.secret import Secret

WORDS_IN_A_PHRASE: Final = 6
"""Six words of the list are 77 bits."""


@cache
def word_list() -> tuple[str, ...]:
    """The EFF's large word list (7,776 English words) as xkcdpass ships it, less four words with a hyphen."""
    from importlib.resources import files

    text = (files("xkcdpass") / "static" / "eff-long").read_text(encoding="utf-8")
    return tuple(word for word in text.split() if word.isalpha())


def new_phrase(words: int = WORDS_IN_A_PHRASE) -> Secret:
    """A fresh passphrase of `words` random words with hyphens between them."""
    return Secret("-".join(secrets.choice(word_list()) for _number in range(words)))
