"""Generated passphrases: long enough, typeable, and different each time."""

from __future__ import annotations

import math
import re
from importlib.resources import files

from cmic_wizard.credentials.vault import passphrase_problem
from cmic_wizard.i18n import set_language
from cmic_wizard.words import new_phrase, spanish_word_list, word_list


def test_six_words_of_the_list_are_more_than_seventy_bits() -> None:
    assert len(set(word_list())) == len(word_list())
    assert 6 * math.log2(len(word_list())) > 77


def test_a_phrase_is_six_known_words_and_good_for_a_vault() -> None:
    phrases = {new_phrase().reveal() for _number in range(50)}
    assert len(phrases) == 50
    for phrase in phrases:
        words = phrase.split("-")
        assert len(words) == 6
        assert set(words) <= set(word_list())
        assert phrase.isascii()
        assert phrase == phrase.lower()
    assert passphrase_problem(new_phrase()) == ""


def test_the_shortest_possible_phrase_is_long_enough() -> None:
    assert 6 * min(map(len, word_list())) + 5 >= 12


def test_spanish_words_are_as_many_and_come_from_the_list_that_they_should() -> None:
    words = spanish_word_list()
    assert len(words) == len(set(words)) == 6**5 >= len(word_list())
    assert all(re.fullmatch("[a-z]{4,9}", word) for word in words)
    source = (files("xkcdpass") / "static" / "spa-mich").read_text(encoding="utf-8").split()
    assert set(words) <= set(source)
    heard = [
        re.sub("(?<!c)h", "", word).replace("v", "b").replace("z", "s").replace("ll", "y") for word in words
    ]
    assert len(set(heard)) == len(words)


def test_a_phrase_is_in_the_language_of_its_user() -> None:
    set_language("es")
    phrase = new_phrase().reveal()
    assert set(phrase.split("-")) <= set(spanish_word_list())
    assert passphrase_problem(new_phrase()) == ""
    set_language("en")
    assert set(new_phrase().reveal().split("-")) <= set(word_list())
