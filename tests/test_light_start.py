"""What a start may import: each of these costs a noticeable part of it, and none is needed so early."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fixture_types import RunWizard, WizardEnv

LOADED = """
import sys
from cmic_wizard.cli import main
sys.argv[0] = "cmic-wizard"
try:
    main()
except SystemExit:
    pass
print(*sys.modules, file=sys.stderr)
"""
PAINTED = """
import asyncio, sys
from pathlib import Path
import cmic_wizard.cli, cmic_wizard.commands.open_command
from cmic_wizard.tui.app import WizardApp

class Seen(WizardApp):
    def on_ready(self):
        self.seen, self.was_open = list(sys.modules), self.session is not None
        self.exit(0)

async def paint():
    app = Seen(Path(sys.argv[1]))
    async with app.run_test(size=(120, 36)):
        pass
    assert app.was_open
    print(*app.seen, file=sys.stderr)

asyncio.run(paint())
"""
NEVER_AT_START = {
    *(
        "pydantic",
        "keyring",
        "httpx2",
        "truststore",
        "cryptography",
        "bcrypt",
        "pyrage",
        "jinja2",
        "icalendar",
    ),
    *("tomllib", "ctypes", "importlib.metadata"),
    *("cmic_wizard.guide.toml_table", "cmic_wizard.guide.consistency", "cmic_wizard.guide.declared"),
    *(
        "cmic_wizard.connection",
        "cmic_wizard.review",
        "cmic_wizard.profile.model",
        "cmic_wizard.handoff.document",
    ),
}
"""What neither the first paint nor `status` needs."""
NEVER_BEFORE_PAINT = {
    *(
        "cmic_wizard.credentials.keeping",
        "cmic_wizard.credentials.identity",
        "cmic_wizard.credentials.openssh",
    ),
    *("cmic_wizard.credentials.leftovers", "cmic_wizard.age_header", "cmic_wizard.asking"),
    *("cmic_wizard.tui.screens.outside_dialog", "cmic_wizard.tui.screens.menu", "cmic_wizard.tui.review"),
    *("cmic_wizard.tui.screens.dialog", "cmic_wizard.tui.widgets.row_list", "cmic_wizard.tui.widgets.field"),
    *("cmic_wizard.tui.widgets.controls.line_control", "cmic_wizard.plain.voice"),
}
"""What the welcome does without."""
NEVER_WITHOUT_A_SCREEN = {
    "textual",
    "rich",
    "asyncio",
    "ssl",
    "socket",
    "subprocess",
}
NEVER_TO_ANSWER = {"cmic_wizard.guide.model", "cmic_wizard.profile.assessment", "cmic_wizard.profile.draft"}
"""What `--version` and `--help` do without."""

Loaded = Callable[..., set[str]]


@pytest.fixture
def loaded_by(home: Path, wizard_env: WizardEnv, run_wizard: RunWizard) -> Loaded:
    """`loaded_by(LOADED, "status")` runs code in a new process, beside a profile: the modules it loaded."""
    prepared = run_wizard("--profile", "Acme", "set", "subscriptions.cmic_version=R12")
    assert prepared.returncode == 0, prepared.stderr

    def run(code: str, *args: str) -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", code, *args],
            cwd=home,
            env=wizard_env(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        loaded = set(done.stderr.strip().rpartition("\n")[2].split())
        assert "cmic_wizard.errors" in loaded, done.stderr
        return loaded

    return run


@pytest.mark.parametrize(
    "command",
    [
        *("status", "status --json", "set connection.service_user=procore_ws"),
        "export --format json --draft -o acme.json",
    ],
)
def test_a_command_starts_lightly(loaded_by: Loaded, command: str) -> None:
    assert loaded_by(LOADED, *command.split()) & (NEVER_AT_START | NEVER_WITHOUT_A_SCREEN) == set()


@pytest.mark.parametrize("command", ["--version", "--help", "status --help"])
def test_a_question_to_the_program_itself_needs_no_profile(loaded_by: Loaded, command: str) -> None:
    never = NEVER_AT_START | NEVER_WITHOUT_A_SCREEN | NEVER_TO_ANSWER
    assert loaded_by(LOADED, *command.split()) & never == set()


@pytest.mark.parametrize("asked", ["", " set", " --profile", " review a.json --accept"])
def test_a_shell_that_completes_is_answered_at_once(loaded_by: Loaded, asked: str) -> None:
    loaded = loaded_by(LOADED, "__complete", "fish", ":", *asked.split())
    assert loaded & (NEVER_AT_START | NEVER_WITHOUT_A_SCREEN) == set()


def test_the_first_paint_comes_before_what_it_does_not_need(loaded_by: Loaded, data_dir: Path) -> None:
    assert loaded_by(PAINTED, str(data_dir)) & (NEVER_AT_START | NEVER_BEFORE_PAINT) == set()
