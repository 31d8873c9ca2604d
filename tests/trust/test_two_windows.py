"""One review in several windows, one profile's file changed from outside: nothing is lost, all is told."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fixture_types import OpenTerminal, ProfileAt, Rounds, Stored, Tally, WizardEnv
from reviewing import handoff_of

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import document
from cmic_wizard.review import reviews

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")

VERSION, CODES = "subscriptions.cmic_version", "connection.company_codes"
JUDGE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.review import reviews
from cmic_wizard.review.model import Review

data, name, first = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
steps = list(load_guide().steps)[int(name)::4] if len(name) == 1 else list(load_guide().steps)
base = mine = reviews.load(data, "ab12", "Acme").looking_at("1111", {}, "Acme", "2026-11-24T09:00:00+00:00")
for number in range(first, first + int(sys.argv[4])):
    step = steps[number % len(steps)]
    mine = mine.judged(step, "change", f"{name}-{number}", datetime.now(UTC))
    while True:
        try:
            mine = base = reviews.keep(data, base, mine, datetime.now(UTC)).review
            break
        except FileRefused as refusal:
            assert "is tried again" in str(refusal)
    print(number, flush=True)
"""


def judge(wizard_env: WizardEnv, data_dir: Path, name: str, first: int, count: int) -> subprocess.Popen[str]:
    """A process that gives verdict after verdict, each kept before its number is said."""
    command = [sys.executable, "-c", JUDGE, str(data_dir), name, str(first), str(count)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=wizard_env()
    )


def words(review: reviews.Review) -> set[str]:
    """The remarks that count, and those that stand beside them."""
    beside = (one for kept in review.overtaken.values() for one in kept)
    return {one.text for one in (*review.verdicts.values(), *beside)}


def test_four_that_judge_at_once_lose_nothing(
    data_dir: Path, wizard_env: WizardEnv, rounds: Rounds, tally: Tally
) -> None:
    each = rounds(30, 450)
    judges = [judge(wizard_env, data_dir, str(name), 0, each) for name in range(4)]
    for one in judges:
        _out, fault = one.communicate(timeout=300)
        assert one.returncode == 0, fault
    review = reviews.load(data_dir, "ab12")
    steps = list(load_guide().steps)
    for name in range(4):
        own = steps[name::4]
        last = {own[number % len(own)]: f"{name}-{number}" for number in range(each)}
        assert {step: review.verdicts[step].text for step in own} == last
    assert set(review.verdicts) == set(steps)
    tally(f"reviews: 4 processes, {4 * each} verdicts at once, 0 lost")


def test_kill_9_amid_verdict_after_verdict_loses_nothing_that_was_kept(
    data_dir: Path, wizard_env: WizardEnv, rounds: Rounds, tally: Tally
) -> None:
    """Four judge at once, each killed and begun anew; the file is whole each time it is looked at."""
    count, chance = rounds(6, 120), random.Random(9)  # noqa: S311 - no secret
    said = dict.fromkeys(range(4), -1)
    running = {name: judge(wizard_env, data_dir, str(name), 0, 100_000) for name in said}
    for turn in range(count):
        name = turn % 4
        child = running[name]
        assert child.stdout is not None
        said[name] = int(child.stdout.readline())
        time.sleep(chance.random() * 0.03)
        child.kill()
        said[name] = max([said[name], *(int(line) for line in child.stdout.read().split())])
        child.communicate()
        review = reviews.load(data_dir, "ab12")
        own = list(load_guide().steps)[name::4]
        kept = review.verdicts[own[said[name] % len(own)]].text
        after = review.verdicts.get(own[(said[name] + 1) % len(own)])
        assert kept == f"{name}-{said[name]}", "what was said to be kept is on the disk"
        more = after is not None and after.text == f"{name}-{said[name] + 1}"
        running[name] = judge(wizard_env, data_dir, str(name), said[name] + 1 + more, 100_000)
    for child in running.values():
        child.kill()
        child.communicate()
    tally(f"reviews: {count} kills -9 amid four that judge, 0 verdicts lost, 0 files torn")


def test_four_that_judge_the_same_steps_keep_what_was_overtaken(
    data_dir: Path, wizard_env: WizardEnv
) -> None:
    judges = [judge(wizard_env, data_dir, f"all-{name}", 0, 36) for name in range(4)]
    for one in judges:
        _out, fault = one.communicate(timeout=300)
        assert one.returncode == 0, fault
    held = words(reviews.load(data_dir, "ab12"))
    newest = {f"all-{name}-35" for name in range(4)}
    step = list(load_guide().steps)[35]
    assert reviews.load(data_dir, "ab12").verdicts[step].text in newest
    assert len(held) >= 36


def test_the_same_hand_off_in_two_windows_keeps_what_both_decide_and_tells_it(
    wizard: OpenTerminal, data_dir: Path, home: Path, wizard_env: WizardEnv
) -> None:
    handoff = handoff_of()
    file = home / "acme.cmic.json"
    file.write_bytes(document.to_bytes(handoff))
    first, second = wizard("review", file), wizard("review", file)
    for window in (first, second):
        window.expect("Next to review: ERP implementation contact")
    first.press("f3")
    first.expect("Change wanted")
    first.press("f3")
    first.expect("CMiC version (R12 or higher)")
    first.press("space")
    first.wait_until(
        lambda: VERSION in reviews.load(data_dir, handoff.profile.id).verdicts, what="the verdict"
    )
    second.expect("Reviewed in another window")
    second.expect("Accepted 1")
    second.press("f3", "f7", "space", "f7")
    second.type("Which patch?")
    second.wait_until(
        lambda: "Which patch?" in words(reviews.load(data_dir, handoff.profile.id)), what="the remark"
    )
    first.expect("Reviewed in another window")
    for window in (first, second):
        window.press("f10")
        assert window.expect_end() == 0
    kept = reviews.load(data_dir, handoff.profile.id)
    assert kept.verdicts[VERSION].verdict == "accepted"
    assert "Which patch?" in {one.text for one in kept.verdicts.values()}


def test_a_profile_that_an_editor_changes_under_the_wizard_is_kept_both_ways(
    wizard: OpenTerminal, profile: ProfileAt, stored: Stored, data_dir: Path, home: Path
) -> None:
    slug = profile(at=VERSION, answers={"connection.tenant_id": "SOLUTIONS"})
    window = wizard()
    window.expect("CMiC version")
    window.type("R12")
    window.wait_until(lambda: stored(slug).get(VERSION) == "R12", what="the save")
    path = data_dir / "profiles" / f"{slug}.json"
    edited = path.read_text("utf-8").replace("SOLUTIONS", "EDITED")
    path.write_text(edited, "utf-8")
    window.expect("Changed by another program")
    assert path.read_text("utf-8") == edited
    window.press("tab", "tab", "enter")
    window.expect("What was open here is kept")
    window.expect("R12")
    window.press("f10")
    assert window.expect_end() == 0
    assert stored(slug) == {"connection.tenant_id": "EDITED", VERSION: "R12"}
    [copy] = path.parent.glob(f"{slug}.here-*.json")
    assert "SOLUTIONS" in copy.read_text("utf-8")
