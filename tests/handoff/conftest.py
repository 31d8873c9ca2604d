"""Hand-offs of an invented customer, keys, and Debian's age, for the tests of this folder."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import document, keys
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.draft import Draft
from cmic_wizard.secret import Secret

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def handoff_tools() -> Any:
    """The module `tests/tools/samples.py`."""
    folder = str(Path(__file__).parents[1] / "tools")
    sys.path.insert(0, folder)
    try:
        import samples
    finally:
        sys.path.remove(folder)
    return samples


@pytest.fixture
def customer(handoff_tools: Any) -> Draft:
    """The draft of a customer whose profile is ready."""
    draft: Draft = handoff_tools.acme_builders()
    return draft


@pytest.fixture
def judged() -> Callable[[Draft], Assessment]:
    """Judge a draft at the tests' moment."""

    def judge(draft: Draft) -> Assessment:
        return assess(load_guide(), draft, MOMENT)

    return judge


@pytest.fixture
def handed_off(judged: Callable[[Draft], Assessment]) -> Callable[..., HandOff]:
    """The hand-off of a draft, a draft one where it is not ready: `handed_off(draft, now=…)`."""

    def make(draft: Draft, now: datetime = MOMENT) -> HandOff:
        return document.build(judged(draft), now, draft=True)

    return make


@pytest.fixture
def acme(customer: Draft, handed_off: Callable[..., HandOff]) -> HandOff:
    """The customer's hand-off."""
    return handed_off(customer)


@pytest.fixture
def tampered(acme: HandOff) -> Callable[..., bytes]:
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
def run_age(need_program: Callable[[str], str]) -> Callable[..., bytes]:
    """Run Debian's age: `run_age("-d", "-i", path, data=…)` gives what it prints."""
    age = need_program("age")

    def run(*args: str | Path, data: bytes = b"") -> bytes:
        return subprocess.run([age, *map(str, args)], input=data, capture_output=True, check=True).stdout

    return run


@pytest.fixture
def ssh_key(need_program: Callable[[str], str], tmp_path: Path) -> Callable[..., Path]:
    """A fresh SSH key: `ssh_key("ed25519", passphrase="")` gives the path of its secret half."""
    keygen = need_program("ssh-keygen")

    def make(kind: str, passphrase: str = "") -> Path:
        path = tmp_path / f"id_{kind}{len(passphrase)}"
        command = [keygen, "-q", "-t", kind, "-N", passphrase, "-C", "ana@example", "-f", str(path)]
        subprocess.run(command, check=True)
        return path

    return make


@pytest.fixture
def unready(customer: Draft) -> Draft:
    """The customer before he named a URL and a version."""
    answers = {
        step: text for step, text in customer.answers.items() if not step.endswith(("_url", "_version"))
    }
    return replace(customer, answers=answers)
