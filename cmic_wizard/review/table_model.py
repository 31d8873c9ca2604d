"""A row of the table of many hand-offs as a model, for its JSON Schema and the columns of its CSV."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from cmic_wizard.profile.model import Strict


class Sender(Strict):
    """Who handed a file over, as the file says."""

    name: str
    mail: str


class Row(Strict):
    """One file."""

    path: str
    kind: Literal["handoff", "sealed", "fault"]
    """`sealed` is one that was not opened, `fault` one that can't be read."""
    company: str
    profile_id: str
    stage: Literal["", "complete", "ready", "draft"]
    """As the file claims."""
    progress: Annotated[float, Field(ge=0, le=1)]
    """The share of required steps that are done."""
    outstanding: dict[str, int]
    """How many open steps wait on each owner."""
    next: str
    """The customer's first open step."""
    changed: str
    """When the file was made."""
    verdict: Literal["", "accepted", "changes", "open", "newer", "older"]
    """The reviewer's; `newer` and `older` than the hand-off that was judged."""
    check: Literal["ok", "skipped", "without_sign_in", "incomplete", "failed", "none"]
    """How the connection check ended, as the file claims."""
    fault: str
    """Why it can't be read."""
    todo: Literal["", "new", "changed", "answered", "unsent", "waiting", "done"]
    """What the reviewer has to do."""
    wrong: Annotated[int, Field(ge=0)]
    to_confirm: Annotated[int, Field(ge=0)]
    check_number: str
    reviewed: Annotated[float, Field(ge=0, le=1)]
    """The share of what is to be judged that the reviewer has judged."""
    sealed: bool
    from_: Annotated[Sender | None, Field(alias="from")]


COLUMNS: Final = tuple(field.alias or name for name, field in Row.model_fields.items())
"""The names of a row, in their order."""


def schema() -> dict[str, Any]:
    """The schema of `review DIR --json`, in JSON Schema 2020-12: `assets/review-table.schema.json`."""
    row = Row.model_json_schema(mode="validation", by_alias=True)
    parts = row.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cmic-wizard table of hand-offs",
        "type": "array",
        "items": row,
        "$defs": parts,
    }


def to_bytes() -> bytes:
    """The schema's file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2).encode() + b"\n"
