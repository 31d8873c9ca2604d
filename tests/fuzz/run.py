"""Feeds hostile inputs to every door: `python tests/fuzz/run.py [--inputs N] [--seconds N] [--only NAME,…]`.

The loaders of files share the inputs among them; each door that stands open to senders and servers
gets as many of its own. They go through child processes, so that peak memory is their own and even
their death is a find. Prints the totals of each, the slowest input and the peak memory; finds go to
`tests/fuzz/corpus`.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

CORPUS: Final = Path(__file__).parent / "corpus"
MEGABYTES_AT_MOST: Final = 200
SEVERAL: Final = ("echoes", "replies", "addresses", "unsealing", "certificates")
"""The doors with inputs of their own, those first that take longest."""
_ROOM: Final = 2 * 1024 * 1024
"""Bytes of the file in which the child leaves each input before it is fed."""


class Job(NamedTuple):
    """What one child does."""

    inputs: int
    seconds: float
    seed: int
    corpus: Path
    only: str = ""
    """One of `SEVERAL`; "" for the loaders of files."""


def main(arguments: list[str] | None = None) -> int:
    """Run and print; 0 where nothing was found."""
    options = _parser().parse_args(arguments)
    if options.child:
        return _child(options)
    found = run_all(options)
    _print(found)
    spoilt = any(result["finds"] or result["megabytes"] > MEGABYTES_AT_MOST for result in found)
    return 1 if spoilt else 0


def run_all(options: argparse.Namespace) -> list[dict[str, Any]]:
    """The outcomes of all jobs, as many at a time as there are processors."""
    wanted = [name for name in options.only.split(",") if name] or ["files", *SEVERAL]
    names = ["" if name == "files" else name for name in wanted]
    seconds, corpus = options.seconds, Path(options.corpus)
    jobs = [Job(options.inputs, seconds, options.seed, corpus, name) for name in names]
    with ThreadPoolExecutor(options.jobs or os.cpu_count() or 1) as pool:
        return list(pool.map(run, jobs))


def run(job: Job) -> dict[str, Any]:
    """The outcome of one job in a child process."""
    with tempfile.TemporaryDirectory() as folder:
        last = Path(folder) / "last"
        last.write_bytes(b"\0" * _ROOM)
        command = [
            sys.executable,
            __file__,
            "--child",
            folder,
            "--corpus",
            str(job.corpus),
            "--only",
            job.only,
        ]
        command += ["--inputs", str(job.inputs), "--seconds", str(job.seconds), "--seed", str(job.seed)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        if done.returncode == 0:
            return dict(json.loads(done.stdout))
        name, _newline, rest = last.read_bytes().partition(b"\n")
        length, _newline, data = rest.partition(b"\n")
        died = f"{name.decode()}: the process died with {done.returncode}"
        _save(name.decode(), data[: int(length or 0)], job.corpus)
    return {
        "inputs": 0,
        "seconds": 0.0,
        "busy": 0.0,
        "seed": job.seed,
        "megabytes": 0,
        "loaders": {},
        "finds": {died: 1},
    }


def _save(name: str, data: bytes, corpus: Path) -> None:
    from fuzz_harness import save_find

    save_find(name, data, corpus)


def _child(options: argparse.Namespace) -> int:
    """Feed all inputs and print the outcome as JSON."""
    from fuzz_doors import doors_for
    from fuzz_harness import Run

    folder = Path(options.child)
    started = time.monotonic()
    doors = doors_for(options.only, folder)
    with (folder / "last").open("r+b") as file, mmap.mmap(file.fileno(), _ROOM) as last:

        def remember(name: str, data: bytes) -> None:
            entry = b"%s\n%d\n%s" % (name.encode(), len(data), data)
            last[: min(len(entry), _ROOM)] = entry[:_ROOM]

        work = Run(doors, options.seed, Path(options.corpus), options.only.split(",") if options.only else ())
        fed = 0
        while fed < options.inputs and time.monotonic() - started < options.seconds:
            work.step(fed, remember)
            fed += 1
    doors.close()
    finds: dict[str, int] = {}
    for tally in work.tallies.values():
        for find in tally.finds:
            finds[find] = finds.get(find, 0) + 1
    loaders = {
        name: {"inputs": t.inputs, "values": t.values, "slowest": t.slowest, "index": t.slowest_index}
        for name, t in work.tallies.items()
    }
    outcome = {"inputs": fed, "seconds": time.monotonic() - started, "seed": options.seed}
    outcome["busy"] = sum(os.times()[:4])
    json.dump({**outcome, "megabytes": _peak(), "loaders": loaders, "finds": finds}, sys.stdout)
    return 0


def _peak() -> float:
    """The most memory that this process has had, in megabytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0.0
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss would count the peak of the process that started this one
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _print(results: list[dict[str, Any]]) -> None:
    print(f"{'door':<16}{'inputs':>10}{'values':>10}{'slowest ms':>12}{'its number':>12}{'busy s':>10}")
    for result in results:
        busy = f"{result['busy']:.0f}"
        for name, tally in result["loaders"].items():
            slowest = f"{tally['slowest'] * 1000:.1f}"
            row = f"{name:<16}{tally['inputs']:>10}{tally['values']:>10}{slowest:>12}{tally['index']:>12}"
            print(f"{row}{busy:>10}")
            busy = ""
    inputs, longest = sum(r["inputs"] for r in results), max(r["seconds"] for r in results)
    print(f"{inputs} inputs, the longest job {longest:.0f} s (seed {results[0]['seed']})")
    finds = {find: count for result in results for find, count in result["finds"].items()}
    most = max(result["megabytes"] for result in results)
    print(f"peak memory {most:.0f} MB; {sum(finds.values())} finds")
    for find, count in finds.items():
        print(f"  {count} × {find}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop each door after so long")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other inputs")
    parser.add_argument("--corpus", default=str(CORPUS), help="where finds are saved")
    parser.add_argument("--only", default="", help=f"some of: files, {', '.join(SEVERAL)}")
    parser.add_argument("--jobs", type=int, default=0, help="children at a time; as many as processors")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
