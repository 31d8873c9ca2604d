"""What a hand-off file claims of itself: only what the table of a folder needs, and lenient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec import MsgspecError

from cmic_wizard.bounds import is_id, moment_of
from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff.turn import Turn
from cmic_wizard.i18n import _
from cmic_wizard.profile.checks import Conclusion, StageState, concluded
from cmic_wizard.struct import Struct, field
from cmic_wizard.text import visible

if TYPE_CHECKING:
    from cmic_wizard.handoff.document import HandOff


UNREADABLE: Final = (MsgspecError, ValueError, KeyError, RecursionError)
"""What decoding ends with where the claims can't be read."""


class Open(Struct, frozen=True, gc=False):
    """An open step."""

    step: str
    state: str
    owner: Turn


class StageChecked(Struct, frozen=True, gc=False):
    """A stage of a connection check."""

    stage: str
    state: Literal["ok", "warn", "failed", "not_tried"]


class Checked(Struct, frozen=True):
    """A connection check."""

    ok: bool
    stages: list[StageChecked] = []


def conclusion_of(check: Checked) -> Conclusion:
    """How a check ended."""
    return concluded(check.ok, [(stage.stage, StageState(stage.state)) for stage in check.stages])


class FileSummary(Struct, frozen=True):
    """The claims of one file; what else it says is passed over."""

    format: Literal["cmic-wizard-profile"]
    schema: Literal[1, 2]
    created: str
    ready: bool
    complete: bool
    profile: dict[str, Any]
    outstanding: list[Open]
    checks: list[Checked]
    answers: dict[str, str] = field(default_factory=dict)
    from_: dict[str, str | None] | None = field(default=None, name="from")

    def __post_init__(self) -> None:
        """ValueError for what no hand-off is."""
        named = (self.profile["id"], self.profile["name"])
        if moment_of(self.created) is None or not is_id(self.id) or {*map(type, named)} != {str}:
            raise ValueError

    @property
    def sender(self) -> dict[str, str] | None:
        """Who handed it over, as the file says: name and address; None where it does not say."""
        if not self.from_:
            return None
        found = self.from_
        given = {key: visible(str(found.get(key) or ""))[:200] for key in ("name", "mail")}
        return given if any(given.values()) else None

    @property
    def id(self) -> str:
        """The profile's id."""
        return str(self.profile["id"])

    @property
    def name(self) -> str:
        """The company's name as the customer typed it."""
        return str(self.profile["name"])[:80]


_DECODER: Final = msgspec.json.Decoder(FileSummary)


def summary_of(handoff: HandOff) -> FileSummary:
    """The claims of a hand-off that was read."""
    return msgspec.convert(handoff.as_json(), FileSummary)


def claims_in(data: bytes) -> FileSummary:
    """The claims of a file; where they can't be read, FileRefused says why as opening the file would."""
    try:
        return _DECODER.decode(data.decode())
    except UNREADABLE:
        from cmic_wizard.handoff import document

        handoff = document.parse(data)
    try:
        return summary_of(handoff)
    except UNREADABLE:
        raise FileRefused(_("This hand-off can't be listed; open it by itself.")) from None


def parsed(data: bytes) -> HandOff:
    """The hand-off of a file whose claims were read; faults that these do not have don't count."""
    from pydantic import ValidationError

    from cmic_wizard.handoff import document

    try:
        return document.HandOff.model_validate_json(data)
    except ValidationError:
        return document.parse(data)


def number_of(data: bytes) -> str:
    """The check number of a file's hand-off; "" where it is none that could be opened."""
    from cmic_wizard.handoff.writing import check_number

    try:
        return check_number(parsed(data))
    except FileRefused:
        return ""
