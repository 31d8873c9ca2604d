"""The Jinja environments of the documents, in which everything printed is escaped unless said otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from cmic_wizard.bounds import is_id

if TYPE_CHECKING:
    from jinja2 import Environment

Finalize = Callable[[Any], Any]


@cache
def environment(finalize: Finalize | None = None) -> Environment:
    """An environment for the package's templates; `finalize` escapes for formats that are not HTML."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("cmic_wizard.handoff.documents", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def id_to_show(profile_id: str) -> str:
    """The profile's id, by which a later export knows its own file; "" for what can be none."""
    return profile_id if is_id(profile_id) else ""
