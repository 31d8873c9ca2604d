"""The strict model of all answers that are valid, built from the guide; an open or wrong step is absent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, create_model

from cmic_wizard.bounds import NAME_AT_MOST, PASSWORD_AT_MOST, fault_of_name, is_id, moment_of
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Guide, Kind, Step
from cmic_wizard.guide.named import SECRET_STEP
from cmic_wizard.profile.fields import ANSWER_AT_MOST, read
from cmic_wizard.profile.profile_values import NUMBERS, TEXT_AT_MOST


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


Moment = Annotated[str, AfterValidator(_moment), Field(json_schema_extra={"format": "date-time"})]
"""A date and time in ISO 8601 with an offset, kept as written."""
ProfileId = Annotated[str, AfterValidator(_identified), Field(pattern="^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$")]
ProfileName = Annotated[str, AfterValidator(_named), Field(min_length=1, max_length=NAME_AT_MOST)]
Text = Annotated[str, Field(min_length=1, max_length=TEXT_AT_MOST)]
_Part = Annotated[str, Field(max_length=TEXT_AT_MOST)]
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
        defer_build=True,  # at first use: most models are only parts of another, which builds them itself
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
    length: int | None = Field(default=None, ge=1, le=PASSWORD_AT_MOST)
    at: Moment | None = None


class CheckOutcome(Strict):
    """How the connection check stands: it passed, or was left for later with a reason."""

    outcome: Literal["passed", "skipped"]
    reason: Text | None = None


class ProfileBase(Strict):
    """Everything about a customer's integration that is answered and valid."""

    id: ProfileId
    name: ProfileName

    @property
    def password(self) -> StoredPassword:
        """Whether the customer has stored the service user's password."""
        section, _dot, field = SECRET_STEP.partition(".")
        found = getattr(getattr(self, section, None), field, None)
        return found if isinstance(found, StoredPassword) else StoredPassword(stored=False)


def profile_model(guide: Guide) -> type[ProfileBase]:
    """The model of a guide's profile: a part for each section of step ids, in it a field for each answer."""
    parts: dict[str, dict[str, Any]] = {}
    for step in guide.walk():
        section, _dot, field = step.id.partition(".")
        if step.kind is Kind.INFO:
            continue
        fields = parts.setdefault(section, {})
        fields[field] = (_type_of(step) | None, None)
        fields |= dict.fromkeys(step.keeps, (_Part | None, None))
    models: dict[str, Any] = {}
    for section, fields in parts.items():
        told = guide.sections.get(section)
        model = create_model(
            "".join(word.capitalize() for word in section.split("_")),
            __base__=Strict,
            __module__=__name__,
            __doc__=(told.about or told.title) if told else None,
            **fields,
        )
        models[section] = (model, model())
    return create_model(
        "Profile", __base__=ProfileBase, __module__=__name__, __doc__=ProfileBase.__doc__, **models
    )


def _type_of(step: Step) -> Any:
    """The type of a valid answer to a step."""
    match step.kind:
        case Kind.CONFIRM | Kind.COMPUTED:
            return bool
        case Kind.CHOICE:
            return Literal[tuple(option.id for option in step.options)]
        case Kind.CODES:
            return Annotated[list[Code], Field(min_length=1)]
        case Kind.CHECKLIST:
            return list[Text]
        case Kind.PEOPLE:
            return list[Person]
        case Kind.SCHEDULE:
            return Schedule
        case Kind.CHECK:
            return CheckOutcome
        case Kind.SECRET:
            return StoredPassword
    if most := NUMBERS.get(step.reads):
        return Annotated[int, Field(ge=1, le=most)]
    return Annotated[Text, AfterValidator(_by_rule(step))] if step.reads != Kind.TEXT else Text


def _by_rule(step: Step) -> Callable[[str], str]:
    """A validator that asks the rule of the step, so that a file can't hold what the wizard would refuse."""

    def validate(value: str) -> str:
        reading = read(step, value, {})
        if reading.errors or not reading.value:
            raise ValueError("refused by the rule of the step")
        return value

    return validate


if TYPE_CHECKING:
    Profile = ProfileBase
else:
    Profile = profile_model(load_guide())
