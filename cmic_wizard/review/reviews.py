"""What a reviewer has decided so far, kept on their own computer under the profile's id."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from cmic_wizard import aside, files, presence, strict_json
from cmic_wizard.bounds import REVIEW_BYTES, fault_of_name, file_stem, is_id
from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff.remarks import author_from, demand_visible, remark_from_dict, remark_to_dict
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.lock import held_for_a_moment
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.profile.verdicts import OVERALL
from cmic_wizard.review.merging import Others, as_seen, merged
from cmic_wizard.review.model import Review, Reviewed, Verdict
from cmic_wizard.text import visible

__all__ = ["Damaged", "KeptReview", "Review", "Reviewed", "Verdict"]

FORMAT: Final = "cmic-wizard-review"
NEWEST: Final = 2
_WAITS: Final = 2.0
"""Seconds to wait for another window that is saving the same review."""


class Damaged(FileRefused):
    """A file was read and is no review."""


@dataclass(frozen=True, slots=True)
class KeptReview:
    """A review as a window is to show it after it and its file were put together."""

    review: Review
    others: Others
    """What other windows had decided."""
    imprint: presence.Imprint | None
    """That of the file that holds it."""


def load(data_dir: Path, profile_id: str, name: str = "") -> Review:
    """The review of a profile, a fresh one where there is none yet.

    FileRefused where its file can't be read; Damaged where it was read and is no review.
    """
    return find(data_dir, profile_id) or Review(profile_id, name)


def find(data_dir: Path, profile_id: str) -> Review | None:
    """As `load`, None where there is none."""
    path = _path(data_dir, profile_id)
    if presence.imprint_of(path) is None:
        return _load_old(data_dir, profile_id)
    data = files.read_regular(path, REVIEW_BYTES)
    try:
        return _parse(data, profile_id)
    except strict_json.MadeByNewer as refusal:
        raise files.refused_at(path, refusal) from None
    except FileRefused as refusal:
        raise Damaged(str(files.refused_at(path, refusal))) from None


def load_or_set_aside(data_dir: Path, profile_id: str, name: str, now: datetime) -> tuple[Review, str]:
    """As `load`, but a damaged file is moved out of the way; then a sentence says why, and where it is."""
    try:
        return load(data_dir, profile_id, name), ""
    except Damaged as damaged:
        target = aside.set_aside(_path(data_dir, profile_id), now)
        said = _("{sentence} Your review starts again; what was there is kept as “{path}”.")
        return Review(profile_id, name), said.format(sentence=damaged, path=files.shown(target))


def imprint(data_dir: Path, profile_id: str) -> presence.Imprint | None:
    """What tells whether the file of a review was written since; None where there is none."""
    return presence.imprint_of(_path(data_dir, profile_id))


def keep(data_dir: Path, base: Review, mine: Review, now: datetime) -> KeptReview:
    """Keep what a window decided (`mine`, which came of `base`) together with what others decided meanwhile.

    FileRefused where it can't be written, or another window does not let go of the file. A file that is
    gone is made anew, and so is a damaged one, which is set aside.
    """
    path = _path(data_dir, mine.profile_id)
    with _held(data_dir, mine):
        stored, kept_as = None, ""
        try:
            stored = find(data_dir, mine.profile_id)
        except Damaged:
            kept_as = str(aside.set_aside(path, now))
        result, others = merged(base, mine, base if stored is None else stored)
        if result != stored:
            _write(data_dir, result)
        anew = stored is None and bool(base.check_number)
        return KeptReview(
            as_seen(mine, result), replace(others, anew=anew, aside=kept_as), presence.imprint_of(path)
        )


def save(data_dir: Path, review: Review) -> None:
    """Put a review in the place of the one that is kept (0600).

    FileRefused where it can't be written, or could not be read again.
    """
    with _held(data_dir, review):
        _write(data_dir, review)


def _write(data_dir: Path, review: Review) -> None:
    files.write_atomically(_path(data_dir, review.profile_id), _to_bytes(review))
    if _load_old(data_dir, review.profile_id):
        files.remove(_old_path(data_dir, review.profile_id))


@contextlib.contextmanager
def _held(data_dir: Path, review: Review) -> Iterator[None]:
    path = _path(data_dir, review.profile_id)
    files.make_private_dir(path.parent)
    files.sweep_temporary(path.parent)
    busy = _("The review of “{name}” is just being saved in another window; it is tried again.")
    sentence = busy.format(name=visible(review.profile_name))
    with held_for_a_moment(path.with_suffix(".lock"), _WAITS, sentence):
        yield


def demand_room(review: Review) -> None:
    """FileRefused where a review is larger than can be kept."""
    texts = [*review.seen.values(), *(review.before or {}).values()]
    given = [*review.verdicts.values(), *(one for kept in review.overtaken.values() for one in kept)]
    texts += [text for verdict in given for text in (verdict.text, verdict.answer)]
    if sum(map(len, texts)) > REVIEW_BYTES // 16:
        _to_bytes(review)


def every(data_dir: Path) -> list[Review]:
    """The review of every profile; damaged files don't count."""
    found: dict[str, Review] = {}
    folder = data_dir / "reviews"
    for name in files.names_in(folder):
        if not name.endswith(".json"):
            continue
        try:
            review = _parse(files.read_regular(folder / name, REVIEW_BYTES))
        except FileRefused:
            continue
        if name == f"{file_stem(review.profile_id)}.json":
            found[review.profile_id] = review
        elif name == f"{review.profile_id}.json":
            found.setdefault(review.profile_id, review)
    return list(found.values())


def standings(data_dir: Path) -> dict[str, Reviewed]:
    """How the review of every profile stands, by the profile's id; damaged files don't count."""
    return {review.profile_id: review.standing for review in every(data_dir)}


def _path(data_dir: Path, profile_id: str) -> Path:
    if not is_id(profile_id):
        raise misfit("profile_id")
    return data_dir / "reviews" / f"{file_stem(profile_id)}.json"


def _old_path(data_dir: Path, profile_id: str) -> Path:
    """Where version 0.1.0 kept the review of an id that has capitals or is a device's name."""
    return data_dir / "reviews" / f"{profile_id}.json"


def _load_old(data_dir: Path, profile_id: str) -> Review | None:
    path = _old_path(data_dir, profile_id)
    if path == _path(data_dir, profile_id) or presence.imprint_of(path) is None:
        return None
    try:
        return _parse(files.read_regular(path, REVIEW_BYTES), profile_id)
    except FileRefused:
        return None


def _to_bytes(review: Review) -> bytes:
    found = {
        "format": FORMAT,
        "schema": NEWEST,
        "profile_id": review.profile_id,
        "profile_name": review.profile_name,
        "author": review.author,
        "overall": review.overall,
        "overall_at": review.overall_at,
        "verdicts": [_verdict_to_dict(verdict) for verdict in review.verdicts.values()],
        "overtaken": [_verdict_to_dict(one) for kept in review.overtaken.values() for one in kept],
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


def _verdict_to_dict(verdict: Verdict) -> dict[str, str]:
    return {**remark_to_dict(verdict), "author": verdict.author}


def _verdict_from(item: object, place: str) -> Verdict:
    if not isinstance(item, dict):
        raise misfit(place)
    author = author_from(Shape({"author": item.get("author")}, place))
    remark = remark_from_dict({key: value for key, value in item.items() if key != "author"}, place)
    return Verdict(**asdict(remark), author=author)


def _from_schema_1(found: dict[str, object]) -> dict[str, object]:
    """Schema 2 knows whose each verdict is: those of schema 1 are the reviewer's."""
    verdicts, author = found.get("verdicts"), found.get("author")
    if not isinstance(verdicts, list):
        raise misfit("verdicts")
    signed = [{**item, "author": author} if isinstance(item, dict) else item for item in verdicts]
    return {**found, "schema": 2, "verdicts": signed, "overall_at": "", "overtaken": []}


def _parse(data: bytes, profile_id: str | None = None) -> Review:
    found = strict_json.expect_format(strict_json.loads(data, limit=REVIEW_BYTES), FORMAT, NEWEST)
    demand_visible(found)
    if found["schema"] == 1:
        found = _from_schema_1(found)
    shape = Shape(found)
    shape.take("format")
    shape.take("schema")
    listed, overtaken = _verdicts(shape, "verdicts"), _verdicts(shape, "overtaken")
    before = shape.take("before")
    review = Review(
        profile_id=shape.text("profile_id", among=None if profile_id is None else (profile_id,)),
        profile_name=shape.text("profile_name"),
        author=author_from(shape),
        overall=shape.text("overall", among=("", *OVERALL)),
        verdicts={verdict.step: verdict for verdict in listed},
        overtaken={
            step: tuple(one for one in overtaken if one.step == step)
            for step in dict.fromkeys(one.step for one in overtaken)
        },
        overall_at=_moment_or_nothing(shape, "overall_at"),
        check_number=shape.text("check_number"),
        seen=shape.texts("seen"),
        before=None if before is None else Shape({"before": before}).texts("before"),
        created=_moment_or_nothing(shape, "created"),
    )
    shape.finish()
    if not is_id(review.profile_id):
        raise misfit("profile_id")
    if review.profile_name and fault_of_name(review.profile_name):
        raise misfit("profile_name")
    return review


def _verdicts(shape: Shape, key: str) -> list[Verdict]:
    return [_verdict_from(item, f"{key}.{number}") for number, item in enumerate(shape.items(key), start=1)]


def _moment_or_nothing(shape: Shape, key: str) -> str:
    text = shape.text(key, "")
    return text and Shape({key: text}).moment(key)
