"""Changes as lines: what is written is read again, whatever texts it holds, and the bounds hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmic_wizard.bounds import HISTORY_BYTES
from cmic_wizard.profile.history import (
    AT_MOST,
    LARGE,
    OF_A_STEP_AT_MOST,
    Entry,
    Part,
    added,
    apart,
    entry_in,
    joined,
    size_of,
    written,
)

AT = "2026-11-24T12:00:00+00:00"
TEXTS = st.text(max_size=20) | st.sampled_from(["a|b", "50 %", "%7C", "~", '"', "\\", "two\nlines", "step:x"])
FIELDS = st.dictionaries(st.sampled_from(["answer", "given", "note", "mark.review"]), TEXTS, max_size=3)
ENTRIES = st.builds(
    Entry,
    at=st.just(AT),
    what=st.sampled_from(["", "import"]),
    by=TEXTS,
    source=TEXTS,
    undone=st.sampled_from(["", AT]),
    parts=st.lists(st.builds(Part, TEXTS, FIELDS, FIELDS), max_size=3).map(tuple),
)


@given(ENTRIES)
def test_what_is_written_is_read_again(entry: Entry) -> None:
    assert entry_in(written(entry)) == entry
    assert not set('"\\\n') & set(written(entry))


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_what_is_joined_comes_apart(texts: list[str]) -> None:
    assert apart(joined(*texts), len(texts)) == texts


@pytest.mark.parametrize(
    "line", ["", "x", AT, f"{AT}|||||", f"{AT}||||||answer:x", f"{AT}||||||step", "a|||||"]
)
def test_what_is_no_change_is_none(line: str) -> None:
    assert (entry_in(line) is None) == (line != f"{AT}|||||")


def of(step: str, text: str = "x") -> Entry:
    return Entry(AT, parts=(Part(step, {"answer": text}),))


def test_a_step_keeps_its_newest_changes_and_the_others_keep_theirs() -> None:
    lines = added((), Entry(AT, parts=(Part("a.b", {"answer": "first"}), Part("c.d", {"answer": "kept"}))))
    for number in range(OF_A_STEP_AT_MOST + 5):
        lines = added(lines, of("a.b", str(number)))
    entries = [entry_in(line) for line in lines]
    assert len(lines) == OF_A_STEP_AT_MOST + 1
    assert entries[0] == of("c.d", "kept")
    assert entries[-1] == of("a.b", str(OF_A_STEP_AT_MOST + 4))


def test_there_are_so_many_in_all_and_so_many_bytes() -> None:
    lines: tuple[str, ...] = ()
    for number in range(AT_MOST + 3):
        lines = added(lines, of(f"a.{number}"))
    assert len(lines) == AT_MOST
    assert entry_in(lines[0]) == of("a.3")
    for number in range(4):
        lines = added(lines, of("b.c", str(number) * (HISTORY_BYTES // 3)))
    assert len(lines) == 2
    assert size_of(lines) <= HISTORY_BYTES


def test_a_change_that_has_no_room_is_kept_as_a_fact() -> None:
    [line] = added((written(of("a.b")),), of("c.d", "é" * HISTORY_BYTES))
    assert entry_in(line) == Entry(AT, LARGE)
