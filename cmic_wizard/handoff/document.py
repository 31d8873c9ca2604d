"""The hand-off document: everything about a profile but the password, as strict and readable JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from cmic_wizard import __version__, strict_json
from cmic_wizard.bounds import HANDOFF_BYTES, stamped
from cmic_wizard.errors import FileRefused, WizardError
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
from cmic_wizard.i18n import _, in_english, ngettext
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment, StepState
from cmic_wizard.profile.check_codec import check_from_dict, check_to_dict
from cmic_wizard.profile.codec import (
    cleaned,
    given_to_dict,
    proposal_from_dict,
    proposal_to_dict,
    remark_from_dict,
    remark_to_dict,
)
from cmic_wizard.profile.draft import Draft, Given
from cmic_wizard.profile.model import Moment, Profile, StoredPassword, Strict, profile_of
from cmic_wizard.profile.requests import Request, request_to_dict
from cmic_wizard.profile.shape import misfit
from cmic_wizard.struct import replace

FORMAT: Final = "cmic-wizard-profile"
NEWEST: Final = 2
"""The schema that this program writes."""
LIMIT: Final = HANDOFF_BYTES
"""Most bytes of a hand-off file, written or read."""

MAY_BE_ABSENT: Final = ("proposals", "asked")
"""Parts that a document leaves out where they are empty."""
_SHOWN_AT_MOST: Final = 5


class NotReady(WizardError):
    """The profile can't be handed off yet; `steps` are what keeps it."""

    def __init__(self, steps: tuple[StepState, ...]) -> None:
        self.steps = steps
        text = ngettext(
            "The profile is not ready to be handed off; {count} step is open: {steps}.",
            "The profile is not ready to be handed off; {count} steps are open: {steps}.",
            len(steps),
        )
        titles = ", ".join(_(state.step.title) for state in steps[:_SHOWN_AT_MOST])
        more = " …" if len(steps) > _SHOWN_AT_MOST else ""
        super().__init__(text.format(count=len(steps), steps=titles + more))


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


def build(assessment: Assessment, now: datetime, *, draft: bool = False) -> HandOff:
    """The hand-off of a judged profile; NotReady while it is not ready, unless it is meant as a `draft`."""
    if not assessment.ready and not draft:
        raise NotReady(assessment.unready)
    source = assessment.draft
    checks = [assessment.check] if assessment.check else []
    with in_english():
        judged = assess(assessment.guide, source, now)
        found = {
            "format": FORMAT,
            "schema": NEWEST,
            "created": stamped(now),
            "by": f"cmic-wizard {__version__}",
            "ready": judged.ready,
            "complete": judged.complete,
            "profile": profile_of(judged).model_dump(mode="json", exclude_none=True),
            "answers": _in_guide_order(judged, source.answers),
            "answered": _answered(judged),
            "confirmed": [step for step in judged.steps if source.is_confirmed(step)],
            "outstanding": [_outstanding(state) for state in judged.outstanding],
            "checks": [check_to_dict(replace(check, by="")) for check in checks],
            "notes": [{"step": s, "text": text} for s, text in _in_guide_order(judged, source.notes).items()],
            "remarks": [remark_to_dict(remark) for remark in source.remarks if remark.step in judged.steps],
            "proposals": [proposal_to_dict(p) for p in source.proposals if p.step in judged.steps],
            "asked": [
                {"step": step, **request_to_dict(replace(source.asked[step], language=""))}
                for step in judged.steps
                if step in source.asked
            ],
        }
    return from_json(cleaned(found))


def to_bytes(handoff: HandOff) -> bytes:
    """The file of a hand-off; FileRefused where it would be larger than `parse` reads."""
    data = json.dumps(handoff.as_json(), ensure_ascii=False, allow_nan=False, indent=2).encode() + b"\n"
    if len(data) > LIMIT:
        kilobytes = LIMIT // 1024
        text = ngettext(
            "The hand-off would be larger than {count} kilobyte: shorten its longest answer or note.",
            "The hand-off would be larger than {count} kilobytes: shorten its longest answer or note.",
            kilobytes,
        )
        raise FileRefused(text.format(count=kilobytes))
    return data


def check_number(handoff: HandOff) -> str:
    """16 hex digits to compare by phone: SHA-256 of the document, keys sorted, compact, UTF-8."""
    canonical = json.dumps(handoff.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digits = hashlib.sha256(canonical.encode()).hexdigest()
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


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


def _in_guide_order(assessment: Assessment, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of the guide's steps that have one; never of the password's step."""
    return {step: texts[step] for step in assessment.steps if texts.get(step) and not _is_secret(step)}


def _answered(assessment: Assessment) -> dict[str, dict[str, object]]:
    """Who gave the answers, in the guide's order."""
    given = assessment.draft.given
    return {step: given_to_dict(given[step]) for step in assessment.steps if step in given}


def _is_secret(step_id: str) -> bool:
    step = load_guide().steps.get(step_id)
    return step is not None and step.kind is Kind.SECRET


def _outstanding(state: StepState) -> dict[str, str]:
    return {
        "step": state.step.id,
        "state": state.state.value,
        "reason": state.reason,
        "owner": state.owner.value,
    }


def _refusal(kind: str, location: tuple[int | str, ...]) -> FileRefused:
    """One sentence of our own for what pydantic found; `location` may hold names from the file."""
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    if kind == "missing":
        return FileRefused(_("The file lacks “{place}”.").format(place=strict_json.excerpt(place)))
    if kind == "extra_forbidden":
        text = _("The file contains “{place}”, which this program does not know.")
        return FileRefused(text.format(place=strict_json.excerpt(place)))
    return misfit(place)
