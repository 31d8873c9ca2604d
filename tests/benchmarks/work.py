"""Times work inside one process beside its bare core: a folder, a save, the unlocking of the vault."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

MANY = 10_000
ROOT = Path(__file__).parents[2]
Figure = tuple[str, float, str, float, str]
"""What was timed, its figure, the reference, its figure, and the unit of both."""


def milliseconds(work: Callable[[], object], times: int = 1) -> list[float]:
    """How long each of some calls takes."""
    taken = []
    for _time in range(times):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def folder(home: Path) -> Iterator[Figure]:
    """All rows of 10,000 hand-off files and the first of them, beside validating the whole of each."""
    from cmic_wizard.handoff.document import HandOff
    from cmic_wizard.handoff.folder import scan

    sample = json.loads((ROOT / "assets" / "sample-profile.en.json").read_text(encoding="utf-8"))
    place = home / "many"
    place.mkdir()
    for number in range(MANY):
        sample["profile"] |= {"id": f"{number:032x}", "name": f"Builders {number}"}
        (place / f"{number:05d}.json").write_text(json.dumps(sample, indent=2), encoding="utf-8")
    first: list[float] = []
    started = time.perf_counter()

    def arrived(_rows: object) -> None:
        first.append((time.perf_counter() - started) * 1000)

    whole = milliseconds(lambda: scan(place, arrived, lambda: False))[0]
    bare = milliseconds(lambda: [HandOff.model_validate_json(p.read_bytes()) for p in place.iterdir()])[0]
    yield f"rows of {MANY:,} hand-off files", whole, "read and validate them", bare, "ms"
    yield "first of these rows", first[0], "read and validate them all", bare, "ms"


def saving(home: Path) -> Iterator[Figure]:
    """A save of a changed profile, beside writing as many bytes durably."""
    from cmic_wizard.profile.store import Profiles

    with Profiles(home / "saving").create("Acme Builders") as store:

        def save() -> None:
            store.answer("connection.service_user", str(time.perf_counter_ns()))
            store.save()

        ours = sorted(milliseconds(save, 200))
        data = store.path.read_bytes()
    target, beside = home / "bare.json", home / "bare.tmp"

    def write() -> None:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)

    bare = sorted(milliseconds(write, 200))
    for name, place in (("p50", 99), ("p95", 189)):
        yield f"save, {name}", ours[place], f"write, fsync, replace, {name}", bare[place], "ms"


def unlocking(home: Path) -> Iterator[Figure]:
    """Opening the vault by its passphrase, beside the key derivation alone."""
    import bcrypt

    from cmic_wizard.credentials.vault import Vault
    from cmic_wizard.secret import Secret

    vault, phrase = Vault(home / "vault"), Secret("six words are long enough here")
    vault.create(phrase)
    vault.lock()
    ours = statistics.median(milliseconds(lambda: vault.unlock(phrase), 5))
    bare = statistics.median(
        milliseconds(lambda: bcrypt.kdf(b"six words", b"sixteen bytes...", 48, rounds=64), 5)
    )
    yield "unlock the vault", ours, "bcrypt's 64 rounds", bare, "ms"


def figures(home: Path) -> Iterator[Figure]:
    """Everything of this module."""
    for part in (folder, saving, unlocking):
        yield from part(home)
