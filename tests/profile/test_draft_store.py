"""An open profile: changes are held, saved, and let go; no clock and no failing disk loses one."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixture_types import WizardEnv

from cmic_wizard.errors import FileRefused, ProfileInUse
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.profile.draft import KeptPassword, Remark
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.struct import replace

AT = "2026-11-24T13:00:00+00:00"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes and links as POSIX has them")


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
            reading.answer("connection.tenant_id", "X")
        reading.close()


def test_where_nothing_can_be_changed_a_mark_changes_nothing(profiles: Profiles, acme: str) -> None:
    """A page that closes after its profile was let go still hands its focus on."""
    with profiles.open(acme) as store:
        before = store.mark(step="connection.tenant_id")
    assert store.read_only
    assert store.mark(step="connection.company_codes") == before == store.draft


def test_one_process_can_not_open_a_profile_twice(profiles: Profiles, acme: str) -> None:
    with profiles.open(acme):
        for act in (profiles.open, profiles.delete, profiles.set_aside):
            with pytest.raises(ProfileInUse, match=f"is open in cmic-wizard \\(process {os.getpid()} on "):
                act(acme)
        with pytest.raises(ProfileInUse):
            profiles.rename(acme, "New")
    assert profiles.find("New") is None


@posix_only
def test_a_save_that_fails_keeps_the_draft_and_the_file(data_dir: Path, wizard_env: WizardEnv) -> None:
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
