"""Key rings that misbehave: a sentence, a screen that goes on answering, and a password still outstanding."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import OpenTerminal, PrivateFile, ProfileAt, RunWizard, Tally
from full_run import sampled
from leak_search import found_in, in_files

from cmic_wizard.profile.profiles import Profiles

if TYPE_CHECKING:
    from wizard_terminal import Terminal

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

PASSWORD = "C4NARY-9f31c2-ñ€"
SECRETS = {"password": PASSWORD}
STEP = "connection.service_password"
ECHO_WITHIN = 0.2
"""Seconds in which a key must show while the key ring keeps the program waiting."""
PRELUDE = """\
import os, pathlib, time
from keyring.backend import KeyringBackend
from keyring.errors import *
"""
BACK_ENDS = {
    "locked": (
        "def set_password(self, s, u, p): raise KeyringLocked(p)",
        "is locked, or not set up yet",
    ),
    "refusing": ("def set_password(self, s, u, p): raise PasswordSetError(p)", "The key ring failed"),
    "losing": ("def set_password(self, s, u, p): pass", "did not return what was stored"),
    "changing": (
        "def set_password(self, s, u, p): pass\ndef get_password(self, s, u): return 'other'",
        "did not return what was stored",
    ),
    "broken": ("def set_password(self, s, u, p): raise OSError(5, p)", "The key ring failed"),
    "dying": ("def set_password(self, s, u, p): os._exit(1)", "The key ring failed"),
    "talkative": (
        "def set_password(self, s, u, p): print(p); os.write(2, p.encode()); raise RuntimeError(p)",
        "The key ring failed",
    ),
}


@pytest.fixture
def back_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Install a back end under an allowed name, as `pip install` would, and choose it."""

    def install(source: str, module: str = "keyring.backends.libsecret") -> None:
        body = textwrap.indent(
            "priority = 9\ndef get_password(self, s, u): return None\n"
            f"def set_password(self, s, u, p): pass\ndef delete_password(self, s, u): pass\n{source}\n",
            "    ",
        )
        folder = home / "site"
        folder.mkdir()
        code = f"{PRELUDE}class Keyring(KeyringBackend):\n{body}Keyring.__module__ = {module!r}\n"
        (folder / "misbehaving.py").write_text(code, "utf-8")
        monkeypatch.setenv("PYTHONPATH", str(folder))
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "misbehaving.Keyring")

    return install


@pytest.fixture
def silent_bus(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A message bus that accepts and never answers."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(home / "bus"))
    listening.listen(16)
    taken: list[socket.socket] = []

    def accept() -> None:
        try:
            while True:
                taken.append(listening.accept()[0])
        except OSError:
            return

    threading.Thread(target=accept, daemon=True).start()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={home / 'bus'}")
    yield
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    for each in taken:
        each.close()


def outstanding(data_dir: Path) -> None:
    """Nothing counts as kept."""
    assert Profiles(data_dir).load("acme").password is None
    assert not (data_dir / "vault").exists()


def set_password(run_wizard: RunWizard, private: PrivateFile) -> str:
    """`set --password-file`, which must end with one sentence; gives it."""
    began = time.monotonic()
    done = run_wizard("set", "--password-file", private("password", PASSWORD), timeout=60)
    assert time.monotonic() - began < 40
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert found_in((done.stdout + done.stderr).encode(), SECRETS) == set()
    sentences = [line for line in done.stderr.splitlines() if line.startswith("cmic-wizard: ")]
    assert len(sentences) == 1
    return sentences[0]


def open_dialog(wizard: OpenTerminal) -> Terminal:
    terminal = wizard(rows=36, columns=110)
    terminal.expect("Enter the password…")
    terminal.press("enter")
    terminal.expect("The same once more")
    return terminal


def expect_said(terminal: Terminal, words: str) -> None:
    """Wait until the dialog says that, on however many lines."""

    def says() -> bool:
        lines = re.findall(r"│ (.*?) *│", terminal.text())
        return words in " ".join(" ".join(lines).split())

    terminal.wait_until(says, 30, f"“{words}” to be said")


def keep(terminal: Terminal) -> None:
    """Type the password twice and press the button."""
    terminal.type(PASSWORD)
    terminal.press("enter")
    terminal.type(PASSWORD)
    terminal.click(" Keep ")


def slowest_echo(terminal: Terminal, keys: str = "•" * 6) -> float:
    """How long the slowest of some keys took to show, each typed when the one before it had."""
    waits = []
    for _key in keys:
        already = len(terminal.raw)
        began = time.monotonic()
        os.write(terminal._master, b"x")
        terminal.wait_until(lambda: len(terminal.raw) > already, what="the key's echo")  # noqa: B023
        waits.append(time.monotonic() - began)
    return max(waits)


def leave(terminal: Terminal) -> None:
    terminal.press("esc")
    terminal.expect_gone("The same once more")
    terminal.expect("Enter the password…")
    terminal.press("f10")
    assert terminal.expect_end() == 0
    assert found_in(terminal.raw, SECRETS) == set()


@sampled(2)
@pytest.mark.parametrize(("source", "words"), BACK_ENDS.values(), ids=BACK_ENDS)
def test_a_key_ring_that_fails_is_told_and_the_password_still_outstanding(
    source: str,
    words: str,
    back_end: Callable[..., None],
    wizard: OpenTerminal,
    profile: ProfileAt,
    run_wizard: RunWizard,
    private: PrivateFile,
    home: Path,
    data_dir: Path,
) -> None:
    profile(at=STEP)
    back_end(source)
    assert words in set_password(run_wizard, private), "the command says why"
    outstanding(data_dir)
    terminal = open_dialog(wizard)
    expect_said(terminal, "will be kept in this computer's key ring")
    keep(terminal)
    expect_said(terminal, words)
    leave(terminal)
    outstanding(data_dir)
    assert in_files(home, SECRETS, [home / "password"]) == {}


def test_a_plain_text_back_end_is_refused_and_named(
    back_end: Callable[..., None],
    wizard: OpenTerminal,
    profile: ProfileAt,
    run_wizard: RunWizard,
    private: PrivateFile,
    home: Path,
    data_dir: Path,
) -> None:
    profile(at=STEP)
    back_end("def set_password(self, s, u, p): pathlib.Path('plain').write_text(p)", "keyrings.alt.file")
    said = set_password(run_wizard, private)
    assert "keyrings.alt.file" in said or "Keyring" in said
    terminal = open_dialog(wizard)
    expect_said(terminal, "A vault can keep the password")
    keep(terminal)
    terminal.expect("passphrase")
    leave(terminal)
    outstanding(data_dir)
    assert in_files(home, SECRETS, [home / "password"]) == {}


def test_while_a_key_ring_hangs_the_screen_answers_and_esc_gives_up(
    back_end: Callable[..., None], wizard: OpenTerminal, profile: ProfileAt, data_dir: Path, tally: Tally
) -> None:
    profile(at=STEP)
    back_end("def set_password(self, s, u, p): time.sleep(600)")
    terminal = open_dialog(wizard)
    expect_said(terminal, "will be kept in this computer's key ring")
    keep(terminal)
    expect_said(terminal, "may be waiting behind this one")
    terminal.press("up", "up")
    slowest = slowest_echo(terminal)
    assert slowest < ECHO_WITHIN
    leave(terminal)
    outstanding(data_dir)
    tally(f"hanging key ring: slowest key echo {slowest * 1000:.0f} ms")


def test_while_the_message_bus_never_answers_the_screen_answers(
    silent_bus: None,
    wizard: OpenTerminal,
    profile: ProfileAt,
    run_wizard: RunWizard,
    private: PrivateFile,
    data_dir: Path,
    tally: Tally,
) -> None:
    profile(at=STEP)
    terminal = open_dialog(wizard)
    slowest = slowest_echo(terminal)
    assert slowest < ECHO_WITHIN
    expect_said(terminal, "A vault can keep the password")
    leave(terminal)
    set_password(run_wizard, private)
    outstanding(data_dir)
    tally(f"silent message bus: slowest key echo {slowest * 1000:.0f} ms")


@pytest.mark.system
def test_a_daemon_that_is_killed_between_two_calls_is_told_and_nothing_counts_as_kept(
    secret_service: subprocess.Popen[bytes], wizard: OpenTerminal, profile: ProfileAt, data_dir: Path
) -> None:
    profile(at=STEP)
    terminal = open_dialog(wizard)
    expect_said(terminal, "will be kept in this computer's key ring")
    secret_service.kill()
    secret_service.wait(10)
    keep(terminal)
    # The bus may start another daemon, which is then locked.
    terminal.wait_until(
        lambda: bool(re.search("no key ring|is locked|failed", terminal.text())), 30, "a reason"
    )
    leave(terminal)
    outstanding(data_dir)
