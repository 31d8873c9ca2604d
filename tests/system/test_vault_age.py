"""The vault without this program: Debian's age opens it, and nothing but the passphrase does."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from fixture_types import NeedProgram, OpenTerminal

from cmic_wizard.credentials.naming import password_of
from cmic_wizard.credentials.vault import Vault
from cmic_wizard.secret import Secret
from cmic_wizard.words import new_phrase

P1 = password_of("p1")

pytestmark = pytest.mark.system

PASSWORD = "p@ss-ñ-🔑 'x' "


@pytest.fixture
def vault(data_dir: Path) -> Vault:
    return Vault(data_dir / "vault")


@pytest.fixture
def age(
    need_program: NeedProgram, vault: Vault, home: Path, terminal: OpenTerminal
) -> Callable[[str], tuple[int, str]]:
    """Types a passphrase into `age -d -i vault-key p1.age`; gives its exit status and what it wrote."""
    program = need_program("age")

    def decrypt(passphrase: str) -> tuple[int, str]:
        out = home / "out"
        command = ["-d", "-i", str(vault.folder / "vault-key"), "-o", str(out), str(vault.folder / "p1.age")]
        asking = terminal(command=[program, *command])
        with contextlib.suppress(AssertionError):  # it may refuse the file at once
            asking.wait_until(lambda: b"assphrase" in asking.raw, what="the question")
            asking.settle(0.1)  # what is typed before the echo is off would be shown
            asking.type(f"{passphrase}\r")
        status = asking.expect_end()
        assert passphrase.encode() not in asking.raw
        return status, out.read_text(encoding="utf-8") if out.exists() else ""

    return decrypt


@pytest.mark.parametrize("passphrase", ["twelve letters", "contraseña larga 🔑", "generated"])
def test_age_opens_a_password_with_the_passphrase(
    vault: Vault, age: Callable[[str], tuple[int, str]], passphrase: str
) -> None:
    phrase = new_phrase().reveal() if passphrase == "generated" else passphrase
    vault.create(Secret(phrase))
    vault.save(P1, Secret(PASSWORD))
    assert age(phrase) == (0, PASSWORD)


def test_age_opens_nothing_with_another_passphrase(
    vault: Vault, age: Callable[[str], tuple[int, str]]
) -> None:
    vault.create(Secret("twelve letters"))
    vault.save(P1, Secret(PASSWORD))
    status, written = age("twelve lettres")
    assert status != 0
    assert written == ""


def test_age_refuses_a_flipped_byte(vault: Vault, age: Callable[[str], tuple[int, str]]) -> None:
    vault.create(Secret("twelve letters"))
    vault.save(P1, Secret(PASSWORD))
    file = vault.folder / "p1.age"
    lines = file.read_bytes().splitlines(keepends=True)
    middle = len(lines) // 2
    lines[middle] = bytes([lines[middle][0] ^ 1]) + lines[middle][1:]
    file.write_bytes(b"".join(lines))
    status, written = age("twelve letters")
    assert status != 0
    assert written == ""
