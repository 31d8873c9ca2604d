"""What was asked of whom: one request for a step, and how it stands in files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cmic_wizard.bounds import AUTHOR_AT_MOST, MAIL_AT_MOST, day_of
from cmic_wizard.guide.for_asked import ASKED_ROLES
from cmic_wizard.i18n import LANGUAGES
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.struct import Struct


class Request(Struct, frozen=True):
    """That somebody was asked for a step: `at` is ISO 8601 in UTC, `due` a day as YYYY-MM-DD, "" for none."""

    whom: str
    """Who was asked, by name, or by address where no name is known."""
    at: str
    mail: str = ""
    role: str = "colleague"
    """One of `ASKED_ROLES`."""
    due: str = ""
    reference: str = ""
    """What the other side calls it, such as a ticket's number."""
    language: str = ""
    """The language in which they are written to; "" for the profile's own."""

    @property
    def due_day(self) -> date | None:
        """The last day on which it waits; None where none was set."""
        return day_of(self.due)

    def is_late(self, today: date) -> bool:
        """Whether its day is past."""
        day = self.due_day
        return day is not None and day < today


def request_to_dict(request: Request) -> dict[str, object]:
    """A request as it stands in files."""
    found: dict[str, object] = {
        "whom": request.whom,
        "mail": request.mail,
        "role": request.role,
        "at": request.at,
        "due": request.due,
        "reference": request.reference,
    }
    return found | ({"language": request.language} if request.language else {})


def status_of(request: Request) -> dict[str, object]:
    """A request as `status --json` gives it: without the address."""
    return {key: value for key, value in request_to_dict(request).items() if key not in ("mail", "language")}


def request_from_dict(found: object, place: str = "asked") -> Request:
    """A request from a file; FileRefused, with the place, for anything else."""
    shape = Shape(found, place)
    request = Request(
        whom=shape.text("whom"),
        mail=shape.text("mail", ""),
        role=shape.text("role", among=ASKED_ROLES),
        at=shape.moment("at"),
        due=shape.text("due", ""),
        reference=shape.text("reference", ""),
        language=shape.text("language", "", among=("", *LANGUAGES)),
    )
    shape.finish()
    if not request.whom.strip() or len(request.whom) > AUTHOR_AT_MOST:
        raise misfit(shape.at("whom"))
    if len(request.mail) > MAIL_AT_MOST:
        raise misfit(shape.at("mail"))
    if request.due and request.due_day is None:
        raise misfit(shape.at("due"))
    if len(request.reference) > AUTHOR_AT_MOST:
        raise misfit(shape.at("reference"))
    return request


def requests_to_dict(asked: Mapping[str, Request]) -> dict[str, object]:
    """The requests by step as they stand in a profile's file."""
    return {step: request_to_dict(request) for step, request in asked.items()}


def requests_from_dict(found: object, place: str = "asked") -> dict[str, Request]:
    """The requests of a profile's file; FileRefused, with the place, for anything else."""
    shape = Shape(found, place)
    asked = {step: request_from_dict(shape.take(step), f"{place}.{step}") for step in shape.left()}
    shape.finish()
    return asked
