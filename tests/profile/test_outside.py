"""Another program changes the file of an open profile: noticed, told, and neither version is lost."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cmic_wizard import files
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.codec import draft_from_json, draft_to_json
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.draft_store import Store
from cmic_wizard.profile.outside import ChangedOutside
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.struct import replace

STEP = "connection.tenant_id"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")


@pytest.fixture
def told() -> list[str]:
    """The sentences that were told."""
    return []


@pytest.fixture
def profiles(data_dir: Path, told: list[str]) -> Profiles:
    return Profiles(data_dir, clock=lambda: datetime(2026, 11, 28, 10, tzinfo=UTC), tell=told.append)


@pytest.fixture
def store(profiles: Profiles) -> Iterator[Store]:
    """An open profile with an answer on the disk and one that is not saved yet."""
    with profiles.create("Acme") as made:
        made.answer(STEP, "BEFORE")
    opened = profiles.open("acme")
    opened.answer(STEP, "MINE")
    yield opened
    opened.close()


def edited(store: Store, text: str = "THEIRS", **changes: Any) -> bytes:
    """What an editor makes of the file."""
    draft: Draft = draft_from_json(store.path.read_bytes())
    return draft_to_json(replace(draft, answers={STEP: text}, **changes))


def replaced(store: Store, data: bytes) -> None:
    """Put other bytes in the place of the file, as editors and sync tools do."""
    other = store.path.with_name("other.tmp")
    other.write_bytes(data)
    other.replace(store.path)


def written_over(store: Store, data: bytes) -> None:
    """Write other bytes into the same file."""
    store.path.write_bytes(data)


WAYS: dict[str, Callable[[Store, bytes], None]] = {"replaced": replaced, "written over": written_over}


@pytest.mark.parametrize("way", WAYS)
def test_both_versions_are_kept_and_told(store: Store, told: list[str], way: str) -> None:
    theirs = edited(store)
    WAYS[way](store, theirs)
    store.save()
    copy = store.path.with_name("acme.outside-20261128T100000Z.json")
    assert copy.read_bytes() == theirs
    assert draft_from_json(store.path.read_bytes()).answers == {STEP: "MINE"}
    assert told == [
        f"Another program had changed the file of the profile “Acme”; its version is kept as “{copy}”."
    ]
    assert not store.dirty
    store.answer(STEP, "AGAIN")
    store.save()
    assert len(told) == 1, "once"
    assert len(list(store.path.parent.glob("acme.outside-*"))) == 1


@pytest.mark.parametrize("way", WAYS)
def test_where_it_may_ask_nothing_is_written(store: Store, told: list[str], way: str) -> None:
    theirs = edited(store)
    WAYS[way](store, theirs)
    with pytest.raises(ChangedOutside, match="has changed the file of the profile “Acme”"):
        store.save(ask=True)
    assert store.path.read_bytes() == theirs
    assert store.dirty
    assert told == []
    found = store.look()
    assert found is not None
    assert found.draft is not None
    assert found.draft.answers == {STEP: "THEIRS"}


def test_the_other_version_can_be_taken_and_the_own_one_is_kept(store: Store, told: list[str]) -> None:
    replaced(store, edited(store))
    store.take_outside()
    assert store.draft.answers == {STEP: "THEIRS"}
    assert not store.dirty
    assert store.look() is None
    copy = store.path.with_name("acme.here-20261128T100000Z.json")
    assert draft_from_json(copy.read_bytes()).answers == {STEP: "MINE"}
    assert told == [f"What was open here is kept as “{copy}”."]
    store.answer(STEP, "NEXT")
    store.save(ask=True)


def test_what_is_open_can_be_kept_though_nothing_was_to_be_saved(profiles: Profiles, told: list[str]) -> None:
    profiles.create("Acme").close()
    with profiles.open("acme") as store:
        replaced(store, edited(store))
        assert store.look() is not None
        store.keep_both()
        assert store.look() is None
        assert draft_from_json(store.path.read_bytes()).answers == {}
    assert len(told) == 1


def test_closing_without_a_change_leaves_the_other_version(profiles: Profiles, told: list[str]) -> None:
    profiles.create("Acme").close()
    with profiles.open("acme") as store:
        theirs = edited(store)
        replaced(store, theirs)
    assert store.path.read_bytes() == theirs
    assert told == []


def test_the_same_content_written_again_is_no_change(store: Store, told: list[str]) -> None:
    replaced(store, store.path.read_bytes())
    os.utime(store.path, (1, 1))
    assert store.look() is None
    store.save(ask=True)
    assert told == []


@pytest.mark.parametrize("saves", [True, False])
def test_a_removed_file_is_written_anew(profiles: Profiles, told: list[str], saves: bool) -> None:
    profiles.create("Acme").close()
    with profiles.open("acme") as store:
        store.path.unlink()
        if saves:
            store.answer(STEP, "MINE")
    assert draft_from_json(store.path.read_bytes()).answers == ({STEP: "MINE"} if saves else {})
    assert told == ["The file of the profile “Acme” was missing; it has been written again."]


def test_what_is_no_profile_any_more_is_kept_beside_the_new_file(store: Store, told: list[str]) -> None:
    for number, data in enumerate(
        (b"", b"{", b" " * 400_000, b'{"format": "cmic-wizard-draft", "schema": 99}')
    ):
        store.answer(STEP, f"MINE{number}")
        replaced(store, data)
        found = store.look()
        assert found is not None
        assert found.draft is None
        store.save()
        assert draft_from_json(store.path.read_bytes()).answers == {STEP: f"MINE{number}"}
        assert len(told) == number + 1
        copy = Path(told[-1].split("“")[2].rstrip("”."))
        assert copy.read_bytes() == data


@posix_only
def test_a_folder_a_link_and_a_pipe_are_moved_aside(store: Store, told: list[str], tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("POSIX only")
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_bytes(b"precious")
    makers: list[Callable[[Path], None]] = [
        lambda path: path.symlink_to(elsewhere),
        lambda path: path.mkdir(),
        os.mkfifo,
        lambda path: path.symlink_to(path),
    ]
    for number, make in enumerate(makers):
        store.answer(STEP, f"MINE{number}")
        store.path.unlink()
        make(store.path)
        assert store.look() is not None
        store.save()
        assert draft_from_json(store.path.read_bytes()).answers == {STEP: f"MINE{number}"}
        assert not store.path.is_symlink()
    assert elsewhere.read_bytes() == b"precious"
    assert len(told) == len(set(told)) == len(makers)
    assert len(list(store.path.parent.glob("acme.outside-*"))) == len(makers)


def test_another_profile_in_its_place_is_never_written_over(store: Store, told: list[str]) -> None:
    other = edited(store, id="fedcba98")
    replaced(store, other)
    for _again in range(2):
        with pytest.raises(FileRefused, match="Another program has changed the profile “Acme” meanwhile"):
            store.save()
    with pytest.raises(FileRefused):
        store.take_outside()
    assert store.path.read_bytes() == other
    assert store.dirty
    store.path.unlink()
    store.save()


def test_deleting_a_profile_takes_the_copies_with_it(profiles: Profiles, store: Store) -> None:
    replaced(store, edited(store))
    store.save()
    store.answer(STEP, "AGAIN")
    replaced(store, edited(store, "MORE"))
    store.take_outside()
    store.close()
    profiles.delete("acme")
    assert [path.name for path in profiles.folder.iterdir()] == []


def test_a_change_in_the_moment_after_a_save_is_noticed_too(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = edited(store)
    write = files.write_atomically

    def write_and_be_overtaken(path: Path, data: bytes, **options: Path | None) -> os.stat_result:
        written = write(path, data, **options)  # type: ignore[arg-type]
        replaced(store, theirs)
        return written

    monkeypatch.setattr(files, "write_atomically", write_and_be_overtaken)
    store.save(ask=True)
    monkeypatch.undo()
    assert store.look() is not None


def test_a_save_that_failed_after_the_file_had_its_name_is_no_other_programs_change(
    store: Store, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_folder: Path) -> None:
        raise OSError(errno.EIO, "")

    with monkeypatch.context() as patch:
        patch.setattr(files, "_sync_folder", fail)
        with pytest.raises(FileRefused, match="the disk reports an error"):
            store.save()
    assert store.dirty
    store.answer(STEP, "AFTER")
    store.save()
    assert told == []
    assert sorted(path.name for path in store.path.parent.glob("*.json")) == [
        *("acme.holder.json", "acme.json", "acme.previous.json"),
    ]
    previous = draft_from_json(store.path.with_name("acme.previous.json").read_bytes())
    assert previous.answers == {STEP: "MINE"}
