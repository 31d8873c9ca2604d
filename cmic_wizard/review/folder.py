"""A folder of hand-off files as a table: what each file claims of itself, read fast and in batches.

The table takes readiness, completeness and open steps from the files, because judging thousands anew would
take too long; opening one judges it. Names given twice and hidden characters are looked for only then, too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cmic_wizard import presence
from cmic_wizard.age_header import demand_header, is_age
from cmic_wizard.bounds import LARGEST, stamped_seconds
from cmic_wizard.errors import FileRefused
from cmic_wizard.files import read_regular, shown
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.named import CHECK_STEP
from cmic_wizard.handoff import remarks
from cmic_wizard.handoff.attached import NothingAttached, read_openable
from cmic_wizard.i18n import _
from cmic_wizard.profile.assess import holds
from cmic_wizard.profile.assessment import OWN
from cmic_wizard.profile.checks import Conclusion
from cmic_wizard.text import visible

if TYPE_CHECKING:
    from cmic_wizard.handoff.document import HandOff
    from cmic_wizard.review.file_summary import FileSummary
    from cmic_wizard.review.reviews import Reviewed

FILES_AT_MOST: Final = 100_000
"""Files that are listed; a folder with more is said to have more."""

MAIL: Final = ".eml"
"""The ending of an e-mail that was saved as a file."""
_ENDINGS: Final = (".json", ".age", MAIL)
_FIRST_BATCH: Final = 40
_BATCH: Final = 250
_BATCH_SECONDS: Final = 0.1
_OWN: Final = frozenset(state.value for state in OWN)


@dataclass(frozen=True, slots=True)
class FolderRow:
    """One file of the folder."""

    path: Path
    kind: str
    """`handoff`, `sealed` (not opened), or `fault`."""
    company: str = ""
    profile_id: str = ""
    stage: str = ""
    """`complete`, `ready` or `draft`."""
    progress: float = 0.0
    """The share of required steps that are done, 0 to 1."""
    outstanding: dict[str, int] = field(default_factory=dict)
    """How many open steps wait on each owner."""
    next: str = ""
    """The customer's first open step."""
    changed: str = ""
    """When the file was made, in ISO 8601."""
    verdict: str = ""
    """The reviewer's: `accepted`, `changes`, `open` (begun), or ""; `newer`, `older` than what was judged."""
    check: str = "none"
    """`ok`, `skipped`, `without_sign_in`, `incomplete`, `failed` or `none`."""
    fault: str = ""
    """Why it can't be read, as a sentence."""


def scan(
    folder: Path,
    on_rows: Callable[[list[FolderRow]], None],
    cancelled: Callable[[], bool],
    verdicts: Mapping[str, Reviewed] | None = None,
) -> int:
    """List the hand-off files below a folder, links not followed; how many there were.

    `on_rows` gets them in batches, the first one soon; `verdicts` are those of `reviews.standings`.
    FileRefused where the folder itself can't be read.
    """
    if not presence.is_folder(folder):
        raise FileRefused(_("“{path}” is not a folder.").format(path=shown(folder)))
    count, batch, size, sent = 0, list[FolderRow](), _FIRST_BATCH, time.monotonic()
    for row in _rows(folder, verdicts or {}):
        if cancelled():
            break
        count += 1
        batch.append(row)
        if len(batch) >= size or time.monotonic() - sent > _BATCH_SECONDS:
            on_rows(batch)
            batch, size, sent = [], _BATCH, time.monotonic()
    if batch:
        on_rows(batch)
    return count


def candidates(folder: Path) -> int:
    """How many files `scan` will look at, counted by their names alone; at most FILES_AT_MOST."""
    return sum(1 for _found in islice(_walk(folder), FILES_AT_MOST))


def opened_row(path: Path, handoff: HandOff, verdicts: Mapping[str, Reviewed] | None = None) -> FolderRow:
    """The row of a sealed file once it is open."""
    from cmic_wizard.review.file_summary import summary_of

    return _row_of(path, summary_of(handoff), verdicts or {})


def read_row(path: Path, verdicts: Mapping[str, Reviewed] | None = None) -> FolderRow | None:
    """The row of one file; what is wrong with it stands in `fault`. None for an e-mail about other things."""
    try:
        if path.name.casefold().endswith(MAIL):
            return _mail_row(path, verdicts or {})
        if path.name.casefold().endswith(".age"):
            return _sealed_row(path)
        return _handoff_row(path, verdicts or {})
    except NothingAttached:
        return None
    except FileRefused as refusal:
        return FolderRow(path, "fault", fault=str(refusal))


def _rows(folder: Path, verdicts: Mapping[str, Reviewed]) -> Iterator[FolderRow]:
    left = FILES_AT_MOST
    for path, fault in _walk(folder):
        if not left:
            text = _("There are more than {count} files here; the others are not listed.")
            yield FolderRow(folder, "fault", fault=text.format(count=FILES_AT_MOST))
            return
        left -= 1
        row = FolderRow(path, "fault", fault=fault) if fault else read_row(path, verdicts)
        if row is not None:
            yield row


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file that may be a hand-off, by name, folder by folder; an unreadable folder with its fault."""
    folders = [str(folder)]
    while folders:
        current = folders.pop()
        try:
            found = presence.named_in(Path(current))
        except FileRefused as refusal:
            yield Path(current), str(refusal)
            continue
        below = []
        for entry in found:
            if entry.is_folder:
                below.append(entry.path)
            elif _may_be_handoff(entry.name):
                yield Path(entry.path), ""
        folders.extend(reversed(below))


def _may_be_handoff(name: str) -> bool:
    """Whether a file is to be looked at, by its name; remarks that the reviewer wrote beside it are not."""
    plain = name.casefold()
    return plain.endswith(_ENDINGS) and not plain.endswith(remarks.ENDING)


def _sealed_row(path: Path) -> FolderRow:
    from cmic_wizard.handoff.sealed import LIMIT

    data = read_regular(path, LIMIT)
    if not is_age(data):
        raise FileRefused(_("This is not a sealed hand-off file."))
    demand_header(data)
    return FolderRow(path, "sealed", changed=_modified(path))


def _mail_row(path: Path, verdicts: Mapping[str, Reviewed]) -> FolderRow:
    """The row of what is attached to an e-mail."""
    from cmic_wizard.review.file_summary import summary_in

    data = read_openable(path, LARGEST)
    if is_age(data):
        demand_header(data)
        return FolderRow(path, "sealed", changed=_modified(path))
    try:
        return _row_of(path, summary_in(data), verdicts)
    except FileRefused as refusal:
        if remarks.FORMAT.encode() in data:
            raise NothingAttached(str(refusal)) from None
        raise


def _modified(path: Path) -> str:
    try:
        found = presence.status_of(path, follow=True)
    except FileRefused:
        return ""
    return "" if found is None else stamped_seconds(found.st_mtime)


def _handoff_row(path: Path, verdicts: Mapping[str, Reviewed]) -> FolderRow:
    from cmic_wizard.review.file_summary import read_summary

    return _row_of(path, read_summary(path), verdicts)


def _row_of(path: Path, claims: FileSummary, verdicts: Mapping[str, Reviewed]) -> FolderRow:
    required = _required_of(claims.profile)
    counts: dict[str, int] = {}
    for entry in claims.outstanding:
        counts[entry.owner] = counts.get(entry.owner, 0) + 1
    open_steps = sum(entry.step in required for entry in claims.outstanding)
    return FolderRow(
        path=path,
        kind="handoff",
        company=visible(claims.name),
        profile_id=claims.id,
        stage="complete" if claims.complete else "ready" if claims.ready else "draft",
        progress=1 - open_steps / len(required) if required else 1.0,
        outstanding=counts,
        next=next((entry.step for entry in claims.outstanding if entry.state in _OWN), ""),
        changed=claims.created,
        verdict=verdicts[claims.id].of(claims.created) if claims.id in verdicts else "",
        check=_check_of(claims),
    )


def _check_of(claims: FileSummary) -> str:
    outcome = _at(claims.profile, *CHECK_STEP.split("."))
    word = outcome.get("outcome") if isinstance(outcome, dict) else ""
    if word in ("passed", "skipped"):
        return "ok" if word == "passed" else "skipped"
    ended = claims.checks[-1].conclusion if claims.checks else Conclusion.PASSED
    return "none" if ended is Conclusion.PASSED else ended.value


def _required_of(profile: Mapping[str, Any]) -> frozenset[str]:
    """The steps that must be done, by what the guide's conditions ask of the profile's values."""
    return _required(tuple(_plain(_at(profile, *step.split("."))) for step in _asked_for()))


@cache
def _asked_for() -> tuple[str, ...]:
    """The steps that conditions of the guide ask for."""
    return tuple(
        dict.fromkeys(
            condition.step
            for step in load_guide().walk()
            for condition in (*step.required.conditions, *step.applies.conditions)
        )
    )


@lru_cache(maxsize=256)
def _required(answers: tuple[str, ...]) -> frozenset[str]:
    values = {step: value for step, value in zip(_asked_for(), answers, strict=True) if value}
    return frozenset(
        step.id
        for step in load_guide().walk()
        if holds(step.required, values) and holds(step.applies, values)
    )


def _at(profile: Mapping[str, Any], section: str, name: str) -> object:
    found = profile.get(section)
    return found.get(name) if isinstance(found, dict) else None


def _plain(value: object) -> str:
    """A value of the profile as conditions compare it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)[:100] if isinstance(value, str | int) else ""
