"""A fault of our own, made on purpose while the password is in memory, shows and writes none of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import OpenTerminal, ProfileAt, Stored, WizardEnv
from leak_search import clipboard_in, found_in, in_files

from cmic_wizard.credentials.keeper import Keeper, Kept
from cmic_wizard.secret import Secret

if TYPE_CHECKING:
    from wizard_terminal import Terminal

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

import resource

PASSWORD = "C4NARY-9f31c2-ñ€"
SECRETS = {"password": PASSWORD, "its start": "C4NARY-9f31c2"}

BROKEN_DIALOG = """
import sys
from cmic_wizard.cli import main
from cmic_wizard.commands import open_command
def broken(self):
    local = self.query_one("#password").value
    raise RuntimeError("the password is " + local)
def prepare(instead, prepared=open_command.prepare_screen):
    prepared(instead)
    from cmic_wizard.tui.screens import password_dialog
    password_dialog.PasswordDialog.press_keep = broken
    {more}
open_command.prepare_screen = prepare
sys.exit(main(sys.argv[1:]))
"""
UNMENDED = """
    from textual.app import App
    from cmic_wizard.tui.app import WizardApp
    WizardApp._fatal_error = App._fatal_error
"""
BROKEN_SET = """
import os, sys
from cmic_wizard.cli import main
from cmic_wizard.commands import set_command
def broken(options, name, secret, passphrase):
    local = secret.reveal()
    {how}
set_command.keep_password = broken
{more}
sys.exit(main(sys.argv[1:]))
"""
NOT_HARDENED = """
from cmic_wizard.credentials import hardening
hardening.harden_process = lambda: None
"""


def crash_in_the_dialog(wizard: OpenTerminal, more: str = "") -> Terminal:
    program = [sys.executable, "-c", BROKEN_DIALOG.format(more=more)]
    terminal = wizard(command=program, env={"TEXTUAL_LOG": "textual.log"}, rows=40, columns=120)
    terminal.expect("Enter the password…")
    terminal.press("enter")
    terminal.expect("Passphrase of the vault")
    terminal.type(PASSWORD)
    terminal.press("ctrl+a", "ctrl+c", "ctrl+x")
    terminal.click("Keep")
    terminal.expect_end()
    return terminal


def test_a_fault_in_the_password_dialog_ends_with_a_report_that_holds_nothing(
    wizard: OpenTerminal, profile: ProfileAt, home: Path, data_dir: Path, stored: Stored
) -> None:
    slug = profile(at="connection.service_password", answers={"connection.tenant_id": "SOLUTIONS"})
    terminal = crash_in_the_dialog(wizard)
    assert terminal.process.returncode == 1
    assert "A report without your data is in" in terminal.text().replace("\n", " ")
    assert b"Traceback" not in terminal.raw
    assert found_in(terminal.raw, SECRETS) == set()
    assert clipboard_in(terminal.raw) == []
    assert in_files(home, SECRETS) == {}
    [report] = (data_dir / "reports").iterdir()
    assert "RuntimeError" in report.read_text()
    assert stored(slug)["connection.tenant_id"] == "SOLUTIONS"
    assert not Keeper(data_dir).vault.exists()


def test_the_framework_itself_would_have_shown_it(wizard: OpenTerminal, profile: ProfileAt) -> None:
    """The control: with Textual's own end, the same fault prints the password."""
    profile(at="connection.service_password")
    assert found_in(crash_in_the_dialog(wizard, UNMENDED).raw, SECRETS)


def run_set(program: str, home: Path, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    secret = home / "password"
    secret.touch(0o600)
    secret.write_text(PASSWORD, "utf-8")
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    return subprocess.run(
        [sys.executable, "-c", program, "set", "--profile", "Acme", "--password-file", secret],
        env=env,
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (hard, hard)),
    )


def test_a_fault_of_a_command_is_one_sentence(home: Path, wizard_env: WizardEnv) -> None:
    program = BROKEN_SET.format(how="raise RuntimeError('the password is ' + local)", more="")
    done = run_set(program, home, wizard_env())
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(b"cmic-wizard: Something went wrong (RuntimeError).")
    assert found_in(done.stdout + done.stderr, SECRETS) == set()
    assert in_files(home, SECRETS, [home / "password"]) == {}


needs_core_files = pytest.mark.skipif(
    not Path("/proc/sys/kernel/core_pattern").exists()
    or "/" in Path("/proc/sys/kernel/core_pattern").read_text()
    or Path("/proc/sys/kernel/core_pattern").read_text().startswith("|")
    or resource.getrlimit(resource.RLIMIT_CORE)[1] == 0,
    reason="this system puts memory dumps elsewhere",
)


@needs_core_files
@pytest.mark.parametrize(("more", "dumps"), [("", False), (NOT_HARDENED, True)], ids=["ours", "control"])
def test_no_memory_dump_is_left_of_a_command_that_had_the_password(
    home: Path, wizard_env: WizardEnv, more: str, dumps: bool
) -> None:
    done = run_set(BROKEN_SET.format(how="os.abort()", more=more), home, wizard_env())
    assert done.returncode == -6
    found = in_files(home, {"password": PASSWORD}, [home / "password"])
    assert bool(found) is dumps, found


async def not_recorded(_kept: Kept | None, _secret: Secret | None = None) -> bool:
    """Where the password went is recorded nowhere."""
    return False


async def test_a_picture_of_the_screen_shows_dots(profile: ProfileAt, data_dir: Path) -> None:
    from textual.widgets import Input

    from cmic_wizard.tui.app import WizardApp
    from cmic_wizard.tui.screens.password_dialog import PasswordDialog

    profile()
    app = WizardApp(data_dir)
    async with app.run_test() as pilot:
        await app.push_screen(PasswordDialog(app.keeper, "p1", not_recorded))
        app.screen.query_one("#password", Input).value = PASSWORD
        await pilot.pause()
        assert found_in(app.export_screenshot().encode(), SECRETS) == set()
        app.screen.query_one("#password", Input).password = False
        await pilot.pause()
        assert "C4NARY" in app.export_screenshot(), "the control: unmasked, it is in the picture"


def test_the_environment_can_not_make_the_wizard_log_keys(
    wizard: OpenTerminal, profile: ProfileAt, home: Path
) -> None:
    profile(at="connection.service_password")
    log, shots = home / "textual.log", home / "shots"
    env = {"TEXTUAL_LOG": str(log), "TEXTUAL": "debug,devtools", "TEXTUAL_SCREENSHOT_LOCATION": str(shots)}
    terminal = wizard(env={**env, "TEXTUAL_SCREENSHOT": "1"})
    terminal.expect("Enter the password…")
    terminal.press("enter")
    terminal.expect("Passphrase of the vault")
    terminal.type(PASSWORD)
    terminal.press("esc", "f10")
    assert terminal.expect_end() == 0
    assert not log.exists()
    assert not shots.exists()
    assert (home / "wizard" / "profiles" / "acme.json").is_file()
    assert found_in(terminal.raw, SECRETS) == set()
