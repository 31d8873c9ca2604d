"""Times work inside one process beside its bare core: a save, and the opening of the vault."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import probe

from cmic_wizard.credentials.openssh import ROUNDS
from cmic_wizard.credentials.vault import Vault
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.secret import Secret


def _milliseconds(work: Callable[[], object]) -> float:
    start = probe.now()
    work()
    return (probe.now() - start) * 1000


def saving(home: Path, samples: int) -> Iterator[probe.Row]:
    """A save of a changed profile, beside a file of that size written, flushed and put in place."""
    with Profiles(home / "saving").create("Acme Builders") as store:
        store.answer("connection.mobile_server_url", "https://acmemob.cmicpaas.com/cmicprod")
        store.save()
        size = store.path.stat().st_size
        number = count()

        def save() -> float:
            store.answer("connection.service_user", f"USER{next(number) % 10}")
            return _milliseconds(store.save)

        takes = {"store": save, "bare": lambda: probe.bare_save(store.path.parent, size)}
        times = probe.interleaved(takes, samples)
    for share in (50, 95):
        ours, bare = (probe.percentile(times[name], share) for name in ("store", "bare"))
        yield f"save, p{share}", ours, "write, fsync, replace", bare, "ms"


def unlocking(home: Path, samples: int) -> Iterator[probe.Row]:
    """Opening the vault by its passphrase, beside the derivation of a key in as many rounds."""
    import bcrypt

    vault, phrase = Vault(home / "vault"), Secret("six words are long enough here")
    vault.create(phrase)

    def derive() -> bytes:
        return bcrypt.kdf(phrase.reveal().encode(), os.urandom(16), 48, ROUNDS)

    def unlock() -> None:
        vault.lock()
        vault.unlock(phrase)

    takes = {"vault": lambda: _milliseconds(unlock), "bare": lambda: _milliseconds(derive)}
    times = {name: probe.median(found) for name, found in probe.interleaved(takes, samples).items()}
    yield "opening the vault", times["vault"], f"bcrypt alone, {ROUNDS} rounds", times["bare"], "ms"
