"""What has to hold between the parts of a guide, beyond the shape of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cmic_wizard.guide.declared import declarations
from cmic_wizard.guide.model import (
    PHASE_WIDTH,
    SECTION_WIDTH,
    TITLE_WIDTH,
    Condition,
    Guide,
    Kind,
    Link,
    Step,
)
from cmic_wizard.i18n import _

_WITH_OPTIONS = (Kind.CHOICE, Kind.CHECKLIST)
_HTTPS = "https://"


def inconsistencies(guide: Guide) -> Iterator[str]:
    """Every fault of a guide whose tables are each of the right shape."""
    yield from _twice([phase.id for phase in guide.phases], "phase")
    yield from _twice([section.id for phase in guide.phases for section in phase.sections], "section")
    yield from _twice([step.id for step in guide.walk()], "step")
    yield from _links(guide.title, guide.links)
    for phase in guide.phases:
        yield from _width(phase.id, phase.short or phase.title, PHASE_WIDTH)
        for section in phase.sections:
            yield from _width(section.id, section.short or section.title, SECTION_WIDTH)
    for step in guide.walk():
        yield from _width(step.id, step.title, TITLE_WIDTH)
        yield from _links(step.id, step.links)
        yield from _options(step)
        yield from _references(guide, step)
    yield from _cycles(guide)
    yield from declarations(guide)


def _twice(ids: list[str], what: str) -> Iterator[str]:
    for found, count in Counter(ids).items():
        if count > 1:
            yield _("{place}: the {what} id appears {count} times").format(
                place=found, what=what, count=count
            )


def _width(place: str, title: str, width: int) -> Iterator[str]:
    if len(title) > width:
        yield _("{place}: “{title}” is longer than {width} characters").format(
            place=place, title=title, width=width
        )


def _links(place: str, links: tuple[Link, ...]) -> Iterator[str]:
    for link in links:
        host = link.url.removeprefix(_HTTPS).partition("/")[0]
        if not link.url.startswith(_HTTPS) or not host or any(c.isspace() for c in link.url):
            yield _("{place}: the link {url} does not begin with https://").format(place=place, url=link.url)


def _options(step: Step) -> Iterator[str]:
    ids = [option.id for option in step.options if option.id]
    if step.kind in _WITH_OPTIONS and not step.options:
        yield _("{place}: a {kind} needs options").format(place=step.id, kind=step.kind.value)
    if step.kind not in _WITH_OPTIONS and step.options:
        yield _("{place}: a {kind} has no options").format(place=step.id, kind=step.kind.value)
    for option in sorted({option for option in ids if ids.count(option) > 1}):
        yield _("{place}: the option “{option}” appears more than once").format(place=step.id, option=option)
    if step.met and step.kind not in (*_WITH_OPTIONS, Kind.CONFIRM):
        yield _("{place}: a {kind} has no “met”").format(place=step.id, kind=step.kind.value)
        return
    for met in step.met:
        if met not in _values(step):
            yield _("{place}: “{value}” in “met” is not among the options").format(place=step.id, value=met)


def _values(step: Step) -> tuple[str, ...]:
    """The values that an answer to a step with a closed set of answers can have."""
    if step.kind is Kind.CONFIRM:
        return ("yes", "no")
    ids = tuple(option.id for option in step.options)
    return (*ids, "all") if step.kind is Kind.CHECKLIST else ids


def _references(guide: Guide, step: Step) -> Iterator[str]:
    for earlier in step.after:
        if earlier not in guide.steps:
            yield _("{place}: “after” names the unknown step “{step}”").format(place=step.id, step=earlier)
    for condition in (*step.required.conditions, *step.applies.conditions):
        if condition.step not in guide.steps:
            yield _("{place}: a condition names the unknown step “{step}”").format(
                place=step.id, step=condition.step
            )
            continue
        yield from _condition_values(guide.steps[condition.step], step, condition)


def _condition_values(asked: Step, step: Step, condition: Condition) -> Iterator[str]:
    """A condition on a step with a closed set of answers can only name those."""
    if asked.kind not in (Kind.CHOICE, Kind.CONFIRM):
        return
    for value in condition.among:
        if value.removeprefix("!") not in _values(asked):
            yield _("{place}: “{value}” is no answer of “{step}”").format(
                place=step.id, value=value, step=asked.id
            )


def _cycles(guide: Guide) -> Iterator[str]:
    """Steps that wait for themselves: what is left when every step that can have its turn is taken away."""
    waits = {
        step.id: {earlier for earlier in (*step.after, step.follows) if earlier in guide.steps}
        for step in guide.walk()
    }
    while free := [step for step, earlier in waits.items() if not earlier & waits.keys()]:
        for step in free:
            del waits[step]
    for step in waits:
        if _waits_for_itself(step, waits):
            yield _("{place}: waits for itself through “after”").format(place=step)


def _waits_for_itself(start: str, waits: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        for earlier in waits.get(ahead.pop(), ()):
            if earlier == start:
                return True
            if earlier not in seen:
                seen.add(earlier)
                ahead.append(earlier)
    return False
