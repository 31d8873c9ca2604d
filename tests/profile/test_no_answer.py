"""Words that say that there is no answer: the short way to tell that a text is none of them."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest

from cmic_wizard.profile.rules import no_answer

_parser = importlib.import_module("re._parser")
_constants = importlib.import_module("re._constants")
Beginning = tuple[str, bool]
"""The letters that a pattern can begin with, and whether a space has ended them."""
_OFTEN = 3
"""Repeats looked at of what may repeat: more bring no other first word."""


def beginnings(items: Any) -> set[Beginning]:
    """Every beginning, up to its first space, of what a parsed pattern matches."""
    found: set[Beginning] = {("", False)}
    for kind, value in items:
        more = pieces(kind, value)
        found = {b for b in found if b[1]} | {
            (begun + then, ended) for begun, over in found if not over for then, ended in more
        }
    return found


def pieces(kind: Any, value: Any) -> set[Beginning]:
    """The same of one part of a parsed pattern."""
    if kind is _constants.LITERAL:
        return {("", True)} if chr(value) == " " else {(chr(value), False)}
    if kind is _constants.SUBPATTERN:
        return beginnings(value[3])
    if kind is _constants.BRANCH:
        return {begun for branch in value[1] for begun in beginnings(branch)}
    if kind is _constants.MAX_REPEAT:
        least, most, repeated = value
        return {
            begun
            for times in range(least, min(most, least + _OFTEN) + 1)
            for begun in beginnings([(_constants.SUBPATTERN, (None, 0, 0, repeated))] * times)
        }
    if kind is _constants.IN:
        return {(chr(n), False) for op, member in value for n in members(op, member)}
    if kind is _constants.ANY:
        return {("\0", False)}
    assert kind is _constants.GROUPREF, f"a part of a pattern that this test does not know: {kind}"
    return {("", False)}


def members(kind: Any, value: Any) -> range:
    """The characters of a part of a set."""
    if kind is _constants.LITERAL:
        return range(value, value + 1)
    assert kind is _constants.RANGE, f"a part of a set that this test does not know: {kind}"
    return range(value[0], value[1] + 1)


def first_words() -> set[str]:
    """What the sayings can begin with; of letters that repeat each letter alone."""
    return {word for word, _ended in beginnings(_parser.parse(no_answer._WHOLE, re.DOTALL)) if word}


def test_no_saying_begins_with_a_word_that_the_short_way_passes_over() -> None:
    found = first_words()
    assert {"tbd", "no", "i", "hmmm", "xx"} <= found
    assert {word for word in found if not no_answer._may_say_nothing(word)} == set()


def test_every_first_word_begins_a_saying() -> None:
    assert no_answer._FIRST_WORDS - first_words() == set()


@pytest.mark.parametrize("text", ["R12", "Acme Builders", "wsuser", "001,ACME01", "Ana Ruiz <ana@acme.com>"])
def test_a_usual_answer_is_told_without_the_patterns(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(no_answer, "_WHOLE", "(not a pattern")
    monkeypatch.setattr(no_answer, "_ALONE", "(not a pattern")
    assert not no_answer.says_nothing.__wrapped__(text)
    assert not no_answer.says_nothing.__wrapped__(text, prose=True)
