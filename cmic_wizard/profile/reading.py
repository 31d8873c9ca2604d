"""What a rule makes of a typed answer: a value, or the reasons why it has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Self

from cmic_wizard.guide.model import Step
from cmic_wizard.struct import Struct, field, replace


class Severity(StrEnum):
    """How grave a finding is.

    An error blocks; an open one says that the words are no answer; a doubt has to be confirmed or corrected;
    a warning lets the answer pass; an info tells what was understood.
    """

    ERROR = "error"
    OPEN = "open"
    DOUBT = "doubt"
    WARNING = "warning"
    INFO = "info"


class Finding(Struct, frozen=True):
    """One remark of a rule, as a sentence in the current language; `rule` is its stable id."""

    severity: Severity
    rule: str
    text: str
    proposal: str = ""
    """An answer that would mend it, offered as one key press."""
    readings: tuple[str, ...] = ()
    """Answers that are all possible, between which only the user can choose."""


class Reading(Struct, frozen=True):
    """The outcome of reading an answer. `value` is the normalised text (`""` where it is wrong or no answer).

    `parts` holds what was taken apart, such as `environment`, `host`, `patch`, `tenant`.
    """

    value: str
    findings: tuple[Finding, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that make the answer wrong."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that say that the words are no answer."""
        return tuple(f for f in self.findings if f.severity is Severity.OPEN)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The findings that nobody but the user can vouch for."""
        return tuple(f for f in self.findings if f.severity is Severity.DOUBT)

    def confirmed(self) -> Self:
        """The same once the user has confirmed the answer: what was doubted is warned of."""
        warned = (
            replace(found, severity=Severity.WARNING) if found.severity is Severity.DOUBT else found
            for found in self.findings
        )
        return replace(self, findings=tuple(warned))

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that let it pass."""
        return tuple(f for f in self.findings if f.severity is Severity.WARNING)

    @property
    def infos(self) -> tuple[Finding, ...]:
        """The findings that tell what was understood or changed."""
        return tuple(f for f in self.findings if f.severity is Severity.INFO)


Values = Mapping[str, str]
"""Normalised values of the other steps by step id; an open or wrong step is absent."""

Rule = Callable[[Step, str, Values], Reading]
"""A rule reads `text` (not empty) as the answer to `step`, in the light of the other values."""
