"""The lines of a text, with the places where they call something of the guide by a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from cmic_wizard.guide.model import Guide, Kind, Step
from cmic_wizard.profile.pasting import LOOKED_AT
from cmic_wizard.struct import Struct

LINES_AT_MOST: Final = 2000
"""Lines of a pasted text that are looked at."""
_LINE_AT_MOST: Final = 2000
_MARKS: Final = " \t:=–—-→>|*_·•"
_SEPARATING: Final = frozenset(":=→|\t")
_COPULAS: Final = ("is", "are", "es", "son", "será", "sera", "el", "on", "for", "para")
NEAR: Final = 2
"""Lines between what something is called and where it stands."""


class Called(Struct, frozen=True):
    """Where a line calls a step by a name; `value` is what follows, up to the next such place."""

    step: Step
    start: int
    end: int
    until: int
    value: str
    separated: bool


class CalledText:
    """The lines of a text, with what each calls by name."""

    def __init__(self, guide: Guide, text: str) -> None:
        self.guide = guide
        names = [(folded(name), step) for step in guide.walk() for name in step.called]
        self.names = sorted(names, key=lambda pair: -len(pair[0]))
        self.lines = [line[:_LINE_AT_MOST] for line in text[:LOOKED_AT].splitlines()[:LINES_AT_MOST]]
        self.called = [list(self._called(line)) for line in self.lines]
        self.secrets: set[int] = set()
        self._blot_out()

    def _blot_out(self) -> None:
        """Have nothing look at a password, nor show it: what stands behind the word, or in the next line."""
        for number, called in enumerate(self.called):
            for one in called:
                if one.step.kind is not Kind.SECRET:
                    continue
                line = self.lines[number]
                self.lines[number] = line[: one.end] + " " * (one.until - one.end) + line[one.until :]
                if one.separated and not one.value and number + 1 < len(self.lines):
                    self.lines[number + 1] = ""
                    self.called[number + 1] = []
                if one.separated:
                    self.secrets.add(number)

    def _called(self, line: str) -> Iterator[Called]:
        plain = folded(line)
        taken: list[tuple[int, int, Step]] = []
        for name, step in self.names:
            at = plain.find(name)
            while at >= 0:
                end = at + len(name)
                apart = not any(
                    start < end and at < stop for start, stop, other in taken if _same(step, other)
                )
                if apart and _is_word(plain, at, end):
                    taken.append((at, end, step))
                at = plain.find(name, end)
        taken.sort(key=lambda found: found[0])
        for index, (at, end, step) in enumerate(taken):
            until = next((start for start, _end, _step in taken[index + 1 :] if start >= end), len(line))
            value, separated = _behind(line[end:until])
            yield Called(step, at, end, until, value, separated)

    def near(self, number: int, at: int, kind: Kind) -> Step | None:
        """The step of a kind that is called by name nearest before a place, a few lines above at most."""
        own = [called for called in self.called[number] if called.step.kind is kind]
        above = [c for c in own if c.start < at]
        for before in range(number - 1, max(number - NEAR, 0) - 1, -1):
            above = above or [called for called in self.called[before] if called.step.kind is kind]
        return above[-1].step if above else own[0].step if own else None

    def anywhere(self, kind: Kind) -> Step | None:
        """The first step of a kind that the text calls by name."""
        return next((c.step for called in self.called for c in called if c.step.kind is kind), None)


def _behind(rest: str) -> tuple[str, bool]:
    """What stands behind a name, and whether something parts the two: a colon, a dash, “is”."""
    if rest.lstrip().startswith("(") and ")" in rest:
        rest = rest.partition(")")[2]
    bare = rest.lstrip(_MARKS)
    skipped = rest[: len(rest) - len(bare)]
    separated = bool(_SEPARATING & set(skipped)) or " - " in skipped or "–" in skipped or not bare
    first, _space, others = bare.partition(" ")
    if first.casefold() in _COPULAS:
        return others.strip(), True
    return bare.strip(), separated


def _same(step: Step, other: Step) -> bool:
    """Whether the names of two steps can't share their words: what confirms takes nothing from the others."""
    return (step.kind is Kind.CONFIRM) == (other.kind is Kind.CONFIRM)


def _is_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum())


def folded(text: str) -> str:
    """Small letters without accents, character by character, so that places stay the same."""
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if character.isascii():
        return " " if character.isspace() else character.lower()
    base = unicodedata.normalize("NFKD", character)[:1].lower()
    return base if len(base) == 1 else character
