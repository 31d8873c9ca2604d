"""What has to hold of the properties by which a guide tells the program what to do with a step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from cmic_wizard.guide.model import (
    CHECK_STAGES,
    Guide,
    Kind,
    Owner,
    Step,
)
from cmic_wizard.guide.named import NAMED
from cmic_wizard.guide.rule_names import RULES_BESIDE, RULES_PARTS, SPLITTING_RULE
from cmic_wizard.i18n import _

_OF_KIND: Final = {
    "contact": (Kind.PEOPLE,),
    "asked_as": (Kind.PEOPLE,),
    "call_minutes": (Kind.SCHEDULE,),
    "attendees": (Kind.SCHEDULE,),
    "remind_days": (Kind.TEXT,),
    "mail_to": (Kind.TEXT,),
    "declined": (Kind.CHECKLIST,),
    "each": (Kind.CHECKLIST,),
    "retired": (Kind.CHECKLIST,),
    "follows": (Kind.CONFIRM,),
    "several": (Kind.CODES,),
    "called": (
        *(Kind.TEXT, Kind.VERSION, Kind.URL, Kind.CODES, Kind.PEOPLE, Kind.SCHEDULE, Kind.SECRET),
        Kind.CONFIRM,
    ),
    "cmic_asked": (Kind.TEXT, Kind.VERSION, Kind.URL, Kind.CODES),
}
"""The kinds of step that a property makes sense for."""
_UNANSWERED: Final = (Kind.INFO, Kind.SECRET, Kind.COMPUTED, Kind.CHECK)
"""Kinds without an answer that a check or a rule could take."""
_TAKEN: Final = frozenset({"id", "name", "password"})
"""What the profile has beside its sections."""
_NO_FIELDS: Final = frozenset({
    *("construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw"),
    *("schema", "schema_json", "update_forward_refs", "validate"),
})  # fmt: skip
"""Names that pydantic's models have for themselves, as they have those that begin with `model_`."""


def declarations(guide: Guide) -> Iterator[str]:
    """Every fault in the declared properties of a guide's steps."""
    for step in guide.walk():
        yield from _kinds(step)
        yield from _rule(guide, step)
        yield from _check(step)
        yield from _others(guide, step)
    yield from _once(guide)
    yield from _places(guide)
    computed = next((step for step in guide.walk() if step.kind is Kind.COMPUTED), None)
    if computed is not None and not any(phase.gate for phase in guide.phases):
        yield _("{place}: a {kind} needs a phase with “gate”").format(
            place=computed.id, kind=computed.kind.value
        )


def _kinds(step: Step) -> Iterator[str]:
    """Properties on a step of a kind that they mean nothing for."""
    wanted = NAMED.get(step.kind, step.id)
    if step.id != wanted:
        yield _("{place}: a {kind} has the id “{id}”").format(place=step.id, kind=step.kind.value, id=wanted)
    for key, kinds in _OF_KIND.items():
        if getattr(step, key) and step.kind not in kinds:
            yield _no(step, key)
    if Owner.COLLEAGUE in (step.owner, *(option.owner for option in step.options)):
        yield _("{place}: “{value}” is nobody whom a guide can name as owner").format(
            place=step.id, value=Owner.COLLEAGUE.value
        )
    if step.checked_as and step.kind in _UNANSWERED:
        yield _no(step, "checked_as")


def _rule(guide: Guide, step: Step) -> Iterator[str]:
    """What the step's rule can't do, or another step's can't take."""
    parts, known = RULES_PARTS.get(step.reads, ()), RULES_BESIDE.get(step.reads, ())
    for name in step.beside:
        if name not in known:
            yield _unknown(step, name, "beside")
    for part in (*step.fills, *step.keeps):
        if part not in parts:
            yield _unknown(step, part, "fills" if part in step.fills else "keeps")
    if step.splits_off and step.reads != SPLITTING_RULE:
        yield _no(step, "splits_off")
    for filled in step.fills.values():
        if filled in guide.steps and guide.steps[filled].kind in _UNANSWERED:
            yield _("{place}: “{key}” names “{step}”, which takes no answer").format(
                place=step.id, key="fills", step=filled
            )


def _check(step: Step) -> Iterator[str]:
    for stage in step.stages:
        if stage not in CHECK_STAGES:
            yield _unknown(step, stage, "stages")


def _others(guide: Guide, step: Step) -> Iterator[str]:
    """Steps that are named and not there, or not of the kind."""
    named = [("beside", other) for other in step.beside.values()]
    named += [("attendees", other) for other in step.attendees]
    named += [("fills", other) for other in step.fills.values()]
    named += [
        (key, other) for key in ("splits_off", "mail_to", "follows", "each") if (other := getattr(step, key))
    ]
    for key, other in named:
        if other not in guide.steps:
            yield _("{place}: “{key}” names the unknown step “{step}”").format(
                place=step.id, key=key, step=other
            )
    people = [
        ("mail_to", step.mail_to),
        ("each", step.each),
        *(("attendees", other) for other in step.attendees),
    ]
    for key, other in people:
        if other in guide.steps and guide.steps[other].kind is not Kind.PEOPLE:
            yield _("{place}: “{key}” names “{step}”, which names no people").format(
                place=step.id, key=key, step=other
            )


def _once(guide: Guide) -> Iterator[str]:
    """What one step alone can be."""
    uses = [f"checked_as = {step.checked_as.value}" for step in guide.walk() if step.checked_as]
    uses += [f"contact = {step.contact.value}" for step in guide.walk() if step.contact]
    uses += ["mail_to" for step in guide.walk() if step.mail_to]
    for use, count in Counter(uses).items():
        if count > 1:
            yield _("{place}: “{use}” appears {count} times").format(place=guide.id, use=use, count=count)


def _places(guide: Guide) -> Iterator[str]:
    """Places in the profile that two would share, or that can be nobody's."""
    places = [step.id for step in guide.walk()]
    for step in guide.walk():
        section, _dot, name = step.id.partition(".")
        if section in _TAKEN or any(
            part in _NO_FIELDS or part.startswith("model_") for part in (section, name)
        ):
            yield _("{place}: the profile can't have a value of that id").format(place=step.id)
        for part in step.keeps:
            if (place := f"{section}.{part}") in places:
                yield _("{place}: the profile keeps a part of “{step}” there").format(
                    place=place, step=step.id
                )
            places.append(place)


def _no(step: Step, key: str) -> str:
    return _("{place}: a {kind} has no “{key}”").format(place=step.id, kind=step.reads, key=key)


def _unknown(step: Step, name: str, key: str) -> str:
    return _("{place}: “{value}” in “{key}” is none that {rule} knows").format(
        place=step.id, value=name, key=key, rule="check" if key == "stages" else step.reads
    )
