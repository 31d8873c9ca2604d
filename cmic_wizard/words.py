"""Passphrases of random words that people can type and say over the phone."""

from __future__ import annotations

import secrets
from functools import cache
from typing import Final

from cmic_wizard.i18n import language
from cmic_wizard.secret import Secret

WORDS_IN_A_PHRASE: Final = 6
"""Six words of any list are 77 bits."""


@cache
def word_list() -> tuple[str, ...]:
    """The EFF's large word list (7,776 English words) as xkcdpass ships it, less four words with a hyphen."""
    from importlib.resources import files

    text = (files("xkcdpass") / "static" / "eff-long").read_text(encoding="utf-8")
    return tuple(word for word in text.split() if word.isalpha())


@cache
def spanish_word_list() -> tuple[str, ...]:
    """7,776 Spanish words of four to nine plain letters, each unlike the others when heard.

    They come from the University of Michigan's Spanish word list, which is in the public domain and which
    xkcdpass ships as `spa-mich`: the most used of it by the frequencies of wordfreq, no two that sound the
    same (b and v, c and z and s, ll and y, a silent h) or differ only in a last o or a, and as far as known
    none that offends.
    """
    from importlib.resources import files

    text = (files("cmic_wizard") / "locale" / "es" / "words.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def new_phrase(words: int = WORDS_IN_A_PHRASE) -> Secret:
    """A fresh passphrase of `words` random words of the user's language with hyphens between them."""
    found = spanish_word_list() if language() == "es" else word_list()
    return Secret("-".join(secrets.choice(found) for _number in range(words)))
