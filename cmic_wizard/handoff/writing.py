"""Writes the hand-off document: everything about a profile but the password, as strict and readable JSON.

It is what `document.HandOff` makes of it, value for value, and needs no model to be written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from cmic_wizard import __version__
from cmic_wizard.bounds import HANDOFF_BYTES, stamped
from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.guide.model import Kind
from cmic_wizard.i18n import _, in_english, ngettext
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment, StepState
from cmic_wizard.profile.check_codec import check_to_dict
from cmic_wizard.profile.codec import cleaned, given_to_dict, proposal_to_dict, remark_to_dict
from cmic_wizard.profile.profile_values import TEXT_AT_MOST, values_of
from cmic_wizard.profile.requests import request_to_dict
from cmic_wizard.struct import Struct, replace

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


class Document(Protocol):
    """A hand-off document, written here or read from a file."""

    def as_json(self) -> dict[str, Any]:
        """The document as JSON values."""
        ...


class Written(Struct, frozen=True):
    """A document that this program writes."""

    values: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The document as JSON values; in the profile, what is open is absent."""
        return self.values


def write(assessment: Assessment, now: datetime, *, draft: bool = False) -> Written:
    """The hand-off of a judged profile; NotReady while it is not ready, unless it is meant as a `draft`.

    FileRefused where its reader would refuse it, as it may what is long, or grows as it is written out.
    """
    if not assessment.ready and not draft:
        raise NotReady(assessment.unready)
    with in_english():
        found = _values(assess(assessment.guide, assessment.draft, now), now)
    written = Written({key: cleaned(value) for key, value in found.items()})
    if written.values != found or not _is_short(found["profile"]):
        from cmic_wizard.handoff import document

        document.from_json(written.values)
    return written


def to_bytes(document: Document) -> bytes:
    """The file of a hand-off; FileRefused where it would be larger than is read."""
    data = json.dumps(document.as_json(), ensure_ascii=False, allow_nan=False, indent=2).encode() + b"\n"
    if len(data) > LIMIT:
        kilobytes = LIMIT // 1024
        text = ngettext(
            "The hand-off would be larger than {count} kilobyte: shorten its longest answer or note.",
            "The hand-off would be larger than {count} kilobytes: shorten its longest answer or note.",
            kilobytes,
        )
        raise FileRefused(text.format(count=kilobytes))
    return data


def check_number(document: Document) -> str:
    """16 hex digits to compare by phone: SHA-256 of the document, keys sorted, compact, UTF-8."""
    canonical = json.dumps(document.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digits = hashlib.sha256(canonical.encode()).hexdigest()
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


def _values(judged: Assessment, now: datetime) -> dict[str, Any]:
    """The document in the order of its model's fields."""
    draft = judged.draft
    found = {
        "format": FORMAT,
        "schema": NEWEST,
        "created": stamped(now),
        "by": f"cmic-wizard {__version__}",
        "ready": judged.ready,
        "complete": judged.complete,
        "profile": values_of(judged),
        "answers": _in_guide_order(judged, draft.answers),
        "answered": {step: given_to_dict(draft.given[step]) for step in judged.steps if step in draft.given},
        "confirmed": [step for step in judged.steps if draft.is_confirmed(step)],
        "outstanding": [_outstanding(state) for state in judged.outstanding],
        "checks": [check_to_dict(replace(judged.check, by=""))] if judged.check else [],
        "notes": [{"step": s, "text": text} for s, text in _in_guide_order(judged, draft.notes).items()],
        "remarks": [remark_to_dict(remark) for remark in draft.remarks if remark.step in judged.steps],
        "proposals": [proposal_to_dict(p) for p in draft.proposals if p.step in judged.steps],
        "asked": [
            {"step": step, **request_to_dict(replace(draft.asked[step], language=""))}
            for step in judged.steps
            if step in draft.asked
        ],
    }
    return {key: value for key, value in found.items() if value or key not in MAY_BE_ABSENT}


def _is_short(value: object) -> bool:
    """Whether no text in the values of a profile is longer than a value may be."""
    if isinstance(value, str):
        return len(value) <= TEXT_AT_MOST
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(map(_is_short, inner))


def _in_guide_order(judged: Assessment, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of the guide's steps that have one; never of the password's step."""
    return {
        step: texts[step]
        for step, state in judged.steps.items()
        if texts.get(step) and state.step.kind is not Kind.SECRET
    }


def _outstanding(state: StepState) -> dict[str, str]:
    return {
        "step": state.step.id,
        "state": state.state.value,
        "reason": state.reason,
        "owner": state.owner.value,
    }
