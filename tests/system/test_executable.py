"""The executables that `.ci/executable` has built, where there is no Python; skipped where nothing was built.

On Linux, root sees to it that nothing else is there: the program, the C library, and what a test hands it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cmic_server import CmicServer
from fixture_types import NeedProgram, OpenTerminal, Tally
from loopback import (  # noqa: F401 - fixtures
    good_context,
    known_to_cmic,
    server_context,
    test_authority,
    trusts_test_authority,
)
from samples import IN_THE_CLOUD

import cmic_wizard

BUILT = Path(__file__).parents[2] / "dist" / "executable"
DATA = Path(__file__).parent / "data"
ENDING = ".exe" if sys.platform == "win32" else ""
PASSWORD, PASSPHRASE = "C4NARY-pässword-🔑", "correct horse battery staple"
LARGEST = 45_000_000
"""Bytes of the one file."""
STARTS_WITHIN = {"file": 0.9, "folder": 0.25}
"""Seconds of `--version`, once the system has the program in memory."""
DEVICES = {"null": (1, 3), "zero": (1, 5), "urandom": (1, 9), "tty": (5, 0)}


def built(kind: str) -> Path:
    """The program as one file, or the one in its folder."""
    of_folder = f"cmic-wizard-folder-*/cmic-wizard/cmic-wizard{ENDING}"
    found = BUILT.glob(f"cmic-wizard-[0-9]*{ENDING}" if kind == "file" else of_folder)
    programs = [path for path in found if path.is_file() and path.suffix not in (".txt", ".gz", ".zip")]
    if not programs:
        pytest.skip(".ci/executable has built nothing")
    return programs[0]


class Bare:
    """A place without Python, with a home of its own; `root` is where it is seen from outside."""

    def __init__(self, root: Path, program: Path, kind: str) -> None:
        self.alone = sys.platform == "linux" and os.geteuid() == 0 and shutil.which("unshare") is not None
        self.root = root if self.alone else root / "place"
        self.root.mkdir(exist_ok=True)
        self.env = {"PATH": "", "LANG": "C.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        if sys.platform == "win32":
            self.env |= {
                name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ
            }
        for name in ("home", "data", "run", "tmp"):
            (self.root / name).mkdir()
        self.env |= {"HOME": self.inside("home"), "USERPROFILE": self.inside("home")}
        self.env |= {"CMIC_WIZARD_DATA_DIR": self.inside("data"), "XDG_RUNTIME_DIR": self.inside("run")}
        if self.alone:
            self._furnish(program)
            copied = self.root / "program"
            if kind == "file":
                shutil.copy2(program, copied)
            else:
                shutil.copytree(program.parent, copied, symlinks=True)
            inside = "/program" if kind == "file" else f"/program/{program.name}"
            enter = 'mount -t proc proc "$0/proc"; cd "$0"; exec chroot "$0" "$@"'
            self.command = ["unshare", "--mount", "/bin/sh", "-c", enter, str(self.root), inside]
        else:
            self.command = [str(program)]

    def _furnish(self, program: Path) -> None:
        """The C library, the devices and the names that any Linux has."""
        if sys.platform == "win32":
            raise NotImplementedError
        for name in ("dev", "etc", "proc"):
            (self.root / name).mkdir()
        for name, numbers in DEVICES.items():
            os.mknod(self.root / "dev" / name, 0o20666, os.makedev(*numbers))
            (self.root / "dev" / name).chmod(0o666)
        (self.root / "etc" / "hosts").write_text("127.0.0.1 localhost\n")
        (self.root / "tmp").chmod(0o1777)
        for locale in Path("/usr/lib/locale").glob("C.[uU]*"):
            shutil.copytree(locale, self.root / str(locale).lstrip("/"))
        listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
        needed = set(re.findall(r"(/\S+\.so\S*) \(0x", listed))
        libc = next(Path(path) for path in needed if "/libc.so" in path)
        for name in (
            "libm.so.6",
            "libdl.so.2",
            "libpthread.so.0",
            "librt.so.1",
            "libutil.so.1",
            "libresolv.so.2",
        ):
            needed.add(str(libc.with_name(name)))
        for path in needed:
            target = self.root / path.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)

    def on_a_terminal(self) -> dict[str, str | None]:
        """The environment there, nothing of this process's in it; what enters the place is found outside."""
        gone: dict[str, str | None] = dict.fromkeys(os.environ)
        return gone | self.env | {"PATH": os.environ["PATH"], "PYTHONPATH": self.inside("nowhere")}

    def inside(self, name: str) -> str:
        """A path as the program sees it."""
        return f"/{name}" if self.alone else str(self.root / name)

    def secret(self, name: str, text: str) -> str:
        """A file that only its owner can read; its path within."""
        path = self.root / name
        path.touch(0o600)
        path.write_text(text, "utf-8")
        return self.inside(name)

    def run(self, *arguments: str, status: int = 0, beside: bool = False, **env: str) -> str:
        """What a command prints, or with `beside` what it says beside its result."""
        done = subprocess.run(
            [*self.command, *arguments],
            env=self.env | {"PATH": os.environ["PATH"] if self.alone else ""} | env,
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr if beside else done.stdout


@pytest.fixture(params=["file", "folder"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which of the two."""
    return str(request.param)


@pytest.fixture
def bare(tmp_path: Path, kind: str) -> Iterator[Bare]:
    """The program in its bare place."""
    place = Bare(tmp_path, built(kind), kind)
    yield place
    shutil.rmtree(place.root, ignore_errors=True)


@pytest.fixture
def ready(bare: Bare) -> Bare:
    """With a profile that is ready, and its password in a vault."""
    bare.run("set", "--profile", "Acme Builders", *(f"{step}={text}" for step, text in IN_THE_CLOUD.items()))
    password = ("--password-file", bare.secret("password", PASSWORD))
    bare.run("set", *password, "--passphrase-file", bare.secret("passphrase", PASSPHRASE))
    return bare


def test_there_is_no_python_in_the_bare_place(bare: Bare) -> None:
    if bare.alone:
        assert [
            path for path in bare.root.rglob("python*") if path.is_file() and os.access(path, os.X_OK)
        ] == []
        assert not (bare.root / "bin").exists()
    assert bare.run("--version") == f"cmic-wizard {cmic_wizard.__version__}\n"
    assert "Órdenes:" in bare.run("--lang", "es", "--help")
    assert "compdef" in bare.run("completion", "zsh")
    assert "status\t" in bare.run("__complete", "fish", ":sta")
    assert not list((bare.root / "tmp").glob("_MEI*")), "what the file had unpacked is gone again"


def test_it_is_small_and_starts_soon(kind: str, tally: Tally) -> None:
    program = built(kind)
    size = (
        program.stat().st_size
        if kind == "file"
        else sum(p.lstat().st_size for p in program.parent.rglob("*"))
    )
    took, worked = [], []
    for _round in range(8):
        began, before = time.perf_counter(), os.times()
        subprocess.run([program, "--version"], capture_output=True, check=True)
        took.append(time.perf_counter() - began)
        after = os.times()
        worked.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
    least = f"{min(took) * 1000:.0f} ms, of it {min(worked) * 1000:.0f} ms of work"
    tally(f"executable, {kind}: {size / 1e6:.1f} MB, --version {least}")
    assert kind == "folder" or size <= LARGEST
    assert min(*took, *worked) <= STARTS_WITHIN[kind], "whatever else the machine does meanwhile"


def test_it_names_the_licence_of_everything_inside(kind: str) -> None:
    program = built(kind)
    listed = next(iter(BUILT.glob("*-LICENSES.txt"))).read_text("utf-8")
    heads = listed.partition("=====")[0]
    for name in (
        "textual",
        "pydantic",
        "cryptography",
        "pyrage",
        "keyring",
        "icalendar",
        "tzdata",
        "Python 3",
    ):
        assert re.search(rf"^{name}.*: \S", heads, re.MULTILINE | re.IGNORECASE), name
    assert not re.search(r"^\S+ \S+: ?$", heads, re.MULTILINE), "every library says its licence"
    if kind == "folder":
        assert (program.parent / "LICENSES.txt").read_text("utf-8") == listed


def test_the_hand_off_is_sealed_by_key_and_by_words_and_opened_again(
    ready: Bare, tmp_path: Path, need_program: NeedProgram
) -> None:
    passphrase = ("--passphrase-file", ready.inside("passphrase"))
    public = ready.run("key", "new", *passphrase).strip()
    ready.run("export", "--seal", "--to", public, "-o", ready.inside("key.age"), *passphrase)
    found = json.loads(ready.run("review", ready.inside("key.age"), "--json", *passphrase, status=0))
    assert found["profile"] == "Acme Builders"
    told = ready.run("export", "--seal", "--words", "-o", ready.inside("words.age"), *passphrase, beside=True)
    found_words = re.search(r"^([a-z]+(?:-[a-z]+){5})$", told, re.MULTILINE)
    assert found_words, told
    said = ready.secret("words", found_words[1])
    assert json.loads(ready.run("review", ready.inside("words.age"), "--json", "--words-file", said))
    assert PASSWORD.encode() not in b"".join(p.read_bytes() for p in ready.root.glob("*.age"))


def test_documents_of_every_format_are_written(ready: Bare) -> None:
    ready.run("set", "kickoff.date=2026-12-01T10:00-06:00[America/Chicago]")
    for form, holds in (
        ("json", "SOLUTIONS"),
        ("html", "<html"),
        ("markdown", "Acme"),
        ("ics", "BEGIN:VTIMEZONE"),
        ("eml", "Subject:"),
    ):
        name = f"out.{form}"
        ready.run("export", "--format", form, "-o", ready.inside(name), "--lang", "es")
        assert holds in (ready.root / name).read_text("utf-8"), form


def test_the_connection_is_checked_with_the_stored_password(
    ready: Bare,
    good_context: ssl.SSLContext,  # noqa: F811
    trusts_test_authority: None,  # noqa: F811
) -> None:
    shutil.copy2(os.environ["SSL_CERT_FILE"], ready.root / "ca.pem")
    with CmicServer(known_to_cmic(PASSWORD), good_context) as server:
        ready.run("set", f"connection.mobile_server_url={server.url()}", status=0)
        said = ready.run(
            *("check", "--json", "--passphrase-file", ready.inside("passphrase")),
            SSL_CERT_FILE=ready.inside("ca.pem"),
        )
    found = json.loads(said)
    assert found["ok"] is True
    assert {stage["state"] for stage in found["stages"] if stage["stage"] in ("tls", "user", "role")} <= {
        "ok"
    }


@pytest.mark.skipif(sys.platform != "linux", reason="needs the Secret Service")
def test_the_key_ring_keeps_the_password(bare: Bare, need_program: NeedProgram, tmp_path: Path) -> None:
    for program in ("dbus-daemon", "gnome-keyring-daemon", "secret-tool", "dbus-send"):
        need_program(program)
    socket, home = bare.root / "run" / "bus", tmp_path / "keyring"
    home.mkdir(exist_ok=True)
    outside = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    outside["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={socket}"
    daemon = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    quiet = subprocess.DEVNULL
    bus_command = ["dbus-daemon", "--session", "--nofork", f"--address=unix:path={socket}"]
    with subprocess.Popen(bus_command, env=outside, stdout=quiet, stderr=quiet) as bus:
        try:
            _until(socket.exists)
            with subprocess.Popen(
                daemon, env=outside, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet
            ) as ring:
                try:
                    assert ring.stdin is not None
                    ring.stdin.write(b"testpass")
                    ring.stdin.close()
                    ask = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
                    ask += ["org.freedesktop.DBus.GetNameOwner", "string:org.freedesktop.secrets"]
                    _until(lambda: not subprocess.run(ask, env=outside, capture_output=True).returncode)
                    address = f"unix:path={bare.inside('run/bus')}"
                    bare.run("set", "--profile", "Acme", "connection.tenant_id=SOLUTIONS")
                    file = bare.secret("password", PASSWORD)
                    bare.run("set", "--password-file", file, DBUS_SESSION_BUS_ADDRESS=address)
                    [stored] = (bare.root / "data" / "profiles").glob("acme.json")
                    id_ = json.loads(stored.read_text())["id"]
                    found = subprocess.run(
                        ["secret-tool", "lookup", "service", f"cmic_wizard:{id_}"],
                        env=outside,
                        capture_output=True,
                    )
                    assert found.stdout.decode() == PASSWORD
                finally:
                    ring.kill()
        finally:
            bus.kill()


def _until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_a_whole_set_up_is_done_by_keyboard(bare: Bare, terminal: OpenTerminal) -> None:
    from wizard_driver import Driver, read_answers

    given = read_answers(DATA / "penalara.toml")
    env = bare.on_a_terminal() | {"TZ": given["time_zone"]}
    wizard = terminal(command=bare.command, env=env, cwd=bare.root)
    driver = Driver(wizard)
    driver.begin(given["name"], given["language"])
    driver.fill(given)
    wizard.expect(driver.nothing_to_do())
    driver.press("f10")
    assert wizard.expect_end() == 0
    assert b"\x1b[?1049l" in wizard.raw, "the normal screen is back"
    assert json.loads(bare.run("status", "--json"))["complete"] is True


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_signal_ends_it_in_order(bare: Bare, terminal: OpenTerminal) -> None:
    bare.run("set", "--profile", "Acme", "connection.tenant_id=SOLUTIONS")
    wizard = terminal(command=bare.command, env=bare.on_a_terminal(), cwd=bare.root)
    wizard.expect("Welcome")
    wizard.kill(15)
    assert wizard.expect_end() == 143
    assert b"\x1b[?1049l" in wizard.raw
    assert not list((bare.root / "tmp").glob("_MEI*"))


@pytest.mark.skipif(sys.platform == "win32", reason="jobs are POSIX")
def test_it_is_stopped_and_goes_on_as_a_job_of_a_shell(
    kind: str, terminal: OpenTerminal, need_program: NeedProgram, home: Path
) -> None:
    program = built(kind)
    need_program("bash")
    with terminal(command=["bash", "--norc", "-i"], env={"PS1": "ready> "}, cwd=home) as shell:
        shell.type(f"{program} set --profile Acme connection.tenant_id=SOLUTIONS; clear; {program}\n")
        shell.expect("Welcome", 60)
        shell.press("ctrl+z")
        shell.expect("Stopped")
        shell.type("clear; echo is to''ld\n")
        shell.expect("is told")
        shell.type("fg\n")
        shell.expect("Welcome")
        shell.press("f10")
        shell.type("echo st''atus=$?\n")
        shell.expect("status=0")
