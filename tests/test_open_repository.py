"""What a public repository shows to others is well formed, and says what is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import cmic_wizard

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
SCHEMAS = {
    "vendor.github-workflows": "workflows/*.yml",
    "custom.github-workflows-require-timeout": "workflows/*.yml",
    "vendor.dependabot": "dependabot.yml",
    "vendor.github-issue-forms": "ISSUE_TEMPLATE/[!c]*.yml",
    "vendor.github-issue-config": "ISSUE_TEMPLATE/config.yml",
}
PROGRAM = ("cmic_wizard", "build_hook.py", "assets", "tests/tools")
NAMED = re.compile(r"(?<![\w/])(?:cmic_wizard|tests|assets|\.ci)/[\w./-]*\w")
"""A path of this project in a text."""


def judged(schema: str, files: list[Path]) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("check-jsonschema")
    return subprocess.run(
        [program, "--builtin-schema", schema, *files], cwd=ROOT, capture_output=True, text=True
    )


@pytest.mark.parametrize("schema", SCHEMAS)
def test_what_the_host_reads_follows_its_schema(schema: str) -> None:
    files = sorted(GITHUB.glob(SCHEMAS[schema]))
    assert files
    done = judged(schema, files)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schemas_find_a_fault(tmp_path: Path) -> None:
    spoilt = tmp_path / "checks.yml"
    spoilt.write_text((GITHUB / "workflows" / "checks.yml").read_text("utf-8").replace("runs-on:", "run-on:"))
    assert judged("vendor.github-workflows", [spoilt]).returncode == 1


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md", "PULL_REQUEST_TEMPLATE.md"])
def test_what_the_texts_name_is_there(name: str) -> None:
    text = (GITHUB / name).read_text("utf-8")
    paths = {found for found in NAMED.findall(text) if "LANGUAGE" not in found}
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_licence_is_the_one_that_is_declared() -> None:
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert 'license = "MIT"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_others_see_the_types() -> None:
    assert (Path(cmic_wizard.__file__).parent / "py.typed").exists()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
@pytest.mark.timeout(300)
def test_the_types_hold_on_other_systems(platform: str) -> None:
    """Over package and tools, so that what POSIX alone has is never called unguarded."""
    cache = ["--cache-dir", str(ROOT / ".mypy_cache" / platform)]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--platform", platform, *cache],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_the_types_of_other_systems_find_a_call_that_they_lack(tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.py"
    spoilt.write_text("import os\n\nos.killpg(1, 2)\n")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--platform", "win32", "--cache-dir", str(tmp_path), spoilt],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, "killpg" in done.stdout) == (1, True)


def workflow(name: str) -> str:
    return (GITHUB / "workflows" / name).read_text("utf-8")


def test_the_checks_run_on_every_system_and_python_that_is_declared() -> None:
    checks = workflow("checks.yml")
    for system in ("ubuntu-24.04", "windows-2025", "macos-15"):
        assert system in checks
    assert 'python: ["3.11", "3.12", "3.13", "3.14"]' in checks
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_a_release_is_built_from_a_tag_attested_and_brings_the_executables() -> None:
    release = workflow("release.yml")
    assert 'tags: ["v*"]' in release
    assert "actions/attest-build-provenance@" in release
    assert "id-token: write" in release
    assert "run: python .ci/executable" in release
    for system in ("ubuntu-22.04", "windows-2025", "macos-15"):
        assert system in release


def test_no_workflow_may_write_more_than_it_needs() -> None:
    for path in (GITHUB / "workflows").glob("*.yml"):
        assert re.search(r"^permissions:\n  contents: read$", path.read_text("utf-8"), re.MULTILINE), (
            path.name
        )


@pytest.mark.parametrize("script", [".ci/executable", ".ci/executable.spec"])
def test_what_builds_the_executables_is_held_to_the_house_s_style(script: str) -> None:
    """They end in no .py, so the tools are told of them by name."""
    text = (ROOT / script).read_text("utf-8")
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--stdin-filename", f"{script}.py", "-"],
            cwd=ROOT,
            input=text,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout


def test_the_types_of_the_builder_hold() -> None:
    command = [sys.executable, "-m", "mypy", "--strict", ".ci/executable"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
