"""What the proofs of trust share: the wizard in a terminal, a CMiC on loopback, a small disk."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from fixture_types import (
    CmicWith,
    NeedProgram,
    OpenTerminal,
    PrivateFile,
    ProfileAt,
    Rounds,
    SmallDisk,
    Stored,
)
from full_run import FULL


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the many rounds of a full run take their time."""
    for item in items if FULL else []:
        if Path(__file__).parent in item.path.parents and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(1800))


@pytest.fixture(scope="session")
def rounds() -> Rounds:
    """`rounds(20, 300)`: how often to do a thing, by default and with TRUST_FULL set."""
    return lambda usual, full: full if FULL else usual


@pytest.fixture
def wizard(terminal: OpenTerminal) -> OpenTerminal:
    """Open the wizard, or another `command`, in a pseudo-terminal."""
    return terminal


@pytest.fixture
def profile(data_dir: Path) -> ProfileAt:
    """`profile("Acme", at=step, answers={step: text}, folder=…)`: a profile that is opened next; its slug."""
    from cmic_wizard.guide.loader import load_guide
    from cmic_wizard.profile.profiles import Profiles

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
def stored(data_dir: Path) -> Stored:
    """`stored("acme")`: the answers in the file, read as the program reads it."""
    from cmic_wizard.profile.profiles import Profiles

    return lambda slug, folder=data_dir: Profiles(folder).load(slug).answers


@pytest.fixture
def private(home: Path) -> PrivateFile:
    """`private("name", "text")`: a file that only its owner can read."""

    def write(name: str, text: str) -> Path:
        path = home / name
        path.touch(0o600)
        path.write_text(text, encoding="utf-8")
        return path

    return write


DISK = """
mount -t tmpfs -o size=64k,mode=700 tmpfs "$0" && echo mounted && read -r _line \\
&& mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && echo read-only && read -r _line
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A disk of 64 kB: `folder`, `fill()` it, `empty()` it again, make it `read_only()`.

    It is mounted in a namespace of its own, which needs no root, and reached through its process.
    """
    if not sys.platform.startswith("linux"):
        pytest.skip("small disks are made by Linux; RLIMIT_FSIZE stands in for one")
    place = tmp_path / "disk"
    place.mkdir()
    own = ["--mount"] if os.geteuid() == 0 else ["--user", "--map-root-user", "--mount"]
    command = ["unshare", *own, "sh", "-c", DISK, str(place)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as holder:
        to_holder, from_holder = holder.stdin, holder.stdout
        assert to_holder is not None
        assert from_holder is not None
        assert holder.stderr is not None
        if from_holder.readline() != "mounted\n":
            reason = f"no disk can be mounted here: {holder.stderr.read().strip()}"
            if os.environ.get("CI"):
                pytest.fail(f"{reason}; CI promises it", pytrace=False)
            pytest.skip(f"{reason}; RLIMIT_FSIZE stands in for it")
        folder = Path(f"/proc/{holder.pid}/root{place}")
        filler = folder / "filler"

        def fill() -> None:
            with filler.open("wb", buffering=0) as file:
                try:
                    while True:
                        file.write(b"x" * 512)
                except OSError:
                    return

        def read_only() -> None:
            to_holder.write("\n")
            to_holder.flush()
            assert from_holder.readline() == "read-only\n"

        yield SmallDisk(folder=folder, fill=fill, empty=filler.unlink, read_only=read_only)
        holder.kill()


@pytest.fixture
def cmic(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CmicWith]:
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
    home: Path, need_program: NeedProgram, monkeypatch: pytest.MonkeyPatch
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
