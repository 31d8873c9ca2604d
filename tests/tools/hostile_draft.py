"""A profile in which every text that comes from people, files or servers is meant to do harm on a screen."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from typing import Final

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.profile.checks import STAGES, CheckResult, Stage, StageState
from cmic_wizard.profile.draft import Draft, Remark

PAYLOAD: Final = "U1RPTEVO"
"""The text of an OSC 52 clipboard write; nobody else writes it."""
HOSTILE: Final = (
    "[@click=app.quit]press me[/]",
    "[/",
    "[bold red]x[/bold]",
    "$error [reverse]",
    f"\x1b]52;c;{PAYLOAD}\x07",
    "\x1b[2J\x1b[31mred\x1b]0;title\x1b\\",
    "\x9b31m\x90q\x9c\x85\x8d",
    "a\x00b\x08\x08c\x7f\r\n\ttabs",
    "abc\u202edef\u2066ghi\u2069\u200b\ufeff\u2028line",
    "Z" + "\u0300\u0489" * 60,
    "x" * 5000,
    "\U000e0041\U000e007f\ue000\uffff\ud7ff",
    "👩‍👩‍👧‍👦 漢字 ﷽ " * 20,
    "'); screen.leave(); ('",
)
NAME: Final = "[/ [@click=app.quit]A[/] \x1b]52;c;" + PAYLOAD + "\x07 \u202eemca"


def hostile_draft(draft: Draft) -> Draft:
    """The draft with harmful answers, notes, remarks, name and check details."""
    steps = [step for step in load_guide().walk() if step.kind is not Kind.COMPUTED]
    texts = cycle(HOSTILE)
    answers = {step.id: next(texts) for step in steps if step.kind is not Kind.SECRET}
    notes = {step.id: next(texts) + "\n" + next(texts) for step in steps}
    remarks = tuple(
        Remark(step.id, ("change", "question", "accepted")[i % 3], next(texts), next(texts), draft.created)
        for i, step in enumerate(steps)
        if i % 2
    )
    states = cycle(StageState)
    stages = tuple(
        Stage(
            stage,
            next(states),
            next(texts) if stage == "company" else None,
            0.1,
            f"{stage}.ok",
            {key: next(texts) for key in ("host", "url", "port", "company", "user", "status")},
            next(texts),
        )
        for stage in (*STAGES, "company")
    )
    check = CheckResult(
        False, next(texts), draft.created, stages, {"connection.hosting": next(texts)}, next(texts)
    )
    return replace(draft, name=NAME, answers=answers, notes=notes, remarks=remarks, check=check)
