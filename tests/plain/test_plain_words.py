"""The words of plain mode: each does something, in both languages, and an answer can be any of them."""

from __future__ import annotations

from itertools import combinations

import pytest

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.i18n import LANGUAGES, _, set_language
from cmic_wizard.plain.item_speech import form
from cmic_wizard.plain.plain_words import SIGNS, WORDS, Word, understood
from cmic_wizard.plain.review_word_acts import REVIEW_ACTS
from cmic_wizard.plain.review_words import REVIEW_WORDS
from cmic_wizard.plain.word_acts import ACTS

WIZARD = (*SIGNS, *WORDS)
BOTH = pytest.mark.parametrize("words", [WIZARD, REVIEW_WORDS], ids=["wizard", "review"])


def test_every_word_does_something() -> None:
    assert set(ACTS) == {word.name for word in WIZARD}
    assert set(REVIEW_ACTS) == {word.name for word in REVIEW_WORDS}


@BOTH
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_words_are_written_alike(words: tuple[Word, ...], language: str) -> None:
    set_language(language)
    for one, other in combinations(words, 2):
        assert not set(one.spellings) & set(other.spellings)


@BOTH
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_understood_in_english_and_in_the_users_language(
    words: tuple[Word, ...], language: str
) -> None:
    set_language(language)
    for word in words:
        for spelling in word.spellings:
            assert understood(spelling.upper(), words).word is word
            assert understood(f"={spelling}", words) == understood(f"= {spelling}", words)
            assert understood(f"={spelling}", words).word is None


def test_every_word_has_a_spanish_one() -> None:
    set_language("es")
    for word in (*WORDS, *REVIEW_WORDS):
        if word.word.isalpha() and word.name != "own_note":
            assert word.spellings[0] != word.spellings[1], word.word


@pytest.mark.parametrize("line", ["list of open points", "go-live", "check with Ana", "note", "quitting"])
def test_a_sentence_that_begins_like_a_word_is_an_answer(line: str) -> None:
    found = understood(line, WIZARD)
    assert (found.word is None) == (line != "note")
    assert found.text == ("" if line == "note" else line)


def test_what_follows_a_word_is_handed_on_as_typed() -> None:
    assert understood("go  Tenant ID", WIZARD).text == "Tenant ID"
    set_language("es")
    assert understood("IR dirección", WIZARD).text == "dirección"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_of_an_item_names_the_words_as_they_are(language: str) -> None:
    set_language(language)
    steps = {step.kind: step for step in load_guide().walk()}
    assert _("check") in form(steps[Kind.CHECK])
    assert _("later") in form(steps[Kind.CHECK])
    assert _("all") in form(steps[Kind.CHECKLIST])
