"""What was answered: the raw answers exactly as typed, with notes and marks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Self

from cmic_wizard.profile.checks import CheckResult


@dataclass(frozen=True, slots=True)
class KeptPassword:
    """That a password is kept, where, and how long it is: never the password. `at` is ISO 8601 in UTC."""

    place: str
    """`key_ring` or `vault`; `customer` in a hand-off that is looked at, never in a file."""
    length: int
    at: str
    backend: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """One message about a step between specialist and customer. `verdict`: `change`, `question`, `accepted`, `reply`."""

    step: str
    verdict: str
    text: str
    author: str
    at: str
    open: bool = True
    """While open, the step is returned; the customer's next answer closes it and the exchange stays."""
    answer: str = ""
    """What the step's answer was when the remark was made."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A profile as it is being filled in. Immutable: each change gives a new one, and the store keeps the newest."""

    id: str
    name: str
    created: str
    changed: str
    answers: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    """Where the user is and how he likes it: `step`, `page`, `language`, `theme`."""
    password: KeptPassword | None = None
    check: CheckResult | None = None
    remarks: tuple[Remark, ...] = ()

    def answered(self, step: str, text: str, now: str) -> Self:
        """With `text` as the answer to `step`; an empty text opens it again. Closes the step's remarks."""
        if text == self.answers.get(step, ""):
            return self
        answers = {key: value for key, value in self.answers.items() if key != step}
        if text:
            answers[step] = text
        return replace(self, answers=answers, remarks=self.closed_remarks(step), changed=now)

    def noted(self, step: str, text: str, now: str) -> Self:
        """With a note beside the step; an empty text removes it."""
        if text == self.notes.get(step, ""):
            return self
        notes = {key: value for key, value in self.notes.items() if key != step}
        if text:
            notes[step] = text
        return replace(self, notes=notes, changed=now)

    def marked(self, **marks: str) -> Self:
        """With marks set; they are no answers, so `changed` stays."""
        return replace(self, marks={**self.marks, **marks})

    def closed_remarks(self, step: str) -> tuple[Remark, ...]:
        """The step's remarks marked as answered, the others as they are."""
        return tuple(replace(r, open=False) if r.step == step and r.open else r for r in self.remarks)
