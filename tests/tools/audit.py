"""Asks the advisory database about the libraries that the wizard runs on, and takes no answer for a bad one.

    python -m pip install pip-audit && python tests/tools/audit.py [--service osv]

pip-audit itself ends with 0 and "No known vulnerabilities found" where the database knew none of the
libraries, or did not answer for them. Exit status 0 here means that every library was looked up.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT: Final = "cmic-wizard"
_SECONDS_AT_MOST: Final = 600


def runtime(project: str = PROJECT) -> dict[str, str]:
    """The installed version of every library that `project` needs to run, by name, the project left out."""
    found: dict[str, str] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(project, frozenset[str]())]
    while waiting:
        name, extras = waiting.pop()
        for line in importlib.metadata.requires(name) or ():
            need = Requirement(line)
            if need.marker and not any(need.marker.evaluate({"extra": e}) for e in extras or {""}):
                continue
            known = (canonicalize_name(need.name), frozenset(need.extras))
            found[known[0]] = importlib.metadata.version(need.name)
            if known not in seen:
                seen.add(known)
                waiting.append(known)
    return found


def faults(installed: Mapping[str, str], status: int, output: str) -> list[str]:
    """What is wrong with pip-audit's answer in JSON, a sentence each; empty where all is well."""
    found = [] if status == 0 else [f"pip-audit ended with {status}."]
    try:
        listed = json.loads(output)["dependencies"]
        entries: dict[str, Any] = {canonicalize_name(entry["name"]): entry for entry in listed}
    except (ValueError, KeyError, TypeError, AttributeError):
        return [*found, "pip-audit's answer is empty or can't be read."]
    for name, version in sorted(installed.items()):
        found += _faults_of(name, version, entries.get(name))
    if not installed:
        found.append("Nothing was installed that could be looked up.")
    return found


def _faults_of(name: str, version: str, entry: Any) -> list[str]:
    if entry is None:
        return [f"{name} {version} was not looked up."]
    if "skip_reason" in entry:
        return [f"{name} {version} was left out: {entry['skip_reason']}"]
    if entry.get("version") != version:
        return [f"{name} {version} was not looked up, but {entry.get('version')} was."]
    advisories = entry.get("vulns")
    if not isinstance(advisories, list):
        return [f"{name} {version} has no answer."]
    return [f"{name} {version} is vulnerable: {_named(advisory)}." for advisory in advisories]


def _named(advisory: Mapping[str, Any]) -> str:
    mended = ", ".join(advisory.get("fix_versions") or ()) or "no version"
    return f"{advisory.get('id', 'an advisory without a name')}, mended in {mended}"


def ask(installed: Mapping[str, str], service: str) -> tuple[int, str]:
    """Run pip-audit on exactly these versions; its exit status and what it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("".join(f"{name}=={version}\n" for name, version in installed.items()), "utf-8")
        command = [
            *(sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--requirement", str(listed)),
            *("--format", "json", "--progress-spinner", "off", "--vulnerability-service", service),
        ]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_SECONDS_AT_MOST
        )
    if not done.stdout.strip():
        print(done.stderr.strip().rpartition("\n")[2], file=sys.stderr)  # the reason, after a long trace
    return done.returncode, done.stdout


def main(argv: list[str] | None = None) -> int:
    """Look the installed libraries up and say what came of it; 1 unless each was found and is well."""
    parser = argparse.ArgumentParser(description="Looks the wizard's libraries up in an advisory database.")
    parser.add_argument("--service", choices=("pypi", "osv"), default="pypi", help="the database (pypi)")
    chosen = parser.parse_args(argv)
    if importlib.util.find_spec("pip_audit") is None:
        print(f"pip-audit is not installed: {sys.executable} -m pip install pip-audit", file=sys.stderr)
        return 1
    installed = runtime()
    try:
        found = faults(installed, *ask(installed, chosen.service))
    except subprocess.TimeoutExpired:
        found = [f"pip-audit gave no answer in {_SECONDS_AT_MOST} seconds."]
    for sentence in found:
        print(sentence, file=sys.stderr)
    print(
        f"{len(installed)} libraries: " + (f"{len(found)} faults" if found else "each looked up, no advisory")
    )
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
