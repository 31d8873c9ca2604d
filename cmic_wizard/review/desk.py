"""What lies on a reviewer's own desk beside a review and never leaves it: a note, and what was sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cmic_wizard import aside, files, presence, strict_json
from cmic_wizard.bounds import file_stem, is_id
from cmic_wizard.credentials.naming import Place
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.profile.codec import clean
from cmic_wizard.profile.lock import held_for_a_moment
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.struct import Struct, asdict, replace

FORMAT: Final = "cmic-wizard-desk"
NEWEST: Final = 1
NOTE_AT_MOST: Final = 8000
"""Characters of a reviewer's own note."""
_LIMIT: Final = 256 * 1024
_WAITS: Final = 2.0
_FOLDER: Final = "desk"
_NUMBER: Final = re.compile(r"[0-9a-f]{8}")


class KeptHere(Struct, frozen=True):
    """A password of a hand-off that the reviewer keeps: which one it is, never itself."""

    number: str
    """By which its entry in key ring or vault is told from others (see `naming.reviewed_of`)."""
    company: str
    place: str
    """`key_ring` or `vault`; "" where it is not known whether it was kept."""
    at: str


class Desk(Struct, frozen=True):
    """What is kept beside the review of one profile."""

    profile_id: str
    note: str = ""
    """For the reviewer alone: it stands in no file that leaves."""
    sent: str = ""
    """What was written for the customer last (see `standing.decided`); "" where nothing was."""
    passwords: tuple[KeptHere, ...] = ()
    judged: str = ""
    """The hand-off that was judged otherwise than it claims: when it was made, a space, the stage."""


def find(data_dir: Path, profile_id: str) -> Desk:
    """What lies beside a review; an empty desk where nothing does, or where its file is damaged.

    FileRefused where the file can't be read.
    """
    path = _path(data_dir, profile_id)
    if presence.imprint_of(path) is None:
        return Desk(profile_id)
    try:
        return _parse(files.read_regular(path, _LIMIT), profile_id)
    except strict_json.MadeByNewer as refusal:
        raise files.refused_at(path, refusal) from None
    except FileRefused:
        return Desk(profile_id)


def keep_note(data_dir: Path, profile_id: str, note: str) -> None:
    """Keep a reviewer's note, "" for none; FileRefused where it can't be written."""
    if len(note) > NOTE_AT_MOST:
        raise FileRefused(_("A note has at most {count} characters.").format(count=NOTE_AT_MOST))
    _change(data_dir, profile_id, lambda kept: replace(kept, note=clean(note)))


def keep_sent(data_dir: Path, profile_id: str, decided: str) -> None:
    """Keep that what was decided was written for the customer; FileRefused where it can't be written."""
    _change(data_dir, profile_id, lambda kept: replace(kept, sent=decided))


def keep_password(data_dir: Path, profile_id: str, kept: KeptHere) -> None:
    """Note where a password is kept, instead of what was noted of it; FileRefused where that can't be."""

    def change(found: Desk) -> Desk:
        others = tuple(one for one in found.passwords if one.number != kept.number)
        return replace(found, passwords=(*others, kept))

    _change(data_dir, profile_id, change)


def keep_judged(data_dir: Path, profile_id: str, created: str, stage: str) -> None:
    """Keep the stage that a hand-off has by this program's rules, "" where it is the claimed one."""
    judged = f"{created} {stage}" if stage else ""
    if find(data_dir, profile_id).judged != judged:
        _change(data_dir, profile_id, lambda kept: replace(kept, judged=judged))


def strike_password(data_dir: Path, profile_id: str, number: str) -> None:
    """Note that a password is not kept any more; FileRefused where that can't be."""
    _change(
        data_dir,
        profile_id,
        lambda found: replace(found, passwords=tuple(one for one in found.passwords if one.number != number)),
    )


def every(data_dir: Path) -> dict[str, Desk]:
    """All that lies beside reviews, by the profile's id; damaged files don't count."""
    found, folder = {}, data_dir / _FOLDER
    for name in files.names_in(folder):
        if not name.endswith(".json"):
            continue
        try:
            kept = _parse(files.read_regular(folder / name, _LIMIT))
        except FileRefused:
            continue
        if kept.profile_id and name == f"{file_stem(kept.profile_id)}.json":
            found[kept.profile_id] = kept
    return found


def _change(data_dir: Path, profile_id: str, change: Callable[[Desk], Desk]) -> None:
    path = _path(data_dir, profile_id)
    files.make_private_dir(path.parent)
    busy = _("Your notes are just being saved in another window: try again.")
    with held_for_a_moment(path.with_suffix(".lock"), _WAITS, busy):
        before = find(data_dir, profile_id)
        after = change(before)
        if after == before:
            return
        if before == Desk(profile_id) and presence.is_there(path):
            _set_damaged_aside(path, profile_id)
        files.write_atomically(path, _to_bytes(after))


def _set_damaged_aside(path: Path, profile_id: str) -> None:
    try:
        _parse(files.read_regular(path, _LIMIT), profile_id)
    except FileRefused:
        aside.set_aside(path, datetime.now(UTC))


def _path(data_dir: Path, profile_id: str) -> Path:
    if not is_id(profile_id):
        raise misfit("profile_id")
    return data_dir / _FOLDER / f"{file_stem(profile_id)}.json"


def _to_bytes(kept: Desk) -> bytes:
    found = {
        "format": FORMAT,
        "schema": NEWEST,
        "profile_id": kept.profile_id,
        "note": kept.note,
        "sent": kept.sent,
        "judged": kept.judged,
        "passwords": [asdict(each) for each in kept.passwords],
    }
    return json.dumps(found, ensure_ascii=True, indent=1).encode() + b"\n"


def _parse(data: bytes, profile_id: str | None = None) -> Desk:
    """What a file keeps; FileRefused where it is damaged, MadeByNewer where a newer program wrote it."""
    shape = Shape(strict_json.expect_format(strict_json.loads(data, limit=_LIMIT), FORMAT, NEWEST))
    shape.take("format")
    shape.take("schema")
    kept = Desk(
        shape.text("profile_id", among=None if profile_id is None else (profile_id,)),
        shape.text("note"),
        shape.text("sent"),
        tuple(
            _password(item, f"passwords.{number}")
            for number, item in enumerate(shape.items("passwords"), start=1)
        ),
        shape.text("judged"),
    )
    shape.finish()
    if not is_id(kept.profile_id):
        raise misfit("profile_id")
    return kept


def _password(found: object, place: str) -> KeptHere:
    shape = Shape(found, place)
    number = shape.text("number")
    if not _NUMBER.fullmatch(number):
        raise misfit(f"{place}.number")
    kept = KeptHere(
        number, shape.text("company"), shape.text("place", among=("", *Place)), shape.moment("at")
    )
    shape.finish()
    return kept
