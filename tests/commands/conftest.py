"""Profiles as a customer would fill them in, secrets in private files, and a CMiC on loopback."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cmic_server import CmicServer
from fixture_types import AgeKey, CmicOnLoopback, MadeProfiles, NeedProgram, PrivateFile, Secrets, WizardEnv
from loopback import (  # noqa: F401 - fixtures
    good_context,
    known_to_cmic,
    server_context,
    test_authority,
    trusts_test_authority,
)
from samples import IN_THE_CLOUD

COMMANDS_CANARY = "C4NARY-pässword"
COMMANDS_PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def canary() -> str:
    """The service password of these tests."""
    return COMMANDS_CANARY


@pytest.fixture
def private_file(home: Path) -> PrivateFile:
    """`private_file("name", "text")`: a file that only its owner can read."""

    def write(name: str, text: str) -> Path:
        path = home / name
        path.touch(0o600)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def secrets(private_file: PrivateFile) -> Secrets:
    """Files with password and passphrase, and the options that name them."""
    password = private_file("password", COMMANDS_CANARY + "\n")
    passphrase = private_file("passphrase", COMMANDS_PASSPHRASE + "\n")
    return Secrets(
        passphrase=("--passphrase-file", passphrase),
        both=("--password-file", password, "--passphrase-file", passphrase),
    )


@pytest.fixture(scope="session")
def made_profiles(wizard_env: WizardEnv, tmp_path_factory: pytest.TempPathFactory) -> MadeProfiles:
    """Data folders made once by the program itself: `answered` without and `ready` with the password."""
    home = tmp_path_factory.mktemp("made")

    def run(*arguments: str | Path) -> None:
        subprocess.run(
            [sys.executable, "-m", "cmic_wizard", "--data-dir", home / "answered", *arguments],
            env=wizard_env({"HOME": str(home), "XDG_RUNTIME_DIR": str(home)}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )

    run("set", "--profile", "Acme Builders", *(f"{step}={text}" for step, text in IN_THE_CLOUD.items()))
    shutil.copytree(home / "answered", home / "before")
    options: list[str | Path] = []
    for name, text in (("password", COMMANDS_CANARY), ("passphrase", COMMANDS_PASSPHRASE)):
        path = home / name
        path.touch(0o600)
        path.write_text(text, encoding="utf-8")
        options += [f"--{name}-file", path]
    run("set", *options)
    return MadeProfiles(answered=home / "before", ready=home / "answered")


@pytest.fixture
def answered(made_profiles: MadeProfiles, data_dir: Path) -> None:
    """“Acme Builders”, everything answered that a hand-off needs but the password."""
    shutil.copytree(made_profiles.answered, data_dir, dirs_exist_ok=True)


@pytest.fixture
def ready(made_profiles: MadeProfiles, data_dir: Path) -> None:
    """“Acme Builders”, ready, its password in a vault."""
    shutil.copytree(made_profiles.ready, data_dir, dirs_exist_ok=True)


@pytest.fixture
def age_key(home: Path, need_program: NeedProgram) -> AgeKey:
    """A key of the real age: its file, its public half."""
    file = home / "key.txt"
    need_program("age")
    subprocess.run([need_program("age-keygen"), "-o", file], check=True, capture_output=True)
    shown = subprocess.run(["age-keygen", "-y", file], check=True, capture_output=True, text=True)
    return AgeKey(file=file, public=shown.stdout.strip())


@pytest.fixture
def cmic_on_loopback(
    good_context: ssl.SSLContext,  # noqa: F811
    trusts_test_authority: None,  # noqa: F811
) -> Iterator[CmicOnLoopback]:
    """A CMiC that knows the service user; `cmic` says how it behaves, `url` where it is."""
    cmic = known_to_cmic(COMMANDS_CANARY)
    with CmicServer(cmic, good_context) as server:
        yield CmicOnLoopback(cmic=cmic, url=server.url())
