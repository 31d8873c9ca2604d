"""What a profile costs that holds as many notes and changes as there is room for, beside an ordinary one."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

import probe
from work import milliseconds

from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.draft_store import Store
from cmic_wizard.profile.history import AT_MOST, OF_A_STEP_AT_MOST
from cmic_wizard.profile.profiles import Profiles

NAME = "Acme Builders"
WIZARD = (sys.executable, "-m", "cmic_wizard")
_NOTE = "Ask the controller about this before the kickoff call. " * 30


def growth(env: Mapping[str, str], home: Path, answers: Mapping[str, str], runs: int) -> Iterator[probe.Row]:
    """Judging, saving and first paint at the limits, beside the same answers alone."""
    takes: dict[str, dict[str, partial[float]]] = {"judging": {}, "saving": {}, "first paint": {}}
    stores: list[Store] = []
    for kind in ("full", "ordinary"):
        store = Profiles(home / kind).create(NAME)
        stores.append(store)
        if kind == "full":
            _fill(store)
        for step, text in answers.items():
            store.answer(step, text)
        store.save()
        takes["judging"][kind] = partial(milliseconds, partial(_judge, store))
        takes["saving"][kind] = partial(_save, store, count())
    for name in ("judging", "saving"):
        yield _row(name, takes[name], runs * 10)
    for store in stores:
        store.close()
    for kind in ("full", "ordinary"):
        env_of = {**env, "CMIC_WIZARD_DATA_DIR": str(home / kind)}
        takes["first paint"][kind] = partial(probe.first_paint, WIZARD, NAME, env_of)
    yield _row("first paint", takes["first paint"], runs)


def _row(name: str, takes: Mapping[str, partial[float]], runs: int) -> probe.Row:
    times = {kind: probe.median(found) for kind, found in probe.interleaved(takes, runs).items()}
    return f"{name} at the limits", times["full"], "an ordinary profile", times["ordinary"], "ms"


def _fill(store: Store) -> None:
    """As many changes as are kept, then notes until there is no room."""
    steps = [s.id for s in load_guide().walk() if s.kind not in (Kind.COMPUTED, Kind.SECRET)]
    changed = steps[: AT_MOST // OF_A_STEP_AT_MOST]
    for number in range(OF_A_STEP_AT_MOST * len(changed)):
        store.answer(changed[number % len(changed)], f"https://acmemob{number}.cmicpaas.com/cmicprod")
        store.pause()
    for step in changed:
        store.answer(step, "")
    with suppress(FileRefused):
        for step in steps:
            store.note(step, _NOTE)


def _judge(store: Store) -> None:
    assess(load_guide(), store.draft, datetime.now(UTC))


def _save(store: Store, number: Iterator[int]) -> float:
    store.answer("connection.service_user", f"USER{next(number) % 10}")
    return milliseconds(store.save)
