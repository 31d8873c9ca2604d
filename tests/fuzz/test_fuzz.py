"""No door crashes, hangs or says something unfit, whatever comes in by it; past finds stay mended."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import run as fuzz_run
from fixture_types import Tally
from full_run import sampled
from fuzz_doors import doors_for
from fuzz_harness import CORPUS, Loaders, Run, fault_of
from fuzz_loaders import Loader

BUDGET = int(os.environ.get("FUZZ_INPUTS", "8000"))
"""Inputs for the loaders of files together; each door with inputs of its own gets a tenth."""
SEED = int(os.environ.get("FUZZ_SEED", "1"))
FINDS = sorted(CORPUS.glob("*.bin"))


class _One:
    """A single loader, as the harness takes them."""

    def __init__(self, loader: Loader) -> None:
        self.loaders = {loader.name: loader}

    def close(self) -> None:
        """Nothing waits."""


@pytest.mark.parametrize("path", FINDS, ids=lambda path: path.stem)
def test_a_past_find_stays_mended(tmp_path: Path, path: Path) -> None:
    name = path.stem.rpartition("-")[0]
    doors = doors_for(name, tmp_path)
    try:
        assert fault_of(doors.loaders[name], path.read_bytes()) == ""
    finally:
        doors.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["files", *fuzz_run.SEVERAL])
def test_a_budget_of_hostile_inputs_finds_nothing(name: str, tmp_path: Path, tally: Tally) -> None:
    only, inputs = ("", BUDGET) if name == "files" else (name, BUDGET // 10)
    result = fuzz_run.run(fuzz_run.Job(inputs, 120, SEED, tmp_path, only))
    tally(
        f"fuzzing {name}: {result['inputs']} hostile inputs in {result['seconds']:.0f} s,"
        f" {sum(result['finds'].values())} finds, peak memory {result['megabytes']:.0f} MB"
        f" (seed {result['seed']})"
    )
    assert result["finds"] == {}, f"seed {result['seed']}"
    assert result["inputs"] == inputs
    assert result["megabytes"] < fuzz_run.MEGABYTES_AT_MOST
    assert all(loader["values"] for loader in result["loaders"].values()), (
        "each door was given good ones, too"
    )


def _broken(data: bytes) -> object:
    if len(data) % 2:
        raise KeyError("the control breaks on purpose")
    return data


def _slow(data: bytes) -> object:
    time.sleep(0.6)
    return data


@pytest.mark.parametrize(("control", "said"), [(_broken, "KeyError"), (_slow, "took 0.6")])
@sampled(2)
@pytest.mark.parametrize("name", ["handoff", *fuzz_run.SEVERAL])
def test_the_harness_catches_a_broken_loader(
    name: str, control: Callable[[bytes], object], said: str, tmp_path: Path
) -> None:
    doors: Loaders = doors_for(name, tmp_path)
    try:
        make = doors.loaders[name].make
    finally:
        doors.close()
    work = Run(_One(Loader(name, control, make)), seed=1, corpus=tmp_path / "corpus")
    for index in range(20 if control is _broken else 1):
        work.step(index)
    assert any(said in find for find in work.tallies[name].finds)
    assert list((tmp_path / "corpus").glob(f"{name}-*.bin"))
