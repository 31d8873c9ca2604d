"""What a reviewer has decided so far, kept on their own computer under the profile's id."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from cmic_wizard import aside, files, presence, strict_json
from cmic_wizard.bounds import REVIEW_BYTES, file_stem, is_id
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.profile.lock import held_for_a_moment
from cmic_wizard.profile.shape import misfit
from cmic_wizard.review.merging import Others, as_seen, merged
from cmic_wizard.review.model import Review, Reviewed, Verdict
from cmic_wizard.review.review_file import FORMAT, NEWEST, parse, to_bytes
from cmic_wizard.struct import Struct, replace
from cmic_wizard.text import visible

__all__ = ["FORMAT", "NEWEST", "Damaged", "KeptReview", "Review", "Reviewed", "Verdict"]

_WAITS: Final = 2.0
"""Seconds to wait for another window that is saving the same review."""


class Damaged(FileRefused):
    """A file was read and is no review."""


class KeptReview(Struct, frozen=True):
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
        return parse(data, profile_id)
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


def update(
    data_dir: Path,
    profile_id: str,
    name: str,
    now: datetime,
    change: Callable[[Review], Review],
    tell: Callable[[str], None],
) -> Review:
    """Change a review in one go, whoever else is at it; what it is then. `tell` hears of a damaged file.

    FileRefused where it can't be read or written, or what `change` raises.
    """
    fresh = Review(profile_id, name)
    with _held(data_dir, fresh):
        stored, told = load_or_set_aside(data_dir, profile_id, name, now)
        if told:
            tell(told)
        result = change(stored)
        if result != stored:
            _write(data_dir, result)
        return result


def save(data_dir: Path, review: Review) -> None:
    """Put a review in the place of the one that is kept (0600).

    FileRefused where it can't be written, or could not be read again.
    """
    with _held(data_dir, review):
        _write(data_dir, review)


def _write(data_dir: Path, review: Review) -> None:
    files.write_atomically(_path(data_dir, review.profile_id), to_bytes(review))
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
    opinions = (review, *review.others.values())
    given = [one for opinion in opinions for one in opinion.verdicts.values()]
    given += [one for kept in review.overtaken.values() for one in kept]
    texts += [text for verdict in given for text in (verdict.text, verdict.answer)]
    answers = [one for each in opinions for one in (*each.answers.values(), *each.proposals.values())]
    texts += [text for answer in answers for text in (answer.text, answer.reason)]
    if sum(map(len, texts)) > REVIEW_BYTES // 16:
        to_bytes(review)


def every(data_dir: Path) -> list[Review]:
    """The review of every profile; damaged files don't count."""
    found: dict[str, Review] = {}
    folder = data_dir / "reviews"
    for name in files.names_in(folder):
        if not name.endswith(".json"):
            continue
        try:
            review = parse(files.read_regular(folder / name, REVIEW_BYTES))
        except FileRefused:
            continue
        if name == f"{file_stem(review.profile_id)}.json":
            found[review.profile_id] = review
        elif name == f"{review.profile_id}.json":
            found.setdefault(review.profile_id, review)
    return list(found.values())


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
        return parse(files.read_regular(path, REVIEW_BYTES), profile_id)
    except FileRefused:
        return None
