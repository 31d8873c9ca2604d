"""When plain mode opens by itself, and how it begins and ends as a process."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from fixture_types import RunWizard, WizardEnv
from plain_script import Script, held

from cmic_wizard.errors import WizardError
from cmic_wizard.plain.door import wanted
from cmic_wizard.plain.voice import Voice
from cmic_wizard.profile.draft import Draft

SAMPLE = Path(__file__).parents[2] / "assets" / "sample-profile.en.json"


@pytest.mark.parametrize(
    ("flag", "environ", "terminal", "opens"),
    [
        (True, {}, False, True),
        (False, {}, True, False),
        (False, {"CMIC_WIZARD_PLAIN": "1"}, False, True),
        (False, {"ACCESSIBLE": "1"}, False, True),
        (False, {"ACCESSIBLE": "yes"}, True, True),
        (False, {"ACCESSIBLE": "0"}, True, False),
        (False, {"CMIC_WIZARD_PLAIN": "0", "ACCESSIBLE": "1"}, True, False),
        (False, {"CMIC_WIZARD_PLAIN": "0", "TERM": "dumb"}, True, False),
        (False, {"CMIC_WIZARD_PLAIN": "", "TERM": "dumb"}, True, True),
        (False, {"TERM": "dumb"}, False, False),
        (False, {"TERM": "xterm"}, True, False),
        (True, {"CMIC_WIZARD_PLAIN": "0"}, True, True),
    ],
)
def test_when_it_opens(flag: bool, environ: dict[str, str], terminal: bool, opens: bool) -> None:
    assert wanted(argparse.Namespace(plain=flag), environ, terminal=terminal) is opens


def test_a_set_up_is_typed_through_a_pipe(run_wizard: RunWizard, data_dir: Path) -> None:
    done = run_wizard("--plain", input="\nAcme\nR12 Patch 20\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("The input has ended. Everything that was answered is saved.\n")
    assert "Your answer: R12 Patch 20\nUnderstood: " in done.stdout
    assert '"R12 Patch 20"' in (data_dir / "profiles" / "acme.json").read_text()


def test_the_environment_asks_for_it_too(run_wizard: RunWizard) -> None:
    done = run_wizard("review", SAMPLE, input="quit\n", env={"ACCESSIBLE": "1"})
    assert done.stdout.startswith("Hand-off: Acme Builders\n")
    assert done.returncode == 0
    done = run_wizard("review", SAMPLE, "--json", env={"ACCESSIBLE": "1"})
    assert done.stdout.startswith("{")


def test_ascii_alone_is_said_where_nothing_else_can_be(run_wizard: RunWizard) -> None:
    env = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = run_wizard("--plain", "--lang", "es", input="Acme\nlista\nayuda\n", env=env)
    assert done.stdout.isascii()
    assert "Se pide: " in done.stdout
    assert "\\x" not in done.stdout


def test_nobody_who_listens_is_no_fault(wizard_env: WizardEnv, home: Path, data_dir: Path) -> None:
    program = [sys.executable, "-m", "cmic_wizard", "--plain", "--lang", "en"]
    with subprocess.Popen(
        program,
        env=wizard_env(),
        cwd=home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(b"Acme\n")
        running.stdin.flush()
        while not running.stdout.readline().startswith(b"Form: "):
            pass
        running.stdout.close()
        running.stdin.write(b"R12\n" + b"list\n" * 200)
        with suppress(BrokenPipeError):
            running.stdin.close()
        assert running.stderr.read() == b""
        assert running.wait(30) == 1
    assert (data_dir / "profiles" / "acme.json").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_it_in_order(
    wizard_env: WizardEnv, home: Path, name: str, kept: Callable[[], Draft]
) -> None:
    program = [sys.executable, "-m", "cmic_wizard", "--plain", "--lang", "en"]
    with subprocess.Popen(
        program, env=wizard_env(), cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(b"Acme\nR12 Patch 20\n")
        running.stdin.flush()
        while b"Saved: " not in running.stdout.readline():
            pass
        running.send_signal(signal.Signals[name])
        said = running.stdout.read()
        assert running.wait(30) == 130
    assert said.endswith(b"Stopped: Everything that was answered is saved.\n")
    assert kept().answers == {"subscriptions.cmic_version": "R12 Patch 20"}


def test_an_unknown_profile_is_named(data_dir: Path) -> None:
    with pytest.raises(WizardError, match="There is no profile “Nobody”"):
        held(Script([]), data_dir, profile="Nobody")


def test_a_line_is_said_whole_or_not_at_all() -> None:
    said = bytearray()

    def write(data: bytes) -> None:
        said.extend(data)

    voice = Voice(Script([]), write)
    voice.line("Label\x1b", "one\n\n  two\x1b[2J\r\nthree\x9b")
    voice.line("Nothing", "")
    assert said.decode() == (
        "Label<U+001B>: one\nLabel<U+001B>: two<U+001B>[2J\nLabel<U+001B>: three<U+009B>\n"
    )
