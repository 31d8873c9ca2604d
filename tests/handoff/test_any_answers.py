"""Whatever anybody types, a hand-off can be made of it and read back the same."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from built import build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.handoff import document, writing
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.draft import Draft, Proposal
from cmic_wizard.review import own_assessment

NOW = datetime(2026, 11, 24, tzinfo=UTC)
STEPS = [step.id for step in load_guide().walk() if step.kind not in (Kind.SECRET, Kind.COMPUTED)]
TYPED = [
    "yes",
    "no",
    "all",
    "enabled",
    "cloud",
    "hosted",
    "on_premise",
    "not_needed",
    "R12 Patch 20",
    "V12-020",
    "R9",
    "21-2",
    "https://acmemob.cmicpaas.com/cmicprod",
    "acmemob.cmicpaas.com",
    "https://[2001:db8::1]:8443/cmictest",
    "https://münchen.example/cmicprod",
    "SOLUTIONS||PROCORE",
    "001, ACME01",
    "a,b,,a",
    "ñ",
    "skipped: later",
    "skipped:",
    "2026-12-01T10:00-06:00[America/Chicago]",
    "2026-07-01 10:00 +02:00",
    "2026-12-01T10:00:30Z[UTC]",
    "vendors,jobs",
    "Ana Ruiz <ana@x.example>; <b@x.example>; Carla",
    "x" * 3000 + " <y@x.example>",
    "line\nline",
    "می\u200cخواهم کمک",
    ("می\u200cخواهم " * 300)[:1990],
    "می\u200cخواهم <a@x.example>",
    "two\u200bwords",
    "Ana\u200b Ruiz <a@x.example>",
    "\x1b[31m",
    "\u202e",
    "🔑",
    "\ud800",
    "<U+001B>",
    " ",
]
REPEATED = st.builds(
    lambda before, piece, times, after: before + piece * times + after,
    st.sampled_from(["", "2026-12-01T10:00-06:00[", "Ana <", "https://", "["]),
    st.sampled_from(["a.", "a/", "A/", "[", "(", "<", ";", "@", "\\", "%", "\n", "می\u200cخ"]),
    st.sampled_from([1, 30, 450, 2500]),
    st.sampled_from(["", "]", ">", "x/b]"]),
)
"""What takes many steps to read where something is taken apart piece by piece."""
ANSWERS = st.dictionaries(
    st.sampled_from(STEPS), st.one_of(st.sampled_from(TYPED), st.text(max_size=40), REPEATED), max_size=12
)


@given(answers=ANSWERS, notes=st.dictionaries(st.sampled_from(STEPS), st.text(max_size=30), max_size=2))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_draft_can_be_handed_off_and_read_back(answers: dict[str, str], notes: dict[str, str]) -> None:
    draft = Draft("ab12", "Acme", NOW.isoformat(), NOW.isoformat(), answers, notes)
    try:
        handoff = build(assess(load_guide(), draft, NOW), NOW, draft=True)
    except FileRefused:
        assert max(map(len, answers.values())) > 1000
        return
    again = document.parse(document.to_bytes(handoff))
    assert again == handoff
    assert document.check_number(again) == document.check_number(handoff)
    assert own_assessment.differing_claims(again, own_assessment.judge(again, NOW)) == ()


@given(proposed=ANSWERS, answers=ANSWERS)
@settings(max_examples=60, deadline=None)
def test_whatever_is_proposed_is_judged_and_handed_on(
    proposed: dict[str, str], answers: dict[str, str]
) -> None:
    made = tuple(Proposal(step, text, "", "Robin", NOW.isoformat()) for step, text in proposed.items())
    draft = Draft("ab12", "Acme", NOW.isoformat(), NOW.isoformat(), answers, proposals=made)
    with suppress(FileRefused):  # too long to be handed on
        build(assess(load_guide(), draft, NOW), NOW, draft=True)


def test_what_its_reader_would_refuse_is_not_written() -> None:
    answers = {
        "go_live.approvers": "Ana <" + "a" * 1990 + "@acme.example>",
        "go_live.approver_conditions": "all",
    }
    draft = Draft("ab12", "Acme", NOW.isoformat(), NOW.isoformat(), answers)
    with pytest.raises(FileRefused, match=r"go_live\.approver"):
        writing.write(assess(load_guide(), draft, NOW), NOW, draft=True)
