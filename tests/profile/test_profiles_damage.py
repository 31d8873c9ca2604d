"""A damaged, newer or hostile profile file is named, never overwritten, and never stops the others."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cmic_wizard import files
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.profiles import Profiles


@pytest.fixture
def damaged(data_dir: Path) -> Profiles:
    """Two profiles, of which `acme` has an earlier version and is then cut off in the middle."""
    profiles = Profiles(data_dir, clock=lambda: datetime(2026, 11, 24, 13, 0, tzinfo=UTC))
    profiles.create("Zenith").close()
    with profiles.create("Acme") as store:
        store.answer("connection.tenant_id", "SOLUTIONS")
        store.save()
        store.answer("connection.company_codes", "001")
    path = profiles.folder / "acme.json"
    path.write_bytes(path.read_bytes()[:100])
    return profiles


def test_a_damaged_file_is_listed_with_its_reason_beside_the_others(damaged: Profiles) -> None:
    by_slug = {listed.slug: listed for listed in damaged.list()}
    assert by_slug["zenith"].fault == ""
    assert by_slug["acme"].fault.startswith("The file is not valid JSON (line ")
    assert by_slug["acme"].name == "acme"
    found = damaged.find("acme")
    assert found is not None
    assert found.fault


def test_a_damaged_file_is_refused_and_left_as_it_is(damaged: Profiles) -> None:
    path = damaged.folder / "acme.json"
    before = path.read_bytes()
    for act in (damaged.load, damaged.open, lambda slug: damaged.rename(slug, "New")):
        with pytest.raises(FileRefused, match=r"acme\.json”: The file is not valid JSON"):
            act("acme")
    assert path.read_bytes() == before
    damaged.open("zenith").close()


def test_a_damaged_file_is_set_aside_and_never_overwritten(damaged: Profiles) -> None:
    path = damaged.folder / "acme.json"
    before = path.read_bytes()
    first = damaged.set_aside("acme")
    assert first.name == "acme.damaged-20261124T130000Z.json"
    path.write_bytes(b"damaged again")
    second = damaged.set_aside("acme")
    assert second.name == "acme.damaged-20261124T130000Z-2.json"
    assert (first.read_bytes(), second.read_bytes()) == (before, b"damaged again")
    assert [listed.slug for listed in damaged.list()] == ["zenith"]


def test_the_earlier_version_takes_the_place_of_a_damaged_file(damaged: Profiles) -> None:
    previous = damaged.previous("acme")
    assert damaged.restore_previous("acme") == previous == damaged.load("acme")
    assert damaged.load("acme").answers == {"connection.tenant_id": "SOLUTIONS"}
    assert "acme.damaged-20261124T130000Z.json" in files.names_in(damaged.folder)
    with pytest.raises(FileRefused, match="There is no earlier version"):
        damaged.restore_previous("zenith")


def test_a_new_profile_does_not_take_over_what_a_damaged_one_left(damaged: Profiles) -> None:
    damaged.set_aside("acme")
    with damaged.create("Acme") as store:
        assert store.slug == "acme-2"
    assert damaged.previous("acme") is not None


def test_a_damaged_profile_can_be_deleted(damaged: Profiles) -> None:
    assert damaged.delete("acme") is None
    assert files.names_in(damaged.folder) == ["zenith.json", "zenith.lock"]


def test_a_newer_file_is_refused_and_left_untouched(damaged: Profiles) -> None:
    path = damaged.folder / "acme.json"
    path.write_bytes(b'{"format": "cmic-wizard-draft", "schema": 99, "wonders": []}')
    before = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(FileRefused, match=r"made by a newer version \(schema 99; this program knows 2\)"):
        damaged.open("acme")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert any("newer version" in listed.fault for listed in damaged.list())


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")
@pytest.mark.timeout(20)
def test_links_pipes_folders_and_giants_are_listed_as_what_they_are(
    damaged: Profiles, tmp_path: Path
) -> None:
    folder = damaged.folder
    (folder / "link.json").symlink_to(folder / "zenith.json")
    (folder / "dangling.json").symlink_to(tmp_path / "nowhere")
    if sys.platform == "win32":
        pytest.skip("POSIX only")
    os.mkfifo(folder / "pipe.json")
    (folder / "folder.json").mkdir()
    (folder / "giant.json").write_bytes(b" " * 400_000)
    faults = {listed.slug: listed.fault for listed in damaged.list()}
    assert "it is a symbolic link" in faults["link"]
    assert "it is a symbolic link" in faults["dangling"]
    assert "it is a pipe or a device" in faults["pipe"]
    assert "it is a folder" in faults["folder"]
    assert "it is larger than 384 kilobytes" in faults["giant"]
    assert faults["zenith"] == ""
    for slug in ("link", "dangling", "pipe", "folder", "giant"):
        with pytest.raises(FileRefused):
            damaged.open(slug)


@pytest.mark.skipif(sys.platform == "win32", reason="links as POSIX has them")
def test_a_linked_folder_or_lock_is_refused(damaged: Profiles, tmp_path: Path) -> None:
    lock = damaged.folder / "zenith.lock"
    lock.unlink()
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    lock.symlink_to(victim)
    with pytest.raises(FileRefused, match=r"zenith\.lock”"):
        damaged.open("zenith")
    assert victim.read_bytes() == b"precious"
    elsewhere = tmp_path / "data"
    elsewhere.mkdir()
    (elsewhere / "profiles").symlink_to(damaged.folder)
    with pytest.raises(FileRefused, match="it is a symbolic link"):
        Profiles(elsewhere).create("New")
