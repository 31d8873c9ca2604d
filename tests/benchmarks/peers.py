"""First paint of other Textual applications, where they are installed, each beside the same bare program."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import probe

TEXTS = {"harlequin": "Query Results", "posting": "Collection", "trogon": "root"}
"""What stands on the first screen of each."""
OF_TROGON = """
import click
from trogon import tui

@tui()
@click.group()
def main(): "A group of one command."

@main.command()
@click.option("--name")
def hello(name): "Say hello."

main()
"""
HELLO = (sys.executable, str(Path(__file__).with_name("hello.py")))


def peers(env: dict[str, str], folder: Path | None, runs: int) -> Iterator[probe.Row]:
    """Each application that has a virtual environment of its name in a folder."""
    for name, text in TEXTS.items():
        python = folder / name / "bin" / "python" if folder else None
        if python is None or not python.exists():
            continue
        program = [str(python.with_name(name))]
        if name == "trogon":
            program = [str(python), "-c", OF_TROGON, "tui"]
        takes = {
            "hello": partial(probe.first_paint, HELLO, "Hello, world", env),
            "peer": partial(probe.first_paint, program, text, env),
        }
        try:
            times = {kind: probe.median(found) for kind, found in probe.interleaved(takes, runs).items()}
        except (TimeoutError, EOFError):
            print(f"{name} shows nothing here", file=sys.stderr)
            continue
        yield f"first paint of {name}", times["peer"], "Textual hello", times["hello"], "ms"
