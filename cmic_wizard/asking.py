"""Acts below the doors that need something of their door on the way: an answer of the user's, or a record.

An act is a generator of its needs; what blocks is done between them. A door carries it out in its own way,
at once or off the screen's thread, and brings only how to ask and how to show.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from enum import Enum, auto
from functools import partial
from typing import Any, Generic, TypeVar

from cmic_wizard.errors import WizardError
from cmic_wizard.struct import Struct

Result = TypeVar("Result")


class Wanted(Enum):
    """What a question asks for."""

    VAULT_OF_PASSWORD = auto()
    """The passphrase of the vault, which holds the service password."""
    VAULT_OF_KEY = auto()
    """The same, which holds the specialist's own key."""
    NEW_VAULT = auto()
    """The passphrase of a vault that is to be made."""
    WORDS = auto()
    """The words that open a sealed file."""


class Need(Struct, frozen=True):
    """Something that an act needs before it goes on."""


class Question(Need, frozen=True):
    """A secret that the user alone knows; the answer is a `Secret`."""

    wanted: Wanted
    reason: WizardError
    """Why it is asked for; what a door raises that has nobody to ask."""
    fault: WizardError | None = None
    """What was wrong with the answer before."""


Act = Generator[Need, Any, Result]


class Ended(Struct, Generic[Result], frozen=True):
    """An act has come to its end."""

    result: Result


def one_step(go_on: Callable[[], Need]) -> Need | Ended[Any]:
    """What an act needs next, or how it ended: no thread hands on the exception that generators end with."""
    try:
        return go_on()
    except StopIteration as end:
        return Ended(end.value)


def carried_out(act: Act[Result], bring: Callable[[Need], object]) -> Result:
    """The result of an act; `bring` gives what it needs, and what that raises is raised within the act."""
    go_on: Callable[[], Need] = partial(next, act)
    while True:
        found = one_step(go_on)
        if isinstance(found, Ended):
            result: Result = found.result
            return result
        try:
            go_on = partial(act.send, bring(found))
        except WizardError as error:
            go_on = partial(act.throw, error)
