"""Who can answer a step, and how it is asked of them by letter."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cmic_wizard.struct import Struct

ASKED_ROLES: Final = ("colleague", "cmic", "specialist", "procore")
"""As what somebody is asked."""


class Reader(StrEnum):
    """Who of the customer's own people knows an answer, or does the work."""

    CMIC_ADMIN = "cmic_admin"
    IT = "it"
    PROCORE_ADMIN = "procore_admin"


class ForAsked(Struct, frozen=True):
    """A step's question to those who may be asked for it; "" where its own texts will do."""

    reader: Reader | None = None
    """Whose work at the customer it is."""
    colleague: str = ""
    cmic: str = ""
    specialist: str = ""
    procore: str = ""

    def text(self, role: str) -> str:
        """The question to somebody who is asked as this; Procore's people share theirs."""
        own: str = getattr(self, role, "")
        if role == "procore":
            return own or self.specialist
        return own or self.procore if role == "specialist" else own

    def texts(self) -> tuple[str, ...]:
        """All that people read."""
        return tuple(text for text in (self.colleague, self.cmic, self.specialist, self.procore) if text)


ASKED_PLAINLY: Final = ForAsked()
"""A step whose own texts will do for everybody."""
