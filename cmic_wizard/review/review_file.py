"""The file of a review: readable JSON, and nothing but what a review can hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from cmic_wizard import strict_json
from cmic_wizard.bounds import REVIEW_BYTES, fault_of_name, is_id
from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff.remarks import author_from, demand_visible, remark_from_dict, remark_to_dict
from cmic_wizard.handoff.remarks_file import answer_to_dict, answers_from, is_author, may_be_answered
from cmic_wizard.i18n import ngettext
from cmic_wizard.profile.check_codec import check_from_dict, check_to_dict
from cmic_wizard.profile.exchange import takes_proposals
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.profile.verdicts import OVERALL
from cmic_wizard.review.model import SENT_AT_MOST, Opinion, Review, Verdict
from cmic_wizard.struct import asdict

FORMAT: Final = "cmic-wizard-review"
NEWEST: Final = 3
"""The schema that this program writes."""
_MARK_AT_MOST: Final = 64


def to_bytes(review: Review) -> bytes:
    """The file of a review; FileRefused where it would be too large, or could not be read again."""
    found = {
        "format": FORMAT,
        "schema": NEWEST,
        "profile_id": review.profile_id,
        "profile_name": review.profile_name,
        "author": review.author,
        **_opinion_to_dict(review),
        "others": {name: _opinion_to_dict(opinion) for name, opinion in review.others.items()},
        "overtaken": [_verdict_to_dict(one) for kept in review.overtaken.values() for one in kept],
        "check_number": review.check_number,
        "seen": review.seen,
        "before": review.before,
        "created": review.created,
        "name_before": review.name_before,
        "sent": None if review.sent is None else list(review.sent),
    }
    data = json.dumps(found, ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n"
    if len(data) > REVIEW_BYTES:
        kilobytes = REVIEW_BYTES // 1024
        text = ngettext(
            "The review would be larger than {count} kilobyte: shorten a remark, or take a verdict back.",
            "The review would be larger than {count} kilobytes: shorten a remark, or take a verdict back.",
            kilobytes,
        )
        raise FileRefused(text.format(count=kilobytes))
    parse(data, review.profile_id)
    return data


def _verdict_to_dict(verdict: Verdict) -> dict[str, str]:
    return {**remark_to_dict(verdict), "author": verdict.author}


def _verdict_from(item: object, place: str) -> Verdict:
    if not isinstance(item, dict):
        raise misfit(place)
    author = author_from(Shape({"author": item.get("author")}, place))
    remark = remark_from_dict({key: value for key, value in item.items() if key != "author"}, place)
    return Verdict(**asdict(remark), author=author)


def _from_schema_1(found: dict[str, Any]) -> dict[str, Any]:
    """Schema 2 knows whose each verdict is: those of schema 1 are the reviewer's."""
    verdicts, author = found.get("verdicts"), found.get("author")
    if not isinstance(verdicts, list):
        raise misfit("verdicts")
    signed = [{**item, "author": author} if isinstance(item, dict) else item for item in verdicts]
    return {**found, "schema": 2, "verdicts": signed, "overall_at": "", "overtaken": []}


def _from_schema_2(found: dict[str, Any]) -> dict[str, Any]:
    """Schema 3 knows of several reviewers, and of answers; before, nobody kept what was sent."""
    added: dict[str, Any] = {
        "answers": [],
        "proposals": [],
        "check": None,
        "compared": "",
        "others": {},
        "sent": None,
        "name_before": "",
    }
    for key in added:
        if key in found:
            raise misfit(key)
    return {**found, "schema": 3, **added}


_MIGRATIONS: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    1: _from_schema_1,
    2: _from_schema_2,
}


def parse(data: bytes, profile_id: str | None = None) -> Review:
    """The review that a file holds, one of `profile_id` where that is given; else FileRefused."""
    found = strict_json.expect_format(strict_json.loads(data, limit=REVIEW_BYTES), FORMAT, NEWEST)
    demand_visible(found)
    for number in range(NEWEST):
        if found["schema"] == number:
            found = _MIGRATIONS[number](found)
    shape = Shape(found)
    shape.take("format")
    shape.take("schema")
    overtaken = _verdicts(shape, "overtaken")
    before = shape.take("before")
    review = Review(
        profile_id=shape.text("profile_id", among=None if profile_id is None else (profile_id,)),
        profile_name=shape.text("profile_name"),
        author=author_from(shape),
        others=_others_from(shape.take("others")),
        **_opinion_from(shape),
        overtaken={
            step: tuple(one for one in overtaken if one.step == step)
            for step in dict.fromkeys(one.step for one in overtaken)
        },
        check_number=shape.text("check_number"),
        seen=shape.texts("seen"),
        before=None if before is None else Shape({"before": before}).texts("before"),
        created=_moment_or_nothing(shape, "created"),
        name_before=shape.text("name_before"),
        sent=_marks_from(shape),
    )
    shape.finish()
    if not is_id(review.profile_id):
        raise misfit("profile_id")
    for key, name in (("profile_name", review.profile_name), ("name_before", review.name_before)):
        if name and fault_of_name(name):
            raise misfit(key)
    return review


def _opinion_to_dict(opinion: Opinion) -> dict[str, Any]:
    return {
        "overall": opinion.overall,
        "overall_at": opinion.overall_at,
        "verdicts": [_verdict_to_dict(verdict) for verdict in opinion.verdicts.values()],
        "answers": [answer_to_dict(answer) for answer in opinion.answers.values()],
        "proposals": [answer_to_dict(proposal) for proposal in opinion.proposals.values()],
        "check": None if opinion.check is None else check_to_dict(opinion.check),
        "compared": opinion.compared,
    }


def _opinion_from(shape: Shape) -> dict[str, Any]:
    """The parts of an opinion, by their names."""
    return {
        "overall": shape.text("overall", among=("", *OVERALL)),
        "overall_at": _moment_or_nothing(shape, "overall_at"),
        "verdicts": {verdict.step: verdict for verdict in _verdicts(shape, "verdicts")},
        "answers": {a.step: a for a in answers_from(shape, "answers", may_be_answered)},
        "proposals": {p.step: p for p in answers_from(shape, "proposals", takes_proposals)},
        "check": None if (check := shape.take("check")) is None else check_from_dict(check),
        "compared": shape.text("compared"),
    }


def _others_from(found: object) -> dict[str, Opinion]:
    names = Shape(found, "others")
    others = {}
    for name in names.left():
        if not name or not is_author(name):
            raise misfit("others")
        shape = Shape(names.take(name), "others")
        others[name] = Opinion(**_opinion_from(shape))
        shape.finish()
    return others


def _marks_from(shape: Shape) -> tuple[str, ...] | None:
    found = shape.take("sent")
    if found is None:
        return None
    if not isinstance(found, list) or len(found) > SENT_AT_MOST:
        raise misfit("sent")
    marks = tuple(mark for mark in found if isinstance(mark, str) and len(mark) <= _MARK_AT_MOST)
    if len(marks) != len(found):
        raise misfit("sent")
    return marks


def _verdicts(shape: Shape, key: str) -> list[Verdict]:
    return [_verdict_from(item, f"{key}.{number}") for number, item in enumerate(shape.items(key), start=1)]


def _moment_or_nothing(shape: Shape, key: str) -> str:
    text = shape.text(key, "")
    return text and Shape({key: text}).moment(key)
