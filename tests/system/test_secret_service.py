"""The real Secret Service: gnome-keyring on a message bus of its own, in a home of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fixture_types import NeedProgram
from leak_search import in_files

from cmic_wizard.credentials.identity import find, own_identity
from cmic_wizard.credentials.keeper import Keeper, Place
from cmic_wizard.credentials.naming import identity_of, new_identity, password_of
from cmic_wizard.credentials.ring import Job
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.errors import CredentialError
from cmic_wizard.handoff import keys
from cmic_wizard.secret import Secret

if sys.platform == "win32":
    pytest.skip("Windows has no Secret Service", allow_module_level=True)

P1, KEY = password_of("p1"), new_identity()

pytestmark = pytest.mark.system

BACKEND = "keyring.backends.SecretService.Keyring"
CANARY = "C4NARY-ñ-🔑-\n \\ end "


class Session:
    """A login session with a message bus; key-ring daemons come and go in it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._processes: list[subprocess.Popen[bytes]] = []
        bus = self._start("dbus-daemon", "--session", "--nofork", "--print-address=1")
        assert bus.stdout is not None
        self.address = bus.stdout.readline().decode().strip()
        self._environment["DBUS_SESSION_BUS_ADDRESS"] = self.address

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._processes.append(process)
        return process

    def unlocked_daemon(self) -> subprocess.Popen[bytes]:
        """A daemon as after a login with the password `testpass`."""
        daemon = self._start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
        assert daemon.stdin is not None
        daemon.stdin.write(b"testpass")
        daemon.stdin.close()
        return self._ready(daemon)

    def locked_daemon(self) -> subprocess.Popen[bytes]:
        """A daemon as after a login without a password."""
        return self._ready(self._start("gnome-keyring-daemon", "--foreground", "--components=secrets"))

    def _ready(self, daemon: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        ask = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        ask += ["org.freedesktop.DBus.GetNameOwner", "string:org.freedesktop.secrets"]
        end = time.monotonic() + 20
        while subprocess.run(ask, env=self._environment, capture_output=True).returncode:
            assert daemon.poll() is None, "the daemon ended"
            assert time.monotonic() < end, "the daemon never came"
            time.sleep(0.02)
        return daemon

    def close(self) -> None:
        for process in reversed(self._processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
            process.wait(10)


@pytest.fixture
def session(
    home: Path, need_program: NeedProgram, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Session]]:
    """Begins a login session in this test's home; the wizard finds its bus."""
    for program in ("dbus-daemon", "dbus-send", "gnome-keyring-daemon"):
        need_program(program)
    (home / ".local" / "share").mkdir(parents=True, exist_ok=True)
    sessions: list[Session] = []

    def begin() -> Session:
        for earlier in sessions:
            earlier.close()
        sessions.append(Session(dict(os.environ)))
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", sessions[-1].address)
        return sessions[-1]

    yield begin
    for each in sessions:
        each.close()


def _state(action: Callable[[], object]) -> str:
    with pytest.raises(CredentialError) as caught:
        action()
    return caught.value.state


def test_a_round_trip_through_an_unlocked_key_ring(session: Callable[[], Session], data_dir: Path) -> None:
    session().unlocked_daemon()
    keeper = Keeper(data_dir)
    probe = keeper.probe()
    assert (probe.key_ring, probe.backend) == (KeyRingState.OK, BACKEND)
    kept = keeper.save(P1, Secret(CANARY), passphrase=Secret("twelve letters"))
    assert (kept.place, kept.backend) == (Place.KEY_RING, BACKEND)
    assert keeper.load(P1, Place.KEY_RING).reveal() == CANARY
    keeper.save(P1, Secret("changed"))
    assert keeper.load(P1, Place.KEY_RING).reveal() == "changed"
    keeper.save(KEY, Secret("AGE-SECRET-KEY"))
    keeper.remove(P1, Place.KEY_RING)
    assert _state(lambda: keeper.load(P1, Place.KEY_RING)) == KeyRingState.ABSENT
    keeper.remove(P1, Place.KEY_RING)
    assert keeper.load(KEY, Place.KEY_RING).reveal() == "AGE-SECRET-KEY"
    assert not keeper.vault.exists()


def _attributes(environment: dict[str, str]) -> set[tuple[str, str]]:
    """Service and user of everything in the key ring, asked of it itself."""
    source = (
        "import secretstorage as s; c = s.dbus_init()\n"
        "for i in s.get_default_collection(c).get_all_items():\n"
        "    a = i.get_attributes(); print(a['service'], a['username'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], env=environment, capture_output=True, text=True, check=True
    )
    return {
        (service, user)
        for service, _space, user in (line.partition(" ") for line in done.stdout.splitlines())
    }


def test_what_0_1_0_kept_is_found_and_moved_and_no_profile_reaches_the_specialists_key(
    session: Callable[[], Session], data_dir: Path
) -> None:
    session().unlocked_daemon()
    keeper = Keeper(data_dir)
    secret, public = keys.new_identity()
    first = identity_of("")
    upper, plain = password_of("ABC"), password_of("abc")
    assert upper.older is not None
    assert (first.service, first.user) == ("cmic_wizard:identity", "age_identity")
    assert upper.older.service == "cmic_wizard:ABC"
    for entry, kept in ((first, secret), (upper.older, Secret("of ABC")), (plain, Secret("of abc"))):
        keeper.put(entry, kept, Place.KEY_RING)
    note = {"format": "cmic-wizard-identity", "schema": 1, "place": "key_ring", "backend": BACKEND}
    (data_dir / "identity.json").write_text(json.dumps({**note, "public": public.text}))

    for forged in ("identity", "Identity", "IDENTITY"):
        keeper.save(password_of(forged), Secret("forged"))
    assert keeper.load(upper, Place.KEY_RING).reveal() == "of ABC"
    found = own_identity(data_dir, keeper)
    assert found is not None
    assert found.reveal() == secret.reveal()
    moved = find(data_dir)
    assert moved is not None
    names = _attributes(dict(os.environ))
    assert names == {
        ("cmic_wizard:abc", "service_password"),
        ("cmic_wizard:abc~7", "service_password"),
        (f"cmic_wizard.identity:{moved.entry.id}", "age_identity"),
        *(
            (password_of(forged).service, "service_password")
            for forged in ("identity", "Identity", "IDENTITY")
        ),
    }
    assert len({service.casefold() for service, _user in names}) == len(names)


def test_a_locked_key_ring_is_seen_without_a_window_and_keeps_what_it_had(
    session: Callable[[], Session], data_dir: Path
) -> None:
    keeper = Keeper(data_dir)
    session().unlocked_daemon()
    keeper.save(P1, Secret(CANARY))
    session().locked_daemon()
    probe = keeper.probe()
    assert (probe.key_ring, probe.backend) == (KeyRingState.LOCKED, BACKEND)
    assert "locked" in probe.sentence
    assert _state(lambda: keeper.save(P1, Secret("new"))) == KeyRingState.LOCKED
    assert _state(lambda: keeper.load(P1, Place.KEY_RING)) == KeyRingState.LOCKED
    assert _state(lambda: keeper.remove(P1, Place.KEY_RING)) == KeyRingState.LOCKED
    session().unlocked_daemon()
    assert keeper.load(P1, Place.KEY_RING).reveal() == CANARY


def test_a_key_ring_that_nobody_set_up_counts_as_locked(
    session: Callable[[], Session], data_dir: Path
) -> None:
    session().locked_daemon()
    keeper = Keeper(data_dir)
    assert keeper.probe().key_ring is KeyRingState.LOCKED
    assert _state(lambda: keeper.save(P1, Secret(CANARY))) == KeyRingState.LOCKED
    assert keeper.save(P1, Secret(CANARY), passphrase=Secret("twelve letters")).place is Place.VAULT


def test_a_daemon_that_hangs_is_left_after_the_time_out_and_works_again_when_it_wakes(
    session: Callable[[], Session], data_dir: Path
) -> None:
    daemon = session().unlocked_daemon()
    keeper = Keeper(data_dir, timeout=2)
    keeper.save(P1, Secret(CANARY))
    os.kill(daemon.pid, signal.SIGSTOP)
    try:
        started = time.monotonic()
        assert keeper.probe().key_ring in (KeyRingState.TIMEOUT, KeyRingState.NONE)
        assert _state(lambda: keeper.load(P1, Place.KEY_RING)) in (KeyRingState.TIMEOUT, KeyRingState.NONE)
        assert time.monotonic() - started < 7
    finally:
        os.kill(daemon.pid, signal.SIGCONT)
    assert Keeper(data_dir).load(P1, Place.KEY_RING).reveal() == CANARY


def test_a_daemon_that_dies_between_two_calls_is_no_password_and_no_crash(
    session: Callable[[], Session], data_dir: Path
) -> None:
    daemon = session().unlocked_daemon()
    keeper = Keeper(data_dir)
    keeper.save(P1, Secret(CANARY))
    daemon.kill()
    daemon.wait(10)
    # The bus may start another daemon, which is then locked.
    assert _state(lambda: keeper.load(P1, Place.KEY_RING)) in (KeyRingState.LOCKED, KeyRingState.NONE)
    session().unlocked_daemon()
    assert keeper.load(P1, Place.KEY_RING).reveal() == CANARY


@pytest.mark.parametrize("address", ["unix:path=/nonexistent", "disabled:", ""])
def test_a_bus_that_is_not_there_is_no_key_ring(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert Job().store(P1, Secret(CANARY)).state is KeyRingState.NONE


def test_the_key_ring_leaves_no_clear_text_in_any_file(
    session: Callable[[], Session], home: Path, data_dir: Path
) -> None:
    session().unlocked_daemon()
    canary = "C4NARY-9f31c2"
    Keeper(data_dir).save(P1, Secret(canary))
    assert list(home.rglob("*.keyring")), "the key ring's own file is among those searched"
    assert in_files(home, {"password": canary}) == {}
    (home / "control").write_text(canary)
    assert list(in_files(home, {"password": canary})) == ["control"]
