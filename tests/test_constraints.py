"""What was tested is what is installed: the constraints name every library, and the tests run on them."""

from __future__ import annotations

import os
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
FILES = ("constraints.txt", "constraints-lowest.txt")


def pinned(name: str) -> list[Requirement]:
    lines = (ROOT / ".ci" / name).read_text().splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def here(name: str) -> dict[str, str]:
    """The versions that a file of constraints has for this system and this Python."""
    return {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in pinned(name)
        if pin.marker is None or pin.marker.evaluate()
    }


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]]


@pytest.mark.parametrize("name", FILES)
def test_every_library_is_pinned_once_within_what_the_project_allows(name: str) -> None:
    versions = here(name)
    for requirement in declared():
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


@pytest.mark.parametrize("name", FILES)
def test_a_pin_is_a_name_and_a_version_and_never_an_address(name: str) -> None:
    for line in (ROOT / ".ci" / name).read_text().splitlines():
        assert line.startswith("# ") or re.fullmatch(r"[a-z0-9-]+==[0-9][\w.+]*( ; .+)?", line), line
        assert "://" not in line


def strangers(installed: dict[str, str], versions: dict[str, str]) -> set[str]:
    return {
        f"{name}=={installed[name]}"
        for name in versions.keys() & installed
        if installed[name] != versions[name]
    }


def test_the_tests_run_on_the_pinned_versions() -> None:
    installed: dict[str, str] = {
        canonicalize_name(found.name): found.version for found in metadata.distributions()
    }
    found = {name: strangers(installed, here(name)) for name in FILES}
    if any(found.values()) and all(found.values()) and not os.environ.get("CI"):
        pytest.skip(f"other versions are installed here: {found}")
    assert not all(found.values()), found


def test_another_version_is_seen() -> None:
    assert strangers({"babel": "2.19.0", "uv": "1"}, {"babel": "2.18.0", "uv": "1", "rich": "2"}) == {
        "babel==2.19.0"
    }


def test_the_readme_and_the_checks_install_what_was_tested() -> None:
    for path in (ROOT / "README.md", ROOT / ".ci" / "run"):
        commands = [
            line
            for line in path.read_text().splitlines()
            if "pip install" in line and ("install ." in line or "-e" in line)
        ]
        assert not [line for line in commands if "constraint" not in line], path
    installing = [
        line for line in (ROOT / "README.md").read_text().splitlines() if ".ci/constraints.txt" in line
    ]
    assert len(installing) >= 3
