"""A key ring that never answers can be waited for, left, and survived."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fixture_types import PlugIn, WizardEnv

from cmic_wizard.credentials.keeper import Keeper, Place
from cmic_wizard.credentials.naming import password_of
from cmic_wizard.credentials.ring import Answer, Job
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.errors import CredentialError
from cmic_wizard.secret import Secret

if sys.platform == "win32":
    pytest.skip("signals are POSIX", allow_module_level=True)

P1 = password_of("p1")

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _until(condition: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def _pids(file: Path) -> list[int]:
    _until(file.exists)
    return [int(pid) for pid in file.read_text().split()]


def test_a_time_out_ends_the_child_and_what_it_started(hanging_key_ring: Path) -> None:
    started = time.monotonic()
    answer = Job().fetch(P1, timeout=2)
    assert answer.state is KeyRingState.TIMEOUT
    assert 2 <= time.monotonic() - started < 4
    pids = _pids(hanging_key_ring)
    assert len(pids) == 2
    _until(lambda: not any(map(_runs, pids)), 5)


def test_a_stopped_child_is_ended_too(hanging_key_ring: Path) -> None:
    answers: list[Answer] = []
    waiting = threading.Thread(target=lambda: answers.append(Job().fetch(P1, timeout=3)), daemon=True)
    waiting.start()
    pids = _pids(hanging_key_ring)
    os.kill(pids[0], signal.SIGSTOP)
    waiting.join(10)
    assert [answer.state for answer in answers] == [KeyRingState.TIMEOUT]
    _until(lambda: not any(map(_runs, pids)), 5)


def test_another_thread_can_cancel_at_once(hanging_key_ring: Path, data_dir: Path) -> None:
    keeper = Keeper(data_dir, timeout=60)
    errors: list[CredentialError] = []

    def save() -> None:
        with pytest.raises(CredentialError) as caught:
            keeper.save(P1, Secret("secret"), passphrase=Secret("a long passphrase"))
        errors.append(caught.value)

    waiting = threading.Thread(target=save, daemon=True)
    waiting.start()
    pids = _pids(hanging_key_ring)
    asked = time.monotonic()
    keeper.cancel()
    waiting.join(10)
    assert time.monotonic() - asked < 1
    assert [error.state for error in errors] == [KeyRingState.CANCELLED]
    assert not keeper.vault.exists(), "cancelling is not choosing the vault"
    _until(lambda: not any(map(_runs, pids)), 5)


def test_a_job_cancelled_before_it_begins_starts_nothing(hanging_key_ring: Path) -> None:
    job = Job()
    job.cancel()
    assert job.fetch(P1).state is KeyRingState.CANCELLED
    assert not hanging_key_ring.exists()


@pytest.mark.usefixtures("good_key_ring")
def test_cancelling_when_nothing_waits_does_no_harm(data_dir: Path) -> None:
    keeper = Keeper(data_dir)
    keeper.cancel()
    assert keeper.save(P1, Secret("secret")).place is Place.KEY_RING


def test_the_child_ends_when_its_parent_is_killed(
    hanging_key_ring: Path, wizard_env: WizardEnv, home: Path
) -> None:
    source = (
        "from cmic_wizard.credentials.naming import password_of;"
        "from cmic_wizard.credentials.ring import Job; Job().fetch(password_of('p1'), timeout=300)"
    )
    parent = subprocess.Popen([sys.executable, "-c", source], env=wizard_env(), cwd=home)
    try:
        pids = _pids(hanging_key_ring)
        assert all(map(_runs, pids))
    finally:
        parent.kill()
        parent.wait()
    _until(lambda: not any(map(_runs, pids)), 5)


def test_a_back_end_that_hangs_while_it_is_looked_for_ends_the_probe_in_time(
    plug_in: PlugIn, data_dir: Path
) -> None:
    plug_in("time.sleep(600)")
    probe = Keeper(data_dir, timeout=1).probe()
    assert probe.key_ring is KeyRingState.TIMEOUT
    assert "did not answer" in probe.sentence


def _stopped_save(data_dir: Path, secret: Secret, stored: Path) -> CredentialError:
    """How a `save` ends that is stopped once something is in the key ring's folder."""
    keeper = Keeper(data_dir, timeout=60)
    errors: list[CredentialError] = []

    def save() -> None:
        with pytest.raises(CredentialError) as caught:
            keeper.save(P1, secret)
        errors.append(caught.value)

    waiting = threading.Thread(target=save, daemon=True)
    waiting.start()
    _until(lambda: stored.is_dir() and any(stored.iterdir()))
    keeper.cancel()
    waiting.join(10)
    return errors[0]


def test_what_a_stopped_save_had_already_kept_is_found(plug_in: PlugIn, data_dir: Path, home: Path) -> None:
    plug_in(
        """
        class Keyring(KeyringBackend):
            priority = 9
            def set_password(self, service, user, password):
                STORE.mkdir()
                written = STORE.with_suffix(".new")
                written.write_text(password)
                written.rename(STORE / "entry")
                time.sleep(600)
            def get_password(self, service, user):
                return (STORE / "entry").read_text()
        Keyring.__module__ = "keyring.backends.libsecret"
        """
    )
    secret = Secret("kept after all")
    assert _stopped_save(data_dir, secret, home / "back-end").state is KeyRingState.CANCELLED
    kept = Keeper(data_dir).kept_all_the_same(P1, secret)
    assert kept is not None
    assert (kept.place, kept.length) == (Place.KEY_RING, len(secret))
    assert Keeper(data_dir).kept_all_the_same(P1, Secret("another")) is None


def test_a_locked_key_ring_is_not_asked_what_it_holds(plug_in: PlugIn, data_dir: Path) -> None:
    plug_in(
        """
        class Keyring(KeyringBackend):
            priority = 9
            def get_password(self, service, user): raise KeyringLocked("locked")
        Keyring.__module__ = "keyring.backends.libsecret"
        """
    )
    assert Keeper(data_dir).kept_all_the_same(P1, Secret("secret")) is None
