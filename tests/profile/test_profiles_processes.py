"""Real processes on one profile: one writer, let go by kill -9, and never a torn file."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fixture_types import WizardEnv

from cmic_wizard import files
from cmic_wizard.errors import FileRefused, ProfileInUse
from cmic_wizard.profile.profiles import Profiles

if sys.platform == "win32":
    pytest.skip("kill -9 and fork as POSIX has them", allow_module_level=True)

HOLD = """
import sys
from pathlib import Path
from cmic_wizard.profile.profiles import Profiles
store = Profiles(Path(sys.argv[1]), program="the wizard").open("acme")
print("held", flush=True)
sys.stdin.read()
"""

OPEN = """
import sys
from pathlib import Path
from cmic_wizard.errors import WizardError
from cmic_wizard.profile.profiles import Profiles
try:
    Profiles(Path(sys.argv[1])).open("acme")
    print("opened", flush=True)
except WizardError as error:
    print(error, flush=True)
"""

CREATE = """
import sys
from pathlib import Path
from cmic_wizard.errors import WizardError
from cmic_wizard.profile.profiles import Profiles
import filelock
print("there", flush=True)
sys.stdin.readline()
try:
    store = Profiles(Path(sys.argv[1])).create("Acme")
    print("created", flush=True)
except WizardError as error:
    print(error, flush=True)
sys.stdin.readline()
"""

TEAR = """
import os, random, signal, sys, time
from pathlib import Path
from cmic_wizard.profile.codec import draft_from_json
from cmic_wizard.profile.profiles import Profiles
import filelock
profiles = Profiles(Path(sys.argv[1]))
profiles.create("Acme").close()
path = profiles.folder / "acme.json"
whole = lambda note: note == note[:1] * len(note)
rounds, saves = int(sys.argv[2]), 0
for number in range(rounds):
    before = path.stat().st_ino
    child = os.fork()
    if not child:
        with profiles.open("acme") as store:
            while True:
                store.note("a.b", random.choice("abcdefgh") * random.choice((10, 100_000)))
                store.save()
    deadline = time.monotonic() + 10
    while path.stat().st_ino == before and time.monotonic() < deadline:
        time.sleep(0.0005)
    time.sleep(random.random() * 0.004)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for draft in (profiles.load("acme"), profiles.previous("acme")):
        assert draft is not None, "the version before is whole too"
        saves += bool(draft.notes)
        assert whole(draft.notes.get("a.b", "")), "torn"
left = [name for name in os.listdir(profiles.folder) if name.endswith(".tmp")]
print(rounds, saves, len(left))
"""


@pytest.fixture
def process(wizard_env: WizardEnv) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a Python process with pipes, ended when the test ends."""
    started: list[subprocess.Popen[str]] = []

    def start(program: str, *args: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", program, *map(str, args)]
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=wizard_env()))
        return started[-1]

    yield start
    for child in started:
        child.kill()
        child.communicate()


def line_of(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def tell(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


def test_a_second_process_is_told_who_holds_the_profile_until_kill_9(
    data_dir: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    profiles = Profiles(data_dir)
    profiles.create("Acme").close()
    holder = process(HOLD, data_dir)
    assert line_of(holder) == "held"
    with pytest.raises(ProfileInUse) as refusal:
        profiles.open("acme")
    assert (
        f"The profile “Acme” is open in the wizard (process {holder.pid} on {os.uname().nodename}, since 20"
        in str(refusal.value)
    )
    assert profiles.load("acme").name == "Acme"
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with profiles.open("acme") as store:
        store.answer("connection.tenant_id", "SOLUTIONS")
    assert files.names_in(profiles.folder) == ["acme.json", "acme.lock", "acme.previous.json"]


def test_a_holder_that_can_not_be_read_is_another_program(
    data_dir: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    profiles = Profiles(data_dir)
    profiles.create("Acme").close()
    holder = process(HOLD, data_dir)
    assert line_of(holder) == "held"
    note = profiles.folder / "acme.holder.json"
    for content in (
        b"",
        b"{}",
        b'{"program": "x", "pid": 1, "host": "h", "since": "0001-01-01T00:00:00+14:00"}',
    ):
        note.write_bytes(content)
        with pytest.raises(ProfileInUse, match="“Acme” is open in another program: close it there first"):
            profiles.open("acme")
    note.write_bytes(
        b'{"program": "\\u001b[2J", "pid": 1, "host": "h", "since": "2026-01-01T00:00:00+00:00"}'
    )
    with pytest.raises(ProfileInUse, match=r"open in <U\+001B>\[2J"):
        profiles.open("acme")


def test_of_processes_that_create_the_same_profile_exactly_one_succeeds(
    data_dir: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    children = [process(CREATE, data_dir) for _ in range(4)]
    assert [line_of(child) for child in children] == ["there"] * 4
    for child in children:
        tell(child)
    said = sorted(line_of(child) for child in children)
    assert said.count("created") == 1
    for line in said:
        assert line == "created" or "“Acme”" in line
    assert [listed.slug for listed in Profiles(data_dir).list()] == ["acme"]


def test_a_lock_that_is_deleted_under_way_is_taken_anew_where_nobody_has_it(
    data_dir: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    profiles = Profiles(data_dir)
    with profiles.create("Acme") as store:
        shutil.rmtree(data_dir)
        store.answer("connection.tenant_id", "SOLUTIONS")
        store.save()
        other = process(OPEN, data_dir)
        assert f"open in cmic-wizard (process {os.getpid()} on " in line_of(other)
        (profiles.folder / "acme.lock").unlink()
        store.answer("connection.tenant_id", "OTHER")
        store.save()
        assert "open in cmic-wizard" in line_of(process(OPEN, data_dir))
    assert profiles.load("acme").answers == {"connection.tenant_id": "OTHER"}
    assert files.names_in(profiles.folder) == ["acme.json", "acme.lock", "acme.previous.json"]


def test_whoever_makes_the_profile_anew_after_its_folder_was_deleted_keeps_it(
    data_dir: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    profiles = Profiles(data_dir, program="the first")
    store = profiles.create("Acme")
    store.answer("connection.tenant_id", "FIRST")
    store.save()
    shutil.rmtree(data_dir)
    other = process(CREATE, data_dir)
    assert line_of(other) == "there"
    tell(other)
    assert line_of(other) == "created"
    store.answer("connection.tenant_id", "MINE")
    for _again in range(2):
        with pytest.raises(ProfileInUse, match=rf"open in cmic-wizard \(process {other.pid} on "):
            store.save()
    assert store.dirty
    assert store.draft.answers == {"connection.tenant_id": "MINE"}
    assert profiles.load("acme").answers == {}
    tell(other)
    other.wait()
    for _again in range(2):
        with pytest.raises(FileRefused, match="Another program has changed the profile “Acme” meanwhile"):
            store.save()
    with pytest.raises(FileRefused, match="meanwhile"):
        store.close()
    with profiles.open("acme") as theirs:
        assert theirs.draft.answers == {}


def test_letting_a_lost_lock_go_leaves_the_note_of_who_holds_the_profile_now(
    data_dir: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    profiles = Profiles(data_dir)
    store = profiles.create("Acme")
    (profiles.folder / "acme.lock").unlink()
    holder = process(HOLD, data_dir)
    assert line_of(holder) == "held"
    store.close()
    with pytest.raises(ProfileInUse, match=rf"open in the wizard \(process {holder.pid} on "):
        profiles.open("acme")


def test_kill_9_in_the_middle_of_60_saves_never_tears_the_file_or_the_version_before(
    data_dir: Path, process: Callable[..., subprocess.Popen[str]]
) -> None:
    out, _ = process(TEAR, data_dir, 60).communicate(timeout=90)
    rounds, saves, left = map(int, out.split())
    assert rounds == 60
    assert saves > 60, "the children did save"
    profiles = Profiles(data_dir)
    later = 4000.0 + (profiles.folder / "acme.json").stat().st_mtime
    assert files.sweep_temporary(profiles.folder, now=later) == left
    assert not [name for name in files.names_in(profiles.folder) if name.endswith(".tmp")]


def test_profiles_start_up_without_anything_heavy(wizard_env: WizardEnv) -> None:
    program = """
import sys, cmic_wizard.profile.profiles
heavy = {"pydantic", "textual", "keyring", "filelock", "httpx2", "ssl", "asyncio", "jinja2"}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=wizard_env())
    assert done.stdout == "[]\n", done.stderr
