"""What Windows and macOS answer, played to the code that asks them."""

from __future__ import annotations

import ast
import asyncio
import ctypes
import errno
import os
import signal
import subprocess
import sys
import time
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fixture_types import WizardEnv
from keyring.backend import KeyringBackend

from cmic_wizard import files
from cmic_wizard.bounds import PASSWORD_AT_MOST
from cmic_wizard.commands import screen
from cmic_wizard.credentials import child, hardening, ring
from cmic_wizard.errors import FileRefused, UsageError
from cmic_wizard.profile import lock
from cmic_wizard.profile.profiles import Profiles

ROOT = Path(__file__).parents[1]


class OfWindows(PermissionError):
    """A refusal as Windows makes it."""

    def __init__(self, winerror: int) -> None:
        super().__init__(errno.EACCES, "refused")
        self.winerror = winerror


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The package believes that it runs on Windows; the libraries below it do not."""
    monkeypatch.setattr(files, "_WINDOWS", True)
    return monkeypatch


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Time that passes only where `files` waits."""
    passed = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: passed[0])
    monkeypatch.setattr(time, "sleep", lambda seconds: passed.append(passed.pop() + seconds))
    return passed


def refusing(times: float, winerror: int) -> Callable[..., Any]:
    """`Path.replace` that a scanner holds up so many times."""
    real, count = Path.replace, [0]

    def replace(self: Path, target: Path) -> Path:
        count[0] += 1
        if count[0] <= times:
            raise OfWindows(winerror)
        return real(self, target)

    return replace


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_file_that_a_scanner_holds_for_a_moment_is_written(
    windows: pytest.MonkeyPatch, clock: list[float], tmp_path: Path, winerror: int
) -> None:
    target = tmp_path / "profile.json"
    target.write_bytes(b"old")
    windows.setattr(Path, "replace", refusing(20, winerror))
    files.write_atomically(target, b"new", keep_previous=tmp_path / "previous.json")
    assert (target.read_bytes(), (tmp_path / "previous.json").read_bytes()) == (b"new", b"old")
    assert 0 < clock[0] < 2


@pytest.mark.parametrize(
    ("winerror", "said"), [(5, "you don't have permission"), (32, "another program is using it")]
)
def test_a_file_that_another_program_keeps_is_refused_and_stays_whole(
    windows: pytest.MonkeyPatch, clock: list[float], tmp_path: Path, winerror: int, said: str
) -> None:
    target = tmp_path / "profile.json"
    target.write_bytes(b"old")
    windows.setattr(Path, "replace", refusing(float("inf"), winerror))
    with pytest.raises(FileRefused, match=said):
        files.write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["profile.json"]
    assert 2 <= clock[0] < 3


def test_elsewhere_a_refusal_is_final(
    clock: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", refusing(1, 32))
    with pytest.raises(FileRefused):
        files.write_atomically(tmp_path / "a", b"new")
    assert clock[0] == 0


def test_on_windows_no_folder_is_opened_and_the_former_version_is_a_copy_where_there_are_no_links(
    windows: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[Path] = []
    real = os.open

    def of_files(path: Any, *args: Any, **options: Any) -> int:
        if Path(path).is_dir():
            raise OfWindows(5)
        opened.append(Path(path))
        return real(path, *args, **options)

    def no_links(*_args: Any, **_options: Any) -> None:
        raise OSError(errno.EINVAL, "FAT has no links")

    windows.setattr(os, "open", of_files)
    windows.setattr(os, "link", no_links)
    profiles = Profiles(tmp_path / "data")
    store = profiles.create("Acme")
    for text in ("T1", "T2"):
        store.answer("connection.tenant_id", text)
        store.save()
    store.close()
    assert opened
    assert profiles.load("acme").answers["connection.tenant_id"] == "T2"
    assert profiles.previous("acme") is not None


def test_a_lock_is_let_go_before_its_file_goes_where_an_open_file_can_not_be_removed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    held = tmp_path / "x.lock"
    real = Path.unlink

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if self == held and is_open(held):
            raise OfWindows(32)
        real(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    with lock.held_for_a_moment(held, 1, "busy"):
        assert is_open(held)
        with pytest.raises(PermissionError):
            held.unlink()
    assert not held.exists()


def is_open(path: Path) -> bool:
    """Whether this process has a file open."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc")
    return any(os.path.realpath(open_file) == str(path) for open_file in Path("/proc/self/fd").iterdir())


def test_macos_brings_bytes_to_the_disk_by_its_own_call_and_by_the_usual_one_on_a_network_drive(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    called: list[str] = []
    knows = [True]

    def control(_descriptor: int, _what: int) -> int:
        called.append("F_FULLFSYNC")
        if not knows[0]:
            raise OSError(errno.ENOTSUP, "not there")
        return 0

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setitem(sys.modules, "fcntl", types.SimpleNamespace(fcntl=control, F_FULLFSYNC=51))
    monkeypatch.setattr(os, "fsync", lambda _descriptor: called.append("fsync"))
    with (tmp_path / "a").open("wb") as file:
        files._sync(file.fileno())
        assert called == ["F_FULLFSYNC"]
        knows[0] = False
        files._sync(file.fileno())
    assert called == ["F_FULLFSYNC", "F_FULLFSYNC", "fsync"]


WITHOUT_POSIX = """
import importlib, os, pkgutil, signal, sys
import asyncio, ctypes, filelock, getpass, keyring, pydantic, ssl, subprocess, tempfile, textual.app, uuid
import textual.drivers.linux_driver, textual.drivers.headless_driver, httpx2, truststore, cryptography, jinja2
import cmic_wizard
for name in ("fcntl", "termios", "tty", "pty", "resource", "pwd", "grp"):
    sys.modules[name] = None
for module, names in ((os, GONE_OF_OS), (signal, GONE_OF_SIGNAL)):
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
for found in pkgutil.walk_packages(cmic_wizard.__path__, "cmic_wizard."):
    if found.name.endswith("__main__"):
        continue
    try:
        importlib.import_module(found.name)
    except (ImportError, AttributeError) as error:
        print(found.name, isinstance(error, ImportError))
"""
GONE_OF_OS = (
    *("geteuid", "getuid", "killpg", "getpgid", "getpgrp", "fork", "uname", "mkfifo", "chown", "openpty"),
    *("O_NOCTTY", "O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK", "O_CLOEXEC", "O_ASYNC"),
)
GONE_OF_SIGNAL = ("SIGHUP", "SIGKILL", "SIGTSTP", "SIGCONT", "SIGWINCH", "SIGSTOP", "SIGQUIT", "SIGPIPE")


def test_every_module_but_the_terminal_s_driver_is_imported_where_nothing_of_posix_is_there(
    wizard_env: WizardEnv,
) -> None:
    code = f"GONE_OF_OS, GONE_OF_SIGNAL = {GONE_OF_OS!r}, {GONE_OF_SIGNAL!r}\n{WITHOUT_POSIX}"
    done = subprocess.run([sys.executable, "-c", code], env=wizard_env(), capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "cmic_wizard.tui.driver True\n"


def test_the_driver_for_posix_is_asked_for_only_where_textual_would_take_its_own_for_linux(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from textual.app import App
    from textual.drivers.headless_driver import HeadlessDriver

    from cmic_wizard.tui.on_terminal import OnTerminal

    monkeypatch.setattr(App, "get_driver_class", lambda _self: HeadlessDriver)
    monkeypatch.setitem(sys.modules, "cmic_wizard.tui.driver", None)
    assert OnTerminal.get_driver_class(object.__new__(OnTerminal)) is HeadlessDriver


@pytest.fixture
def own_signals() -> Iterator[None]:
    """Puts the handlers back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("own_signals")
async def test_the_program_ends_in_order_where_no_sighup_is_known_and_the_loop_takes_no_signals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cmic_wizard.tui.shutdown import Shutdown

    def takes_none(*_args: Any) -> None:
        raise NotImplementedError

    ended: list[int] = []
    monkeypatch.delattr(signal, "SIGHUP", raising=False)
    monkeypatch.setattr(asyncio.get_running_loop(), "add_signal_handler", takes_none, raising=False)
    shutdown = Shutdown(types.SimpleNamespace())  # type: ignore[arg-type]
    monkeypatch.setattr(shutdown, "_save_and_go", _told(ended))
    monkeypatch.setattr("threading.Timer", lambda *_args: types.SimpleNamespace(start=lambda: None))
    shutdown.listen()
    shutdown.stands = True
    signal.raise_signal(signal.SIGTERM)
    for _round in range(3):
        await asyncio.sleep(0)
    assert ended == [128 + signal.SIGTERM]


def _told(ended: list[int]) -> Callable[[int], Any]:
    async def save_and_go(status: int) -> None:
        ended.append(status)

    return save_and_go


def test_keys_that_nobody_has_read_are_not_looked_for_where_no_terminal_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cmic_wizard.tui import key_queue

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "termios", None)
    assert key_queue._unread() is False


def test_a_process_is_hardened_as_far_as_its_system_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.setenv("TEXTUAL_LOG", "keys.log")
    hardening.harden_process()
    assert "TEXTUAL_LOG" not in os.environ


def test_a_child_is_ended_by_itself_where_there_are_no_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []
    process: Any = types.SimpleNamespace(returncode=None, pid=1, kill=lambda: ended.append("kill"))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "killpg")
    ring._kill(process)
    assert ended == ["kill"]


class WindowsError1168(Exception):
    """`pywintypes.error` for an entry that is not there."""

    winerror, funcname = 1168, "CredRead"


@pytest.fixture
def credential_manager(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """keyring's own back end for Windows, above a Credential Manager that has room for 2560 bytes."""
    held: dict[str, dict[str, Any]] = {}

    def write(credential: dict[str, Any], _flags: int) -> None:
        blob = credential["CredentialBlob"].encode("utf-16-le")
        if len(blob) > 2560:
            raise OSError(1783, "The stub received bad data")
        held[credential["TargetName"]] = {**credential, "CredentialBlob": blob}

    def read(Type: int, TargetName: str) -> dict[str, Any]:  # noqa: N803 - as Windows has it
        if TargetName not in held:
            raise WindowsError1168
        return held[TargetName]

    def delete(Type: int, TargetName: str) -> None:  # noqa: N803 - as Windows has it
        del held[TargetName]

    calls = types.SimpleNamespace(
        CredWrite=write, CredRead=read, CredDelete=delete, CRED_TYPE_GENERIC=1, CRED_PERSIST_ENTERPRISE=3
    )
    from keyring.backends import Windows

    monkeypatch.setattr(Windows, "win32cred", calls, raising=False)
    monkeypatch.setattr(Windows, "pywintypes", types.SimpleNamespace(error=WindowsError1168), raising=False)
    backend: KeyringBackend = Windows.WinVaultKeyring()  # type: ignore[no-untyped-call]
    monkeypatch.setattr(child, "chosen_backend", lambda: (backend, child.name_of(backend)))
    return held


def asked(operation: str, secret: str = "", user: str = "password") -> dict[str, Any]:
    request = {"operation": operation, "service": "cmic_wizard:p1", "user": user, "secret": secret}
    return child.perform(request)


@pytest.mark.parametrize("secret", ["a", "ñ" * PASSWORD_AT_MOST, "🔑" * (PASSWORD_AT_MOST // 2)])
@pytest.mark.usefixtures("credential_manager")
def test_the_longest_password_has_room_in_windows_credential_manager(secret: str) -> None:
    assert "keyring.backends.Windows.WinVaultKeyring" in child.ALLOWED
    assert asked("set", secret)["state"] == "ok"
    assert asked("get")["secret"] == secret
    assert asked("add", "other")["state"] == "taken"
    assert asked("delete")["state"] == "ok"
    assert asked("get")["state"] == "absent"


def test_one_more_character_is_refused_by_us_and_was_by_windows(
    credential_manager: dict[str, dict[str, Any]],
) -> None:
    from cmic_wizard.credentials.naming import password_of
    from cmic_wizard.secret import Secret

    longer = "x" * (PASSWORD_AT_MOST + 1)
    assert asked("set", longer)["state"] == "error"
    assert credential_manager == {}
    assert ring.Job().store(password_of("p1"), Secret(longer)).state == "too_long"


def test_two_entries_of_one_profile_stand_beside_each_other_in_windows_credential_manager(
    credential_manager: dict[str, dict[str, Any]],
) -> None:
    assert asked("set", "one", "password")["state"] == "ok"
    assert asked("set", "two", "identity")["state"] == "ok"
    assert (asked("get", user="password")["secret"], asked("get", user="identity")["secret"]) == (
        "one",
        "two",
    )
    assert asked("delete", user="password")["state"] == "ok"
    assert asked("get", user="identity")["secret"] == "two"


def test_a_locked_key_chain_of_macos_is_said_to_be_locked() -> None:
    error = RuntimeError("Can't store password on keychain: (-25308, 'Unknown Error')")
    assert child.state_of(error, "keyring.backends.macOS.Keyring") == "locked"


@pytest.mark.parametrize(
    ("platform", "command"), [("darwin", "pbpaste"), ("win32", "powershell"), ("linux", None)]
)
def test_each_system_s_own_program_tells_what_its_clipboard_holds(
    platform: str, command: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cmic_wizard.tui import pasteboard

    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    found = pasteboard.desktop()
    assert (found and found.tell[0]) == command
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 22")
    assert pasteboard.desktop() is None


class Console:
    """`kernel32` of a Windows whose console knows escape sequences, or not."""

    def __init__(self, *, knows: bool, is_console: bool = True) -> None:
        self.mode, self._knows, self._is_console = 3, knows, is_console

    def GetConsoleMode(self, _handle: Any, mode: Any) -> int:  # noqa: N802 - as Windows has it
        mode._obj.value = self.mode
        return int(self._is_console)

    def SetConsoleMode(self, _handle: Any, mode: Any) -> int:  # noqa: N802 - as Windows has it
        wanted = getattr(mode, "value", mode)
        if wanted & 4 and not self._knows:
            return 0
        self.mode = wanted
        return 1


@pytest.fixture
def on_console(monkeypatch: pytest.MonkeyPatch) -> Callable[[Console], None]:
    """`on_console(console)`: the screen is opened on it."""

    def use(console: Console) -> None:
        stream = types.SimpleNamespace(isatty=lambda: True, fileno=lambda: 1)
        monkeypatch.setattr(ctypes, "windll", types.SimpleNamespace(kernel32=console), raising=False)
        handles = types.SimpleNamespace(get_osfhandle=lambda number: 100 + number)
        monkeypatch.setitem(sys.modules, "msvcrt", handles)
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr(sys, "stdin", stream)
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(sys, "setswitchinterval", lambda _seconds: None)

    return use


def test_a_console_without_escape_sequences_is_told_from_one_that_draws(
    on_console: Callable[[Console], None],
) -> None:
    old = Console(knows=False)
    on_console(old)
    with pytest.raises(UsageError, match=r"open Windows Terminal instead\. Use status\."):
        screen.prepare_screen("Use status.")
    assert old.mode == 3


@pytest.mark.parametrize("console", [Console(knows=True), Console(knows=False, is_console=False)])
def test_a_console_that_draws_is_left_as_it_was(
    on_console: Callable[[Console], None], console: Console
) -> None:
    on_console(console)
    screen.prepare_screen("Use status.")
    assert console.mode == 3


def top_level_imports(path: Path) -> Iterator[tuple[str, bool]]:
    """The modules that a file imports as it is read, and whether Windows has been sent away before."""
    sent_away = False
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.If) and "win32" in ast.unparse(node.test):
            sent_away = True
        elif isinstance(node, ast.Import):
            yield from ((alias.name, sent_away) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, sent_away


def test_no_test_fails_on_windows_for_the_modules_that_it_reads() -> None:
    """What imports a module of POSIX, itself or by a tool, says first that it is not for Windows."""
    folders = [ROOT / "tests" / "tools", ROOT / "tests" / "benchmarks", ROOT / "tests" / "fuzz"]
    tools = {path.stem: path for folder in folders for path in folder.glob("*.py")}
    posix = {"fcntl", "termios", "tty", "pty", "resource", "pwd", "grp"}
    while grown := {
        name
        for name, path in tools.items()
        if name not in posix and any(found in posix and not away for found, away in top_level_imports(path))
    }:
        posix |= grown
    assert {"wizard_terminal", "wizard_driver"} <= posix
    wrong = [
        f"{path.relative_to(ROOT)}: {found}"
        for pattern in ("test_*.py", "conftest.py")
        for path in (ROOT / "tests").rglob(pattern)
        for found, away in top_level_imports(path)
        if found in posix and not away
    ]
    assert wrong == []
