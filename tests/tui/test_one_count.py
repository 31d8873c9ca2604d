"""One count: sidebar, status line, action items, `status` and report count the same things."""

from __future__ import annotations

import json
import re

import pytest
from fixture_types import Opened
from textual.widgets import OptionList

from cmic_wizard.cli import main
from cmic_wizard.handoff.documents.view import view
from cmic_wizard.tui.widgets.bars import StatusLine
from cmic_wizard.tui.widgets.sidebar import Navigation

OPEN = {
    "connection.mobile_server_url": "http://acmemob.cmicpaas.com/cmicprod",
    "connection.company_codes": "MUCHTOOLONG",
    "subscriptions.cmic_version": "R10",
    "connection.hosting": "cloud",
    "management.point_of_contact": "Dana",
}
CREATED = "2026-11-24T10:00:00+00:00"


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("answers", [{}, OPEN], ids=["nothing", "much"])
async def test_every_place_shows_the_same_numbers(
    opened: Opened, answers: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    async with opened(answers) as wizard:
        line = wizard.screen.query_one(StatusLine).left.plain
        own, waiting = _number(r"(\d+) to do for you", line), _number(r"(\d+) waiting", line)
        listed = [entry.line.plain for entry in wizard.screen.query_one(Navigation).listed]
        assert sum(_number(r"(\d+) to do\s*$", text) for text in listed) == own
        await wizard.press("f4")
        dialog = await wizard.dialog("ItemsDialog")
        heads = [str(o.prompt) for o in dialog.query_one(OptionList).options if o.disabled]
        assert sum(_number(r"^Your turn \((\d+)\)", head) for head in heads) == own
        assert sum(_number(r"^Waiting for.*\((\d+)\)", head) for head in heads) == waiting
        counts, report = (
            wizard.session.assessment.counts,
            view(wizard.session.assessment, check_number="", created=CREATED, by="cmic-wizard", draft=True),
        )
    assert counts["todo"] + counts["wrong"] + counts["to_confirm"] + counts["returned"] == own
    assert counts["waiting"] == waiting
    assert main(["status", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["counts"] == counts
    assert main(["status"]) == 3
    said = capsys.readouterr().out
    assert _number(r"Your turn \((\d+)\)", said) == own
    assert _number(r"Waiting \((\d+)\)", said) == waiting
    told = {tally.state: tally.count for tally in report.tally}
    assert told == {state: count for state, count in counts.items() if count}
