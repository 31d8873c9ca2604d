"""What a hand-off file claims of itself: only what the table of a folder needs, and lenient."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, NotRequired

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from typing_extensions import TypedDict

from cmic_wizard.bounds import is_id
from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import document
from cmic_wizard.handoff.document_parts import Turn
from cmic_wizard.i18n import _
from cmic_wizard.profile.checks import Conclusion, StageState, concluded
from cmic_wizard.profile.model import Moment
from cmic_wizard.text import visible

_LENIENT: Final = ConfigDict(extra="ignore", strict=True, hide_input_in_errors=True)


def _identified(profile: dict[str, Any]) -> dict[str, Any]:
    if not is_id(str(profile.get("id", ""))):
        raise ValueError
    return profile


class Open(TypedDict):
    """An open step."""

    __pydantic_config__ = _LENIENT  # type: ignore[misc]
    step: str
    state: str
    owner: Turn


class StageChecked(TypedDict):
    """A stage of a connection check."""

    __pydantic_config__ = _LENIENT  # type: ignore[misc]
    stage: str
    state: Literal["ok", "warn", "failed", "not_tried"]


class Checked(TypedDict):
    """A connection check."""

    __pydantic_config__ = _LENIENT  # type: ignore[misc]
    ok: bool
    stages: NotRequired[list[StageChecked]]


def conclusion_of(check: Checked) -> Conclusion:
    """How a check ended."""
    stages = [(stage["stage"], StageState(stage["state"])) for stage in check.get("stages", [])]
    return concluded(check["ok"], stages)


class FileSummary(BaseModel):
    """The claims of one file; its lists hold plain dictionaries, which are read faster than models."""

    model_config = ConfigDict(**_LENIENT, protected_namespaces=())
    format: Literal["cmic-wizard-profile"]
    schema_: Annotated[Literal[1, 2], Field(alias="schema")]
    created: Moment
    ready: bool
    complete: bool
    profile: Annotated[dict[str, Any], AfterValidator(_identified)]
    outstanding: list[Open]
    checks: list[Checked]
    answers: dict[str, str] = {}
    from_: Annotated[dict[str, str | None] | None, Field(alias="from")] = None

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
        return str(self.profile.get("id", ""))

    @property
    def name(self) -> str:
        """The company's name as the customer typed it."""
        return str(self.profile.get("name", ""))[:80]


def summary_of(handoff: document.HandOff) -> FileSummary:
    """The claims of a hand-off that was read."""
    return FileSummary.model_validate(handoff.as_json())


def claims_in(data: bytes) -> FileSummary:
    """The claims of a file; where they can't be read, FileRefused says why as opening the file would."""
    try:
        return FileSummary.model_validate_json(data)
    except ValidationError:
        handoff = document.parse(data)
    try:
        return summary_of(handoff)
    except ValidationError:
        raise FileRefused(_("This hand-off can't be listed; open it by itself.")) from None


def parsed(data: bytes) -> document.HandOff:
    """The hand-off of a file whose claims were read; faults that these do not have don't count."""
    try:
        return document.HandOff.model_validate_json(data)
    except ValidationError:
        return document.parse(data)


def number_of(data: bytes) -> str:
    """The check number of a file's hand-off; "" where it is none that could be opened."""
    try:
        return document.check_number(parsed(data))
    except FileRefused:
        return ""
