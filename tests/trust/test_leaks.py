"""A canary is typed, kept, checked, sealed, reviewed, imported: it is only found where it must go."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fixture_types import CmicWith, NeedProgram, OpenTerminal, Tally, WizardEnv
from leak_search import Trace, clipboard_in, found_in, in_files
from samples import IN_THE_CLOUD

from cmic_wizard.credentials.identity import own_identity
from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.secret import Secret

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from wizard_driver import Driver

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace is Linux's"),
]

STEM = "C4NARY-9f31c2"
PASSWORD = f"{STEM}-ñ€"
PASSPHRASE = "C4NARY-phrase ünlock 77"
SECRETS = {"password": PASSWORD, "its start": STEM, "passphrase": PASSPHRASE}
ANSWERS = {
    **{step: text for step, text in IN_THE_CLOUD.items() if not step.endswith(("_url", ".check"))},
    "connection.company_codes": "ACME01",
    "kickoff.date": "2026-12-01T10:00-05:00[America/Chicago]",
    "management.point_of_contact": "Ana Ruiz <ana.ruiz@procore.example>",
}


class Watched:
    """Runs commands under strace; what they print goes to files, so that each pipe is their own."""

    def __init__(self, home: Path, folder: Path, env: Callable[..., dict[str, str]]) -> None:
        self.home, self.folder, self.env = home, folder, env
        self.traces: list[Trace] = []
        self.terminals: list[bytes] = []
        (home / "tmp").mkdir()
        self.settings = {"TEXTUAL_LOG": str(home / "tmp" / "textual.log"), "TMPDIR": str(home / "tmp")}

    def trace(self) -> Trace:
        self.traces.append(Trace(self.folder / f"trace-{len(self.traces)}"))
        return self.traces[-1]

    def run(self, *args: str | Path, status: int = 0, secrets: dict[str, str] | None = None) -> str:
        """Run a command, secrets by file descriptor (`{"--password-fd": …}`); gives its standard error."""
        command: list[str | Path] = [sys.executable, "-m", "cmic_wizard", *args]
        pipes = []
        for option, secret in (secrets or {}).items():
            reading, writing = os.pipe()
            os.write(writing, secret.encode() + b"\n")
            os.close(writing)
            pipes.append(reading)
            command += [option, str(reading)]
        out, err = (self.folder / f"{len(self.traces)}.{name}" for name in ("out", "err"))
        with out.open("wb") as stdout, err.open("wb") as stderr:
            done = subprocess.run(
                [*self.trace().command(), *command],
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env=self.env(self.settings),
                cwd=self.home,
                pass_fds=pipes,
            )
        for pipe in pipes:
            os.close(pipe)
        assert done.returncode == status, err.read_text()
        return err.read_text()

    def leaks(self, secrets: dict[str, str], apart_from: list[Path]) -> dict[str, set[str]]:
        """Everywhere that a secret was found: by calls, in files, on terminals, in the clipboard."""
        found: dict[str, set[str]] = {}
        for number, trace in enumerate(self.traces):
            found |= {f"{number} {where}": hits for where, hits in trace.leaks(secrets).items()}
        found |= in_files(self.home, secrets, apart_from)
        for raw in self.terminals:
            for place, data in (("terminal", raw), ("clipboard", b"\0".join(clipboard_in(raw)))):
                if hits := found_in(data, secrets):
                    found[place] = hits
        return found


@pytest.fixture
def watched(home: Path, tmp_path: Path, wizard_env: WizardEnv, need_program: NeedProgram) -> Watched:
    need_program("strace")
    return Watched(home, tmp_path, wizard_env)


def on_the_screen(watched: Watched, wizard: OpenTerminal, recipient: str) -> None:
    """Keep the password in the dialog, check the connection, seal: by keys."""
    terminal = wizard("--profile", "Screen", before=watched.trace().command(), env=watched.settings)
    driver = Driver(terminal)
    terminal.expect("next: ", timeout=40)
    driver.go_by_menu("connection.service_password")
    driver.press("enter")
    terminal.expect("Passphrase of your vault")
    driver.type(PASSWORD)
    driver.press("ctrl+a", "ctrl+c", "ctrl+x", "end")
    driver.press("enter")
    driver.type(PASSWORD)
    driver.press("enter")
    driver.type(PASSPHRASE)
    driver.press("enter")
    terminal.expect("Replace…", timeout=30)
    driver.press("f5")
    terminal.expect("everything tested is correct", timeout=40)
    driver.press("esc", "f8")
    terminal.expect("Hand over, step by step")
    driver.press("tab", "tab")
    terminal.expect("Sealed, with the password")
    driver.press("down", "enter")
    terminal.expect("public key")
    driver.type(recipient)
    driver.press("enter", "ctrl+a", "ctrl+k")
    driver.type("screen.age")
    driver.press("enter", "enter")
    terminal.expect("Sealed for:", timeout=30)
    driver.press("esc", "f10")
    assert terminal.expect_end(30) == 0
    watched.terminals.append(terminal.raw)


def the_one(pattern: str, text: str) -> str:
    """What a pattern finds in a text."""
    found = re.search(pattern, text)
    assert found is not None
    return found[0]


@pytest.mark.timeout(300)
def test_a_whole_session_leaves_the_secrets_only_where_they_must_go(
    watched: Watched,
    wizard: OpenTerminal,
    cmic: CmicWith,
    home: Path,
    data_dir: Path,
    need_program: NeedProgram,
    tally: Tally,
) -> None:
    need_program("age")
    key = home / "key.txt"
    subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True)
    identity = the_one("AGE-SECRET-KEY-1[0-9A-Z]+", key.read_text())
    recipient = the_one("age1[0-9a-z]+", key.read_text())
    url = cmic({"SOLUTIONS||PROCORE_SVC": PASSWORD})
    answers = [f"{step}={text}" for step, text in {**ANSWERS, "connection.mobile_server_url": url}.items()]
    unlocking = {"--passphrase-fd": PASSPHRASE}

    watched.run("set", "--profile", "Acme", *answers, secrets={"--password-fd": PASSWORD, **unlocking})
    watched.run("set", "--profile", "Acme", "--confirm", "connection.mobile_server_url")
    acme = ("--profile", "Acme")
    watched.run("set", *acme, "connection.service_user=OTHER")
    watched.run("history", *acme, "--json")
    watched.run("set", *acme, "--undo")
    watched.run("profiles", "copy", "Acme", "Acme (test)")
    asked = ("kickoff.welcome_email", "connection.check", "--whom", "Ana Ruiz <ana@acme.example>")
    watched.run("ask", *acme, *asked, "-o", "ask.eml")
    watched.run("check", *acme, secrets=unlocking)
    watched.run("status", *acme, "--json", status=3)
    for kind in ("json", "html", "markdown", "ics", "eml"):
        watched.run("export", *acme, "--draft", "--format", kind, "-o", f"acme.{kind}")
    watched.run("export", *acme, "--format", "eml", "--mail", "call", "-o", "call.eml")
    sealing = ("export", *acme, "--draft", "--seal")
    watched.run(*sealing, "--to", recipient, "-o", "acme.age", secrets=unlocking)
    said = watched.run(*sealing, "--words", "-o", "words.age", secrets=unlocking)
    words = next(line for line in said.splitlines() if re.fullmatch(r"[a-z]+(?:-[a-z]+){5}", line))
    showing = len(watched.traces) - 1
    watched.run("review", "acme.age", "--identity", key, "--json")
    watched.run("review", "words.age", "--json", secrets={"--passphrase-fd": words})
    elsewhere = ("--data-dir", home / "elsewhere")
    watched.run(*elsewhere, "import", "acme.age", "--identity", key, secrets=unlocking)
    watched.run(*elsewhere, "key", "new", secrets=unlocking)

    watched.run("set", "--profile", "Screen", *answers, "--confirm", "connection.mobile_server_url")
    on_the_screen(watched, wizard, recipient)
    review = wizard(
        "review",
        "acme.age",
        "--identity",
        key,
        before=watched.trace().command(),
        env=watched.settings,
    )
    review.expect("check number", timeout=40)
    review.press("f3", "f8", "f10")
    assert review.expect_end(30) == 0
    watched.terminals.append(review.raw)

    for trace in watched.traces:
        trace.read()
    keeper = Keeper(home / "elsewhere")
    secret_half = own_identity(home / "elsewhere", keeper, passphrase=Secret(PASSPHRASE))
    assert secret_half is not None
    own_key = the_one("AGE-SECRET-KEY-1[0-9A-Z]+", secret_half.reveal())
    secrets = {**SECRETS, "identity": identity, "own key": own_key, "words": words}
    printed = watched.leaks(secrets, [key])
    # The six words are printed once, on purpose, on the standard error of the command that made them.
    on_purpose = printed.pop(f"{showing} write {watched.folder / f'{showing}.err'}")
    assert {name.partition(" (")[0] for name in on_purpose} == {"words"}
    assert printed == {}
    handed = {
        name.partition(" (")[0] for t in watched.traces for h in t.handed(secrets).values() for name in h
    }
    assert {"password", "words", "own key"} <= handed, "the search does see what goes to the own children"
    assert not (home / "tmp" / "textual.log").exists()
    calls = sum(trace.calls for trace in watched.traces)
    tally(f"leaks: 0 found in {len(watched.traces)} traced runs, {calls} system calls")


def test_the_way_into_the_key_ring_and_out_of_it_is_encrypted(
    secret_service: subprocess.Popen[bytes], watched: Watched, home: Path, tally: Tally
) -> None:
    watched.run("set", "--profile", "Acme", "connection.tenant_id=X", secrets={"--password-fd": PASSWORD})
    recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
    watched.run("export", "--draft", "--seal", "--to", recipient, "-o", "acme.age")
    for trace in watched.traces:
        trace.read()
    assert list(home.rglob("*.keyring")), "the key ring's own file is among those searched"
    assert watched.leaks(SECRETS, []) == {}
    assert all(trace.handed({"password": PASSWORD}) for trace in watched.traces)
    tally("leaks: 0 found on the way into the operating system's key ring and out of it")


LEAKS = {
    "file": "open('leak', 'w').write(S)",
    "file in two parts": "f = open('leak', 'wb', 0); f.write(S.encode()[:9]); f.write(S.encode()[9:])",
    "file name": "open(S, 'w')",
    "renamed": "open('a', 'w'); os.rename('a', S)",
    "linked": "open('a', 'w'); os.link('a', S)",
    "standard output": "print(S, flush=True)",
    "argument": "subprocess.run(['true', S])",
    "environment": "subprocess.run(['true'], env={'A': S})",
    "another program's pipe": "subprocess.run(['cat'], input=S.encode(), stdout=subprocess.DEVNULL)",
    "memory file": "os.write(os.memfd_create('x'), S.encode())",
    "socket": "import socket; a, b = socket.socketpair(); a.sendmsg([S.encode()])",
    "utf-16": "open('leak', 'wb').write(S.encode('utf-16-be'))",
    "base64": "import base64; open('leak', 'wb').write(base64.b64encode(b'user:' + S.encode()))",
    "url": "import urllib.parse; open('leak', 'w').write(urllib.parse.quote(S))",
    "json": "import json; open('leak', 'w').write(json.dumps(S))",
    "hex": "open('leak', 'w').write(S.encode().hex())",
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_a_deliberate_leak_of_each_kind_is_found(leak: str, watched: Watched, wizard_env: WizardEnv) -> None:
    """The control: a search that finds nothing must be able to find."""
    trace = watched.trace()
    source = f"import os, subprocess, sys; S = sys.stdin.readline().strip()\n{leak}"
    with (watched.folder / "out").open("wb") as out:
        subprocess.run(
            [*trace.command(), sys.executable, "-c", source],
            input=PASSWORD.encode(),
            stdout=out,
            env=wizard_env(),
            cwd=watched.home,
            check=True,
        )
    trace.read()
    assert trace.leaks({"password": PASSWORD})
    assert trace.handed({"password": PASSWORD}) == {}


def test_the_clipboard_and_every_offset_of_base64_are_looked_into() -> None:
    from base64 import b64encode

    for offset in range(3):
        assert found_in(b64encode(b"x" * offset + PASSWORD.encode() + b"yz"), SECRETS)
    raw = b"\x1b]52;c;" + b64encode(PASSWORD.encode()) + b"\x07"
    assert clipboard_in(raw) == [PASSWORD.encode()]
