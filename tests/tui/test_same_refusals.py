"""The screen and the command refuse the same things, and keep the same of what they take."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_types import Opened

from cmic_wizard.cli import main
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.profiles import Profiles

TEXTS = (
    ("connection.tenant_id", "ACME"),
    ("connection.tenant_id", "ACME\x1b[2J"),
    ("connection.tenant_id", "no sé"),
    ("connection.hosting", "cloud"),
    ("connection.hosting", "the moon"),
    ("connection.company_codes", "001;002"),
    ("connection.service_user", "ACME||PROCORE"),
    ("connection.mobile_server_url", "http://acmemob.cmicpaas.com/cmicprod"),
    ("connection.mobile_server_url", "x" * 300_000),
    ("kickoff.date", "2026-12-01T10:00-06:00[America/Chicago]"),
    ("kickoff.specialist", "Robin Vega <robin@procore.example>"),
)


@pytest.mark.parametrize(("step", "text"), TEXTS, ids=[f"{s}-{t[:12]!r}" for s, t in TEXTS])
async def test_both_doors_judge_alike(opened: Opened, data_dir: Path, step: str, text: str) -> None:
    async with opened() as wizard:
        refused = False
        try:
            wizard.session.answer(wizard.session.guide.steps[step], text)
        except FileRefused:
            refused = True
        wizard.session.settle(wizard.session.guide.steps[step])
        screen = dict(wizard.session.draft.answers)
        state = wizard.state(step).state
    code = main(["--profile", "other", "set", f"{step}={text}"])
    profiles = Profiles(data_dir)
    known = any(listed.slug == "other" for listed in profiles.list())
    command = dict(profiles.load("other").answers) if known else {}
    assert command == screen
    if refused:
        assert code == 1
        assert not screen
    elif code:
        assert state.value == "wrong", "what ends in exit 1 is marked on the screen"
