"""Generated passphrases: long enough, typeable, and different each time."""

from __future__ import annotations

import math

from cmic_wizard.credentials.vault import passphrase_problem
from cmic_wizard.words import new_phrase, word_list


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
