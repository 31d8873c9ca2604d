"""Profiles on disk: created, found, changed, saved, renamed, set aside and deleted."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cmic_wizard import files
from cmic_wizard.bounds import is_id
from cmic_wizard.errors import FileRefused, ProfileInUse
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.profile.codec import draft_from_json
from cmic_wizard.profile.draft import KeptPassword, Remark
from cmic_wizard.profile.lock import ProfileLock
from cmic_wizard.profile.names import free_slug, is_slug, same_name, slug_of
from cmic_wizard.profile.profiles import Profiles

AT = "2026-11-24T13:00:00+00:00"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes and links as POSIX has them")


class Ticking:
    """A clock that moves on by a minute at every look."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


@pytest.fixture
def profiles(data_dir: Path) -> Profiles:
    """The profiles of an empty data folder, with a clock that ticks."""
    return Profiles(data_dir, clock=Ticking())


@pytest.fixture
def acme(profiles: Profiles) -> str:
    """The slug of a stored profile with an answer and an earlier version."""
    with profiles.create("Acme Builders, Inc.") as store:
        store.answer("connection.tenant_id", "SOLUTIONS")
    return "acme-builders-inc"


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
        ("a\x1b[2J", "can't hold control characters"),
        ("a\nb", "can't hold control characters"),
        ("a\u202eb", "can't hold control characters"),
        ("a\udc80", "can't hold control characters"),
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


def test_changes_are_held_in_memory_until_saved(profiles: Profiles, acme: str) -> None:
    with profiles.open(acme) as store:
        store.answer("connection.company_codes", "001,\x1bACME01")
        store.note("connection.company_codes", "two\r\nlines")
        store.mark(step="connection.tenant_id", language="es")
        store.keep_password(KeptPassword("vault", 9, AT))
        store.keep_check(CheckResult(True, "acmemob.cmicpaas.com", AT, ()))
        remark = Remark("connection.company_codes", "change", "Add 002.", "Sam", AT)
        store.change(lambda draft: replace(draft, remarks=(remark,)))
        assert store.dirty
        assert profiles.load(acme).answers == {"connection.tenant_id": "SOLUTIONS"}
        store.save()
        assert not store.dirty
        assert profiles.load(acme) == store.draft
        assert store.draft.answers["connection.company_codes"] == "001,<U+001B>ACME01"
        assert store.draft.notes["connection.company_codes"] == "two\nlines"
        assert store.draft.remarks[0].open
        store.answer("connection.company_codes", "001,002")
        assert not store.draft.remarks[0].open


def test_saved_at_is_the_time_of_the_last_save(profiles: Profiles, acme: str) -> None:
    with profiles.open(acme) as store:
        assert store.saved_at == store.draft.changed
        store.answer("connection.company_codes", "001")
        store.save()
        assert datetime.fromisoformat(store.saved_at) > datetime.fromisoformat(store.draft.changed)


def test_an_unchanged_draft_is_not_written(profiles: Profiles, acme: str) -> None:
    path = profiles.folder / f"{acme}.json"
    before = path.stat().st_mtime_ns, path.stat().st_ino
    with profiles.open(acme) as store:
        store.answer("connection.tenant_id", "SOLUTIONS")
        store.change(lambda draft: draft)
        assert not store.dirty
        store.save()
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_the_version_before_is_kept_and_marks_alone_do_not_push_it_out(profiles: Profiles, acme: str) -> None:
    with profiles.open(acme) as store:
        store.answer("connection.tenant_id", "OTHER")
        store.save()
        store.mark(step="connection.company_codes")
        store.save()
    previous = profiles.previous(acme)
    assert previous is not None
    assert previous.answers == {"connection.tenant_id": "SOLUTIONS"}
    assert profiles.load(acme).marks == {"step": "connection.company_codes"}


def test_closing_saves_and_closes_for_good(profiles: Profiles, acme: str) -> None:
    store = profiles.open(acme)
    store.answer("connection.company_codes", "001")
    store.close()
    store.close()
    assert profiles.load(acme).answers["connection.company_codes"] == "001"
    assert store.read_only
    with pytest.raises(FileRefused, match="open for reading only"):
        store.answer("connection.company_codes", "002")
    profiles.open(acme).close()


def test_an_error_in_the_block_still_saves_and_lets_go(profiles: Profiles, acme: str) -> None:
    def stumble() -> None:
        with profiles.open(acme) as store:
            store.answer("connection.company_codes", "001")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert profiles.load(acme).answers["connection.company_codes"] == "001"
    profiles.open(acme).close()


def test_a_profile_can_be_read_while_it_is_open_elsewhere(profiles: Profiles, acme: str) -> None:
    with profiles.open(acme):
        reading = profiles.open(acme, read_only=True)
        assert reading.draft == profiles.load(acme)
        assert reading.read_only
        with pytest.raises(FileRefused, match="open for reading only"):
            reading.mark(step="x")
        reading.close()


def test_one_process_can_not_open_a_profile_twice(profiles: Profiles, acme: str) -> None:
    with profiles.open(acme):
        for act in (profiles.open, profiles.delete, profiles.set_aside):
            with pytest.raises(ProfileInUse, match=f"is open in cmic-wizard \\(process {os.getpid()} on "):
                act(acme)
        with pytest.raises(ProfileInUse):
            profiles.rename(acme, "New")
    assert profiles.find("New") is None


@posix_only
def test_a_save_that_fails_keeps_the_draft_and_the_file(
    data_dir: Path, wizard_env: Callable[..., dict[str, str]]
) -> None:
    program = """
import resource, sys
from pathlib import Path
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.profiles import Profiles
profiles = Profiles(Path(sys.argv[1]))
store = profiles.create("Acme")
store.answer("a.b", "old")
store.save()
resource.setrlimit(resource.RLIMIT_FSIZE, (600, resource.RLIM_INFINITY))
store.note("a.b", "x" * 5000)
for attempt in (store.save, store.close):
    try:
        attempt()
    except FileRefused as refusal:
        print(refusal)
    print(store.dirty, len(store.draft.notes["a.b"]), profiles.load("acme").notes)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
with profiles.open("acme") as again:
    again.change(lambda draft: store.draft)
print(len(profiles.load("acme").notes["a.b"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(data_dir)], capture_output=True, text=True, env=wizard_env()
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 5, done.stderr
    assert lines[0] == lines[2]
    assert "acme.json” can't be written: it would be larger than this system allows." in lines[0]
    assert lines[1] == lines[3] == "True 5000 {}"
    assert lines[4] == "5000"


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


def test_a_password_inside_an_address_never_reaches_the_draft(tmp_path: Path) -> None:
    with Profiles(tmp_path).create("Acme Builders") as store:
        store.answer(
            "connection.mobile_server_url", "https://svc:C4NARY-9f31c2@acmemob.cmicpaas.com/cmicprod"
        )
        store.save()
        assert (
            store.draft.answers["connection.mobile_server_url"]
            == "https://svc:•••@acmemob.cmicpaas.com/cmicprod"
        )
        store.answer("connection.service_user", "C4NARY-9f31c2")
        store.save()
        assert b"C4NARY-9f31c2" in store.path.read_bytes(), "the control: what is no address is kept as typed"


class Wall:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


def test_a_clock_set_back_under_way_and_between_sessions_keeps_changes_in_their_order(data_dir: Path) -> None:
    wall = Wall()
    profiles = Profiles(data_dir, clock=wall)
    profiles.create("Other").close()
    wall.moment += timedelta(hours=1)
    with profiles.create("Acme") as store:
        wall.moment -= timedelta(hours=3)
        store.answer("connection.tenant_id", "SOLUTIONS")
        store.save()
        assert not store.dirty
        assert store.draft.changed == store.draft.created == "2026-11-24T14:00:00+00:00"
        assert store.saved_at == "2026-11-24T11:00:00+00:00", "what is shown is the clock of now"
    with profiles.open("acme") as store:
        store.note("connection.tenant_id", "Ask Dana")
        assert store.draft.changed == "2026-11-24T14:00:00+00:00"
        wall.moment += timedelta(hours=4)
        store.answer("connection.tenant_id", "OTHER")
        assert store.draft.changed == "2026-11-24T15:00:00+00:00"
    before = profiles.previous("acme")
    assert before is not None
    assert before.answers == {"connection.tenant_id": "SOLUTIONS"}
    assert [listed.slug for listed in profiles.list()] == ["acme", "other"]


def test_a_change_by_a_clock_that_was_years_ahead_does_not_bind_those_after_it(data_dir: Path) -> None:
    wall = Wall()
    profiles = Profiles(data_dir, clock=wall)
    wall.moment = datetime(2099, 1, 1, tzinfo=UTC)
    profiles.create("Acme").close()
    wall.moment = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
    with profiles.open("acme") as store:
        store.answer("connection.tenant_id", "SOLUTIONS")
        with pytest.raises(ProfileInUse, match="since 2026-11-24"):
            profiles.open("acme")
    assert profiles.load("acme").changed == "2026-11-24T13:00:00+00:00"


def test_a_lock_taken_by_a_clock_that_was_ahead_is_held_and_let_go_like_any_other(data_dir: Path) -> None:
    wall = Wall()
    profiles = Profiles(data_dir, clock=wall)
    wall.moment = datetime(2099, 1, 1, 12, tzinfo=UTC)
    store = profiles.create("Acme")
    wall.moment = datetime(1999, 1, 1, 12, tzinfo=UTC)
    with pytest.raises(ProfileInUse, match="since 2099-01-01"):
        profiles.open("acme")
    store.close()
    profiles.open("acme").close()
