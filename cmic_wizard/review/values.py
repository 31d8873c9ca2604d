"""What a specialist enters in Procore, each value by itself, as this program reads it from the answers."""

from __future__ import annotations

from collections.abc import Iterator

from cmic_wizard.guide.model import CheckInput, Kind
from cmic_wizard.handoff.documents.answers import environment
from cmic_wizard.handoff.documents.view import contacts
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import Assessment, StepState
from cmic_wizard.struct import Struct
from cmic_wizard.text import visible_lines


class Value(Struct, frozen=True):
    """One value; `text` is what is copied, and `shown` the same in words where that is another text."""

    title: str
    text: str
    shown: str = ""
    reason: str = ""
    """Why there is none, where the answer can't be used as it stands."""


def values_of(assessment: Assessment) -> tuple[Value, ...]:
    """Address, environment, tenant, user, codes and contacts, in the order in which they are entered."""
    return (*_of_the_connection(assessment), *_of_people(assessment))


def _of_the_connection(assessment: Assessment) -> Iterator[Value]:
    for part, step in assessment.guide.checked.items():
        state = assessment.steps[step.id]
        if not state.applies:
            continue
        text = assessment.values.get(step.id, "")
        parts = text.split(",") if part is CheckInput.COMPANIES else [text]
        yield from (_value(state, each) for each in parts)
        name, _test = environment(state)
        if part is CheckInput.ADDRESS and name:
            yield Value(_("Environment"), name)


def _value(state: StepState, text: str) -> Value:
    title = _(state.step.title)
    if not text:
        return Value(title, "", reason=visible_lines(state.reason) if state.answer else "")
    option = state.step.option(text) if state.step.kind is Kind.CHOICE else None
    return Value(title, _(option.title) if option is not None else visible_lines(text))


def _of_people(assessment: Assessment) -> Iterator[Value]:
    for person in contacts(assessment):
        for text in filter(None, (person.name, person.mail)):
            yield Value(person.role, text)
