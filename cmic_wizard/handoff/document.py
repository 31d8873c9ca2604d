"""Reads the hand-off document: its strict model, which a file from outside is held against."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from cmic_wizard import strict_json
from cmic_wizard.errors import FileRefused
from cmic_wizard.files import read_regular
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.handoff.document_parts import (
    AskedEntry,
    Check,
    GivenEntry,
    Note,
    Outstanding,
    ProposalEntry,
    RemarkEntry,
)
from cmic_wizard.handoff.remarks import FORMAT as REMARKS_FORMAT
from cmic_wizard.handoff.writing import FORMAT, LIMIT, MAY_BE_ABSENT, NEWEST, check_number, to_bytes
from cmic_wizard.i18n import _
from cmic_wizard.profile.check_codec import check_from_dict
from cmic_wizard.profile.codec import proposal_from_dict, remark_from_dict
from cmic_wizard.profile.draft import Draft, Given
from cmic_wizard.profile.model import Moment, Profile, StoredPassword, Strict
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.shape import misfit

__all__ = [
    "FORMAT",
    "LIMIT",
    "MAY_BE_ABSENT",
    "NEWEST",
    "HandOff",
    "check_number",
    "demand_known_steps",
    "draft_of",
    "from_json",
    "parse",
    "read_handoff",
    "to_bytes",
]


class HandOff(Strict):
    """The hand-off document; one of schema 1 says neither who gave the answers nor which were confirmed."""

    format: Literal["cmic-wizard-profile"] = FORMAT
    schema_: Annotated[Literal[1, 2], Field(alias="schema")] = NEWEST
    created: Moment
    by: str = Field(min_length=1, max_length=80)
    ready: bool
    complete: bool
    profile: Profile
    answers: dict[str, str]
    """Every answer as typed, by step."""
    answered: dict[str, GivenEntry] = Field(default_factory=dict)
    """Who gave the answer to a step, and when, as the file says."""
    confirmed: list[str] = Field(default_factory=list)
    """The steps whose answers the customer has confirmed although a rule doubts them."""
    outstanding: list[Outstanding]
    checks: list[Check]
    notes: list[Note]
    remarks: list[RemarkEntry]
    proposals: list[ProposalEntry] = Field(default_factory=list)
    """What others have proposed; absent where nobody has."""
    asked: list[AskedEntry] = Field(default_factory=list)
    """What was asked of whom; absent where nobody was."""

    @model_validator(mode="after")
    def _of_its_schema(self) -> Self:
        if self.schema_ == 1 and (self.answered or self.confirmed or self.proposals or self.asked):
            raise ValueError("not of schema 1")
        return self

    @property
    def password(self) -> StoredPassword:
        """Whether the customer has stored the password."""
        return self.profile.password

    def as_json(self) -> dict[str, Any]:
        """The document as JSON values; in the profile, what is open is absent."""
        found = self.model_dump(mode="json")
        found["profile"] = self.profile.model_dump(mode="json", exclude_none=True)
        if self.schema_ == 1:
            del found["answered"], found["confirmed"]
        for key in MAY_BE_ABSENT:
            if not found[key]:
                del found[key]
        return found


def read_handoff(path: Path) -> HandOff:
    """The hand-off in a file that the user names; FileRefused, with one sentence, for anything else."""
    return parse(read_regular(path, LIMIT, follow=True))


def parse(data: bytes) -> HandOff:
    """The hand-off that a file holds; FileRefused, with one sentence, for anything else."""
    return from_json(strict_json.loads(data, limit=LIMIT))


def from_json(found: object) -> HandOff:
    """The hand-off that JSON values hold; FileRefused, with one sentence, for anything else."""
    if isinstance(found, dict) and found.get("format") == REMARKS_FORMAT:
        raise FileRefused(
            _("These are a specialist's remarks, not a hand-off: the customer imports them with `import`.")
        )
    found = strict_json.expect_format(found, FORMAT, NEWEST)
    if character := strict_json.hidden_character(found):
        raise FileRefused(
            _("The file contains the hidden character {character}.").format(character=character)
        )
    try:
        handoff = HandOff.model_validate_json(json.dumps(found))
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        raise _refusal(str(first["type"]), first["loc"]) from None
    if any(_is_secret(step) for step in handoff.answers):
        raise FileRefused(
            _("The file contains the password in readable form, which no hand-off may: ask for a new one.")
        )
    demand_known_steps([*handoff.answers, *handoff.answered, *handoff.confirmed])
    demand_known_steps([*(entry.step for entry in handoff.outstanding)])
    demand_known_steps([*(note.step for note in handoff.notes), *(remark.step for remark in handoff.remarks)])
    demand_known_steps([*(made.step for made in handoff.proposals), *(entry.step for entry in handoff.asked)])
    return handoff


def demand_known_steps(steps: Iterable[str]) -> None:
    """Refuse a file that speaks of a step which the guide does not have."""
    known = load_guide().steps
    for step in steps:
        if step not in known:
            raise FileRefused(
                _(
                    "The file speaks of the step “{step}”, which this program does not know: "
                    "update cmic-wizard, or ask for a new file."
                ).format(step=strict_json.excerpt(step))
            )


def draft_of(handoff: HandOff) -> Draft:
    """The draft to keep as an own profile; the password comes separately, and only in a sealed file."""
    found = handoff.as_json()
    return Draft(
        id=handoff.profile.id,
        name=handoff.profile.name,
        created=handoff.created,
        changed=handoff.created,
        answers=dict(handoff.answers),
        given={
            step: Given(at=given.at, by=given.by, role=given.role) for step, given in handoff.answered.items()
        },
        confirmed={step: handoff.answers[step] for step in handoff.confirmed if step in handoff.answers},
        notes={note.step: note.text for note in handoff.notes},
        check=check_from_dict(found["checks"][-1]) if handoff.checks else None,
        remarks=tuple(remark_from_dict(remark) for remark in found["remarks"]),
        proposals=tuple(proposal_from_dict(made) for made in found.get("proposals", ())),
        asked={
            entry.step: Request(entry.whom, entry.at, entry.mail, entry.role, entry.due, entry.reference)
            for entry in handoff.asked
        },
    )


def _is_secret(step_id: str) -> bool:
    step = load_guide().steps.get(step_id)
    return step is not None and step.kind is Kind.SECRET


def _refusal(kind: str, location: tuple[int | str, ...]) -> FileRefused:
    """One sentence of our own for what pydantic found; `location` may hold names from the file."""
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    if kind == "missing":
        return FileRefused(_("The file lacks “{place}”.").format(place=strict_json.excerpt(place)))
    if kind == "extra_forbidden":
        text = _("The file contains “{place}”, which this program does not know.")
        return FileRefused(text.format(place=strict_json.excerpt(place)))
    return misfit(place)
