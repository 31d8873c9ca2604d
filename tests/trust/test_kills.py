"""Killed in any way at any moment, the profile opens, and lacks at most the last half second of changes."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import OpenTerminal, ProfileAt, Rounds, RunWizard, Tally
from full_run import sampled

from cmic_wizard.profile.profiles import Profiles

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from wizard_edits import Change, Edits, State

if TYPE_CHECKING:
    from wizard_terminal import Terminal

LOST_AT_MOST = 0.5
"""Seconds of changes that may be missing."""
WAYS = {"kill -9": signal.SIGKILL, "SIGTERM": signal.SIGTERM, "SIGHUP": signal.SIGHUP, "terminal gone": None}
STATUS = {"SIGTERM": 143, "SIGHUP": 129, "terminal gone": 129}
COMMANDED = "connection.company_codes"


@dataclass
class Round:
    """How one session was ended, and what it had sent by then."""

    way: str
    changes: list[Change]
    killed: float
    shown: int
    painted: bool
    status: int
    did: list[str] = field(default_factory=list)


def held(data_dir: Path, slug: str) -> State:
    """What the profile holds on the disk, read as the program reads it."""
    draft = Profiles(data_dir).load(slug)
    return {**draft.answers, **{f"note {step}": text for step, text in draft.notes.items()}}


def lost(ended: Round, state: State) -> float:
    """How many seconds of changes are missing; AssertionError where it is more than may be.

    The file must hold the first so many changes in the order in which they were sent, and nothing else. What
    the screen has shown must be there, unless the end was `kill -9`.
    """
    kept = max((n for n, change in enumerate(ended.changes) if change.state == state), default=-1)
    newest = dict(ended.changes[-1].state)
    assert kept >= 0, f"the file holds what was never so:\n{state}\nafter all changes it would be\n{newest}"
    assert ended.way == "kill -9" or kept >= ended.shown, (
        f"changes {kept + 1} to {ended.shown} were shown and are gone:\n{state}\ninstead of\n{newest}"
    )
    if kept + 1 == len(ended.changes):
        return 0.0
    seconds = ended.killed - ended.changes[kept + 1].sent
    assert seconds <= LOST_AT_MOST, f"{seconds:.2f} s of changes are gone:\n{state}\ninstead of\n{newest}"
    return max(seconds, 0.0)


def in_order(ended: Round) -> None:
    """The exit status is the signal's; before the screen opens any failure will do, for nothing was taken."""
    if ended.way in STATUS:
        right = ended.status == STATUS[ended.way] if ended.painted else ended.status != 0
        assert right, f"{ended.way}: status {ended.status}"


def reports(data_dir: Path) -> str:
    """The reports of faults, which are taken away."""
    found = sorted((data_dir / "reports").glob("*"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in found)
    for path in found:
        path.unlink()
    return text


def end_by(terminal: Terminal, way: str) -> None:
    """End the wizard in one of the ways."""
    if (number := WAYS[way]) is None:
        terminal.hang_up()
    else:
        terminal.kill(number)


def session(
    terminal: Terminal, chance: random.Random, state: State, way: str, delay: float, early: bool
) -> Round:
    """Edit until the wizard is ended in a way, `delay` seconds after its start, or after the first paint."""
    edits = Edits(terminal, chance, state)
    ended = Round(way, edits.changes, 0.0, 0, False, 0)

    def end() -> None:
        ended.shown, ended.painted = edits.shown, b"\x1b[?1049h" in terminal.raw
        ended.killed = time.monotonic()
        end_by(terminal, way)

    timer = threading.Timer(delay, end)
    try:
        if early:
            timer.start()
        edits.begin()
        if not early:
            timer.start()
        while terminal.process.poll() is None:
            edits.step()
    except AssertionError:
        if not ended.killed:
            raise  # the wizard did not do what it was asked to
    finally:
        if timer.ident is not None:
            timer.join()
    ended.status = terminal.expect_end()
    ended.did = [*edits.did, edits.screen]
    return ended


@pytest.mark.timeout(1800)
def test_no_way_to_be_killed_loses_more_than_the_last_half_second(
    wizard: OpenTerminal,
    profile: ProfileAt,
    run_wizard: RunWizard,
    data_dir: Path,
    rounds: Rounds,
    tally: Tally,
) -> None:
    seed = int(os.environ.get("TRUST_SEED") or random.randrange(1 << 32))  # noqa: S311 - no secret
    slug = profile(at="subscriptions.patch")
    count, faults, longest, sent = rounds(8, 300), [], 0.0, 0
    ways: Counter[str] = Counter()
    for number in range(count):
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - so that a round can be had again
        state = held(data_dir, slug)
        way = list(WAYS)[number % len(WAYS)]
        early = number % 6 == 5
        terminal = wizard(rows=32)
        ended = session(
            terminal,
            chance,
            state,
            way,
            chance.uniform(0.0, 0.6) if early else chance.uniform(0.1, 1.7),
            early,
        )
        terminal.close()
        sent += len(ended.changes) - 1
        try:
            longest = max(longest, lost(ended, held(data_dir, slug)))
            assert reports(data_dir) == ""
            in_order(ended)
            if number % 6 == 0:
                assert run_wizard("status", "--json").returncode == 3, "the profile does not open"
            if number % 5 == 0:
                before = held(data_dir, slug)
                done = run_wizard("set", f"{COMMANDED}=R{number}")
                assert done.returncode == 0, done.stderr
                assert held(data_dir, slug) == {**before, COMMANDED: f"R{number}"}
        except (AssertionError, OSError, ValueError) as fault:
            faults.append(f"round {number}, {way}{', early' * early}: {fault}\n" + "\n".join(ended.did))
        else:
            ways[way] += 1
    survived = ", ".join(f"{how} {times}" for how, times in ways.items())
    tally(
        f"kills survived {ways.total()} of {count} ({survived}): {sent} changes,"
        f" at most {longest:.2f} s of them lost (seed {seed})"
    )
    assert not faults, f"seed {seed}:\n" + "\n".join(faults)
    left = [path.name for path in (data_dir / "profiles").iterdir()]
    assert all(name.startswith(".cmic-") or name.endswith((".json", ".lock")) for name in left), left


@pytest.mark.parametrize("way", WAYS)
def test_a_note_is_kept_while_it_is_being_typed(
    way: str, wizard: OpenTerminal, profile: ProfileAt, data_dir: Path
) -> None:
    slug = profile(at="subscriptions.patch")
    terminal = wizard()
    terminal.expect("next: ")
    terminal.press("f7")
    terminal.expect("Note: ")
    terminal.type("ask our IT")
    sent = time.monotonic()
    terminal.expect("ask our IT")
    if way == "kill -9":
        kept = {"note subscriptions.patch": "ask our IT"}
        terminal.wait_until(lambda: held(data_dir, slug) == kept, what="the note to be on the disk")
        assert time.monotonic() - sent < LOST_AT_MOST
    end_by(terminal, way)
    assert terminal.expect_end() == STATUS.get(way, -signal.SIGKILL)
    assert held(data_dir, slug) == {"note subscriptions.patch": "ask our IT"}


@sampled(2)
@pytest.mark.parametrize("way", STATUS)
def test_a_wizard_that_is_ended_while_it_starts_ends_in_order(
    way: str, wizard: OpenTerminal, profile: ProfileAt, data_dir: Path, rounds: Rounds
) -> None:
    """None stays behind with the profile in hand, which a lost terminal could bring about."""
    profile(at="subscriptions.patch")
    count = rounds(4, 60)
    for number in range(count):
        terminal = wizard()
        terminal.wait_until(lambda: b"\x1b[?1049h" in terminal.raw, what="the screen to open")  # noqa: B023
        time.sleep(0.12 * number / count)
        end_by(terminal, way)
        assert terminal.expect_end() == STATUS[way]
        assert way == "terminal gone" or b"\x1b[?1049l" in terminal.raw
        assert reports(data_dir) == ""
        terminal.close()


LATE = """
from cmic_wizard.tui.app import WizardApp
from cmic_wizard.tui.screens import saving
saving.SAVE_AFTER = 30.0
"""
FORGETFUL = """
from cmic_wizard.tui.session import Session
async def nothing(self): return True
Session.save_in_time = nothing
WizardApp.close_session = lambda self: None
"""
START = """
import sys
from cmic_wizard.cli import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("way", "broken", "told"),
    [("kill -9", LATE, "s of changes are gone"), ("SIGTERM", LATE + FORGETFUL, "were shown and are gone")],
)
def test_the_control_a_wizard_that_saves_late_is_caught(
    way: str, broken: str, told: str, wizard: OpenTerminal, profile: ProfileAt, data_dir: Path
) -> None:
    slug = profile(at="subscriptions.patch")
    terminal = wizard(rows=32, command=[sys.executable, "-c", broken + START])
    stored = held(data_dir, slug)
    edits = Edits(terminal, random.Random(1), stored)  # noqa: S311 - no secret
    edits.begin()
    unsaved = 0.0
    while unsaved < 1.0:
        edits._type()
        kept = max(n for n, change in enumerate(edits.changes) if change.state == stored)
        unsaved = time.monotonic() - edits.changes[kept + 1].sent if kept + 1 < len(edits.changes) else 0.0
    ended = Round(way, edits.changes, time.monotonic(), edits.shown, True, 0)
    end_by(terminal, way)
    terminal.expect_end()
    with pytest.raises(AssertionError, match=told):
        lost(ended, held(data_dir, slug))
