"""A folder of thousands of hand-off files opened as a table, beside the model alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import probe

HERE = Path(__file__).parent
RUNS = 3


def opening(env: dict[str, str], folder: Path, count: int) -> Iterator[probe.Row]:
    """From before the start until the first and the last file stand in the table, and the memory it took."""
    _fill(folder, count)
    hello = (sys.executable, str(HERE / "hello.py"))
    found: dict[str, list[float]] = {
        "first": [],
        "all": [],
        "peak": [],
        "bare": [],
        "bare peak": [],
        "hello": [],
    }
    for _ in range(RUNS):
        for name, value in (_table(env, folder, count) | _models(env, folder, count)).items():
            found[name].append(value)
        found["hello"].append(probe.first_paint(hello, "Hello, world", env))
    got = {name: probe.median(values) for name, values in found.items()}
    yield f"folder of {count:,} files, first rows", got["first"], "Textual hello", got["hello"], "ms"
    yield f"folder of {count:,} files, all rows", got["all"], "pydantic alone", got["bare"], "ms"
    yield f"folder of {count:,} files, peak memory", got["peak"], "pydantic alone", got["bare peak"], "MiB"


def _fill(folder: Path, count: int) -> None:
    """Copies of the two sample hand-offs, each with a name and an id of its own."""
    folder.mkdir(parents=True)
    assets = HERE.parents[1] / "assets"
    models = [json.loads((assets / f"sample-profile.{lang}.json").read_bytes()) for lang in ("en", "es")]
    for number in range(count):
        document = models[number % len(models)]
        document["profile"].update(id=f"{number:032x}", name=f"Builder {number:05}")
        path = folder / f"{number:05}.cmic-profile.json"
        path.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")


def _table(env: dict[str, str], folder: Path, count: int) -> dict[str, float]:
    with probe.Probe((sys.executable, "-m", "cmic_wizard", "review", str(folder)), env) as wizard:
        first = wizard.until_text("Builder 00000")
        every = wizard.until_text(f"{count} of {count} files", timeout=300)
        while "reading…" in wizard.screen.text():
            every = wizard.until(lambda: "reading…" not in wizard.screen.text(), timeout=60)
        peak = probe.peak_memory(wizard)
        return {
            "first": (first - wizard.started) * 1000,
            "all": (every - wizard.started) * 1000,
            "peak": peak,
        }


def _models(env: dict[str, str], folder: Path, count: int) -> dict[str, float]:
    start = probe.now()
    command = (sys.executable, str(HERE / "bare_models.py"), str(folder))
    env = env | {"PYTHONPATH": str(HERE.parents[1])}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    took = (probe.now() - start) * 1000
    read, peak = done.stdout.split()
    if int(read) != count:
        raise ValueError(f"{read} files were read instead of {count}")
    return {"bare": took, "bare peak": float(peak)}
