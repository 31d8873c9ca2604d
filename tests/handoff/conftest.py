"""Hand-offs of an invented customer, keys, and Debian's age, for the tests of this folder."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixture_types import NeedProgram, RunAge, SshKey, Tampered
from handed_off import acme, customer, handed_off, handoff_tools, judged, unready  # noqa: F401 - fixtures

from cmic_wizard.handoff import document, keys
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.secret import Secret


@pytest.fixture
def tampered(acme: HandOff) -> Tampered:  # noqa: F811
    """The hand-off's file after a change to its JSON values: `tampered(lambda found: found.pop("by"))`."""

    def change(make: Callable[[dict[str, Any]], object]) -> bytes:
        found = json.loads(document.to_bytes(acme))
        make(found)
        return json.dumps(found).encode()

    return change


@pytest.fixture
def own_key() -> tuple[Secret, keys.Recipient]:
    """A fresh age key."""
    return keys.new_identity()


@pytest.fixture
def run_age(need_program: NeedProgram) -> RunAge:
    """Run Debian's age: `run_age("-d", "-i", path, data=…)` gives what it prints."""
    age = need_program("age")

    def run(*args: str | Path, data: bytes = b"") -> bytes:
        return subprocess.run([age, *map(str, args)], input=data, capture_output=True, check=True).stdout

    return run


@pytest.fixture
def ssh_key(need_program: NeedProgram, tmp_path: Path) -> SshKey:
    """A fresh SSH key: `ssh_key("ed25519", passphrase="")` gives the path of its secret half."""
    keygen = need_program("ssh-keygen")

    def make(kind: str, passphrase: str = "") -> Path:
        path = tmp_path / f"id_{kind}{len(passphrase)}"
        command = [keygen, "-q", "-t", kind, "-N", passphrase, "-C", "ana@example", "-f", str(path)]
        subprocess.run(command, check=True)
        return path

    return make
