"""Which place a password goes to, and that it never goes to a lesser one without being told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fixture_types import PlugIn

from cmic_wizard.credentials.keeper import VAULT_BACKEND, Keeper, Kept, Place
from cmic_wizard.credentials.naming import new_identity, password_of
from cmic_wizard.credentials.states import KeyRingState, VaultState
from cmic_wizard.errors import CredentialError
from cmic_wizard.secret import Secret

P1 = password_of("p1")
P2 = password_of("p2")

PASSWORD = Secret("p@ss-ñ-🔑")
PASSPHRASE = Secret("twelve letters")

_LOCKED = """
class Keyring(KeyringBackend):
    priority = 9
    def set_password(self, *a): raise KeyringLocked("C4NARY")
    def get_password(self, *a): raise KeyringLocked("C4NARY")
Keyring.__module__ = "keyring.backends.libsecret"
"""


@pytest.fixture
def keeper(data_dir: Path) -> Keeper:
    return Keeper(data_dir)


def _refusal(action: Callable[[], object]) -> CredentialError:
    with pytest.raises(CredentialError) as caught:
        action()
    return caught.value


def test_a_usable_key_ring_is_preferred_to_a_passphrase(keeper: Keeper, good_key_ring: str) -> None:
    kept = keeper.save(P1, PASSWORD, passphrase=PASSPHRASE)
    assert kept == Kept(Place.KEY_RING, good_key_ring, len(PASSWORD), "")
    assert not keeper.vault.exists()
    assert keeper.load(P1, Place.KEY_RING).reveal() == PASSWORD.reveal()
    keeper.remove(P1, Place.KEY_RING)
    keeper.remove(P1, Place.KEY_RING)
    assert _refusal(lambda: keeper.load(P1, Place.KEY_RING)).state == KeyRingState.ABSENT


def test_without_key_ring_and_passphrase_nothing_is_kept_and_the_way_out_is_said(keeper: Keeper) -> None:
    error = _refusal(lambda: keeper.save(P1, PASSWORD))
    assert error.state == KeyRingState.NONE
    assert "no key ring" in str(error)
    assert "passphrase" in str(error)
    assert not keeper.vault.exists()


def test_without_key_ring_a_passphrase_makes_the_vault_and_the_note_says_so(keeper: Keeper) -> None:
    kept = keeper.save(P1, PASSWORD, passphrase=PASSPHRASE)
    assert (kept.place, kept.backend, kept.length) == (Place.VAULT, VAULT_BACKEND, len(PASSWORD))
    assert "vault" in kept.note
    assert "no key ring" in kept.note
    assert keeper.load(P1, Place.VAULT).reveal() == PASSWORD.reveal()


def test_another_session_reads_the_vault_with_its_passphrase_only(keeper: Keeper, data_dir: Path) -> None:
    keeper.save(P1, PASSWORD, passphrase=PASSPHRASE)
    later = Keeper(data_dir)
    assert _refusal(lambda: later.load(P1, Place.VAULT)).state == VaultState.LOCKED
    wrong = Secret("twelve lettres")
    assert _refusal(lambda: later.load(P1, Place.VAULT, passphrase=wrong)).state == VaultState.WRONG
    assert later.load(P1, Place.VAULT, passphrase=PASSPHRASE).reveal() == PASSWORD.reveal()
    assert _refusal(lambda: later.load(P1, Place.VAULT, passphrase=wrong)).state == VaultState.WRONG


def test_a_wrong_passphrase_for_an_existing_vault_saves_nothing(keeper: Keeper) -> None:
    keeper.save(P1, PASSWORD, passphrase=PASSPHRASE)
    error = _refusal(lambda: keeper.save(P1, Secret("new"), passphrase=Secret("twelve lettres")))
    assert error.state == VaultState.WRONG
    assert keeper.load(P1, Place.VAULT).reveal() == PASSWORD.reveal()


def test_a_short_new_passphrase_makes_no_vault(keeper: Keeper) -> None:
    assert _refusal(lambda: keeper.save(P1, PASSWORD, passphrase=Secret("short"))).state == VaultState.WEAK
    assert not keeper.vault.exists()


def test_a_vault_chosen_once_takes_later_passwords_where_there_is_no_key_ring(
    keeper: Keeper, data_dir: Path
) -> None:
    keeper.save(P1, PASSWORD, passphrase=PASSPHRASE)
    later = Keeper(data_dir)
    assert later.save(P2, Secret("second")).place is Place.VAULT
    assert later.load(P2, Place.VAULT, passphrase=PASSPHRASE).reveal() == "second"


def test_a_locked_key_ring_is_no_leave_to_use_the_vault(
    keeper: Keeper, plug_in: PlugIn, data_dir: Path
) -> None:
    keeper.save(P1, PASSWORD, passphrase=PASSPHRASE)
    plug_in(_LOCKED)
    error = _refusal(lambda: Keeper(data_dir).save(P1, Secret("new")))
    assert error.state == KeyRingState.LOCKED
    assert "C4NARY" not in str(error)
    assert keeper.load(P1, Place.VAULT).reveal() == PASSWORD.reveal()
    kept = keeper.save(P1, Secret("new"), passphrase=PASSPHRASE)
    assert kept.place is Place.VAULT
    assert "is locked" in kept.note
    assert "older copy" in kept.note


def test_the_older_copy_in_the_vault_goes_only_after_the_key_ring_has_the_new_one(
    keeper: Keeper, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.save(P1, Secret("old"), passphrase=PASSPHRASE)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    keeper.vault.remove(P2)
    assert (
        _refusal(lambda: Keeper(keeper.vault.folder / "x").save(P1, PASSWORD)).state == KeyRingState.REFUSED
    )
    assert keeper.vault.holds(P1)
    request.getfixturevalue("good_key_ring")
    assert keeper.save(P1, PASSWORD).place is Place.KEY_RING
    assert keeper.vault.holds(P1), "until it is recorded that the key ring has it"
    assert keeper.keep_only(P1, Place.KEY_RING) == ""
    assert not keeper.vault.holds(P1)
    assert keeper.load(P1, Place.KEY_RING).reveal() == PASSWORD.reveal()


def test_the_age_identity_and_each_profile_have_entries_of_their_own(
    keeper: Keeper, good_key_ring: str, home: Path
) -> None:
    identity = new_identity()
    keeper.save(P1, Secret("of the profile"))
    keeper.save(identity, Secret("AGE-SECRET-KEY-1"))
    entries = {bytes.fromhex(file.name).decode() for file in (home / "back-end").iterdir()}
    assert entries == {
        "cmic_wizard:p1 service_password",
        f"cmic_wizard.identity:{identity.id} age_identity",
    }


@pytest.mark.parametrize(
    ("password", "state"), [("", VaultState.UNSTORABLE), ("x" * 1281, KeyRingState.TOO_LONG)]
)
def test_what_cannot_be_kept_is_refused_in_both_places(keeper: Keeper, password: str, state: str) -> None:
    assert _refusal(lambda: keeper.save(P1, Secret(password), passphrase=PASSPHRASE)).state == state
    assert not keeper.vault.exists()


def test_removing_from_a_key_ring_that_cannot_be_asked_is_not_called_done(keeper: Keeper) -> None:
    assert _refusal(lambda: keeper.remove(P1, Place.KEY_RING)).state == KeyRingState.NONE


def test_the_probe_says_what_will_be_used_and_why(
    keeper: Keeper, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe = keeper.probe()
    assert (probe.key_ring, probe.vault_exists) == (KeyRingState.NONE, False)
    assert "no key ring" in probe.sentence
    assert "that you choose" in probe.sentence
    keeper.save(P1, PASSWORD, passphrase=PASSPHRASE)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    probe = keeper.probe()
    assert (probe.key_ring, probe.vault_exists) == (KeyRingState.REFUSED, True)
    assert "switched off" in probe.sentence
    assert "will be kept in the vault" in probe.sentence
    backend = request.getfixturevalue("good_key_ring")
    probe = keeper.probe()
    assert (probe.key_ring, probe.backend) == (KeyRingState.OK, backend)
    assert probe.sentence == "The password will be kept in this computer's key ring (Secret Service)."
