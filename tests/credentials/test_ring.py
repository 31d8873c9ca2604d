"""The key ring's child process in every situation that keyring is known to get into."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cmic_wizard.credentials.naming import password_of
from cmic_wizard.credentials.ring import Job
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.secret import Secret

P1 = password_of("p1")
P2 = password_of("p2")

PlugIn = Callable[..., Path]
PASSWORD = "p@ss-ñ-🔑 \\ \" '"


def test_no_key_ring_is_said_for_every_operation() -> None:
    states = [
        Job().probe().state,
        Job().store(P1, Secret(PASSWORD)).state,
        Job().fetch(P1).state,
        Job().remove(P1).state,
    ]
    assert states == [KeyRingState.NONE] * 4


@pytest.mark.parametrize(
    ("backend", "state", "name"),
    [
        ("keyring.backends.fail.Keyring", KeyRingState.NONE, ""),
        ("keyring.backends.null.Keyring", KeyRingState.REFUSED, "keyring.backends.null.Keyring"),
        ("keyring.backends.chainer.ChainerBackend", KeyRingState.NONE, ""),
        ("no.such.Keyring", KeyRingState.ERROR, ""),
    ],
)
def test_back_ends_of_keyring_itself_that_keep_nothing_are_not_used(
    backend: str, state: KeyRingState, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    for answer in (Job().probe(), Job().store(P1, Secret(PASSWORD))):
        assert (answer.state, answer.backend) == (state, name)


_PLAIN_TEXT = """
class PlaintextKeyring(KeyringBackend):
    priority = 0.5
    def set_password(self, service, user, password):
        STORE.write_text(password)
    def get_password(self, service, user):
        return STORE.read_text() if STORE.exists() else None
    def delete_password(self, service, user):
        STORE.unlink()
"""


def test_a_plain_text_back_end_is_refused_by_name_and_writes_nothing(plug_in: PlugIn, home: Path) -> None:
    plug_in(_PLAIN_TEXT, chosen="plugged.PlaintextKeyring")
    answer = Job().store(P1, Secret(PASSWORD))
    assert (answer.state, answer.backend) == (KeyRingState.REFUSED, "plugged.PlaintextKeyring")
    assert not (home / "back-end").exists()


def test_a_plain_text_back_end_that_is_merely_installed_is_refused(plug_in: PlugIn, home: Path) -> None:
    metadata = plug_in(_PLAIN_TEXT, chosen=None).with_name("plugged-1.0.dist-info")
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: plugged\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[keyring.backends]\nplugged = plugged\n")
    answer = Job().store(P1, Secret(PASSWORD))
    assert (answer.state, answer.backend) == (KeyRingState.REFUSED, "plugged.PlaintextKeyring")
    assert not (home / "back-end").exists()


@pytest.mark.parametrize("module", ["keyring.backends.SecretService2", "evil.keyring.backends.SecretService"])
def test_a_name_that_only_looks_like_an_allowed_one_is_refused(plug_in: PlugIn, module: str) -> None:
    plug_in(
        f"""
        class Keyring(KeyringBackend):
            priority = 9
            def set_password(self, *a): pass
            def get_password(self, *a): pass
        Keyring.__module__ = {module!r}
        """
    )
    answer = Job().store(P1, Secret(PASSWORD))
    assert (answer.state, answer.backend) == (KeyRingState.REFUSED, f"{module}.Keyring")


def test_a_chain_gives_its_first_allowed_back_end_even_behind_a_plain_text_one(
    plug_in: PlugIn, home: Path
) -> None:
    plug_in(
        """
        from keyring.backends.chainer import ChainerBackend
        class Plain(KeyringBackend):
            priority = 8
            def set_password(self, service, user, password): STORE.write_text("plain")
            def get_password(self, *a): return None
        class Memory(KeyringBackend):
            priority = 7
            kept = {}
            def set_password(self, service, user, password): self.kept[service, user] = password
            def get_password(self, service, user): return self.kept.get((service, user))
        Memory.__module__, Memory.__qualname__ = "keyring.backends.libsecret", "Keyring"
        """,
        chosen="plugged.ChainerBackend",
    )
    answer = Job().store(P1, Secret(PASSWORD))
    assert (answer.state, answer.backend) == (KeyRingState.OK, "keyring.backends.libsecret.Keyring")
    assert not (home / "back-end").exists()


@pytest.mark.parametrize("given_back", ["None", "password[:-1]", "password + ' '"])
def test_a_back_end_that_gives_back_something_else_has_lost_the_password(
    plug_in: PlugIn, given_back: str, home: Path
) -> None:
    plug_in(
        f"""
        class Keyring(KeyringBackend):
            priority = 9
            def set_password(self, service, user, password): self.kept = {given_back}
            def get_password(self, *a): return self.kept
            def delete_password(self, *a): STORE.write_text("removed again")
        Keyring.__module__ = "keyring.backends.libsecret"
        """
    )
    assert Job().store(P1, Secret(PASSWORD)).state is KeyRingState.LOST
    assert (home / "back-end").read_text() == "removed again"


@pytest.mark.parametrize(
    ("failure", "state", "cause"),
    [
        ("raise KeyringLocked('no')", KeyRingState.LOCKED, "KeyringLocked"),
        ("raise InitError('no') from KeyringLocked('dismissed')", KeyRingState.LOCKED, "InitError"),
        ("raise PasswordSetError('(-25308, Unknown Error)')", KeyRingState.LOCKED, "PasswordSetError"),
        ("raise NoKeyringError('gone')", KeyRingState.NONE, "NoKeyringError"),
        ("raise InitError('no')", KeyRingState.ERROR, "InitError"),
        ("raise OSError(1783, 'CredWrite', password)", KeyRingState.ERROR, "OSError"),
        ("raise ValueError(password)", KeyRingState.ERROR, "ValueError"),
        ("raise SystemExit(password)", KeyRingState.ERROR, "SystemExit"),
        ("os._exit(7)", KeyRingState.ERROR, "no answer"),
        ("os.kill(os.getpid(), 9)", KeyRingState.ERROR, "no answer"),
        ("input('Password: ')", KeyRingState.ERROR, "EOFError"),
    ],
)
def test_failures_of_a_back_end_become_a_state_without_the_password(
    plug_in: PlugIn, failure: str, state: KeyRingState, cause: str
) -> None:
    plug_in(
        f"""
        class Keyring(KeyringBackend):
            priority = 9
            def set_password(self, service, user, password): {failure}
            def get_password(self, *a): return None
        Keyring.__module__ = "keyring.backends.libsecret"
        """
    )
    answer = Job().store(P1, Secret(PASSWORD))
    assert (answer.state, answer.cause) == (state, cause)
    assert PASSWORD not in repr(answer)


@pytest.mark.usefixtures("good_key_ring")
@pytest.mark.parametrize("password", [PASSWORD, " x ", "a\nb\0c\x1b[2J", "\ud83d", "x" * 1280, "🔑" * 640])
def test_every_text_comes_back_as_it_was_given(password: str) -> None:
    assert Job().store(P1, Secret(password)).state is KeyRingState.OK
    answer = Job().fetch(P1)
    assert answer.state is KeyRingState.OK
    assert answer.secret is not None
    assert answer.secret.reveal() == password


@pytest.mark.usefixtures("good_key_ring")
def test_removing_is_seen_by_the_next_reading_and_removing_nothing_is_absent() -> None:
    Job().store(P1, Secret(PASSWORD))
    Job().store(P2, Secret("other"))
    assert Job().remove(P1).state is KeyRingState.OK
    assert Job().fetch(P1).state is KeyRingState.ABSENT
    assert Job().remove(P1).state is KeyRingState.ABSENT
    assert Job().fetch(P2).state is KeyRingState.OK


@pytest.mark.parametrize("password", ["x" * 1281, "🔑" * 641])
def test_what_windows_could_not_hold_is_too_long_everywhere(password: str) -> None:
    assert Job().store(P1, Secret(password)).state is KeyRingState.TOO_LONG


def test_what_a_back_end_prints_neither_reaches_the_screen_nor_disturbs_the_answer(
    plug_in: PlugIn, capfd: pytest.CaptureFixture[str]
) -> None:
    plug_in(
        """
        print("{}"); print("store is empty", file=sys.stderr); os.system("echo from a child")
        class Keyring(KeyringBackend):
            priority = 9
            def set_password(self, *a): pass
            def get_password(self, *a):
                print('{"state": "locked"}', flush=True)
                return "right"
        Keyring.__module__ = "keyring.backends.libsecret"
        """
    )
    answer = Job().fetch(P1)
    assert answer.secret is not None
    assert answer.secret.reveal() == "right"
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("good_key_ring")
def test_files_in_the_current_folder_are_never_imported(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = home / "trap"
    trap.mkdir()
    for module in ("json", "keyring", "secretstorage", "threading", "states"):
        (trap / f"{module}.py").write_text("raise SystemExit('imported from the current folder')")
    monkeypatch.chdir(trap)
    assert Job().store(P1, Secret(PASSWORD)).state is KeyRingState.OK
    monkeypatch.setenv("PYTHONPATH", f"{trap}{os.pathsep}{os.environ['PYTHONPATH']}")
    assert Job().fetch(P1).state is KeyRingState.ERROR, "the control: on the path the trap works"
