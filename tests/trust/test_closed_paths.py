"""Paths that may not be looked at: every door says so in a sentence, and none closes the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from asked_sheet import empty
from asked_sheet import filled as filled_sheet
from asked_sheet import profile as asked_profile
from fixture_types import OpenTerminal, ProfileAt, Rounds, WizardEnv
from full_run import sampled
from reviewing import handoff_of

from cmic_wizard.handoff import document
from cmic_wizard.review import reviews

if sys.platform == "win32":
    pytest.skip("rights and links as POSIX has them", allow_module_level=True)

TENANT = "connection.tenant_id"
PASSPHRASE = "correct horse battery"
CLOSED = {
    "data folder": "",
    "profiles": "profiles",
    "vault": "vault",
    "reviews": "reviews",
    "profile": "profiles/acme.json",
    "own key": "identity.json",
    "last opened": "state.json",
}
"""What is closed, below the data folder."""
COMMANDS = {
    "status": ("status",),
    "status --json": ("status", "--json"),
    "set": ("set", f"{TENANT}=OTHER"),
    "set new": ("set", "--profile", "New", f"{TENANT}=OTHER"),
    "ask": ("ask", "subscriptions.pmxchange", "--whom", "Ana Ruiz", "--by", "Dana Reyes", "-o", "out.eml"),
    "set password": ("set", "--password-file", "PASSWORD", "--passphrase-file", "PASSWORD"),
    "profiles": ("profiles",),
    "rename": ("profiles", "rename", "acme", "Zenith"),
    "delete": ("profiles", "delete", "acme", "--yes"),
    "export": ("export", "--draft", "-o", "out.json"),
    "export sealed": ("export", "--draft", "--seal", "--words", "-o", "out.age"),
    "import": ("import", "HANDOFF"),
    "import answers": ("import", "sheet.toml", "--take", "all", "--anyway"),
    "review": ("review", "HANDOFF", "--json"),
    "review --save": ("review", "HANDOFF", "--save", "out.remarks"),
    "review folder": ("review", ".", "--json"),
    "key": ("key",),
    "key new": ("key", "new", "--passphrase-file", "PASSWORD"),
    "no command": ("nonsense",),
}
SCREENS = {"wizard": (), "review": ("review", "HANDOFF"), "table": ("review", ".")}


@pytest.fixture(scope="session")
def bound(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Words before a command that let closed folders be closed to it, who may be root, too."""
    words: list[str] = []
    if os.geteuid() == 0:
        without = "-dac_override,-dac_read_search"
        words = ["setpriv", f"--bounding-set={without}", f"--inh-caps={without}"]
    closed = tmp_path_factory.mktemp("closed")
    closed.chmod(0)
    look = f"import os; os.listdir({str(closed)!r})"
    try:
        done = subprocess.run([*words, sys.executable, "-c", look], capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("without setpriv, no folder is closed to root")
    if "PermissionError" not in done.stderr:
        pytest.skip("no folder is closed to this user")
    return words


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault under a passphrase of its own."""
    from cmic_wizard.credentials.vault import Vault
    from cmic_wizard.secret import Secret

    folder = tmp_path_factory.mktemp("vaults") / "vault"
    Vault(folder).create(Secret(PASSPHRASE))
    return folder


@pytest.fixture
def world(
    home: Path, data_dir: Path, profile: ProfileAt, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A profile, a review, a vault and a hand-off, in the folder one works in."""
    monkeypatch.chdir(home)
    profile(answers={TENANT: "SOLUTIONS"})
    shutil.copytree(vault, data_dir / "vault")
    handoff = handoff_of()
    (home / "handoff.json").write_bytes(document.to_bytes(handoff))
    reviews.save(data_dir, reviews.Review(handoff.profile.id, handoff.profile.name))
    (home / "sheet.toml").write_bytes(filled_sheet(empty(asked_profile()), {TENANT: "OTHER"}))
    (home / "password").touch(0o600)
    (home / "password").write_text(PASSPHRASE)
    (data_dir / "identity.json").touch(0o600)
    return home


@contextmanager
def closed(path: Path) -> Iterator[None]:
    """Take every right to a file or folder away for a while; it may be deleted meanwhile."""
    mode = path.stat().st_mode & 0o777
    path.chmod(0)
    try:
        yield
    finally:
        if path.exists():
            path.chmod(mode)


@contextmanager
def in_a_circle(path: Path) -> Iterator[None]:
    """Put a link to itself in the place of a file or folder for a while: nobody can look at it."""
    apart = path.with_name(f"{path.name}.apart")
    path.rename(apart)
    path.symlink_to(path.name)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        if path.exists():
            shutil.rmtree(path)
        apart.rename(path)


@pytest.fixture
def filled(world: Path) -> Callable[[tuple[str, ...]], list[str]]:
    """A command's words with the real files in the place of those in capitals."""
    words = {"HANDOFF": str(world / "handoff.json"), "PASSWORD": str(world / "password")}
    return lambda command: [words.get(word, word) for word in command]


def says_one_sentence(done: subprocess.CompletedProcess[str], where: object) -> None:
    """Whether it succeeded or was refused, and in words."""
    assert done.returncode in (0, 1, 2, 3), (where, done.returncode, done.stderr)
    assert "Traceback" not in done.stderr, (where, done.stderr)
    assert "Something went wrong" not in done.stderr, (where, done.stderr)
    assert done.returncode in (0, 3) or done.stderr.strip(), where


@sampled(2)
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_commands_meet_closed_places(
    command: tuple[str, ...],
    filled: Callable[[tuple[str, ...]], list[str]],
    bound: list[str],
    wizard_env: WizardEnv,
    data_dir: Path,
    world: Path,
    rounds: Rounds,
) -> None:
    """By default each command meets one place in four, and each place one command in four."""
    before, apart = whole(data_dir), rounds(4, 1)
    for name, below in list(CLOSED.items())[list(COMMANDS.values()).index(command) % apart :: apart]:
        for closing in (closed, in_a_circle) if below else (closed,):
            with closing(data_dir / below):
                done = subprocess.run(
                    [*bound, sys.executable, "-m", "cmic_wizard", *filled(command)],
                    cwd=world,
                    env=wizard_env(),
                    capture_output=True,
                    text=True,
                    stdin=subprocess.DEVNULL,
                    timeout=60,
                )
            says_one_sentence(done, (command, name, closing.__name__))
            kept = whole(data_dir).get("profiles/acme.json")
            if "is deleted" in done.stdout + done.stderr:  # with a word on what could not be removed
                assert kept is None or closing is in_a_circle, (command, name, closing.__name__)
                assert done.returncode == 0 or "may still be kept" in done.stderr
            elif done.returncode:
                assert kept == before["profiles/acme.json"], (command, name, closing.__name__)
            restore(data_dir, before)


def whole(data_dir: Path) -> dict[str, bytes]:
    """Every file below a folder and what it holds."""
    return {
        str(path.relative_to(data_dir)): path.read_bytes() for path in data_dir.rglob("*") if path.is_file()
    }


def restore(data_dir: Path, before: dict[str, bytes]) -> None:
    """Bring the folder back to what it was."""
    for path in data_dir.rglob("*"):
        if path.is_file() and str(path.relative_to(data_dir)) not in before:
            path.unlink()
    for name, data in before.items():
        (data_dir / name).parent.mkdir(mode=0o700, exist_ok=True)
        (data_dir / name).write_bytes(data)


@sampled(4)
@pytest.mark.parametrize("command", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("name", CLOSED)
def test_screens_open_over_closed_places_or_say_why_not(
    command: tuple[str, ...],
    name: str,
    filled: Callable[[tuple[str, ...]], list[str]],
    bound: list[str],
    wizard: OpenTerminal,
    data_dir: Path,
    world: Path,
) -> None:
    with closed(data_dir / CLOSED[name]):
        window = wizard(*filled(command), before=bound)
        window.wait_until(
            lambda: "F10" in window.text() or window.process.poll() is not None, what="a screen or the end"
        )
        if window.process.poll() is None:
            window.press("f10")
            status = window.expect_end()
        else:
            status = window.process.wait()
        assert status in (0, 1), window.text()
        assert "Traceback" not in window.text()
        assert "Something went wrong" not in window.text()
    assert not list(data_dir.glob("crash*"))
