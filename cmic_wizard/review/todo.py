"""Whose move a hand-off is, for the reviewer: decided here from the stored review and the file, once."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cmic_wizard.bounds import moment_of
from cmic_wizard.i18n import N_
from cmic_wizard.review.standing import Standing


class Todo(StrEnum):
    """What a reviewer has to do with a hand-off; the first is the most urgent."""

    ANSWERED = "answered"
    """The customer has answered what the reviewer asked."""
    CHANGED = "changed"
    """It is newer than the one that the reviewer looked at."""
    NEW = "new"
    """Never looked at."""
    UNSENT = "unsent"
    """Looked at, and what was decided has not gone to the customer, or nothing was decided."""
    WAITING = "waiting"
    """The customer, CMiC or Procore act next."""
    DONE = "done"
    """Accepted and complete; or an older version, with which nothing is to be done."""


TODO_WORDS: Final = {
    Todo.ANSWERED: N_("answered"),
    Todo.CHANGED: N_("changed"),
    Todo.NEW: N_("new"),
    Todo.UNSENT: N_("not sent"),
    Todo.WAITING: N_("waiting"),
    Todo.DONE: N_("done"),
}
MINE: Final = frozenset({Todo.ANSWERED, Todo.CHANGED, Todo.NEW, Todo.UNSENT})
"""What is the reviewer's own move."""


def todo_of(standing: Standing | None, created: str, *, complete: bool, answered: bool) -> Todo:
    """What is to be done with a hand-off made at `created`.

    `standing` is how its review stands, None where there is none; `complete` says whether every step of the
    guide is done, `answered` whether the file answers what the review asks.
    """
    if standing is None or not standing.created:
        return Todo.NEW
    theirs, seen = moment_of(created), moment_of(standing.created)
    if theirs is not None and seen is not None and theirs < seen:
        return Todo.DONE
    if answered:
        return Todo.ANSWERED
    if theirs != seen:
        return Todo.CHANGED
    if not standing.summary or not standing.sent:
        return Todo.UNSENT
    return Todo.DONE if complete and standing.summary == "accepted" else Todo.WAITING
