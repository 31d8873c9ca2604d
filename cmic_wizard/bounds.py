"""What a moment, an id, a name and a size may be: one definition for every reader and every writer."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from cmic_wizard.i18n import _
from cmic_wizard.text import hidden, without_joiners

NAME_AT_MOST: Final = 80
"""Characters of a profile's name."""
AUTHOR_AT_MOST: Final = 200
"""Characters of a reviewer's name."""
MAIL_AT_MOST: Final = 254
"""Characters of a mail address."""
REMARK_AT_MOST: Final = 2000
"""Characters of a remark in a file of remarks, or in a review."""
PASSWORD_AT_MOST: Final = 1280
"""Characters of a password that every key ring keeps: Windows has room for 2560 bytes, in UTF-16."""
SECONDS_AT_MOST: Final = 1_000_000
"""Seconds that a stage of a check may have taken."""
COUNT_AT_MOST: Final = 2**53
"""The largest whole number that every JSON reader takes as it is."""

PROFILE_BYTES: Final = 256 * 1024
"""Most bytes of a profile's file without its history."""
HISTORY_BYTES: Final = 128 * 1024
"""Most bytes of its history there, which takes no room from anything else."""
PROFILE_ROOM: Final = PROFILE_BYTES - 8 * 1024
"""Bytes up to which answers, notes, remarks and checks fill it; the rest is for the program's own marks."""
HANDOFF_BYTES: Final = 768 * 1024
"""Most bytes of a hand-off, which gives answers more than once: what can be kept can be handed over."""
SEALED_INSIDE_BYTES: Final = HANDOFF_BYTES * 3 // 2
"""Most bytes inside a sealed file, where the hand-off is indented and the password stands beside it."""
SEALED_BYTES: Final = SEALED_INSIDE_BYTES * 3 // 2
"""Most bytes of a sealed file; armor makes it a third larger than what it holds."""
LARGEST: Final = max(PROFILE_BYTES + HISTORY_BYTES, HANDOFF_BYTES, SEALED_BYTES)
"""Most bytes of any file that is taken in."""
REMARKS_BYTES: Final = 256 * 1024
"""Most bytes of a file of remarks."""
REVIEW_BYTES: Final = 8 * 1024 * 1024
"""Most bytes of a review, which holds the answers of two hand-offs and those that were judged."""

_YEARS: Final = range(1970, 3000)
_FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2999, 12, 31, 23, 59, 59, tzinfo=UTC)
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ](?:[01]\d|2[0-3]):\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d(?::\d\d)?)",
    re.ASCII,
)
_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_DEVICE: Final = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def moment_of(text: str) -> datetime | None:
    """The moment that a file gives in ISO 8601, with its own offset; None for what is none.

    One from 1970 to 2999, which every system's clock, calendar and time zones can take, as in RFC 3339: what
    `datetime.fromisoformat` reads beyond that differs between versions of Python.
    """
    if not _MOMENT.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def day_of(text: str) -> date | None:
    """The day that a file or a rule gives as YYYY-MM-DD, in the same years; None for what is none."""
    found = moment_of(f"{text}T00:00:00+00:00")
    return found.date() if found is not None else None


def moment_in(text: str) -> datetime:
    """The moment of a text that was read as one; for any other, the first that there can be."""
    return moment_of(text) or _FIRST


def stamped(moment: datetime) -> str:
    """A moment as files hold it: ISO 8601 in UTC, to the second; one out of bounds as the nearest within."""
    try:
        inside = min(max(moment.astimezone(UTC), _FIRST), _LAST)
    except OverflowError:
        inside = _LAST if moment.year > _LAST.year else _FIRST
    return inside.isoformat(timespec="seconds")


def stamped_seconds(seconds: float) -> str:
    """As `stamped`, for seconds since 1970, such as a file's last change, whatever its file system says."""
    inside = min(max(_FIRST.timestamp(), seconds), _LAST.timestamp())
    return datetime.fromtimestamp(inside, UTC).isoformat(timespec="seconds")


def to_the_minute(stamp: str) -> str:
    """A moment in ISO 8601 as people read it, in this computer's time zone; "" for what is no moment."""
    found = moment_of(stamp)
    if found is None:
        return ""
    try:
        return found.astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, ValueError, OSError):  # some systems have no local time before 1970
        return found.strftime("%Y-%m-%d %H:%M")


def password_fits(password: str) -> bool:
    """Whether a password can be kept, sealed and read again: not empty, nor too long as Windows counts it."""
    return 0 < len(password.encode("utf-16-le", "surrogatepass")) // 2 <= PASSWORD_AT_MOST


def is_id(text: str) -> bool:
    """Whether a text can be a profile's id, which names its entry among the passwords and its review."""
    return _ID.fullmatch(text) is not None


def same_id(one: str, other: str) -> bool:
    """Whether two ids are one profile's: without regard to case, as the strictest store compares them."""
    return one.lower() == other.lower()


def file_stem(profile_id: str) -> str:
    """The name that a profile's id gives a file: its own on every file system, no other id's and no device's.

    An id in small letters that is no device is its own name. Any other is followed by `~`, which stands in no
    id, and by which letters are capitals: a hexadecimal number, a bit for each character.
    """
    small = profile_id.lower()
    if small == profile_id and not _DEVICE.fullmatch(small):
        return profile_id
    capitals = "".join("1" if character.isupper() else "0" for character in profile_id)
    return f"{small}~{int(capitals, 2):x}"


def fault_of_name(name: str) -> str:
    """Why a profile can't be called that, as a sentence; "" where it can."""
    if not name.strip():
        return _("A profile needs a name, such as the company's.")
    if len(name) > NAME_AT_MOST:
        return _("A profile's name has at most {count} characters.").format(count=NAME_AT_MOST)
    if any(hidden(character) for character in without_joiners(name)):
        return _("A profile's name can't contain control characters.")
    return ""
