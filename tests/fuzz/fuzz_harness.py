"""Feeds one input to one loader and judges what comes of it; keeps count over many."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final, Protocol

from fuzz_loaders import CANARY, Loader

from cmic_wizard.errors import WizardError
from cmic_wizard.text import hidden

CORPUS: Final = Path(__file__).parent / "corpus"
SECONDS_AT_MOST: Final = 0.5
BYTES_AT_MOST: Final = 1_100_000
"""Bytes of an input: more than any loader reads."""
SENTENCE_AT_MOST: Final = 600
"""Characters of a refusal; a guide's may be longer, for it names every fault."""


def fault_of(loader: Loader, data: bytes) -> str:
    """What is wrong with how the loader took the input; "" where it gave a value or one good sentence.

    One that took too long is fed again and again, for other processes may have held the machine.
    """
    fault, seconds = _fed(loader, data)
    for _again in range(4):
        if not fault and seconds > SECONDS_AT_MOST:
            fault, seconds = _fed(loader, data)
    return fault or (f"took {seconds:.2f} s" if seconds > SECONDS_AT_MOST else "")


def _fed(loader: Loader, data: bytes) -> tuple[str, float]:
    """The fault in what came of the input, and the seconds that it took."""
    started = time.perf_counter()
    try:
        loader.load(data)
        fault = ""
    except WizardError as refusal:
        fault = _fault_of_sentence(str(refusal), loader.name, data)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a panic of a library in Rust is no Exception
        fault = f"{type(error).__name__}: {str(error)[:200]!r}"
    return fault, time.perf_counter() - started


def _fault_of_sentence(sentence: str, name: str, data: bytes) -> str:
    if not sentence.strip():
        return "an empty sentence"
    if culprit := next((c for c in sentence if hidden(c)), ""):
        return f"a hidden character in the sentence: {culprit!r}"
    if name != "guide" and len(sentence) > SENTENCE_AT_MOST:
        return f"a sentence of {len(sentence)} characters"
    if name in ("sealed", "sealed_inside") and CANARY in sentence and not _is_a_name(data):
        return "a sentence that repeats the password"
    return ""


def _is_a_name(data: bytes) -> bool:
    """Whether a mutation has made a name of what was the password; a name is no secret."""
    try:
        found = json.loads(data)
    except ValueError:
        return False
    password = found.get("password") if isinstance(found, dict) else None
    return data.count(CANARY.encode()) > (password == CANARY)


@dataclass(slots=True)
class Tally:
    """What became of the inputs to one loader."""

    inputs: int = 0
    values: int = 0
    slowest: float = 0.0
    slowest_index: int = 0
    finds: list[str] = field(default_factory=list)


class Counting:
    """A loader that also notes whether it gave a value."""

    def __init__(self, loader: Loader) -> None:
        self.loader = Loader(loader.name, self._load, loader.make)
        self._inner = loader.load
        self.gave = False

    def _load(self, data: bytes) -> object:
        self.gave = False
        found = self._inner(data)
        self.gave = True
        return found


def input_of(loader: Loader, seed: int, index: int) -> bytes:
    """The input of that number, always the same one."""
    return loader.make(Random(seed * 1_000_000_007 + index))[:BYTES_AT_MOST]  # noqa: S311 - not for secrets


def save_find(name: str, data: bytes, folder: Path = CORPUS) -> Path:
    """Keep a find, so that the normal tests replay it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.write_bytes(data)
    return path


class Loaders(Protocol):
    """What holds loaders by their names, and gives up at its end what they needed."""

    @property
    def loaders(self) -> Mapping[str, Loader]:
        """The loaders by their names."""

    def close(self) -> None:
        """Give it up."""


class Run:
    """Inputs spread over the loaders, or those of them that are named, in turn."""

    def __init__(
        self, doors: Loaders, seed: int, corpus: Path | None = CORPUS, only: Collection[str] = ()
    ) -> None:
        self._seed = seed
        self._corpus = corpus
        names = [name for name in doors.loaders if not only or name in only]
        self._counting = [Counting(doors.loaders[name]) for name in names]
        self.tallies: Final = {name: Tally() for name in names}

    def step(self, index: int, before: Callable[[str, bytes], None] | None = None) -> None:
        """Make the input of that number and feed it; `before` hears of it first."""
        counting = self._counting[index % len(self._counting)]
        loader = counting.loader
        data = input_of(loader, self._seed, index)
        if before is not None:
            before(loader.name, data)
        tally = self.tallies[loader.name]
        started = time.perf_counter()
        fault = fault_of(loader, data)
        seconds = time.perf_counter() - started
        tally.inputs += 1
        tally.values += counting.gave
        if seconds > tally.slowest:
            tally.slowest, tally.slowest_index = seconds, index
        if fault:
            kind = f"{loader.name}: {fault}"
            if self._corpus is not None and len(tally.finds) < 20 and kind not in tally.finds:
                save_find(loader.name, data, self._corpus)
            tally.finds.append(kind)
