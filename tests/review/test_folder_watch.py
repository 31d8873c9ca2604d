"""New, changed and removed files are noticed by looking, and none is lost sight of."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cmic_wizard.review import folder, folder_watch
from cmic_wizard.review.folder_watch import Noticed, Watch

OLD = 1_700_000_000


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with two files that were written long ago."""
    (tmp_path / "below").mkdir()
    for name in ("a.json", "below/b.json"):
        _write(tmp_path / name, "{}")
    return tmp_path


def _write(path: Path, text: str, at: int = OLD) -> None:
    path.write_text(text)
    os.utime(path, (at, at))


def _look(watch: Watch) -> Noticed:
    return watch.look(lambda: False)


def test_what_is_new_changed_or_gone_is_noticed_once(place: Path) -> None:
    watch = Watch([place])
    assert len(list(watch.walk())) == 2
    assert _look(watch).changed == []
    _write(place / "c.json", "{}")
    _write(place / "a.json", "{}", OLD + 60)
    (place / "below" / "b.json").unlink()
    noticed = _look(watch)
    assert noticed.changed == [place / "a.json", place / "c.json"]
    assert noticed.gone == [place / "below" / "b.json"]
    again = _look(watch)
    assert (again.changed, again.gone, again.faults) == ([], [], [])


def test_a_file_that_was_just_written_is_read_again_until_its_time_tells(place: Path) -> None:
    (place / "new.json").write_text("{")
    watch = Watch([place])
    list(watch.walk())
    assert _look(watch).changed == [place / "new.json"], "it may have been written twice within its time"
    _write(place / "new.json", "{}")
    assert _look(watch).changed == [place / "new.json"]
    assert _look(watch).changed == []


def test_another_file_of_the_same_size_and_time_is_noticed(place: Path) -> None:
    watch = Watch([place])
    list(watch.walk())
    _write(place / "x", "[]")
    (place / "x").replace(place / "a.json")
    assert _look(watch).changed == [place / "a.json"]


def test_a_drive_that_is_away_for_a_while_loses_no_row(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch([place])
    list(watch.walk())
    with monkeypatch.context() as patched:
        patched.setattr(folder, "walk", lambda _places: iter([(place, "The network drive does not answer.")]))
        noticed = _look(watch)
        assert (noticed.changed, noticed.gone) == ([], [])
        assert noticed.faults == [(place, "The network drive does not answer.")]
        assert _look(watch).faults == [], "told once"
    noticed = _look(watch)
    assert (noticed.changed, noticed.gone, noticed.faults) == ([], [place], [])


def test_a_place_that_is_not_there_is_told_and_noticed_when_it_comes(tmp_path: Path) -> None:
    place = tmp_path / "later"
    watch = Watch([place, tmp_path / "a.json"])
    assert [bool(fault) for _path, fault in watch.walk()] == [True, True]
    place.mkdir()
    _write(place / "b.json", "{}")
    _write(tmp_path / "a.json", "{}")
    noticed = _look(watch)
    assert noticed.changed == [place / "b.json", tmp_path / "a.json"]
    assert noticed.gone == [place]


def test_a_slow_look_is_followed_by_a_long_rest() -> None:
    assert Noticed(seconds=0.01).rest == folder_watch.LOOK_EVERY
    assert Noticed(seconds=3).rest == 60


def test_a_look_can_be_cancelled(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_watch, "_PACE", 1)
    watch = Watch([place])
    list(watch.walk())
    _write(place / "c.json", "{}")
    assert watch.look(lambda: True) == Noticed()
    assert _look(watch).changed == [place / "c.json"]
