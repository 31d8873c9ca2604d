"""What comes back from the specialist: a file of remarks, and how it gets into the customer's profile."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from cmic_wizard import strict_json
from cmic_wizard.bounds import (
    AUTHOR_AT_MOST,
    REMARK_AT_MOST,
    REMARKS_BYTES,
    fault_of_name,
    is_id,
    moment_in,
    same_id,
    stamped,
    to_the_minute,
)
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.codec import TooLarge, clean, demand_room
from cmic_wizard.profile.draft import Draft, Remark
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.profile.verdicts import OVERALL, VERDICTS
from cmic_wizard.text import hidden, visible

FORMAT: Final = "cmic-wizard-remarks"
ENDING: Final = ".cmic-remarks.json"
"""How the names of such files end, unless the user says otherwise."""
NEWEST: Final = 1
"""The schema that this program writes."""

_CREATED: Final = "review_created"
_OVERALL: Final = "review_overall"
_AUTHOR: Final = "review_author"


class OlderFile(FileRefused):
    """The file is older than remarks that are there already; `merge` takes it with `older=True`."""


@dataclass(frozen=True, slots=True)
class ReviewRemark:
    """The specialist's verdict on one step: `accepted`, `change` or `question`, and the answer they saw."""

    step: str
    verdict: str
    text: str
    at: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class RemarksFile:
    """All remarks of one review. `check_number` is that of the hand-off that was reviewed."""

    profile_id: str
    profile_name: str
    check_number: str
    created: str
    by: str
    author: str
    overall: str
    """`accepted`, `changes`, or "" where no verdict on the whole was given."""
    remarks: tuple[ReviewRemark, ...]


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


def parse(data: bytes) -> RemarksFile:
    """The remarks that a file holds; FileRefused, with one sentence, for anything else."""
    found = strict_json.expect_format(strict_json.loads(data, limit=REMARKS_BYTES), FORMAT, NEWEST)
    demand_visible(found)
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
    )
    shape.finish()
    if not is_id(file.profile_id):
        raise misfit("profile_id")
    if fault_of_name(file.profile_name):
        raise misfit("profile_name")
    return file


def demand_visible(found: object) -> None:
    """Refuse a file with hidden characters, line feeds apart."""
    if character := strict_json.hidden_character(found):
        raise FileRefused(
            _("The file contains the hidden character {character}.").format(character=character)
        )


def author_from(shape: Shape) -> str:
    """Who wrote it: one line, not too long, or nothing."""
    author = shape.text("author")
    if len(author) > AUTHOR_AT_MOST or any(hidden(character) for character in author):
        raise misfit(shape.at("author"))
    return author


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


def merge(draft: Draft, file: RemarksFile, now: datetime, *, older: bool = False) -> Draft:
    """The draft with the remarks in it: steps to be changed or explained are returned, the exchange is kept.

    Merging a file again changes nothing. FileRefused for another profile's file, and for more than fits into
    the profile; OlderFile where newer remarks were merged before and this one brings others, unless `older`
    says to take it all the same.
    """
    if not same_id(file.profile_id, draft.id):
        raise FileRefused(
            _("These remarks are about the profile “{theirs}”, not about “{ours}”.").format(
                theirs=visible(file.profile_name), ours=visible(draft.name)
            )
        )
    known = {_key(remark) for remark in draft.remarks}
    fresh = list({key: r for r in _as_remarks(file) if (key := _key(r)) not in known}.values())
    newest = draft.marks.get(_CREATED, "")
    is_newer = not newest or moment_in(file.created) > moment_in(newest)
    if not fresh and not is_newer:
        return draft
    if fresh and not is_newer and not older:
        raise OlderFile(
            _("These remarks are not newer than those that were imported before ({date}).").format(
                date=to_the_minute(newest)
            )
        )
    merged = list(draft.remarks)
    for remark in fresh:
        if not remark.open:
            merged = [replace(r, open=False) if r.open and r.step == remark.step else r for r in merged]
        merged.append(remark)
    changed = stamped(now)
    result = replace(draft, remarks=tuple(merged), changed=changed)
    try:
        demand_room(result, draft)
    except TooLarge as reason:
        raise FileRefused(_("These remarks were not imported. {reason}").format(reason=reason)) from None
    if not is_newer:
        return result
    # A clock that runs ahead must not make every later file look older.
    created = file.created if moment_in(file.created) <= now else changed
    return result.marked(**{_CREATED: created, _OVERALL: file.overall, _AUTHOR: file.author})


def overall_of(draft: Draft) -> tuple[str, str]:
    """The newest verdict on the whole that was merged (see `OVERALL`), and its author."""
    return draft.marks.get(_OVERALL, ""), draft.marks.get(_AUTHOR, "")


def said_of_the_whole(draft: Draft) -> str:
    """The specialist's verdict on the whole, as a sentence; "" where none came yet."""
    overall, author = overall_of(draft)
    texts = {
        "accepted": _("{name} accepts the hand-off."),
        "changes": _("{name} asks for changes."),
    }
    if overall not in texts:
        return ""
    return texts[overall].format(name=visible(author) or _("The specialist"))


def both_exchanges(first: Sequence[Remark], second: Sequence[Remark]) -> tuple[Remark, ...]:
    """All remarks of two, in the order in which they were made; of one that both have, that of `first`."""
    found = {_key(remark): remark for remark in (*second, *first)}
    return tuple(sorted(found.values(), key=lambda remark: moment_in(remark.at)))


def _as_remarks(file: RemarksFile) -> list[Remark]:
    return [
        Remark(
            step=remark.step,
            verdict=remark.verdict,
            text=remark.text,
            author=file.author,
            at=remark.at,
            open=remark.verdict != "accepted",
            answer=remark.answer,
        )
        for remark in file.remarks
    ]


def _key(remark: Remark) -> tuple[str, ...]:
    """What makes two remarks the same one, whether it is still open or not."""
    return remark.step, remark.verdict, remark.text, remark.author, remark.at
