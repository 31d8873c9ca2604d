"""The strict model of all answers that are valid; an open or wrong step is simply absent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from cmic_wizard.bounds import NAME_AT_MOST, fault_of_name, is_id, moment_of
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.profile.assessment import Assessment, State, StepState
from cmic_wizard.profile.draft import KeptPassword
from cmic_wizard.profile.fields import ANSWER_AT_MOST, people, read

_TEXT_AT_MOST: Final = 2000


def _named(name: str) -> str:
    if fault_of_name(name):
        raise ValueError("not a profile's name")
    return name


def _identified(text: str) -> str:
    if not is_id(text):
        raise ValueError("not a profile's id")
    return text


def _moment(text: str) -> str:
    if moment_of(text) is None:
        raise ValueError("not a moment")
    return text


def _by_rule(step_id: str) -> Callable[[str], str]:
    """A validator that asks the rule of the step, so that a file can't hold what the wizard would refuse."""

    def validate(value: str) -> str:
        reading = read(load_guide().steps[step_id], value, {})
        if reading.errors or not reading.value:
            raise ValueError("refused by the rule of the step")
        return value

    return validate


Moment = Annotated[str, AfterValidator(_moment), Field(json_schema_extra={"format": "date-time"})]
"""A date and time in ISO 8601 with an offset, kept as written."""
ProfileId = Annotated[str, AfterValidator(_identified), Field(pattern="^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$")]
ProfileName = Annotated[str, AfterValidator(_named), Field(min_length=1, max_length=NAME_AT_MOST)]
Text = Annotated[str, Field(min_length=1, max_length=_TEXT_AT_MOST)]
Code = Annotated[str, Field(min_length=1, max_length=8, pattern=r"^[^\s,;]+$")]


class Strict(BaseModel):
    """What every model of a file is: nothing unknown, converted or changed, and no input in errors."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        allow_inf_nan=False,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )


class Person(Strict):
    """A person; either part may be empty."""

    name: str = Field(max_length=ANSWER_AT_MOST)
    mail: str = Field(max_length=ANSWER_AT_MOST)


class Schedule(Strict):
    """When a call is, with the offset from UTC, and the time zone of the tz database ("" for none)."""

    at: AwareDatetime
    zone: str = Field(max_length=100)


class StoredPassword(Strict):
    """Whether the customer has stored the service user's password, its length, and since when."""

    stored: bool
    length: int | None = Field(default=None, ge=1, le=4096)
    at: Moment | None = None


class CheckOutcome(Strict):
    """How the connection check stands: it passed, or was left for later with a reason."""

    outcome: Literal["passed", "skipped"]
    reason: Text | None = None


class Subscriptions(Strict):
    """What CMiC has to have."""

    cmic_version: Annotated[Text, AfterValidator(_by_rule("subscriptions.cmic_version"))] | None = None
    patch: int | None = Field(default=None, ge=1, le=99)
    pmxchange: Literal["enabled", "licensed", "no", "unsure"] | None = None
    collaborate_server: bool | None = None
    project_financials: bool | None = None


class Connection(Strict):
    """What Procore needs to reach CMiC."""

    hosting: Literal["cloud", "hosted", "on_premise", "unsure"] | None = None
    dmsa_go_ahead: Literal["yes", "not_yet", "not_needed"] | None = None
    dmsa_internal: bool | None = None
    dmsa_external: bool | None = None
    dmsa_installed: Text | None = None
    service_user: Annotated[Text, AfterValidator(_by_rule("connection.service_user"))] | None = None
    service_password: StoredPassword | None = None
    auth_method: Literal["basic", "oauth", "unsure"] | None = None
    api_security: bool | None = None
    mobile_server_url: Annotated[Text, AfterValidator(_by_rule("connection.mobile_server_url"))] | None = None
    environment: Annotated[str, Field(max_length=_TEXT_AT_MOST)] | None = None
    """The first part of the URL's path, such as `cmicprod`."""
    tenant_id: Annotated[Text, AfterValidator(_by_rule("connection.tenant_id"))] | None = None
    company_codes: Annotated[list[Code], Field(min_length=1)] | None = None
    ip_allow_list: Literal["done", "not_needed", "ask"] | None = None
    cmic_contact: list[Person] | None = None
    check: CheckOutcome | None = None


class Kickoff(Strict):
    """The kickoff and installation call."""

    welcome_email: bool | None = None
    specialist: list[Person] | None = None
    date: Schedule | None = None
    integration_map: bool | None = None
    approver_role: bool | None = None
    requirements_met: bool | None = None
    go_live_scheduled: bool | None = None
    internal_owner: list[Person] | None = None


class GoLive(Strict):
    """The ERP go-live call."""

    tool_enabled: bool | None = None
    date: Schedule | None = None
    subtabs: list[Text] | None = None
    approvers: list[Person] | None = None
    approver_conditions: list[Text] | None = None


class Management(Strict):
    """After go-live."""

    point_of_contact: list[Person] | None = None
    call_request: Text | None = None


class Profile(Strict):
    """Everything about a customer's integration that is answered and valid."""

    id: ProfileId
    name: ProfileName
    subscriptions: Subscriptions = Subscriptions()
    connection: Connection = Connection()
    kickoff: Kickoff = Kickoff()
    go_live: GoLive = GoLive()
    management: Management = Management()


_SECTIONS: Final = tuple(name for name in Profile.model_fields if name not in ("id", "name"))


def profile_of(assessment: Assessment) -> Profile:
    """The profile of a judged draft."""
    found: dict[str, dict[str, object]] = {section: {} for section in _SECTIONS}
    for step_id, state in assessment.steps.items():
        value = state.reading.value or assessment.values.get(step_id, "")
        section, _dot, field = step_id.partition(".")
        if (
            not value
            or not state.applies
            or state.state is State.TO_CONFIRM
            or state.step.kind in (Kind.INFO, Kind.SECRET)
        ):
            continue
        found[section][field] = _typed(state, value)
        if environment := state.reading.parts.get("environment"):
            found[section]["environment"] = environment
    found["connection"]["service_password"] = stored_password(assessment.draft.password)
    return Profile.model_validate({"id": assessment.draft.id, "name": assessment.draft.name, **found})


def stored_password(kept: KeptPassword | None) -> StoredPassword:
    """What may be told of a kept password."""
    if kept is None:
        return StoredPassword(stored=False)
    return StoredPassword(stored=True, length=kept.length or None, at=kept.at)


def _typed(state: StepState, value: str) -> object:
    """The normalised value as its type."""
    match state.step.kind:
        case Kind.CONFIRM | Kind.COMPUTED:
            return value == "yes"
        case Kind.CODES | Kind.CHECKLIST:
            return value.split(",")
        case Kind.PEOPLE:
            return [Person(name=person.name, mail=person.mail) for person in people(value)]
        case Kind.SCHEDULE:
            at, _bracket, zone = value.partition("[")
            return Schedule(at=datetime.fromisoformat(at), zone=zone.removesuffix("]"))
        case Kind.CHECK:
            outcome, _colon, reason = value.partition(":")
            return CheckOutcome.model_validate({"outcome": outcome, "reason": reason or None})
        case _:
            return int(value) if state.step.id == "subscriptions.patch" else value
