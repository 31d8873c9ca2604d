"""Killed, or refused by the disk, at any call that writes: a command leaves a whole state, and says so."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fixture_types import NeedProgram, Rounds, Tally, WizardEnv

if not sys.platform.startswith("linux"):
    pytest.skip("strace is Linux's", allow_module_level=True)

from fault_cases import Case, plain, readers, with_secrets
from fault_sweep import Swept, sample, sweep
from fault_world import World
from traced_commands import BROKEN_DISK, FULL_DISK, KILL, Commands

pytestmark = [pytest.mark.system, pytest.mark.timeout(14400)]

NO_KEY_RING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
KEY_RING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}


@contextmanager
def made_in(folder: Path, strace: str, env: dict[str, str], *, ring: bool) -> Iterator[World]:
    """A computer on which every command has something to do."""
    scratch = folder / "scratch"
    scratch.mkdir()
    with Commands(strace, scratch, env) as commands:
        yield World(commands, folder, ring=ring)


@pytest.fixture(scope="module")
def without_key_ring(
    tmp_path_factory: pytest.TempPathFactory,
    need_program: NeedProgram,
    wizard_env: WizardEnv,
) -> Iterator[World]:
    """One with a vault, and no key ring."""
    folder = tmp_path_factory.mktemp("world")
    env = wizard_env(
        {**NO_KEY_RING, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "LC_ALL": "C.UTF-8"}
    )
    with made_in(folder, need_program("strace"), env, ring=False) as made:
        yield made


@pytest.fixture
def with_key_ring(
    tmp_path: Path,
    need_program: NeedProgram,
    wizard_env: WizardEnv,
    secret_service: subprocess.Popen[bytes],
) -> Iterator[World]:
    """One with gnome-keyring."""
    with made_in(tmp_path, need_program("strace"), wizard_env(KEY_RING), ring=True) as made:
        yield made


@pytest.fixture
def whole(rounds: Rounds, tally: Tally) -> Callable[..., None]:
    """`whole(world, cases, "what")`: strike them, by chance in the usual run, everywhere in the full one."""

    def check(made: World, cases: list[Case], what: str, count: int) -> None:
        seed = int(os.environ.get("TRUST_SEED") or random.randrange(1 << 32))  # noqa: S311 - no secret
        swept = Swept()
        if rounds(1, 0):
            cases = sample(seed, 2)([case for case in cases if not case.slow])
        sweep(made, cases, sample(seed, rounds(count, sys.maxsize)), swept)
        tally(f"faults, {what}: {len(cases)} commands, {swept}")
        assert not swept.found, "\n".join((f"TRUST_SEED={seed} repeats this", *swept.found))

    return check


def test_every_command_without_a_secret_leaves_a_whole_state(
    without_key_ring: World, whole: Callable[..., None]
) -> None:
    whole(without_key_ring, list(plain(without_key_ring)), "no secret", 12)


def test_every_command_with_a_secret_leaves_a_whole_state_where_a_vault_keeps_it(
    without_key_ring: World, whole: Callable[..., None]
) -> None:
    whole(without_key_ring, list(with_secrets(without_key_ring)), "vault", 5)


def test_every_command_with_a_secret_leaves_a_whole_state_where_a_key_ring_keeps_it(
    with_key_ring: World, whole: Callable[..., None]
) -> None:
    whole(with_key_ring, list(with_secrets(with_key_ring)), "key ring", 4)


def test_commands_that_only_read_write_nothing(without_key_ring: World) -> None:
    made = without_key_ring
    made.restore()
    for args in readers(made):
        made.commands.run(made.command(*args))
        done, points = made.commands.points(made.command(*args), (made.data, made.out))
        assert done.status in (0, 3), (args, done.err)
        assert [point for point in points if "pipe" not in point.what] == [], args


BAD = {
    "two writes in a bad order": (
        """
note = data / "identity.json"
text = note.read_text()
files.write_atomically(note, text.replace("age1", "age1x").encode())
files.write_atomically(note, text.encode())
""",
        KILL,
        "the note of the own key says",
    ),
    "a password that goes before its profile": (
        """
for path in data.glob("vault/*.age"):
    path.unlink()
""",
        KILL,
        "claims a password in the vault",
    ),
    "a file written in its place": (
        """
path = data / "profiles" / "beta.json"
path.write_text(path.read_text().replace("Beta", "Gamma"))
""",
        KILL,
        "data/profiles/beta.json is torn",
    ),
    "a hand-off before its check number": (
        """
from datetime import UTC, datetime
from cmic_wizard.commands.chosen_profile import judged
from cmic_wizard.handoff.export import make
from cmic_wizard.profile.profiles import Profiles
made = make(
    "json", judged(Profiles(data).load("acme-builders")), datetime.now(UTC), draft=True, stem="acme"
)
files.write_export(data.parent / "out" / "new.json", made.data)
files.write_atomically(data / "said.json", b"{}")
""",
        KILL,
        "new.json is a hand-off that its profile does not know",
    ),
    "a failure that is not told": (
        """
with contextlib.suppress(FileRefused):
    files.write_atomically(data / "said.json", b"{}")
""",
        FULL_DISK,
        "it said that it was done, but",
    ),
    "a failure with a traceback": (
        """
with (data / "said.json").open("w") as file:
    file.write("{}")
""",
        BROKEN_DISK,
        "a fault of its own: Traceback",
    ),
    "a temporary file that stays": (
        """
path = data / ".cmic-0000000000000000.tmp"
with path.open("w") as file:
    file.write("{}")
    file.flush()
    os.fsync(file.fileno())
path.rename(data / "said.json")
""",
        FULL_DISK,
        "tmp is left",
    ),
}
"""Programs that are made so badly that a sweep must find them, and what it says of them."""
START = """
import contextlib, os, sys
from pathlib import Path
from cmic_wizard import files
from cmic_wizard.errors import FileRefused
data = Path(sys.argv[2])
"""


@pytest.mark.parametrize("name", BAD)
def test_the_control_what_is_made_badly_is_found(without_key_ring: World, name: str) -> None:
    program, fault, found = BAD[name]
    swept = Swept()
    case = Case(name, (), program=START + program)
    sweep(without_key_ring, [case], lambda everything: [one for one in everything if one[2] == fault], swept)
    assert any(found in one for one in swept.found), swept.found
