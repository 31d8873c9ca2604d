"""A connection check as it stands in files, and back."""

from __future__ import annotations

from cmic_wizard.profile.checks import ALL_STAGES, EARLIER_AT_MOST, CheckResult, Stage, StageState
from cmic_wizard.profile.shape import Shape, misfit


def check_to_dict(check: CheckResult) -> dict[str, object]:
    """A connection check as it stands in files."""
    found: dict[str, object] = {"by": check.by} if check.by else {}
    return found | {
        "ok": check.ok,
        "host": check.host,
        "at": check.at,
        "through": check.through,
        "inputs": dict(check.inputs),
        "stages": [
            {
                "stage": stage.stage,
                "state": stage.state.value,
                "company": stage.company,
                "seconds": stage.seconds,
                "code": stage.code,
                "values": dict(stage.values),
                "detail": stage.detail,
            }
            for stage in check.stages
        ],
    }


def earlier_checks_from(shape: Shape) -> tuple[CheckResult, ...]:
    """The earlier checks of a profile's file."""
    found = shape.items("earlier_checks", [])
    if len(found) > EARLIER_AT_MOST:
        raise misfit(shape.at("earlier_checks"))
    numbered = enumerate(found, start=1)
    return tuple(check_from_dict(check, f"earlier_checks.{number}") for number, check in numbered)


def check_from_dict(found: object, place: str = "check") -> CheckResult:
    """A connection check from a file; FileRefused, with the place, for anything else."""
    shape = Shape(found, place)
    check = CheckResult(
        ok=shape.flag("ok"),
        host=shape.text("host"),
        at=shape.moment("at"),
        through=shape.text("through", ""),
        by=shape.text("by", ""),
        inputs=shape.texts("inputs"),
        stages=tuple(
            _stage_from_dict(stage, f"{place}.stages.{number}")
            for number, stage in enumerate(shape.items("stages"), start=1)
        ),
    )
    shape.finish()
    return check


def _stage_from_dict(found: object, place: str) -> Stage:
    shape = Shape(found, place)
    stage = Stage(
        stage=shape.text("stage", among=ALL_STAGES),
        state=StageState(shape.text("state", among=[state.value for state in StageState])),
        company=shape.text_or_none("company"),
        seconds=shape.seconds("seconds", 0.0),
        code=shape.text("code", ""),
        values=shape.texts("values"),
        detail=shape.text("detail", ""),
    )
    shape.finish()
    return stage
