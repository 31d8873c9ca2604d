"""What is taken apart piece by piece may have thousands of pieces: every rule reads it and tells it."""

from __future__ import annotations

from itertools import product
from time import process_time

import pytest

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Step
from cmic_wizard.profile.exchange import in_words
from cmic_wizard.profile.fields import read

BEFORE = ("", "2026-12-01T10:00-06:00[", "Ana <", "https://", "[")
PIECES = ("a.", "a/", "A/", "[", "(", "<", ";", "@", "\\", "%", "\n", "-", "می\u200cخ")
TIMES = (30, 450, 5000)
AFTER = ("", "x/b]", ">")
OF_EACH_RULE = list({step.reads: step for step in load_guide().walk()}.values())


@pytest.mark.parametrize("step", OF_EACH_RULE, ids=lambda step: step.reads)
def test_a_text_of_many_pieces_is_read_and_told(step: Step) -> None:
    for before, piece, times, after in product(BEFORE, PIECES, TIMES, AFTER):
        text = before + piece * times + after
        start = process_time()
        read(step, text, {})
        in_words(step, text)
        assert process_time() - start < 0.5, (before, piece, times, after)
