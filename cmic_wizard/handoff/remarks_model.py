"""The remarks file as models, for its JSON Schema: what `remarks_file.parse` takes, of the newest schema."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from cmic_wizard.bounds import AUTHOR_AT_MOST, REMARK_AT_MOST
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff.document_parts import Check
from cmic_wizard.handoff.remarks_file import FORMAT, NEWEST, may_be_answered
from cmic_wizard.profile.exchange import takes_proposals
from cmic_wizard.profile.fields import ANSWER_AT_MOST
from cmic_wizard.profile.model import Moment, ProfileId, ProfileName, Strict

_STEPS: Final = sorted(load_guide().steps)
_ANSWERED: Final = sorted(step.id for step in load_guide().walk() if may_be_answered(step))
_PROPOSED: Final = sorted(step.id for step in load_guide().walk() if takes_proposals(step))
_Step = Annotated[str, Field(json_schema_extra={"enum": [*_STEPS]})]
_Answered = Annotated[str, Field(json_schema_extra={"enum": [*_ANSWERED]})]
_Proposed = Annotated[str, Field(json_schema_extra={"enum": [*_PROPOSED]})]
_Remark = Annotated[str, Field(max_length=REMARK_AT_MOST)]
_Answer = Annotated[str, Field(min_length=1, max_length=ANSWER_AT_MOST)]


class VerdictEntry(Strict):
    """A verdict on one step, and the answer that was seen."""

    step: _Step
    verdict: Literal["accepted", "change", "question"]
    text: _Remark
    at: Moment
    answer: str = ""


class AnswerEntry(Strict):
    """What the reviewer answers to a step whose turn is the specialist's or Procore's."""

    step: _Answered
    text: _Answer
    reason: _Remark = ""
    """A word about it."""
    at: Moment


class ProposalEntry(Strict):
    """What the reviewer proposes as the answer to another step, and why."""

    step: _Proposed
    text: _Answer
    reason: _Remark = ""
    at: Moment


class Remarks(Strict):
    """All that one reviewer says of a hand-off."""

    format: Literal["cmic-wizard-remarks"] = FORMAT
    schema_: Annotated[Literal[2], Field(alias="schema")] = NEWEST
    profile_id: ProfileId
    profile_name: ProfileName
    check_number: str
    """Of the hand-off that was reviewed."""
    created: Moment
    by: str
    """The program that wrote it."""
    author: Annotated[str, Field(max_length=AUTHOR_AT_MOST)]
    overall: Literal["", "accepted", "changes"]
    remarks: list[VerdictEntry]
    answers: list[AnswerEntry]
    proposals: list[ProposalEntry]
    check: Check | None
    """The reviewer's own connection check."""
    compared: bool
    """Whether the check number was compared by phone."""


def schema() -> dict[str, Any]:
    """The schema in JSON Schema 2020-12; `assets/remarks.schema.json` holds it."""
    found = Remarks.model_json_schema(mode="validation", by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **found,
        "title": f"cmic-wizard remarks file, schema {NEWEST}",
        "required": list(found["properties"]),
    }


def to_bytes() -> bytes:
    """The schema's file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2).encode() + b"\n"
