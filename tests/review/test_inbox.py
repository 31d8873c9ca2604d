"""The order of many rows: versions together, what differs between alike ones, filters, what waits next."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cmic_wizard.review.folder_row import FolderRow
from cmic_wizard.review.inbox import Inbox, waiting_beside


def row(name: str, company: str = "Acme", day: int = 1, todo: str = "new", id_: str = "") -> FolderRow:
    moment = f"2026-11-{day:02}T09:30:00+00:00"
    return FolderRow(
        Path("/in") / name, "handoff", company=company, profile_id=id_ or company, changed=moment, todo=todo
    )


def put(inbox: Inbox, *rows: FolderRow) -> None:
    inbox.put((each, f"{each.company} {each.path.name} {each.todo}".casefold()) for each in rows)


@pytest.fixture
def inbox() -> Inbox:
    """An empty one, sorted by company."""
    return Inbox(lambda row: (row.company,))


def names(inbox: Inbox, text: str = "") -> list[str]:
    return [each.path.name for each in inbox.listed(text)]


def test_versions_follow_their_newest_in_whatever_order_they_come(inbox: Inbox) -> None:
    put(inbox, row("old", day=1), row("b", "Bolt"))
    put(inbox, row("new", day=9))
    put(inbox, row("middle", day=5))
    assert names(inbox) == ["new", "middle", "old", "b"]
    assert [inbox.is_older(each) for each in inbox.listed()] == [False, True, True, False]
    inbox.drop([Path("/in/new")])
    assert names(inbox) == ["middle", "old", "b"]
    assert not inbox.is_older(inbox.listed()[0])


def test_the_same_id_under_another_name_stands_alone(inbox: Inbox) -> None:
    put(inbox, row("a", "Acme", id_="x"), row("z", "Zeta", id_="x", day=9))
    assert not any(inbox.is_older(each) for each in inbox.listed())


def test_a_row_that_is_read_again_takes_its_own_place(inbox: Inbox) -> None:
    put(inbox, row("a"), row("b", "Bolt"))
    names(inbox)
    put(inbox, row("a", "Zeta"))
    put(inbox, row("b", "Bolt"))
    assert (names(inbox), len(inbox)) == (["b", "a"], 2)
    inbox.sort_by(lambda row: (row.path.name,))
    assert names(inbox) == ["a", "b"]


def test_every_word_is_looked_for_and_what_is_typed_on_narrows(inbox: Inbox) -> None:
    put(inbox, row("x1", "Acme"), row("x2", "Acme", day=2, todo="changed"), row("y", "Bolt"))
    assert names(inbox, "acme") == ["x2", "x1"]
    assert names(inbox, "acme ch") == ["x2"]
    assert names(inbox, "ac") == ["x2", "x1"]
    assert names(inbox, "x") == ["x2", "x1"]
    assert names(inbox, "bolt acme") == []
    put(inbox, row("x3", "Acme", day=3))
    assert names(inbox, "bolt acme") == []
    assert names(inbox, "x") == ["x3", "x2", "x1"], "what has come since is found, too"


def test_the_next_that_waits_is_found_all_around(inbox: Inbox) -> None:
    put(inbox, row("a", "A"), row("b", "B", todo="waiting"), row("c", "C", day=2, todo="unsent"))
    put(inbox, row("d", "D", todo="done"), row("c-old", "C", todo="new"))
    rows = inbox.listed()

    def beside(name: str, by: int) -> str | None:
        place = waiting_beside(inbox, rows, Path("/in") / name, by)
        return None if place is None else rows[place].company

    assert [beside(name, 1) for name in ("a", "b", "c", "d")] == ["C", "C", "A", "A"]
    assert [beside(name, -1) for name in ("a", "b", "c", "d")] == ["C", "A", "A", "C"]
    inbox.drop([Path("/in/c"), Path("/in/c-old")])
    rows = inbox.listed()
    assert beside("a", 1) is None, "nothing but itself"
    assert waiting_beside(inbox, [], None, 1) is None


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (row("other", day=2, id_="2"), "time"),
        (row("other", id_="2"), "file"),
        (row("below/a", id_="2"), "place"),
        (row("other", "Bolt", id_="2"), ""),
    ],
)
def test_rows_of_one_name_are_told_apart(inbox: Inbox, second: FolderRow, told: str) -> None:
    put(inbox, row("a", id_="1"), second)
    assert {inbox.told_by(each) for each in inbox.listed()} == {told}


def _many(count: int) -> Iterator[tuple[FolderRow, str]]:
    for number in range(count):
        each = row(f"{number:06}.json", f"Company {number:06}", todo="new", id_=f"{number:x}")
        yield each, f"company {number:06} new customer 3 procore 4 /in/{number:06}.json " + "value " * 100


def test_a_hundred_thousand_rows_are_filtered_within_a_key(inbox: Inbox) -> None:
    inbox.put(_many(100_000))
    assert len(inbox.listed()) == 100_000
    best = 9.0
    for _try in range(5):
        spent = time.process_time()
        found = inbox.listed("company 0500")
        best = min(best, time.process_time() - spent)
        inbox.listed()
    assert len(found) == sum("0500" in f"{number:06}" for number in range(100_000))
    assert best < 0.15, f"{best:.3f} s"
