"""Runs commands under strace: tells where they write, and kills or fails them at such a place."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

SERVER: Final = Path(__file__).with_name("command_server.py")
CALLS: Final = (
    *("write", "pwrite64", "writev", "pwritev", "pwritev2", "copy_file_range", "sendfile"),
    *("fsync", "fdatasync", "ftruncate", "truncate", "fallocate"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat"),
    *(
        "mkdir",
        "mkdirat",
        "rmdir",
        "open",
        "openat",
        "creat",
        "chmod",
        "fchmod",
        "fchmodat",
        "chown",
        "fchown",
    ),
)
"""The system calls by which something changes on a disk, or a pipe is written to."""
TALKS: Final = ("sendto", "sendmsg")
"""Those by which the key ring's child asks the key ring."""
KILL: Final = "signal=SIGKILL"
FULL_DISK: Final = "error=ENOSPC"
BROKEN_DISK: Final = "error=EIO"
FAULTS: Final = (KILL, FULL_DISK, BROKEN_DISK)
_WAIT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Point:
    """One call that writes: the `number`th of its kind in its process."""

    call: str
    number: int
    what: str
    """The call as strace shows it, for people."""
    child: bool = False
    """Whether it is one of a child of the program that holds a secret, not of the program itself."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended. `hit` says whether the fault came about."""

    status: int
    out: str
    err: str
    trace: tuple[str, ...] = ()

    @property
    def hit(self) -> str:
        """The call at which the fault came about; "" where it did not."""
        return next((line for line in self.trace if "(INJECTED)" in line or line.endswith(" = ?")), "")

    @property
    def mute(self) -> bool:
        """Whether the fault, which counts in each thread, came about where it spoke, too."""
        return any("(INJECTED)" in line and _SPOKEN.search(line) for line in self.trace)


class Commands:
    """The program's commands, in forks of one process; `strace` is the tracer's path."""

    def __init__(self, strace: str, folder: Path, env: Mapping[str, str]) -> None:
        """`folder` takes what the commands print and the traces."""
        self._strace = strace
        self._folder = folder
        self._server = subprocess.Popen(
            [sys.executable, SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**env, "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=folder,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_details: object) -> None:
        for pipe in (self._server.stdin, self._server.stdout):
            if pipe is not None:
                pipe.close()
        self._server.wait(_WAIT)

    def run(self, args: Sequence[str], *, later: bool = False, program: str = "") -> Ended:
        """Run a command, untraced; `later` is in a time when what killed writers left counts as old."""
        self._ask({"args": list(args), "later": later, "program": program, **self._streams()})
        return self._ended(self._tell("go"))

    def traced(self, args: Sequence[str], *options: str, child: bool = False, program: str = "") -> Ended:
        """Run a command, or its children that hold a secret, with strace's options."""
        trace = self._folder / "trace"
        trace.unlink(missing_ok=True)
        tracer = [self._strace, "-f", "-y", "-s", "0", "-e", "signal=none", "-o", str(trace), *options]
        tracer += () if child else ("--detach-on=execve",)
        request = {"args": list(args), "program": program, **self._streams()}
        if child:
            wrapper = self._folder / "python"
            wrapper.write_text(f'#!/bin/sh\nexec {shlex.join(tracer)} {shlex.quote(sys.executable)} "$@"\n')
            wrapper.chmod(0o700)
            self._ask({**request, "python": str(wrapper)})
            done = self._tell("go")
        else:
            process = self._ask(request)["pid"]
            with subprocess.Popen(
                [*tracer, "-p", str(process)], stderr=subprocess.PIPE, text=True
            ) as tracing:
                assert tracing.stderr is not None
                attached = tracing.stderr.readline()
                assert "attached" in attached, attached
                done = self._tell("go")
                tracing.communicate(timeout=_WAIT)
        lines = trace.read_text("utf-8", "replace").splitlines() if trace.exists() else []
        return self._ended(done, tuple(lines))

    def points(
        self, args: Sequence[str], roots: Sequence[Path], *, child: bool = False, program: str = ""
    ) -> tuple[Ended, list[Point]]:
        """Every call of the program by which it writes below the roots or to a child of its own.

        With `child` every call by which a child that holds a secret answers, or asks the key ring.
        """
        calls = (*CALLS, *TALKS) if child else CALLS
        options = ("-e", f"trace={','.join(f'?{call}' for call in calls)}")
        done = self.traced(args, *options, child=child, program=program)
        return done, list(_points(done.trace, roots, child=child))

    def struck(self, args: Sequence[str], point: Point, fault: str, *, program: str = "") -> Ended:
        """Run a command that meets the fault at the point."""
        inject = f"inject={point.call}:{fault}:when={point.number}"
        options = ("-e", f"trace={point.call}", "-e", inject)
        return self.traced(args, *options, child=point.child, program=program)

    def _streams(self) -> dict[str, str]:
        return {"out": str(self._folder / "out"), "err": str(self._folder / "err")}

    def _ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        return self._tell(json.dumps(request))

    def _tell(self, line: str) -> dict[str, Any]:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(f"{line}\n")
        self._server.stdin.flush()
        answer: dict[str, Any] = json.loads(self._server.stdout.readline())
        return answer

    def _ended(self, answer: Mapping[str, Any], trace: tuple[str, ...] = ()) -> Ended:
        out, err = (Path(path).read_text("utf-8", "replace") for path in self._streams().values())
        return Ended(answer["status"], out, err, trace)


_SPOKEN: Final = re.compile(r"write\([12]<")
_LINE: Final = re.compile(r"(\d+) +(\w+)\((.*)")
_PLACE: Final = re.compile(r'\d<(/[^>]*)>|"(/[^"]*)"')
_PIPE: Final = re.compile(r"\d+<(?:pipe|socket|UNIX[A-Z-]*):")


def _points(trace: Sequence[str], roots: Sequence[Path], *, child: bool) -> Iterator[Point]:
    """The calls of a trace that write where it matters, each once by its kind and number."""
    counted: Counter[tuple[str, str]] = Counter()
    known: set[tuple[str, int]] = set()
    for line in trace:
        if (parts := _LINE.match(line)) is None:
            continue
        process, call, rest = parts[1], parts[2], parts[3]
        counted[process, call] += 1
        key = (call, counted[process, call])
        if key not in known and _writes(call, rest, roots):
            known.add(key)
            yield Point(*key, f"{call}({rest}", child=child)


def _writes(call: str, rest: str, roots: Sequence[Path]) -> bool:
    if call in TALKS or (call == "write" and _PIPE.match(rest)):
        return True
    if call in ("open", "openat") and "O_CREAT" not in rest:
        return False
    places = [Path(found[1] or found[2]) for found in _PLACE.finditer(rest)]
    return any(place.is_relative_to(root) for place in places for root in roots)
