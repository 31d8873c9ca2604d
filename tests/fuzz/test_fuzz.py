"""No loader crashes, hangs or says something unfit, whatever file it is given; past finds stay mended."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import run as fuzz_run
from fuzz_harness import CORPUS, Run, fault_of
from fuzz_loaders import Doors, Loader

BUDGET = int(os.environ.get("FUZZ_INPUTS", "28000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
FINDS = sorted(CORPUS.glob("*.bin"))


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Doors:
    return Doors(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize("path", FINDS, ids=lambda path: path.stem)
def test_a_past_find_stays_mended(doors: Doors, path: Path) -> None:
    loader = doors.loaders[path.stem.rpartition("-")[0]]
    assert fault_of(loader, path.read_bytes()) == ""


@pytest.mark.timeout(300)
def test_a_budget_of_hostile_files_finds_nothing(tmp_path: Path, tally: Callable[[str], None]) -> None:
    result = fuzz_run.run(BUDGET, seconds=120, seed=SEED, corpus=tmp_path)
    tally(
        f"fuzzing: {result['inputs']} hostile files in {result['seconds']:.0f} s,"
        f" {sum(result['finds'].values())} finds, peak memory {result['megabytes']:.0f} MB"
        f" (seed {result['seed']})"
    )
    assert result["finds"] == {}, f"seed {result['seed']}"
    assert result["inputs"] == BUDGET
    assert result["megabytes"] < fuzz_run.MEGABYTES_AT_MOST
    assert all(loader["values"] for loader in result["loaders"].values()), (
        "each loader was given good files, too"
    )


def test_the_harness_catches_a_broken_loader(doors: Doors, tmp_path: Path) -> None:
    good = doors.loaders["handoff"]

    def broken(data: bytes) -> object:
        if b'"remarks"' in data:
            raise KeyError("the control breaks on purpose")
        return good.load(data)

    doors_with_control = Doors(tmp_path)
    doors_with_control.loaders.clear()
    doors_with_control.loaders["handoff"] = Loader("handoff", broken, good.make)
    work = Run(doors_with_control, seed=1, corpus=tmp_path / "corpus")
    for index in range(50):
        work.step(index)
    assert any("KeyError" in find for find in work.tallies["handoff"].finds)
    assert list((tmp_path / "corpus").glob("handoff-*.bin"))
