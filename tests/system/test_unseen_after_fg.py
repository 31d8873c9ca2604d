"""A secret stays unseen where the user goes to the shell at its prompt (Ctrl+Z) and comes back."""

from __future__ import annotations

import sys

import pytest
from fixture_types import NeedProgram, OpenTerminal, StoredProfile

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

PASSWORD_STEP = "connection.service_password"
WIZARD = f"{sys.executable} -m cmic_wizard --lang en"
PROMPT = "shell-ready>"


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("--plain", "Password, not shown (an empty line: none): "),
        (f"set {PASSWORD_STEP}", "Password of the service user:"),
    ],
    ids=["plain", "set"],
)
def test_a_secret_stays_unseen_after_the_shell(
    command: str,
    asked: str,
    terminal: OpenTerminal,
    stored_profile: StoredProfile,
    need_program: NeedProgram,
) -> None:
    stored_profile("Acme Builders", PASSWORD_STEP)
    line = [need_program("bash"), "--norc", "--noprofile", "+o", "history", "-i"]
    shell = terminal(command=line, env={"PS1": PROMPT})
    shell.expect(PROMPT)
    shell.type(f"{WIZARD} {command}\r")
    shell.wait_until(lambda: asked.encode() in shell.raw, what="the prompt for the secret")
    shell.type("\x1a")
    shell.wait_until(lambda: PROMPT.encode() in shell.raw.partition(b"Stopped")[2], what="the shell")
    shell.type("fg\r")
    shell.wait_until(lambda: shell.asks_unseen, what="the terminal to show nothing again")
    shell.type("C4NARY-one\r")
    shell.wait_until(lambda: b"once more" in shell.raw or b"again" in shell.raw, what="the second prompt")
    assert b"C4NARY" not in shell.raw
    shell.type("\x03")
