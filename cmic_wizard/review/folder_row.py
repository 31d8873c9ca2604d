"""One hand-off file as a row of the table: what it claims of itself, and what its review makes of it.

Readiness, completeness and open steps come from the file, because judging thousands anew would take too
long; opening one judges it. Names given twice and hidden characters are looked for only then, too.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cmic_wizard import presence
from cmic_wizard.age_header import demand_header
from cmic_wizard.bounds import stamped, stamped_seconds
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.named import CHECK_STEP
from cmic_wizard.handoff.attached import NothingAttached
from cmic_wizard.handoff.remarks import FORMAT as REMARKS_FORMAT
from cmic_wizard.i18n import _
from cmic_wizard.profile.assess import holds
from cmic_wizard.profile.assessment import OWN
from cmic_wizard.profile.checks import Conclusion
from cmic_wizard.review.file_opener import Found, look_into
from cmic_wizard.review.opened_files import OpenedFiles, Remembered
from cmic_wizard.review.standing import Standing, answers_what_is_asked
from cmic_wizard.review.todo import Todo, todo_of
from cmic_wizard.struct import Struct, field, replace
from cmic_wizard.text import visible

if TYPE_CHECKING:
    from cmic_wizard.handoff.document import HandOff
    from cmic_wizard.review.file_summary import FileSummary

MAIL: Final = ".eml"
"""The ending of an e-mail that was saved as a file."""
SEALED: Final = ".age"
"""The ending of a sealed file."""
_OWN: Final = frozenset(state.value for state in OWN)
_CHECK_SECTION, _dot, _CHECK_NAME = CHECK_STEP.partition(".")
_SEARCHED_AT_MOST: Final = 2000
"""Characters of a file's answers that are searched."""
_REMEMBERED: Final = [name for name in Remembered.__struct_fields__ if name != "at"]
"""What of a row is remembered once a sealed file was opened."""
_NEVER_LOOKED_AT: Final = {"verdict": "", "todo": Todo.NEW.value, "reviewed": 0.0, "note": ""}


class FolderRow(Struct, frozen=True):
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
    todo: str = ""
    """What the reviewer has to do, a `todo.Todo`; "" for a file that can't be read."""
    wrong: int = 0
    """Steps that the file says are answered wrong."""
    to_confirm: int = 0
    """Steps that the file says are to be confirmed."""
    check_number: str = ""
    """To be compared by phone; only where `scan` was to make it."""
    sender: dict[str, str] | None = None
    """Who handed it over, as the file says: name and address."""
    reviewed: float = 0.0
    """The share of what is to be judged that the reviewer has judged, 0 to 1."""
    sealed: bool = False
    """Whether the file is sealed, opened or not."""
    values: str = ""
    """The answers in it, to be searched."""
    note: str = ""
    """The reviewer's own note on the customer, likewise."""

    def as_json(self) -> dict[str, Any]:
        """The row for programs."""
        names = [
            name for name in FolderRow.__struct_fields__ if name not in ("path", "sender", "values", "note")
        ]
        found = {name: getattr(self, name) for name in names}
        return {"path": str(self.path), **found, "from": self.sender}


class Known(Struct, frozen=True):
    """What the reviewer knows beside the files themselves."""

    standings: Mapping[str, Standing] = field(default_factory=dict)
    """How the reviews stand, by the profile's id."""
    opened: OpenedFiles | None = None
    """The sealed files that were opened once."""
    numbers: bool = False
    """Whether check numbers are wanted, which take as long as all the rest together."""


NOTHING_KNOWN: Final = Known()


def opened_row(path: Path, handoff: HandOff, known: Known = NOTHING_KNOWN, digest: str = "") -> FolderRow:
    """The row of a file that is open; a sealed one, whose hash is `digest`, is remembered from now on."""
    from cmic_wizard.handoff.document import check_number
    from cmic_wizard.review.file_summary import summary_of

    standing = known.standings.get(handoff.profile.id)
    answered = standing is not None and answers_what_is_asked(standing, handoff)
    row = _row_of(path, summary_of(handoff), standing, answered=answered)
    if not digest:
        return row
    row = replace(row, sealed=True, check_number=check_number(handoff))
    if known.opened is not None:
        with contextlib.suppress(FileRefused):  # it is asked for its key again, then
            known.opened.remember(digest, _to_remember(row))
    return row


def read_row(path: Path, known: Known = NOTHING_KNOWN) -> FolderRow | None:
    """The row of one file; what is wrong with it stands in `fault`. None for an e-mail about other things."""
    try:
        found = look_into(path, follow=False)
        if found.sealed:
            return _sealed_row(path, found, known)
        if path.name.casefold().endswith(SEALED):
            raise FileRefused(_("This is not a sealed hand-off file."))
        return _handoff_row(path, found, known)
    except FileRefused as refusal:
        if isinstance(refusal, NothingAttached) and path.name.casefold().endswith(MAIL):
            return None
        return FolderRow(path, "fault", fault=str(refusal))


def with_standing(row: FolderRow, standing: Standing | None) -> FolderRow:
    """The row of a file that has not changed, now that its review stands otherwise.

    Whether the file answers what is asked is seen where it is read; here, what was looked at counts.
    """
    if row.kind != "handoff":
        return row
    looked_at = standing is not None and standing.of_same(row.changed)
    answered = standing is not None and (
        standing.outdated if looked_at else row.todo == Todo.ANSWERED.value and bool(standing.asked)
    )
    found = replace(row, **_of_review(standing, row.changed, row.stage == "complete", answered))
    return _as_judged(found, standing, answered=answered)


def _as_judged(row: FolderRow, standing: Standing | None, *, answered: bool) -> FolderRow:
    """The row with the stage that opening the file has found, whatever the file claims."""
    stage = standing.stage_of(row.changed) if standing is not None else ""
    if stage in ("", row.stage):
        return row
    return replace(row, stage=stage, **_of_review(standing, row.changed, stage == "complete", answered))


def _sealed_row(path: Path, file: Found, known: Known) -> FolderRow:
    demand_header(file.data)
    found = None if known.opened is None else known.opened.recall(file.digest)
    if found is None:
        return FolderRow(path, "sealed", changed=_modified(path), todo=Todo.NEW.value, sealed=True)
    standing = known.standings.get(found.profile_id)
    answered = standing is not None and standing.outdated and standing.of_same(found.changed)
    claims = {name: getattr(found, name) for name in _REMEMBERED}
    row = FolderRow(
        path,
        "handoff",
        sealed=True,
        **claims,
        **_of_review(standing, found.changed, found.stage == "complete", answered),
    )
    return _as_judged(row, standing, answered=answered)


def _to_remember(row: FolderRow) -> Remembered:
    claims = {name: getattr(row, name) for name in _REMEMBERED}
    return Remembered(at=stamped(datetime.now(UTC)), **claims)


def _modified(path: Path) -> str:
    try:
        found = presence.status_of(path, follow=True)
    except FileRefused:
        return ""
    return "" if found is None else stamped_seconds(found.st_mtime)


def _handoff_row(path: Path, file: Found, known: Known) -> FolderRow:
    from cmic_wizard.review.file_summary import claims_in, number_of, parsed

    data = file.data
    try:
        claims = claims_in(data)
    except FileRefused as refusal:
        if file.mailed and REMARKS_FORMAT.encode() in data:
            raise NothingAttached(str(refusal)) from None
        raise
    standing = known.standings.get(claims.id)
    answered = False
    if standing is not None and standing.asked:
        answered = answers_what_is_asked(standing, parsed(data))
    row = _row_of(path, claims, standing, answered=answered)
    return replace(row, check_number=number_of(data)) if known.numbers else row


def _of_review(standing: Standing | None, created: str, complete: bool, answered: bool) -> dict[str, Any]:
    """What the review makes of a row."""
    if standing is None:
        return _NEVER_LOOKED_AT
    return {
        "verdict": standing.of(created),
        "todo": todo_of(standing, created, complete=complete, answered=answered).value,
        "reviewed": standing.progress,
        "note": standing.note,
    }


def _row_of(path: Path, claims: FileSummary, standing: Standing | None, *, answered: bool) -> FolderRow:
    required = _required_of(claims.profile)
    counts: dict[str, int] = {}
    open_steps = 0
    for entry in claims.outstanding:
        counts[entry.owner] = counts.get(entry.owner, 0) + 1
        open_steps += entry.step in required
    states = [entry.state for entry in claims.outstanding]
    row = FolderRow(
        path=path,
        kind="handoff",
        company=visible(claims.name),
        profile_id=claims.id,
        stage="complete" if claims.complete else "ready" if claims.ready else "draft",
        progress=1 - open_steps / len(required) if required else 1.0,
        outstanding=counts,
        next=next((entry.step for entry in claims.outstanding if entry.state in _OWN), ""),
        changed=claims.created,
        check=_check_of(claims),
        wrong=states.count("wrong"),
        to_confirm=states.count("to_confirm"),
        sender=claims.sender,
        values=" ".join(claims.answers.values())[:_SEARCHED_AT_MOST],
        **_of_review(standing, claims.created, claims.complete, answered),
    )
    return row if standing is None else _as_judged(row, standing, answered=answered)


def _check_of(claims: FileSummary) -> str:
    outcome = _at(claims.profile, _CHECK_SECTION, _CHECK_NAME)
    word = outcome.get("outcome") if isinstance(outcome, dict) else ""
    if word in ("passed", "skipped"):
        return "ok" if word == "passed" else "skipped"
    from cmic_wizard.review.file_summary import conclusion_of

    ended = conclusion_of(claims.checks[-1]) if claims.checks else Conclusion.PASSED
    return "none" if ended is Conclusion.PASSED else ended.value


def _required_of(profile: Mapping[str, Any]) -> frozenset[str]:
    """The steps that must be done, by what the guide's conditions ask of the profile's values."""
    return _required(tuple([_plain(_at(profile, section, name)) for section, name in _asked_for()]))


@cache
def _asked_for() -> tuple[tuple[str, str], ...]:
    """The steps that conditions of the guide ask for, each as its section and its name."""
    steps = dict.fromkeys(
        condition.step
        for step in load_guide().walk()
        for condition in (*step.required.conditions, *step.applies.conditions)
    )
    return tuple((section, name) for section, _dot, name in (step.partition(".") for step in steps))


@lru_cache(maxsize=256)
def _required(answers: tuple[str, ...]) -> frozenset[str]:
    asked = (f"{section}.{name}" for section, name in _asked_for())
    values = {step: value for step, value in zip(asked, answers, strict=True) if value}
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
