"""The vault: what it asks for, what it gives back, and what it makes of damage."""

from __future__ import annotations

import base64
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmic_wizard.credentials import openssh
from cmic_wizard.credentials.naming import identity_of, password_of, reviewed_of
from cmic_wizard.credentials.states import VaultState
from cmic_wizard.credentials.vault import Vault, passphrase_problem
from cmic_wizard.errors import CredentialError
from cmic_wizard.secret import Secret

P1 = password_of("p1")
P2 = password_of("p2")

PASSPHRASE = Secret("twelve letters ñ")
PASSWORD = "p@ss-ñ-🔑 \n"


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault that tests only read."""
    vault = Vault(tmp_path_factory.mktemp("vault") / "vault")
    vault.create(PASSPHRASE)
    vault.save(P1, Secret(PASSWORD))
    return vault.folder


@pytest.fixture
def vault(made_vault: Path, data_dir: Path) -> Vault:
    """A fresh copy of it, locked."""
    vault = Vault(data_dir / "vault")
    vault.folder.mkdir(mode=0o700)
    for file in ("vault-key", "vault-key.pub", "p1.age"):
        (vault.folder / file).write_bytes((made_vault / file).read_bytes())
    return vault


def _state(error: pytest.ExceptionInfo[CredentialError]) -> str:
    return error.value.state


def test_reading_asks_for_the_passphrase_once_and_after_locking_again(vault: Vault) -> None:
    with pytest.raises(CredentialError) as locked:
        vault.load(P1)
    assert _state(locked) == VaultState.LOCKED
    vault.unlock(PASSPHRASE)
    assert vault.unlocked
    assert vault.load(P1).reveal() == PASSWORD
    assert vault.load(P1).reveal() == PASSWORD
    vault.lock()
    assert not vault.unlocked
    with pytest.raises(CredentialError):
        vault.load(P1)


def test_saving_needs_no_passphrase(vault: Vault) -> None:
    vault.save(P2, Secret("second"))
    assert not vault.unlocked
    vault.unlock(PASSPHRASE)
    assert vault.load(P2).reveal() == "second"


def test_a_wrong_passphrase_is_one_clear_sentence(vault: Vault) -> None:
    with pytest.raises(CredentialError, match="This passphrase does not open the vault") as wrong:
        vault.unlock(Secret("twelve letters n"))
    assert _state(wrong) == VaultState.WRONG
    assert not vault.unlocked


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_can_read_the_vault(data_dir: Path) -> None:
    vault = Vault(data_dir / "vault")
    vault.create(PASSPHRASE)
    vault.save(P1, Secret(PASSWORD))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in vault.folder.iterdir()}
    assert {"vault-key", "vault-key.pub", "p1.age"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700


def test_a_vault_is_never_replaced(vault: Vault) -> None:
    with pytest.raises(CredentialError) as again:
        vault.create(Secret("another long passphrase"))
    assert _state(again) == VaultState.EXISTS
    vault.unlock(PASSPHRASE)
    assert vault.load(P1).reveal() == PASSWORD


def test_of_several_that_create_the_vault_at_once_one_wins_and_none_loses_its_password(
    data_dir: Path,
) -> None:
    phrases = [Secret(f"passphrase number {number}") for number in range(3)]
    outcomes: list[object] = [None] * len(phrases)

    def create(number: int) -> None:
        try:
            Vault(data_dir / "vault").create(phrases[number])
        except CredentialError as error:
            outcomes[number] = error.state

    threads = [threading.Thread(target=create, args=(number,)) for number in range(len(phrases))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["None", "vault_exists", "vault_exists"]
    Vault(data_dir / "vault").unlock(phrases[outcomes.index(None)])


@pytest.mark.parametrize(
    "passphrase", ["", "eleven char", "twelve chars\n", "twelve\tchars", "twelve\u200bchars"]
)
def test_a_new_passphrase_that_is_short_or_cannot_be_typed_is_refused(
    passphrase: str, data_dir: Path
) -> None:
    vault = Vault(data_dir / "vault")
    with pytest.raises(CredentialError) as weak:
        vault.create(Secret(passphrase))
    assert _state(weak) == VaultState.WEAK
    assert not vault.exists()
    assert passphrase_problem(Secret(passphrase)) == str(weak.value)
    assert passphrase_problem(Secret("twelve chars")) == ""


def test_what_is_not_there_is_absent_and_removing_it_is_fine(vault: Vault, data_dir: Path) -> None:
    nowhere = Vault(data_dir / "nowhere")
    nowhere.remove(P1)
    for empty, entry in ((vault, password_of("p9")), (nowhere, P1)):
        with pytest.raises(CredentialError) as absent:
            empty.load(entry)
        assert _state(absent) == VaultState.ABSENT
    with pytest.raises(CredentialError) as absent:
        nowhere.unlock(PASSPHRASE)
    assert _state(absent) == VaultState.ABSENT
    vault.remove(P1)
    assert not vault.holds(P1)
    vault.remove(P1)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../p1", "a/b", "a\\b", "p1.age", "p1\n", "-x", "ñ", "\u212a", "x" * 65]
)
def test_what_is_no_id_has_no_names(name: str) -> None:
    for names_of in (password_of, reviewed_of, identity_of):
        if name or names_of is not identity_of:
            with pytest.raises(CredentialError) as bad:
                names_of(name)
            assert _state(bad) == VaultState.BAD_NAME


def test_half_a_character_is_refused_without_quoting_the_secret(vault: Vault) -> None:
    with pytest.raises(CredentialError) as bad:
        vault.save(P1, Secret("C4NARY-\ud83d"))
    error: BaseException | None = bad.value
    while error is not None:
        assert "C4NARY" not in repr(error)
        assert not hasattr(error, "object")
        error = error.__cause__ or error.__context__
    with pytest.raises(CredentialError):
        vault.unlock(Secret("twelve letters \ud83d"))


@pytest.mark.parametrize("damage", ["missing", "other", "not text"])
def test_a_lost_public_half_stops_saving_and_unlocking_repairs_it(vault: Vault, damage: str) -> None:
    public = vault.folder / "vault-key.pub"
    before = public.read_bytes()
    if damage == "missing":
        public.unlink()
    else:
        public.write_bytes(before.replace(b"AAAA", b"AAAB") if damage == "other" else b"\xff\0")
    with pytest.raises(CredentialError, match="unlock the vault") as damaged:
        vault.save(P2, Secret("x"))
    assert _state(damaged) == VaultState.DAMAGED
    vault.unlock(PASSPHRASE)
    assert public.read_bytes() == before
    vault.save(P2, Secret("x"))


def test_a_flipped_bit_in_a_password_file_is_found_and_never_read_as_another_password(vault: Vault) -> None:
    vault.unlock(PASSPHRASE)
    file = vault.folder / "p1.age"
    good = file.read_bytes()
    found = 0
    for position in range(len(good)):
        file.write_bytes(good[:position] + bytes([good[position] ^ 1]) + good[position + 1 :])
        outcome = PASSWORD
        try:
            outcome = vault.load(P1).reveal()
        except CredentialError as error:
            outcome = error.state
        assert outcome in (PASSWORD, VaultState.DAMAGED)
        found += outcome == VaultState.DAMAGED
    assert found > 0.9 * len(good), "few characters of age's armour may change without a meaning"


def _flipped(pem: bytes, position: int) -> bytes:
    lines = pem.strip().splitlines()
    blob = bytearray(base64.b64decode(b"".join(lines[1:-1])))
    blob[position % len(blob)] ^= 1
    return b"\n".join([lines[0], base64.b64encode(bytes(blob)), lines[-1]]) + b"\n"


@pytest.mark.parametrize("position", [0, 14, 20, 30, 45, 60, 78, 80, 90, 100, 120, 160, 230, -1])
def test_a_flipped_bit_in_the_key_is_found_in_seconds(made_vault: Path, position: int) -> None:
    damaged = _flipped((made_vault / "vault-key").read_bytes(), position)
    with pytest.raises((openssh.WrongPassphraseError, openssh.DamagedKeyError)):
        openssh.open_key(damaged, PASSPHRASE.reveal().encode())


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 100, b"x" * 70000, b"-----BEGIN OPENSSH PRIVATE KEY-----\n"]
)
def test_a_key_file_of_something_else_is_refused(vault: Vault, content: bytes) -> None:
    (vault.folder / "vault-key").write_bytes(content)
    uses: tuple[Callable[[], object], ...]
    uses = (lambda: vault.unlock(PASSPHRASE), lambda: vault.save(P1, Secret("x")))
    for use in uses:
        with pytest.raises(CredentialError) as refused:
            use()
        assert _state(refused) in (VaultState.DAMAGED, VaultState.FILE)


@given(st.binary(max_size=400))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_in_the_key_file_are_read_without_a_crash(data: bytes) -> None:
    wrapped = b"\n".join(
        [
            b"-----BEGIN OPENSSH PRIVATE KEY-----",
            base64.b64encode(b"openssh-key-v1\0" + data),
            b"-----END OPENSSH PRIVATE KEY-----",
        ]
    )
    for content in (data, wrapped):
        with pytest.raises(openssh.DamagedKeyError):
            openssh.public_line(content)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_in_the_place_of_the_vault_are_not_followed(vault: Vault, home: Path) -> None:
    elsewhere = home / "elsewhere"
    (vault.folder / "vault-key").rename(elsewhere)
    (vault.folder / "vault-key").symlink_to(elsewhere)
    uses: tuple[Callable[[], object], ...]
    uses = (lambda: vault.unlock(PASSPHRASE), lambda: vault.create(PASSPHRASE))
    for use in uses:
        with pytest.raises(CredentialError):
            use()
    linked = Vault(home / "linked")
    linked.folder.symlink_to(vault.folder)
    with pytest.raises(CredentialError) as refused:
        linked.create(PASSPHRASE)
    assert _state(refused) == VaultState.FILE


def test_without_the_age_library_the_sentence_says_so(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    uses = (
        lambda: vault.unlock(PASSPHRASE),
        lambda: vault.save(P1, Secret("x")),
        lambda: vault.load(P1),
        lambda: Vault(vault.folder / "new").create(PASSPHRASE),
    )
    for use in uses:
        with pytest.raises(CredentialError, match="pyrage") as missing:
            use()
        assert _state(missing) == VaultState.UNAVAILABLE
    assert not (vault.folder / "new").exists()
