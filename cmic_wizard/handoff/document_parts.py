"""What a hand-off document lists: what is outstanding, checks, notes, remarks, proposals, who was asked."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from cmic_wizard.bounds import AUTHOR_AT_MOST, MAIL_AT_MOST, SECONDS_AT_MOST, day_of
from cmic_wizard.handoff.turn import Turn
from cmic_wizard.profile.model import Moment, Strict

_DAY: Final = r"^(\d{4}-\d{2}-\d{2})?$"


def _day(text: str) -> str:
    if text and day_of(text) is None:
        raise ValueError("not a day")
    return text


Day = Annotated[str, AfterValidator(_day), Field(pattern=_DAY)]
"""A day as YYYY-MM-DD, or nothing."""


class Outstanding(Strict):
    """A step that is not settled, and who acts next; the reason is an English sentence."""

    step: str
    state: Literal["todo", "wrong", "to_confirm", "returned", "waiting"]
    reason: str
    owner: Turn


class CheckStage(Strict):
    """One stage of a connection check; `code` names the sentence that `values` fill."""

    stage: Literal["address", "name", "port", "tls", "http", "user", "role", "company", "module"]
    state: Literal["ok", "warn", "failed", "not_tried"]
    company: str | None = None
    seconds: float = Field(default=0.0, ge=0, le=SECONDS_AT_MOST)
    code: str = ""
    values: dict[str, str] = {}
    detail: str = ""


class Check(Strict):
    """A connection check; `inputs` are the answers that it used."""

    ok: bool
    host: str
    at: Moment
    through: str = ""
    inputs: dict[str, str] = {}
    stages: list[CheckStage]


class Note(Strict):
    """The customer's note beside a step."""

    step: str
    text: str


class RemarkEntry(Strict):
    """A message about a step; while it is open, the step is returned."""

    step: str
    verdict: Literal["change", "question", "accepted", "reply"]
    text: str
    author: str
    at: Moment
    open: bool = True
    answer: str = ""


class ProposalEntry(Strict):
    """What somebody else proposes as the answer to a step; while it is open, the customer has not decided."""

    step: str
    text: str
    reason: str
    author: str
    at: Moment
    open: bool = True


class GivenEntry(Strict):
    """Who gave an answer, and when."""

    by: str
    role: Literal["customer", "colleague", "specialist"]
    at: Moment


class AskedEntry(Strict):
    """That somebody was asked for a step; `due` is a day, "" for none."""

    step: str
    whom: str = Field(min_length=1, max_length=AUTHOR_AT_MOST)
    mail: str = Field(default="", max_length=MAIL_AT_MOST)
    role: Literal["colleague", "cmic", "specialist", "procore"]
    at: Moment
    due: Day = ""
    reference: str = Field(default="", max_length=AUTHOR_AT_MOST)
