"""The file that comes back from a reviewer: verdicts, answers, proposals; how it is written and read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from cmic_wizard import strict_json
from cmic_wizard.bounds import (
    AUTHOR_AT_MOST,
    REMARK_AT_MOST,
    REMARKS_BYTES,
    fault_of_name,
    is_id,
)
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.check_codec import check_from_dict, check_to_dict
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.profile.codec import clean
from cmic_wizard.profile.exchange import takes_proposals
from cmic_wizard.profile.fields import ANSWER_AT_MOST
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.profile.verdicts import OVERALL, VERDICTS
from cmic_wizard.struct import Struct
from cmic_wizard.text import hidden

FORMAT: Final = "cmic-wizard-remarks"
ENDING: Final = ".cmic-remarks.json"
"""How the names of such files end, unless the user says otherwise."""
NEWEST: Final = 2
"""The schema that this program writes."""


class ReviewRemark(Struct, frozen=True):
    """The specialist's verdict on one step: `accepted`, `change` or `question`, and the answer they saw."""

    step: str
    verdict: str
    text: str
    at: str
    answer: str = ""


class ReviewAnswer(Struct, frozen=True):
    """What the reviewer answers to a step, or proposes as its answer; `reason` is a word about it."""

    step: str
    text: str
    at: str
    reason: str = ""


class RemarksFile(Struct, frozen=True):
    """All that one reviewer says of a hand-off. `check_number` is that of the hand-off that was reviewed."""

    profile_id: str
    profile_name: str
    check_number: str
    created: str
    by: str
    author: str
    overall: str
    """`accepted`, `changes`, or "" where no verdict on the whole was given."""
    remarks: tuple[ReviewRemark, ...]
    answers: tuple[ReviewAnswer, ...] = ()
    """To steps whose turn is the specialist's or Procore's."""
    proposals: tuple[ReviewAnswer, ...] = ()
    """For any other step but the password."""
    check: CheckResult | None = None
    """The reviewer's own connection check."""
    compared: bool = False
    """Whether the check number was compared by phone."""


def to_bytes(file: RemarksFile) -> bytes:
    """The file as it is sent to the customer; FileRefused where it would be more than `parse` takes."""
    found = {
        "format": FORMAT,
        "schema": NEWEST,
        "profile_id": file.profile_id,
        "profile_name": file.profile_name,
        "check_number": file.check_number,
        "created": file.created,
        "by": file.by,
        "author": clean(file.author),
        "overall": file.overall,
        "remarks": [remark_to_dict(remark) for remark in file.remarks],
        "answers": [answer_to_dict(answer) for answer in file.answers],
        "proposals": [answer_to_dict(proposal) for proposal in file.proposals],
        "check": None if file.check is None else check_to_dict(file.check),
        "compared": file.compared,
    }
    data = json.dumps(found, ensure_ascii=False, allow_nan=False, indent=2).encode() + b"\n"
    if len(data) > REMARKS_BYTES:
        kilobytes = REMARKS_BYTES // 1024
        text = ngettext(
            "With the answers that they are about, the remarks would be larger than {count} kilobyte: "
            "shorten the longest.",
            "With the answers that they are about, the remarks would be larger than {count} kilobytes: "
            "shorten the longest.",
            kilobytes,
        )
        raise FileRefused(text.format(count=kilobytes))
    parse(data)
    return data


def remark_to_dict(remark: ReviewRemark) -> dict[str, str]:
    """A verdict as it stands in files."""
    return {
        "step": remark.step,
        "verdict": remark.verdict,
        "text": clean(remark.text),
        "at": remark.at,
        "answer": clean(remark.answer),
    }


def answer_to_dict(answer: ReviewAnswer) -> dict[str, str]:
    """A reviewer's answer, or proposal, as it stands in files."""
    return {
        "step": answer.step,
        "text": clean(answer.text),
        "reason": clean(answer.reason),
        "at": answer.at,
    }


def parse(data: bytes) -> RemarksFile:
    """The remarks that a file holds; FileRefused, with one sentence, for anything else."""
    found = strict_json.expect_format(strict_json.loads(data, limit=REMARKS_BYTES), FORMAT, NEWEST)
    demand_visible(found)
    if found["schema"] == 1:
        found = _from_schema_1(found)
    shape = Shape(found)
    shape.take("format")
    shape.take("schema")
    file = RemarksFile(
        profile_id=shape.text("profile_id"),
        profile_name=shape.text("profile_name"),
        check_number=shape.text("check_number"),
        created=shape.moment("created"),
        by=shape.text("by"),
        author=author_from(shape),
        overall=shape.text("overall", among=("", *OVERALL)),
        remarks=tuple(
            remark_from_dict(item, f"remarks.{number}")
            for number, item in enumerate(shape.items("remarks"), start=1)
        ),
        answers=answers_from(shape, "answers", may_be_answered),
        proposals=answers_from(shape, "proposals", takes_proposals),
        check=None if (check := shape.take("check")) is None else check_from_dict(check),
        compared=shape.flag("compared"),
    )
    shape.finish()
    if not is_id(file.profile_id):
        raise misfit("profile_id")
    if fault_of_name(file.profile_name):
        raise misfit("profile_name")
    return file


def _from_schema_1(found: dict[str, Any]) -> dict[str, Any]:
    """Schema 2 brings answers, proposals and the reviewer's own checks; one of schema 1 has none."""
    for key in ("answers", "proposals", "check", "compared"):
        if key in found:
            raise misfit(key)
    return {**found, "schema": 2, "answers": [], "proposals": [], "check": None, "compared": False}


def may_be_answered(step: Step) -> bool:
    """Whether a reviewer may answer a step at all: with some answer it is their turn, or Procore's."""
    return takes_proposals(step) and step.may_be_reviewers


def demand_visible(found: object) -> None:
    """Refuse a file with hidden characters, line feeds apart."""
    if character := strict_json.hidden_character(found):
        raise FileRefused(
            _("The file contains the hidden character {character}.").format(character=character)
        )


def author_from(shape: Shape) -> str:
    """Who wrote it: one line, not too long, or nothing."""
    author = shape.text("author")
    if not is_author(author):
        raise misfit(shape.at("author"))
    return author


def is_author(name: str) -> bool:
    """Whether a name can stand under a review: one line, not too long; nothing will do."""
    return len(name) <= AUTHOR_AT_MOST and not any(hidden(character) for character in name)


def remark_from_dict(found: object, place: str) -> ReviewRemark:
    """A verdict from a file; FileRefused, with the place, for anything else."""
    shape = Shape(found, place)
    remark = ReviewRemark(
        step=shape.text("step", among=load_guide().steps),
        verdict=shape.text("verdict", among=VERDICTS),
        text=shape.text("text"),
        at=shape.moment("at"),
        answer=shape.text("answer", ""),
    )
    shape.finish()
    if len(remark.text) > REMARK_AT_MOST:
        raise misfit(shape.at("text"))
    return remark


def answers_from(shape: Shape, key: str, allowed: Callable[[Step], bool]) -> tuple[ReviewAnswer, ...]:
    """The answers, or proposals, that a file gives to steps for which they are allowed, one for each."""
    found: dict[str, ReviewAnswer] = {}
    steps = [step.id for step in load_guide().walk() if allowed(step)]
    for number, item in enumerate(shape.items(key), start=1):
        part = Shape(item, f"{shape.at(key)}.{number}")
        answer = ReviewAnswer(
            step=part.text("step", among=steps),
            text=part.text("text"),
            reason=part.text("reason", ""),
            at=part.moment("at"),
        )
        part.finish()
        if answer.step in found:
            raise misfit(part.at("step"))
        if not answer.text or len(answer.text) > ANSWER_AT_MOST:
            raise misfit(part.at("text"))
        if len(answer.reason) > REMARK_AT_MOST:
            raise misfit(part.at("reason"))
        found[answer.step] = answer
    return tuple(found.values())
