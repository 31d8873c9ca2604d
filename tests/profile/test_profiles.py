"""Profiles as files: names, slugs, the list, renaming and deleting."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from cmic_wizard import files
from cmic_wizard.bounds import is_id
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.codec import draft_from_json
from cmic_wizard.profile.lock import ProfileLock
from cmic_wizard.profile.names import free_slug, is_slug, same_name, slug_of
from cmic_wizard.profile.profiles import Profiles

AT = "2026-11-24T13:00:00+00:00"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes and links as POSIX has them")


def test_a_new_profile_is_on_disk_at_once_and_private(profiles: Profiles) -> None:
    with profiles.create(" Acme ñ Builders ") as store:
        assert store.slug == "acme-n-builders"
        assert profiles.load(store.slug) == store.draft
        assert store.draft.name == "Acme ñ Builders"
        assert is_id(store.draft.id)
        assert not store.dirty
        if sys.platform != "win32":
            for name in files.names_in(profiles.folder):
                assert stat.S_IMODE((profiles.folder / name).stat().st_mode) == 0o600, name
            assert stat.S_IMODE(profiles.folder.stat().st_mode) == 0o700


def test_reading_creates_nothing(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path / "data")
    assert profiles.list() == []
    assert profiles.find("Acme") is None
    assert profiles.last_opened() is None
    assert profiles.previous("acme") is None
    with pytest.raises(FileRefused, match="There is no profile “acme”"):
        profiles.load("acme")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "needs a name"),
        ("  ", "needs a name"),
        ("x" * 81, "at most 80 characters"),
        ("a\x1b[2J", "can't contain control characters"),
        ("a\nb", "can't contain control characters"),
        ("a\u202eb", "can't contain control characters"),
        ("a\udc80", "can't contain control characters"),
    ],
)
def test_a_name_that_can_be_none_is_refused(profiles: Profiles, acme: str, name: str, reason: str) -> None:
    with pytest.raises(FileRefused, match=reason):
        profiles.create(name)
    with pytest.raises(FileRefused, match=reason):
        profiles.rename(acme, name)
    assert [listed.slug for listed in profiles.list()] == [acme]


def test_a_name_is_taken_only_once_whatever_its_case_and_spacing(profiles: Profiles, acme: str) -> None:
    with pytest.raises(FileRefused, match=r"There is a profile “Acme Builders, Inc\.” already"):
        profiles.create("ACME  builders, inc.")
    with profiles.create("Acme Builders (Inc)") as store:
        assert store.slug == "acme-builders-inc-2"


def test_an_id_from_elsewhere_is_kept_and_taken_only_once(profiles: Profiles) -> None:
    with profiles.create("Acme", id="abc-123") as store:
        assert store.draft.id == "abc-123"
    assert [listed.id for listed in profiles.list()] == ["abc-123"]
    with pytest.raises(FileRefused, match="“Acme” is the same one"):
        profiles.create("Other", id="abc-123")
    with pytest.raises(FileRefused, match="id has letters"):
        profiles.create("Other", id="../x")


def test_a_profile_is_found_by_name_or_slug(profiles: Profiles, acme: str) -> None:
    for typed in ("Acme Builders, Inc.", "acme builders,  INC.", " acme-builders-inc ", "ACME-BUILDERS-INC"):
        found = profiles.find(typed)
        assert found is not None
        assert found.slug == acme
    assert profiles.find("acme") is None
    assert profiles.find("../profiles/acme-builders-inc") is None


def test_the_list_starts_with_the_newest_change(profiles: Profiles) -> None:
    for name in ("One", "Two", "Three"):
        profiles.create(name).close()
    with profiles.open("two") as store:
        store.answer("connection.tenant_id", "SOLUTIONS")
    assert [listed.name for listed in profiles.list()] == ["Two", "Three", "One"]
    (profiles.folder / "notes.txt").write_text("not ours")
    (profiles.folder / "Not A Slug.json").write_text("{}")
    assert len(profiles.list()) == 3


@pytest.mark.parametrize(
    "slug", ["../../etc/passwd", "..", "", "a/b", "a\\b", "A", "a.b", "a\0", "x" * 300, "-a"]
)
def test_no_slug_leads_out_of_the_folder(profiles: Profiles, acme: str, slug: str) -> None:
    for act in (profiles.load, profiles.open, profiles.delete, profiles.set_aside, profiles.restore_previous):
        with pytest.raises(FileRefused, match="There is no profile"):
            act(slug)
    with pytest.raises(FileRefused, match="There is no profile"):
        profiles.rename(slug, "New")
    assert profiles.previous(slug) is None


def test_renaming_moves_the_file_and_keeps_the_identity(profiles: Profiles, acme: str) -> None:
    before = profiles.load(acme)
    profiles.remember_last(acme)
    listed = profiles.rename(acme, "Zenith ")
    assert (listed.slug, listed.name, listed.id) == ("zenith", "Zenith", before.id)
    assert profiles.load("zenith").answers == before.answers
    assert profiles.last_opened() == "zenith"
    assert files.names_in(profiles.folder) == ["zenith.json", "zenith.lock", "zenith.previous.json"]


def test_renaming_within_the_same_slug_changes_the_name_alone(profiles: Profiles, acme: str) -> None:
    assert profiles.rename(acme, "ACME Builders Inc").slug == acme
    assert [listed.name for listed in profiles.list()] == ["ACME Builders Inc"]


def test_renaming_to_a_taken_name_is_refused(profiles: Profiles, acme: str) -> None:
    profiles.create("Zenith").close()
    with pytest.raises(FileRefused, match="There is a profile “Zenith” already"):
        profiles.rename(acme, "zenith")
    assert {listed.slug for listed in profiles.list()} == {acme, "zenith"}


def test_deleting_leaves_nothing_of_the_profile(profiles: Profiles, acme: str, data_dir: Path) -> None:
    draft = profiles.load(acme)
    profiles.remember_last(acme)
    path = profiles.folder / f"{acme}.json"
    path.with_name(f"{acme}.damaged-20260101T000000Z.json").write_bytes(path.read_bytes())
    profiles.create("Acme Builders, Inc. 2").close()
    assert profiles.delete(acme) == draft
    assert [listed.name for listed in profiles.list()] == ["Acme Builders, Inc. 2"]
    left = [file.name for file in data_dir.rglob("*") if file.is_file()]
    assert sorted(left) == ["acme-builders-inc-2.json", "acme-builders-inc-2.lock"]
    with pytest.raises(FileRefused, match="There is no profile"):
        profiles.delete(acme)


def test_the_last_profile_is_remembered_and_damage_is_no_matter(
    profiles: Profiles, acme: str, data_dir: Path
) -> None:
    profiles.remember_last(acme)
    assert profiles.last_opened() == acme
    state = data_dir / "state.json"
    for content in (b"", b"[]", b'{"last": "../x"}', b'{"last": 1}', b'{"last": "gone"}', b"\xff" * 9000):
        state.write_bytes(content)
        assert profiles.last_opened() is None
    state.unlink()
    state.mkdir()
    assert profiles.last_opened() is None
    profiles.remember_last(acme)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Acme Builders, Inc.", "acme-builders-inc"),
        ("Construcciones Núñez & Söhne", "construcciones-nunez-sohne"),
        ("Straße", "strasse"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows", "c-windows"),
        ("Строй", "profile"),
        ("…", "profile"),
        ("CON", "con-profile"),
        ("nul.", "nul-profile"),
        ("Com1", "com1-profile"),
        ("lpt¹", "lpt1-profile"),
        ("console", "console"),
        ("x" * 80, "x" * 60),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_slugs_are_file_names_everywhere(name: str, slug: str) -> None:
    assert slug_of(name) == slug
    assert is_slug(slug)


def test_slugs_that_clash_are_numbered_within_their_length() -> None:
    taken = {"profile", "profile-2", "x" * 60}
    assert free_slug("Строй", taken.__contains__) == "profile-3"
    assert free_slug("x" * 80, taken.__contains__) == "x" * 58 + "-2"


def test_names_are_compared_as_people_do() -> None:
    assert same_name("Nu\u0301n\u0303ez  Co", "NÚÑEZ co")
    assert not same_name("Acme", "Acme 2")


def test_the_file_is_plain_json_that_support_can_read(profiles: Profiles, acme: str) -> None:
    data = (profiles.folder / f"{acme}.json").read_bytes()
    assert json.loads(data)["answers"] == {"connection.tenant_id": "SOLUTIONS"}
    assert draft_from_json(data) == profiles.load(acme)


def test_a_profile_that_appears_between_look_and_lock_is_not_overwritten(
    profiles: Profiles, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acquire = ProfileLock.acquire

    def late(lock: ProfileLock, name: str) -> None:
        monkeypatch.undo()
        with Profiles(data_dir).create("Acme") as other:
            other.answer("connection.tenant_id", "SOLUTIONS")
        acquire(lock, name)

    monkeypatch.setattr(ProfileLock, "acquire", late)
    with pytest.raises(FileRefused, match="There is a profile “Acme” already"):
        profiles.create("Acme")
    assert profiles.load("acme").answers == {"connection.tenant_id": "SOLUTIONS"}
    profiles.open("acme").close()
