"""Feeds a million hostile files to every loader: `python tests/fuzz/run.py [--inputs N] [--seconds N]`.

The inputs go through a child process, so that its peak memory is its own and even its death is a find.
Prints the totals of each loader, the slowest input and the peak memory; finds go to `tests/fuzz/corpus`.
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
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parent))

CORPUS: Final = Path(__file__).parent / "corpus"
MEGABYTES_AT_MOST: Final = 200
_ROOM: Final = 2 * 1024 * 1024
"""Bytes of the file in which the child leaves each input before it is fed."""


def main(arguments: list[str] | None = None) -> int:
    """Run and print; 0 where nothing was found."""
    options = _parser().parse_args(arguments)
    if options.child:
        return _child(options)
    result = run(options.inputs, options.seconds, options.seed, Path(options.corpus))
    _print(result)
    return 1 if result["finds"] or result["megabytes"] > MEGABYTES_AT_MOST else 0


def run(inputs: int, seconds: float, seed: int, corpus: Path) -> dict[str, Any]:
    """The outcome of a run in a child process."""
    with tempfile.TemporaryDirectory() as folder:
        last = Path(folder) / "last"
        last.write_bytes(b"\0" * _ROOM)
        command = [sys.executable, __file__, "--child", folder, "--corpus", str(corpus)]
        command += ["--inputs", str(inputs), "--seconds", str(seconds), "--seed", str(seed)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        if done.returncode == 0:
            return dict(json.loads(done.stdout))
        name, _newline, rest = last.read_bytes().partition(b"\n")
        length, _newline, data = rest.partition(b"\n")
        died = f"{name.decode()}: the process died with {done.returncode}"
        _save(name.decode(), data[: int(length or 0)], corpus)
    return {"inputs": 0, "seconds": 0.0, "seed": seed, "megabytes": 0, "loaders": {}, "finds": {died: 1}}


def _save(name: str, data: bytes, corpus: Path) -> None:
    from fuzz_harness import save_find

    save_find(name, data, corpus)


def _child(options: argparse.Namespace) -> int:
    """Feed all inputs and print the outcome as JSON."""
    from fuzz_harness import Run
    from fuzz_loaders import Doors

    folder = Path(options.child)
    started = time.monotonic()
    with (folder / "last").open("r+b") as file, mmap.mmap(file.fileno(), _ROOM) as last:

        def remember(name: str, data: bytes) -> None:
            entry = b"%s\n%d\n%s" % (name.encode(), len(data), data)
            last[: min(len(entry), _ROOM)] = entry[:_ROOM]

        work = Run(Doors(folder), options.seed, Path(options.corpus))
        fed = 0
        while fed < options.inputs and time.monotonic() - started < options.seconds:
            work.step(fed, remember)
            fed += 1
    finds: dict[str, int] = {}
    for tally in work.tallies.values():
        for find in tally.finds:
            finds[find] = finds.get(find, 0) + 1
    loaders = {
        name: {"inputs": t.inputs, "values": t.values, "slowest": t.slowest, "index": t.slowest_index}
        for name, t in work.tallies.items()
    }
    outcome = {"inputs": fed, "seconds": time.monotonic() - started, "seed": options.seed}
    json.dump({**outcome, "megabytes": _peak(), "loaders": loaders, "finds": finds}, sys.stdout)
    return 0


def _peak() -> float:
    """The most memory that this process has had, in megabytes; 0 where the system does not tell."""
    if os.name == "nt":
        return 0.0
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss would count the peak of the process that started this one
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _print(result: dict[str, Any]) -> None:
    print(f"{'loader':<16}{'inputs':>10}{'values':>10}{'slowest ms':>12}{'its number':>12}")
    for name, tally in result["loaders"].items():
        slowest = f"{tally['slowest'] * 1000:.1f}"
        print(f"{name:<16}{tally['inputs']:>10}{tally['values']:>10}{slowest:>12}{tally['index']:>12}")
    print(f"{result['inputs']} inputs in {result['seconds']:.0f} s (seed {result['seed']})")
    print(f"peak memory {result['megabytes']:.0f} MB; {sum(result['finds'].values())} finds")
    for find, count in result["finds"].items():
        print(f"  {count} × {find}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other inputs")
    parser.add_argument("--corpus", default=str(CORPUS), help="where finds are saved")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
