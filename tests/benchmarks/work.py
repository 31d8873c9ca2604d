"""Times work inside one process beside its bare core: a save, and the opening of the vault."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import probe

from cmic_wizard.credentials.openssh import ROUNDS
from cmic_wizard.credentials.vault import Vault
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.profile.codec import draft_from_json, draft_to_json
from cmic_wizard.profile.history import AT_MOST, OF_A_STEP_AT_MOST
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace

_ANSWERED = [step.id for step in load_guide().walk() if step.kind not in (Kind.COMPUTED, Kind.SECRET)]
_ANSWERED = _ANSWERED[: AT_MOST // OF_A_STEP_AT_MOST]


def milliseconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
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
            return milliseconds(store.save)

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

    takes = {"vault": lambda: milliseconds(unlock), "bare": lambda: milliseconds(derive)}
    times = {name: probe.median(found) for name, found in probe.interleaved(takes, samples).items()}
    yield "opening the vault", times["vault"], f"bcrypt alone, {ROUNDS} rounds", times["bare"], "ms"


def remembering(home: Path, samples: int) -> Iterator[probe.Row]:
    """Reading a profile with as many changes as are kept, beside the same one without any."""
    with Profiles(home / "remembering").create("Acme Builders") as store:
        for number in range(OF_A_STEP_AT_MOST * len(_ANSWERED)):
            step = _ANSWERED[number % len(_ANSWERED)]
            store.answer(step, f"https://acmemob{number}.cmicpaas.com/cmicprod")
            store.pause()
        with_it = draft_to_json(store.draft)
        bare = draft_to_json(replace(store.draft, history=()))
    takes = {
        "with": lambda: milliseconds(lambda: draft_from_json(with_it)),
        "bare": lambda: milliseconds(lambda: draft_from_json(bare)),
    }
    times = {name: probe.median(found) for name, found in probe.interleaved(takes, samples).items()}
    yield f"reading {AT_MOST} changes", times["with"], "the profile without them", times["bare"], "ms"
