"""Prints the wizard's figures beside bare references that were measured in the same run: see README.md."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

if sys.platform == "win32":
    raise ImportError("POSIX only")

import checking  # noqa: E402
import growth  # noqa: E402
import handed_over  # noqa: E402
import peers  # noqa: E402
import probe  # noqa: E402
import turning  # noqa: E402
import work  # noqa: E402

from cmic_wizard.guide.building import write_built  # noqa: E402
from cmic_wizard.guide.loader import load_guide  # noqa: E402
from cmic_wizard.profile.profiles import Profiles  # noqa: E402

PROFILE = "Acme Builders"
ADDRESS = "https://acmemob.cmicpaas.com/cmicprod"
MIDDLE = "connection.mobile_server_url"
ANSWERS = (
    "subscriptions.cmic_version=R12",
    "subscriptions.pmxchange=enabled",
    "connection.hosting=hosted",
    f"connection.mobile_server_url={ADDRESS}",
    "connection.company_codes=001,ACME01",
)
KEYS_TO_A_FIELD = ("f3",)
"""From the first screen to the service user, the first step to do: a text field on a page with twelve."""
WIZARD = (sys.executable, "-m", "cmic_wizard")
KEPT = HERE / "ratios.json"
"""The ratios of the last full run, against which `.ci/run` holds a quick one."""
WORSE = 1.1
"""How many times as dear something has to be beside its reference to be named."""
NO_RATIO = ("key to saved file", "key to echo, p99", "idle processor time")
"""What waits by design, and what a busy moment decides: their ratios are not compared."""


def commands(env: dict[str, str], folder: Path, runs: int) -> Iterator[probe.Row]:
    """`status`, `set` and `export` as whole processes, beside an interpreter that imports pydantic."""
    called: dict[str, Sequence[str]] = {
        "import pydantic": (sys.executable, "-c", "from pydantic import BaseModel"),
        "status": (*WIZARD, "status", "--json"),
        "set": (*WIZARD, "set", "connection.company_codes=001,ACME01"),
        "export": (*WIZARD, "export", "--format", "json", "--draft", "-o", str(folder.parent / "draft.json")),
    }
    takes = {name: partial(probe.process, command, env) for name, command in called.items()}
    times = {name: probe.median(found) for name, found in probe.interleaved(takes, runs).items()}
    for name in ("status", "set", "export"):
        yield f"`{name}`, whole process", times[name], "import of pydantic", times["import pydantic"], "ms"


def paint(env: dict[str, str], data: Path, runs: int) -> Iterator[probe.Row]:
    """First paint of the wizard resuming a profile, beside a Textual program that shows one line."""
    hello = (sys.executable, str(HERE / "hello.py"))
    for where, step, text in (("at the welcome", "", PROFILE), ("within the preparation", MIDDLE, ADDRESS)):
        resumed_at(data, step)
        takes = {
            "hello": partial(probe.first_paint, hello, "Hello, world", env),
            "wizard": partial(probe.first_paint, WIZARD, text, env),
        }
        times = {name: probe.median(found) for name, found in probe.interleaved(takes, runs).items()}
        yield f"first paint, resuming {where}", times["wizard"], "Textual hello", times["hello"], "ms"
    resumed_at(data, "")


def resumed_at(data: Path, step: str) -> None:
    """Let the profile open at a step; "" is the welcome."""
    profiles, guide = Profiles(data), load_guide()
    with profiles.open(profiles.list()[0].slug) as store:
        page = guide.phase_of[guide.section_of[step].id].id if step else "welcome"
        store.mark(page=page, step=step)


def at_work(env: dict[str, str], data: Path, samples: int, seconds: float) -> Iterator[probe.Row]:
    """Memory, rest, echo and save of the open wizard, beside bare Textual and a bare write."""
    fields = (sys.executable, str(HERE / "fields.py"))
    with probe.open_at(fields, "Field 12", env, ()) as bare:
        bare_memory, bare_idle = probe.memory(bare), probe.idle(bare, seconds)
        bare_echoes = probe.echoes(bare, samples)
    with probe.open_at(WIZARD, PROFILE, env, KEYS_TO_A_FIELD) as wizard:
        yield "memory (RSS)", probe.memory(wizard), "twelve inputs", bare_memory, "MiB"
        yield "idle processor time", probe.idle(wizard, seconds), "twelve inputs", bare_idle, "% of a core"
        echoes = probe.echoes(wizard, samples)
        for share in (50, 95, 99):
            wizards, bares = probe.percentile(echoes, share), probe.percentile(bare_echoes, share)
            yield f"key to echo, p{share}", wizards, "twelve inputs", bares, "ms"
        profile = min((data / "profiles").glob("*.json"), key=lambda path: len(path.name))
        saved = probe.median(probe.saves(wizard, profile, 20))
        size = profile.stat().st_size
    with tempfile.TemporaryDirectory(dir=data) as folder:
        bare_saved = probe.median([probe.bare_save(Path(folder), size) for _ in range(20)])
    yield "key to saved file", saved, "write, fsync, replace", bare_saved, "ms"


@contextmanager
def prepared() -> Iterator[tuple[dict[str, str], Path]]:
    """An environment with a home of its own that holds one profile, and its data folder."""
    with tempfile.TemporaryDirectory(prefix="wizard-benchmark-") as home:
        data = Path(home) / "data"
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        env = kept | {"HOME": home, "CMIC_WIZARD_DATA_DIR": str(data), "LC_ALL": "C.UTF-8"}
        env |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        command = (*WIZARD, "--profile", PROFILE, "set", *ANSWERS)
        probe.process(command, env)
        yield env, data


def rows(chosen: argparse.Namespace) -> Iterator[probe.Row]:
    """All figures; with `quick` those of starts, keys, pages and growth alone."""
    with prepared() as (env, data):
        home = data.parent
        yield from commands(env, data, chosen.runs)
        yield from paint(env, data, chosen.runs)
        yield from at_work(env, data, chosen.samples, chosen.idle)
        yield from turning.turning(env, PROFILE, max(chosen.runs // 2, 3))
        answers = dict(answer.split("=", 1) for answer in ANSWERS)
        yield from growth.growth(env, home / "growth", answers, max(chosen.runs // 2, 3))
        if chosen.quick:
            return
        yield from peers.peers(env, chosen.peers, max(chosen.runs // 3, 3))
        yield from work.saving(home, chosen.samples)
        yield from work.remembering(home, chosen.samples)
        yield from work.unlocking(home, max(chosen.runs // 3, 1))
        yield from checking.checks(env, home / "checked", chosen.runs)
        yield from handed_over.opening(env, home / "handed-over", chosen.files)


def worse(ratios: Mapping[str, float], before: Mapping[str, float]) -> Iterator[str]:
    """A line for each figure that costs over a tenth more, beside its reference, than it did before."""
    for name, ratio in ratios.items():
        if name in before and ratio > before[name] * WORSE:
            yield f"{name}: {ratio:.2f} times its reference, {before[name]:.2f} before"


def main() -> int:
    """Measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="runs of each process (default 15)")
    parser.add_argument("--samples", type=int, default=200, help="keys timed (default 200)")
    parser.add_argument("--idle", type=float, default=10.0, help="seconds watched at rest (default 10)")
    parser.add_argument("--files", type=int, default=10_000, help="files in the folder (default 10,000)")
    parser.add_argument("--peers", type=Path, help="a folder of virtual environments of other applications")
    parser.add_argument("--quick", action="store_true", help="starts, keys, pages and growth alone")
    parser.add_argument("--keep", action="store_true", help=f"keep the ratios in {KEPT.name}")
    parser.add_argument("--compare", action="store_true", help="name what got worse than the ratios kept")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    write_built()  # as the package has it
    sys.setswitchinterval(0.0005)
    print(
        f"{chosen.runs} runs, {chosen.samples} keys, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n"
    )
    print("| | wizard | reference | | ratio |\n|---|--:|---|--:|--:|")
    ratios: dict[str, float] = {}
    for name, value, reference, other, unit in rows(chosen):
        ratio = f"{value / other:.2f}" if other else "–"
        print(f"| {name} | {value:.2f} {unit} | {reference} | {other:.2f} {unit} | {ratio} |", flush=True)
        if other and name not in NO_RATIO:
            ratios[name] = round(value / other, 3)
    if chosen.compare:
        for line in worse(ratios, json.loads(KEPT.read_text(encoding="utf-8"))):
            print(f"warning: slower: {line}", file=sys.stderr)
    if chosen.keep:
        KEPT.write_text(json.dumps(ratios, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
