"""A canary password is in no file in clear, in no command line and in no environment."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from fixture_types import WizardEnv
from leak_search import forms, found_in, in_files

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.credentials.naming import password_of
from cmic_wizard.credentials.ring import Job
from cmic_wizard.secret import Secret

P1 = password_of("p1")

CANARY = "C4NARY-9f31c2-pässword"


def test_the_vault_leaves_no_clear_text_behind(home: Path, data_dir: Path) -> None:
    keeper = Keeper(data_dir)
    keeper.save(P1, Secret(CANARY), passphrase=Secret(CANARY + " passphrase"))
    keeper.load(P1, keeper.save(P1, Secret(CANARY)).place)
    assert (data_dir / "vault" / "p1.age").is_file()
    assert in_files(home, {"password": CANARY}) == {}


@pytest.mark.parametrize("form", forms(CANARY))
def test_the_search_finds_each_form_of_a_deliberate_leak(home: Path, form: str) -> None:
    (home / "leak").write_bytes(b"prefix " + forms(CANARY)[form] + b" suffix")
    assert f"password ({form})" in in_files(home, {"password": CANARY})["leak"]


def _seen_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes() + Path(f"/proc/{pid}/environ").read_bytes()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")
def test_the_child_carries_the_password_neither_in_its_command_line_nor_in_its_environment(
    hanging_key_ring: Path,
) -> None:
    job = Job()
    working = threading.Thread(target=lambda: job.store(P1, Secret(CANARY), timeout=60), daemon=True)
    working.start()
    end = time.monotonic() + 20
    while not hanging_key_ring.exists():
        assert time.monotonic() < end, "the child never got to work"
        time.sleep(0.01)
    child, helper = map(int, hanging_key_ring.read_text().split())
    seen = _seen_of(child) + _seen_of(helper)
    control = subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()", CANARY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "LEAK": CANARY},
    )
    assert control.stdout is not None
    control.stdout.readline()
    try:
        assert b"child.py" in seen
        assert found_in(seen, {"password": CANARY}) == set()
        assert _seen_of(control.pid).count(CANARY.encode()) == 2, "the control leaks on purpose"
    finally:
        control.communicate(b"\n")
        job.cancel()
        working.join(10)
    assert not working.is_alive()


@pytest.mark.usefixtures("good_key_ring")
def test_answers_and_places_show_no_password() -> None:
    Job().store(P1, Secret(CANARY))
    answer = Job().fetch(P1)
    assert CANARY not in repr(answer)
    with pytest.raises(TypeError):
        pickle.dumps(answer)


def test_importing_the_keeper_loads_none_of_the_heavy_libraries(
    wizard_env: WizardEnv,
) -> None:
    source = (
        "import sys, cmic_wizard.credentials.keeper, cmic_wizard.credentials.hardening, cmic_wizard.words;"
        "heavy = {'keyring', 'cryptography', 'pyrage', 'filelock', 'textual', 'ctypes', 'ssl'};"
        "print(heavy & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", source], env=wizard_env(), capture_output=True, text=True)
    assert done.stdout == "set()\n", done.stderr
