"""Importing the hand-off's parts stays cheap: the heavy libraries come at their first use."""

from __future__ import annotations

import subprocess
import sys

import pytest
from fixture_types import WizardEnv


@pytest.mark.parametrize(
    "module",
    [
        *("handoff.sealed", "handoff.keys", "handoff.remarks", "handoff.passphrase", "handoff.seal_worker"),
        *("review.reviews", "review.folder"),
    ],
)
def test_a_module_alone_brings_no_heavy_library(module: str, wizard_env: WizardEnv) -> None:
    code = f"import sys, cmic_wizard.{module}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=wizard_env()
    )
    loaded = set(run.stdout.split())
    assert not loaded & {
        "pydantic",
        "pyrage",
        "textual",
        "keyring",
        "cryptography",
        "httpx2",
        "jinja2",
        "ssl",
    }
