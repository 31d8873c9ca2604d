"""`kill -9` at any moment: the profile opens, and lacks at most the last half second of what was typed."""

from __future__ import annotations

import os
import random
import signal
import threading
import time

import pytest

STEP = "management.call_request"
LOST_AT_MOST = 0.5
"""Seconds of typing that may be missing."""
ROUNDS = int(os.environ.get("CMIC_KILL_ROUNDS") or 20)
LETTERS = "abcdefghijklmnopqrstuvwxyz "


@pytest.mark.timeout(60 + ROUNDS * 6)
def test_kill_9_loses_at_most_the_last_half_second(terminal, stored_profile, answer_on_disk):
    seed = random.randrange(1 << 32)  # noqa: S311 - told, so that a failure can be had again
    chance = random.Random(seed)  # noqa: S311
    slug = stored_profile("Acme Builders", STEP)
    before, longest = "", 0.0
    for turn in range(ROUNDS):
        wizard = terminal()
        wizard.expect("Why you would like a call")
        killed: list[float] = []

        def kill(program=wizard, killed=killed) -> None:
            killed.append(time.monotonic())
            program.kill(signal.SIGKILL)

        timer = threading.Timer(chance.uniform(0.02, 1.1), kill)
        sent: list[tuple[float, str]] = []
        timer.start()
        while wizard.process.poll() is None:
            letter = chance.choice(LETTERS[:-1] if not sent else LETTERS)
            sent.append((time.monotonic(), letter))
            wizard.type(letter)
        timer.join()
        kept = answer_on_disk(slug, STEP)
        typed = before + "".join(letter for _at, letter in sent)
        assert typed.startswith(kept), f"seed {seed}, round {turn}: {kept!r} is no beginning of {typed!r}"
        missing = sent[max(len(kept) - len(before), 0) :]
        lost = max((killed[0] - at for at, _letter in missing), default=0.0)
        assert len(kept) >= len(before), f"seed {seed}, round {turn}: older text is gone"
        assert lost <= LOST_AT_MOST, f"seed {seed}, round {turn}: {lost:.2f} s of typing are gone"
        before, longest = kept, max(longest, lost)
    print(f"at most {longest:.2f} s were lost in {ROUNDS} rounds (seed {seed})")
