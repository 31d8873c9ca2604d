"""What a reviewer has decided so far, kept on his own computer under the profile's id."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from cmic_wizard import __version__, files, strict_json
from cmic_wizard.bounds import (
    AUTHOR_AT_MOST,
    REVIEW_BYTES,
    fault_of_name,
    file_stem,
    is_id,
    moment_in,
    moment_of,
    stamped,
)
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff.remarks import (
    OVERALL,
    RemarksFile,
    ReviewRemark,
    author_from,
    demand_visible,
    remark_from_dict,
    remark_to_dict,
)
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.codec import clean
from cmic_wizard.profile.shape import Shape, misfit

FORMAT: Final = "cmic-wizard-review"
NEWEST: Final = 1


class Damaged(FileRefused):
    """A file was read and is no review."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How the review of one profile stands."""

    summary: str
    """See `Review.summary`."""
    created: str
    """When the hand-off was made that was looked at last, in ISO 8601; "" where none was."""

    def of(self, created: str) -> str:
        """The verdict on a hand-off made at `created`: `newer` or `older` where it is not the one judged."""
        theirs, seen = moment_of(created), moment_of(self.created)
        if not self.summary or theirs is None or seen is None:
            return self.summary
        return self.summary if theirs == seen else "newer" if theirs > seen else "older"


@dataclass(frozen=True, slots=True)
class Review:
    """The state of a review. Immutable; each change gives a new one."""

    profile_id: str
    profile_name: str
    author: str = ""
    overall: str = ""
    verdicts: dict[str, ReviewRemark] = field(default_factory=dict)
    """The newest verdict on each step."""
    check_number: str = ""
    """Of the hand-off that was seen last."""
    seen: dict[str, str] = field(default_factory=dict)
    """What was seen last: answers by step, and what `judging.looked_at` says of password, check and notes."""
    before: dict[str, str] | None = None
    """The same of the hand-off before it; None where there was none."""
    created: str = ""
    """When the hand-off that was seen last was made, in ISO 8601."""

    def newer_than(self, created: str) -> bool:
        """Whether a hand-off was seen that is newer than one made at `created`."""
        return bool(self.created) and moment_in(self.created) > moment_in(created)

    def looking_at(self, check_number: str, seen: Mapping[str, str], name: str, created: str = "") -> Self:
        """With this hand-off as the one that was seen last; looking again at the same changes nothing.

        The verdict on the whole was one on what stood there before: where anything changed, it is to be
        given anew.
        """
        if check_number == self.check_number:
            return self
        before = self.seen if self.check_number else None
        return replace(
            self,
            check_number=check_number,
            seen=dict(seen),
            before=before,
            profile_name=name,
            created=created,
            overall="" if self.check_number and changes(self.seen, seen) else self.overall,
        )

    def judged(self, step: str, verdict: str, text: str, now: datetime) -> Self:
        """With a verdict (`accepted`, `change`, `question`) on a step; "" takes it back."""
        verdicts = {key: value for key, value in self.verdicts.items() if key != step}
        if verdict:
            remark = ReviewRemark(step, verdict, clean(text), stamped(now), self.seen.get(step, ""))
            old = self.verdicts.get(step)
            same = old is not None and replace(old, at=remark.at) == remark
            verdicts[step] = old if old is not None and same else remark
        return replace(self, verdicts=verdicts)

    def concluded(self, overall: str) -> Self:
        """With a verdict on the whole: `accepted`, `changes`, or "" for none."""
        return replace(self, overall=overall)

    def signed(self, author: str) -> Self:
        """With the reviewer's name, as the customer will see it."""
        return replace(self, author=" ".join(clean(author).split())[:AUTHOR_AT_MOST])

    @property
    def changed_answers(self) -> dict[str, tuple[str, str]]:
        """What changed since the hand-off before, by the keys of `seen`; nothing where this is the first."""
        return {} if self.before is None else changes(self.before, self.seen)

    def outdated(self, step: str) -> bool:
        """Whether the step's answer has changed since it was judged."""
        verdict = self.verdicts.get(step)
        return verdict is not None and verdict.answer != self.seen.get(step, "")

    @property
    def summary(self) -> str:
        """The verdict on the whole, `open` where single steps only were judged, "" where nothing was."""
        return self.overall or ("open" if self.verdicts else "")

    @property
    def standing(self) -> Reviewed:
        """How it stands, for the table of many."""
        return Reviewed(self.summary, self.created)

    def to_remarks(self, now: datetime) -> RemarksFile:
        """The file that goes back to the customer, its remarks in the guide's order."""
        order = {step: place for place, step in enumerate(load_guide().steps)}
        return RemarksFile(
            profile_id=self.profile_id,
            profile_name=self.profile_name,
            check_number=self.check_number,
            created=stamped(now),
            by=f"cmic-wizard {__version__}",
            author=self.author,
            overall=self.overall,
            remarks=tuple(
                sorted(self.verdicts.values(), key=lambda remark: order.get(remark.step, len(order)))
            ),
        )


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The steps whose answers differ, each with the old and the new one, in the guide's order."""
    steps = dict.fromkeys((*load_guide().steps, *old, *new))
    return {
        step: (old.get(step, ""), new.get(step, ""))
        for step in steps
        if old.get(step, "") != new.get(step, "")
    }


def load(data_dir: Path, profile_id: str, name: str = "") -> Review:
    """The review of a profile, a fresh one where there is none yet.

    FileRefused where its file can't be read; Damaged where it was read and is no review.
    """
    path = _path(data_dir, profile_id)
    if not os.path.lexists(path):
        return _load_old(data_dir, profile_id) or Review(profile_id, name)
    data = files.read_regular(path, REVIEW_BYTES)
    try:
        return _parse(data, profile_id)
    except strict_json.MadeByNewer as refusal:
        raise FileRefused(_about(path, refusal)) from None
    except FileRefused as refusal:
        raise Damaged(_about(path, refusal)) from None


def load_or_set_aside(data_dir: Path, profile_id: str, name: str, now: datetime) -> tuple[Review, str]:
    """As `load`, but a damaged file is moved out of the way; then a sentence says why, and where it is."""
    try:
        return load(data_dir, profile_id, name), ""
    except Damaged as damaged:
        target = files.set_aside(_path(data_dir, profile_id), now)
        said = _("{sentence} Your review begins anew; what was there is kept as “{path}”.")
        return Review(profile_id, name), said.format(sentence=damaged, path=files.shown(target))


def save(data_dir: Path, review: Review) -> None:
    """Keep a review (0600); FileRefused where it can't be written, or could not be read again."""
    path = _path(data_dir, review.profile_id)
    data = _to_bytes(review)
    files.make_private_dir(path.parent)
    files.write_atomically(path, data)
    if _load_old(data_dir, review.profile_id):
        files.remove(_old_path(data_dir, review.profile_id))


def demand_room(review: Review) -> None:
    """FileRefused where a review is larger than can be kept."""
    texts = [*review.seen.values(), *(review.before or {}).values()]
    texts += [text for remark in review.verdicts.values() for text in (remark.text, remark.answer)]
    if sum(map(len, texts)) > REVIEW_BYTES // 16:
        _to_bytes(review)


def standings(data_dir: Path) -> dict[str, Reviewed]:
    """How the review of every profile stands, by the profile's id; damaged files don't count."""
    found = {}
    folder = data_dir / "reviews"
    for name in files.names_in(folder):
        if not name.endswith(".json"):
            continue
        try:
            review = _parse(files.read_regular(folder / name, REVIEW_BYTES))
        except FileRefused:
            continue
        if name == f"{file_stem(review.profile_id)}.json":
            found[review.profile_id] = review.standing
        elif name == f"{review.profile_id}.json":
            found.setdefault(review.profile_id, review.standing)
    return found


def _path(data_dir: Path, profile_id: str) -> Path:
    if not is_id(profile_id):
        raise misfit("profile_id")
    return data_dir / "reviews" / f"{file_stem(profile_id)}.json"


def _old_path(data_dir: Path, profile_id: str) -> Path:
    """Where version 0.1.0 kept the review of an id that has capitals or is a device's name."""
    return data_dir / "reviews" / f"{profile_id}.json"


def _load_old(data_dir: Path, profile_id: str) -> Review | None:
    path = _old_path(data_dir, profile_id)
    if path == _path(data_dir, profile_id) or not os.path.lexists(path):
        return None
    try:
        return _parse(files.read_regular(path, REVIEW_BYTES), profile_id)
    except FileRefused:
        return None


def _about(path: Path, refusal: FileRefused) -> str:
    return _("“{path}”: {sentence}").format(path=files.shown(path), sentence=refusal)


def _to_bytes(review: Review) -> bytes:
    found = {
        "format": FORMAT,
        "schema": NEWEST,
        "profile_id": review.profile_id,
        "profile_name": review.profile_name,
        "author": review.author,
        "overall": review.overall,
        "verdicts": [remark_to_dict(remark) for remark in review.verdicts.values()],
        "check_number": review.check_number,
        "seen": review.seen,
        "before": review.before,
        "created": review.created,
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
    _parse(data, review.profile_id)
    return data


def _parse(data: bytes, profile_id: str | None = None) -> Review:
    found = strict_json.expect_format(strict_json.loads(data, limit=REVIEW_BYTES), FORMAT, NEWEST)
    demand_visible(found)
    shape = Shape(found)
    shape.take("format")
    shape.take("schema")
    listed = [
        remark_from_dict(item, f"verdicts.{number}")
        for number, item in enumerate(shape.items("verdicts"), start=1)
    ]
    before = shape.take("before")
    created = shape.text("created", "")
    review = Review(
        profile_id=shape.text("profile_id", among=None if profile_id is None else (profile_id,)),
        profile_name=shape.text("profile_name"),
        author=author_from(shape),
        overall=shape.text("overall", among=OVERALL),
        verdicts={remark.step: remark for remark in listed},
        check_number=shape.text("check_number"),
        seen=shape.texts("seen"),
        before=None if before is None else Shape({"before": before}).texts("before"),
        created=created and Shape({"created": created}).moment("created"),
    )
    shape.finish()
    if not is_id(review.profile_id):
        raise misfit("profile_id")
    if review.profile_name and fault_of_name(review.profile_name):
        raise misfit("profile_name")
    return review
