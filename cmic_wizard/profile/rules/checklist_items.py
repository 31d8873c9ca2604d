"""The items of a checklist: its options, or each of them for every person whom another answer names."""

from __future__ import annotations

from typing import NamedTuple

from cmic_wizard.guide.model import Option, Step
from cmic_wizard.profile.rules.people import Contact, people


class Item(NamedTuple):
    """One thing to tick: `id` stands in the answer, `person` is shown with the option ("" for no person)."""

    id: str
    option: Option
    person: str


def items(step: Step, named: str) -> list[Item]:
    """What can be ticked, in order; `named` is the answer to the step that names the people."""
    found = people(named) if step.each else []
    if not found:
        return [Item(option.id, option, "") for option in step.options]
    return [
        Item(f"{option.id}@{_tag(person)}", option, person.name or person.mail)
        for person in found
        for option in step.options
    ]


def for_all(step: Step, ticked: set[str], offered: list[Item]) -> set[str]:
    """The ticked ids by person: an id alone means everybody, and who is named no more is left out."""
    if not step.each:
        return ticked
    known = {option.id for option in step.options}
    meant = {item.id for item in offered if item.option.id in ticked}
    strange = {word for word in ticked if word.partition("@")[0] not in known}
    return meant | strange | (ticked & {item.id for item in offered})


def _tag(person: Contact) -> str:
    return (person.mail or person.name).replace(",", " ").strip().casefold()
