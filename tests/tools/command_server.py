"""Runs commands of the program one after another, each in a fork of one warm process that can be traced.

A command started anew spends most of its time on imports; a fork of a process that has them takes a
tenth, and a tracer attached to it before it begins counts the command's own system calls alone.
Requests and answers are lines of JSON: a request gives the command, the answer its process id; the next line
lets it begin, the last answer tells how it ended.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import json
import os
import sys
import threading
import traceback
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

COMMANDS = ("check", "completion", "export", "import", "key", "open", "profiles", "review", "set", "status")
USED = (
    *("cmic_wizard.connection.check", "cmic_wizard.credentials.identity", "cmic_wizard.credentials.keeper"),
    *(
        "cmic_wizard.crash",
        "cmic_wizard.handoff.export",
        "cmic_wizard.handoff.importing",
        "filelock",
        "pyrage",
    ),
    *(f"cmic_wizard.handoff.documents.{kind}" for kind in ("calendar", "html", "mail", "markdown")),
    *("cmic_wizard.review.own_assessment", "cmic_wizard.review.reviews", "jinja2"),
    *("cmic_wizard.words", "cryptography.hazmat.primitives.asymmetric.ed25519"),
)
_PR_SET_PTRACER = 0x59616D61
_PR_SET_CHILD_SUBREAPER = 36


def _begin(request: dict[str, Any], gate: int) -> NoReturn:
    """In the fork: wait to be traced, take on the command's streams, and be the program."""
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
    os.read(gate, 1)
    os.close(gate)
    streams = [(0, os.devnull, os.O_RDONLY)]
    streams += [
        (n, request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC) for n, name in ((1, "out"), (2, "err"))
    ]
    for number, path, flags in streams:
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.executable = request.get("python") or sys.executable
    if request.get("later"):
        from cmic_wizard import files

        files._OLD = -3600.0  # type: ignore[misc]
    if program := request.get("program"):
        sys.argv = ["program", *request["args"]]
        exec(compile(program, "program", "exec"), {"__name__": "__main__"})  # noqa: S102 - a test's own
        _end(0)
    from cmic_wizard.cli import main

    _end(main(request["args"]))


def _end(status: int) -> NoReturn:
    """End as the interpreter does, but for the taking apart of modules, which takes longest."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def serve() -> None:
    """Answer requests until there are no more."""
    from cmic_wizard.cli import main  # noqa: F401 - to have it
    from cmic_wizard.credentials import openssh
    from cmic_wizard.guide.loader import load_guide

    for name in (*(f"cmic_wizard.commands.{command}_command" for command in COMMANDS), *USED):
        import_module(name)
    load_guide()
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    openssh.ROUNDS = 1  # type: ignore[misc]
    gc.freeze()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "rb", 0)
    for line in iter(requests.readline, b""):
        request = json.loads(line)
        gate, opening = os.pipe()
        if sys.platform == "win32":
            raise NotImplementedError
        if not (process := os.fork()):
            os.close(opening)
            try:
                _begin(request, gate)
            finally:
                traceback.print_exc()
                os._exit(70)
        os.close(gate)
        print(json.dumps({"pid": process}), file=answers, flush=True)
        requests.readline()
        os.write(opening, b".")
        os.close(opening)
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        with suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)
        print(json.dumps({"status": status}), file=answers, flush=True)


if __name__ == "__main__":
    serve()
