"""What the proofs of trust share: the wizard in a terminal, a CMiC on loopback, a small disk, a tally."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from wizard_terminal import Terminal

FULL = bool(os.environ.get("TRUST_FULL"))
TALLY = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def rounds() -> Callable[[int, int], int]:
    """`rounds(20, 300)`: how often to do a thing, by default and with TRUST_FULL set."""
    return lambda usual, full: full if FULL else usual


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Add a line to the figures that stand at the end of the run; the same line stands there once."""
    lines = request.config.stash.setdefault(TALLY, [])
    return lambda line: None if line in lines else lines.append(line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the figures."""
    if lines := config.stash.get(TALLY, []):
        terminalreporter.section("trust")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture
def wizard(home: Path, wizard_env: Callable[..., dict[str, str]]) -> Iterator[Callable[..., Terminal]]:
    """Open the wizard, or another `command`, in a pseudo-terminal; closed when the test ends."""
    if sys.platform == "win32":
        pytest.skip("pseudo-terminals are POSIX")
    from wizard_terminal import Terminal

    with ExitStack() as opened:

        def start(
            *args: str | Path,
            before: Sequence[str | Path] = (),
            command: Sequence[str | Path] | None = None,
            env: Mapping[str, str | None] | None = None,
            columns: int = 80,
            rows: int = 24,
        ) -> Terminal:
            program = command or [sys.executable, "-m", "cmic_wizard"]
            paths = {"PYTHONPATH": wizard_env(env)["PYTHONPATH"]}
            return opened.enter_context(
                Terminal(
                    [*before, *program, *args],
                    columns=columns,
                    rows=rows,
                    env={**(env or {}), **paths},
                    cwd=home,
                )
            )

        yield start


@pytest.fixture
def profile(data_dir: Path) -> Callable[..., str]:
    """`profile("Acme", at=step, answers={step: text}, folder=…)`: a profile that is opened next; its slug."""
    from cmic_wizard.guide.loader import load_guide
    from cmic_wizard.profile.store import Profiles

    def make(
        name: str = "Acme",
        at: str = "",
        answers: Mapping[str, str] | None = None,
        folder: Path = data_dir,
    ) -> str:
        profiles = Profiles(folder)
        with profiles.create(name) as store:
            for step, text in (answers or {}).items():
                store.answer(step, text)
            if at:
                guide = load_guide()
                store.mark(page=guide.phase_of[guide.section_of[at].id].id, step=at)
        profiles.remember_last(store.slug)
        return store.slug

    return make


@pytest.fixture
def stored(data_dir: Path) -> Callable[..., dict[str, str]]:
    """`stored("acme")`: the answers in the file, read as the program reads it."""
    from cmic_wizard.profile.store import Profiles

    return lambda slug, folder=data_dir: Profiles(folder).load(slug).answers


@pytest.fixture
def private(home: Path) -> Callable[[str, str], Path]:
    """`private("name", "text")`: a file that only its owner can read."""

    def write(name: str, text: str) -> Path:
        path = home / name
        path.touch(0o600)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A disk of 64 kB: `folder`, `fill()` it, `empty()` it again, make it `read_only()`."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(*options: str) -> int:
        return subprocess.run(["mount", *options, folder], capture_output=True).returncode

    if not sys.platform.startswith("linux") or mount("-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs"):
        pytest.skip("only root can mount a small disk; RLIMIT_FSIZE stands in for it")
    filler = folder / "filler"

    def fill() -> None:
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 512)
            except OSError:
                return

    try:
        yield SimpleNamespace(
            folder=folder,
            fill=fill,
            empty=filler.unlink,
            read_only=lambda: mount("--bind", folder) or mount("-o", "remount,bind,ro"),
        )
    finally:
        while folder.is_mount():
            subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def cmic(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Mapping[str, str]], str]]:
    """`cmic({"USER": "password"})`: the URL of a CMiC on loopback, whose certificate the program trusts."""
    import ssl

    import trustme
    from cmic_server import Cmic, CmicServer

    authority = trustme.CA(organization_name="Example Test Authority")
    authority.cert_pem.write_to_path(str(home / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(home / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    with ExitStack() as served:

        def serve(sign_ins: Mapping[str, str], **companies: str) -> str:
            named = companies or {"ACME01": "Acme Builders, Inc."}
            server = CmicServer(Cmic(sign_ins=dict(sign_ins), companies=named), context)
            return served.enter_context(server).url()

        yield serve


@pytest.fixture
def secret_service(
    home: Path, need_program: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[subprocess.Popen[bytes]]:
    """An unlocked gnome-keyring on a message bus of its own, as after a login; gives its process."""
    for program in ("dbus-daemon", "dbus-send", "gnome-keyring-daemon"):
        need_program(program)
    (home / ".local" / "share").mkdir(parents=True)
    with ExitStack() as started:

        def start(*command: str) -> subprocess.Popen[bytes]:
            pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
            process = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=nowhere, start_new_session=True
            )
            started.enter_context(process)
            started.callback(process.kill)
            return process

        bus = start("dbus-daemon", "--session", "--nofork", "--print-address=1")
        assert bus.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().decode().strip())
        daemon = start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
        assert daemon.stdin is not None
        daemon.stdin.write(b"testpass")
        daemon.stdin.close()
        ask = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        ask += ["org.freedesktop.DBus.GetNameOwner", "string:org.freedesktop.secrets"]
        end = time.monotonic() + 20
        while subprocess.run(ask, capture_output=True).returncode:
            assert time.monotonic() < end, "the daemon never came"
            time.sleep(0.02)
        yield daemon
