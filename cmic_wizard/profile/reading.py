"""What a rule makes of a typed answer: a value, or the reasons why it has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cmic_wizard.guide.model import Step


class Severity(StrEnum):
    """How grave a finding is: it blocks, it warns, or it informs of what was understood."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of a rule, as a sentence in the current language; `rule` is its stable id."""

    severity: Severity
    rule: str
    text: str
    proposal: str = ""
    """An answer that would mend it, offered as one key press."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading an answer. `value` is the normalised text (`""` where the answer is wrong).

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
