"""A check's result for programs and for logs."""

from __future__ import annotations

from typing import Any

from cmic_wizard.i18n import _
from cmic_wizard.profile.check_words import sentence, sentence_beside, stage_title, subject_words
from cmic_wizard.profile.checks import CheckResult, Stage, StageState
from cmic_wizard.text import as_ascii, shortened, visible

_MARKS = {StageState.OK: "✓", StageState.WARN: "!", StageState.FAILED: "✗", StageState.NOT_TRIED: "–"}
_ASCII_MARKS = {StageState.OK: "x", StageState.WARN: "!", StageState.FAILED: "E", StageState.NOT_TRIED: "-"}
_DETAIL_SHOWN = 200


def as_json(result: CheckResult) -> dict[str, Any]:
    """The contract of `check --json`; reasons are in the current language."""
    return {
        "ok": result.ok,
        "host": visible(result.host),
        "at": result.at,
        "stages": [
            {
                "stage": stage.stage,
                "company": stage.company,
                "state": stage.state.value,
                "seconds": stage.seconds,
                "reason": sentence(stage),
                "detail": visible(stage.detail),
            }
            for stage in result.stages
        ],
    }


def stage_line(stage: Stage, *, ascii_only: bool = False) -> str:
    """The line of one stage, for whoever prints them as they end."""
    line = _line(stage, _ASCII_MARKS if ascii_only else _MARKS)
    return as_ascii(line) if ascii_only else line


def _line(stage: Stage, marks: dict[StageState, str]) -> str:
    title = f"{stage_title(stage.stage)} {subject_words(stage)}".rstrip()
    detail = shortened(visible(stage.detail), _DETAIL_SHOWN)
    slow = _(", slow") if stage.is_slow else ""
    time = f" ({stage.seconds:.2f} s{slow})" if stage.was_tried else ""
    mark = "?" if stage.is_unknown else marks[stage.state]
    return f"{mark} {title}{time}: {sentence_beside(stage)}" + (f" [{detail}]" if detail else "")
