"""The values of a judged profile as JSON has them; a step that is open or wrong is absent.

`profile.model` is their strict model, which a file from outside is held against; writing needs no model.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from cmic_wizard.guide.model import Guide, Kind
from cmic_wizard.guide.named import SECRET_STEP
from cmic_wizard.profile.assessment import Assessment, State, StepState
from cmic_wizard.profile.draft import KeptPassword
from cmic_wizard.profile.fields import people
from cmic_wizard.profile.rules.version import PATCH_AT_MOST

TEXT_AT_MOST: Final = 2000
"""Characters of a value, or of an item of a list."""
NUMBERS: Final = {"patch": PATCH_AT_MOST}
"""The rules whose values are numbers, with the greatest there is."""


def values_of(assessment: Assessment) -> dict[str, Any]:
    """Id, name, and a part for each section of step ids, in the guide's order."""
    found: dict[str, dict[str, Any]] = {section: {} for section in _sections(assessment.guide)}
    for step_id, state in assessment.steps.items():
        section, _dot, field = step_id.partition(".")
        if step_id == SECRET_STEP:
            found[section][field] = _stored(assessment.draft.password)
            continue
        value = state.reading.value or assessment.values.get(step_id, "")
        if not value or not state.applies or state.state is State.TO_CONFIRM or state.step.kind is Kind.INFO:
            continue
        found[section][field] = _typed(state, value)
        found[section] |= {part: kept for part in state.step.keeps if (kept := state.reading.parts.get(part))}
    return {"id": assessment.draft.id, "name": assessment.draft.name, **found}


def _sections(guide: Guide) -> list[str]:
    """The sections that have answers, in the guide's order."""
    return list(dict.fromkeys(s.id.partition(".")[0] for s in guide.walk() if s.kind is not Kind.INFO))


def _stored(kept: KeptPassword | None) -> dict[str, Any]:
    """What may be told of a kept password."""
    if kept is None:
        return {"stored": False}
    length = {"length": kept.length} if kept.length else {}
    return {"stored": True, **length, "at": kept.at}


def _typed(state: StepState, value: str) -> object:
    """The normalised value as its type."""
    match state.step.kind:
        case Kind.CONFIRM | Kind.COMPUTED:
            return value == "yes"
        case Kind.CODES | Kind.CHECKLIST:
            return value.split(",")
        case Kind.PEOPLE:
            return [{"name": person.name, "mail": person.mail} for person in people(value)]
        case Kind.SCHEDULE:
            at, _bracket, zone = value.partition("[")
            return {"at": _in_json(datetime.fromisoformat(at)), "zone": zone.removesuffix("]")}
        case Kind.CHECK:
            outcome, _colon, reason = value.partition(":")
            return {"outcome": outcome, "reason": reason} if reason else {"outcome": outcome}
        case _:
            return int(value) if state.step.reads in NUMBERS else value


def _in_json(at: datetime) -> str:
    """A moment as the model writes it: UTC is "Z"."""
    text = at.isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
