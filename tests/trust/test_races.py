"""Two at one profile: each is either applied or refused naming the holder, and no file is ever torn."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fixture_types import OpenTerminal, ProfileAt, Rounds, RunWizard, Tally, WizardEnv

from cmic_wizard.profile.codec import draft_from_json

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")

VERSION = "subscriptions.cmic_version"
HOLDER = re.compile(r"is open in .*: close it there first\.$|is open in another program")


def whole(data_dir: Path, slug: str = "acme") -> dict[str, str]:
    """The answers of the file and of the version before it, both of which must be whole."""
    folder = data_dir / "profiles"
    if (previous := folder / f"{slug}.previous.json").exists():
        draft_from_json(previous.read_bytes())
    return dict(draft_from_json((folder / f"{slug}.json").read_bytes()).answers)


def test_of_two_sets_at_once_each_is_applied_or_refused_naming_the_holder(
    profile: ProfileAt, run_wizard: RunWizard, data_dir: Path, rounds: Rounds, tally: Tally
) -> None:
    slug = profile()
    steps = ("connection.tenant_id", "subscriptions.patch")
    applied = dict.fromkeys(steps, "")
    refused = 0
    count = rounds(10, 200)
    with ThreadPoolExecutor(2) as both:
        for number in range(count):
            asked = [both.submit(run_wizard, "set", f"{step}={number + 1}") for step in steps]
            for step, done in zip(steps, (one.result() for one in asked), strict=True):
                if done.stderr and HOLDER.search(done.stderr.strip()):
                    assert done.returncode == 1
                    refused += 1
                else:
                    assert "Traceback" not in done.stderr
                    applied[step] = str(number + 1)
            held = whole(data_dir, slug)
            assert {step: held.get(step, "") for step in steps} == applied, "an update was lost"
    assert all(applied.values())
    tally(f"races: {count} rounds of two `set` at once, {refused} refused naming the holder, 0 lost, 0 torn")


def test_of_two_that_make_the_same_profile_one_does(
    run_wizard: RunWizard, data_dir: Path, rounds: Rounds
) -> None:
    with ThreadPoolExecutor(2) as both:
        for number in range(rounds(3, 50)):
            name = f"New {number}"
            asked = [
                both.submit(run_wizard, "set", "--profile", name, f"connection.tenant_id={which}")
                for which in "AB"
            ]
            done = [one.result() for one in asked]
            applied = [which for which, one in zip("AB", done, strict=True) if one.returncode == 0]
            assert applied, [one.stderr for one in done]
            assert whole(data_dir, f"new-{number}")["connection.tenant_id"] in applied
            assert not any("Traceback" in one.stderr for one in done)


def test_while_a_wizard_is_open_set_is_refused_and_a_second_wizard_only_reads(
    wizard: OpenTerminal, profile: ProfileAt, run_wizard: RunWizard, data_dir: Path
) -> None:
    slug = profile(at=VERSION, answers={"connection.tenant_id": "SOLUTIONS"})
    first = wizard()
    first.expect("CMiC version")
    for number in range(20):
        done = run_wizard("set", f"connection.tenant_id=OTHER{number}")
        assert done.returncode == 1
        assert re.search(rf"“Acme” is open in .*\(process {first.pid} on ", done.stderr), done.stderr
        if number % 5 == 0:
            first.type("R12"[number // 5 : number // 5 + 1])
    second = wizard()
    second.expect("Read-only: open elsewhere")
    second.expect(f"process {first.pid}")
    second.type("XYZ")
    second.press("f10")
    assert second.expect_end() == 0
    first.press("f10")
    assert first.expect_end() == 0
    assert whole(data_dir, slug) == {"connection.tenant_id": "SOLUTIONS", VERSION: "R12"}
    assert run_wizard("set", "connection.tenant_id=AFTER").returncode == 0


def test_two_wizards_that_open_at_once_give_one_writer(
    wizard: OpenTerminal, profile: ProfileAt, data_dir: Path
) -> None:
    slug = profile(at=VERSION)
    both = [wizard(), wizard()]
    for each in both:
        each.expect("CMiC version")
    readers = [each for each in both if "Read-only" in each.text()]
    assert len(readers) == 1
    for each in both:
        each.type("R12")
    for each in both:
        each.press("f10")
        assert each.expect_end() == 0
    assert whole(data_dir, slug) == {VERSION: "R12"}


def test_a_profile_made_anew_after_its_folder_was_deleted_under_a_wizard_stays_with_whoever_has_it(
    wizard: OpenTerminal, profile: ProfileAt, run_wizard: RunWizard, data_dir: Path, home: Path
) -> None:
    slug = profile(at=VERSION)
    first = wizard()
    first.expect("CMiC version")
    first.type("R12")
    first.wait_until(lambda: whole(data_dir, slug) == {VERSION: "R12"}, what="the answer to be saved")
    shutil.rmtree(data_dir)
    assert run_wizard("set", "--profile", "Acme", "connection.tenant_id=OTHER").returncode == 0
    second = wizard("--profile", "Acme")
    second.expect("Saved ")
    first.expect("Changed by another program")
    first.press("esc")
    first.expect_gone("Changed by another program")
    first.type(" Patch 9")
    first.expect("Not saved!")
    assert "is open in cmic-wizard" in first.text().split("\n")[-2]
    first.press("f10")
    first.expect("Not saved yet")
    assert f"process {second.pid} on" in " ".join(first.text().split())
    first.press("esc")
    first.expect_gone("Not saved yet")
    second.press("f10")
    assert second.expect_end() == 0
    first.expect("Another program has changed the profile")
    first.press("f10")
    first.expect("Not saved yet")
    first.press("home", "ctrl+k")
    first.type(str(home / "copy.json"))
    first.press("tab", "tab", "enter")
    assert first.expect_end() == 0
    assert whole(data_dir, slug) == {"connection.tenant_id": "OTHER"}, "nothing was written over"
    assert json.loads((home / "copy.json").read_text())["answers"] == {VERSION: "R12 Patch 9"}


EDIT = """
import random, sys
from pathlib import Path
from cmic_wizard.profile.profiles import Profiles
with Profiles(Path(sys.argv[1])).open("acme") as store:
    number = int(sys.argv[2])
    while True:
        number += 1
        store.answer("subscriptions.patch", str(number))
        store.answer("connection.tenant_id", "T" * random.choice((1, 50, 5000)))
        store.save()
        print(number, flush=True)
"""


def test_kill_9_amid_save_after_save_tears_nothing_and_keeps_what_was_said_to_be_saved(
    profile: ProfileAt, data_dir: Path, wizard_env: WizardEnv, rounds: Rounds, tally: Tally
) -> None:
    slug = profile()
    said, count, chance = 0, rounds(12, 300), random.Random(7)  # noqa: S311 - no secret
    for _number in range(count):
        child = subprocess.Popen(
            [sys.executable, "-c", EDIT, str(data_dir), str(said)],
            stdout=subprocess.PIPE,
            env=wizard_env(),
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.random() * 0.02)
        child.kill()
        lines = child.stdout.read().split()
        child.wait()
        child.stdout.close()
        said = max([said + 1, *(int(line) for line in lines if line.isdigit())])
        held = whole(data_dir, slug)
        kept = int(held["subscriptions.patch"])
        assert kept in (said, said + 1), "what was said to be saved is on the disk"
        assert set(held["connection.tenant_id"]) == {"T"}
        said = kept
    tally(f"saves cut off by kill -9: {count} of {count} survived, {said} saves, none torn")
