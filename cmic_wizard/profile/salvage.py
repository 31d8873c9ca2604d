"""What of a damaged profile can still be told: whose it was, and where its password may be kept."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.bounds import is_id
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.codec import draft_from_json
from cmic_wizard.profile.draft import Draft
from cmic_wizard.struct import Struct

_ID: Final = re.compile(rb'^ "id": "([0-9A-Za-z_-]{1,64})",?\r?$', re.MULTILINE)
_PLACE: Final = re.compile(rb'^  "place": "(key_ring|vault)",?\r?$', re.MULTILINE)


class Traces(Struct, frozen=True):
    """A profile's id, "" where it can't be told, and the places where its password is or may be."""

    id: str = ""
    places: frozenset[str] = frozenset()

    def and_those_of(self, other: Traces) -> Traces:
        """Together with those of another version of the same profile."""
        if self.id and other.id not in ("", self.id):
            return self
        return Traces(self.id or other.id, self.places | other.places)


def traces_of(draft: Draft) -> Traces:
    """What a profile that can be read says."""
    return Traces(draft.id, frozenset([draft.password.place] if draft.password else []))


def traces_in(data: bytes) -> Traces:
    """What a profile's file says, damaged or not.

    A line of the file as this program writes it can't be part of an answer: there, each quotation mark has a
    backslash, and no line ends.
    """
    try:
        return traces_of(draft_from_json(data))
    except FileRefused:
        found = {match.decode("ascii") for match in _ID.findall(data)}
        places = frozenset(match.decode("ascii") for match in _PLACE.findall(data))
    only = found.pop() if len(found) == 1 else ""
    return Traces(only if is_id(only) else "", places)
