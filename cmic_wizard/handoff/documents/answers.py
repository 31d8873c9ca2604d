"""An answer in words: what a step's value means to a reader, and what was typed where that differs."""

from __future__ import annotations

from cmic_wizard import dates
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import State, StepState
from cmic_wizard.text import visible, visible_lines

EXACT = frozenset({Kind.TEXT, Kind.VERSION, Kind.URL, Kind.CODES})
"""Kinds whose values are read off and typed elsewhere, character by character."""
_NORMALISED = EXACT | {Kind.PEOPLE}
_CREDENTIALS_INSIDE = "address_userinfo"
"""The rule that refuses `user:password@host`; such an answer is repeated nowhere."""


def answer_text(state: StepState) -> str:
    """The step's valid answer in the current language; "" where it has none to show."""
    step, value = state.step, state.reading.value
    if not value or not state.applies:
        return ""
    if step.kind is Kind.CHOICE:
        option = step.option(value)
        return _(option.title) if option else visible(value)
    if step.kind is Kind.CHECKLIST:
        return _ticked(step, value)
    if step.kind in (Kind.CONFIRM, Kind.COMPUTED):
        return {"yes": _("Yes"), "no": _("No")}.get(value, visible(value))
    if step.kind is Kind.SCHEDULE:
        when = dates.moment(value)
        return visible(dates.spoken(when)) if when else visible(value)
    if step.kind is Kind.SECRET:
        return _("Kept on the customer’s computer; not in this document")
    if step.kind is Kind.CHECK:
        return _("Passed") if value == "passed" else _("Postponed")
    return visible_lines(value.replace(",", ", ") if step.kind is Kind.CODES else value)


def typed(state: StepState) -> str:
    """The answer as typed, where it is wrong or was normalised; "" where the value says it all."""
    if not state.answer or state.step.kind is Kind.SECRET:
        return ""
    if any(finding.rule == _CREDENTIALS_INSIDE for finding in state.reading.findings):
        return _("(not shown, because it may contain a password)")
    wrong = state.state is State.WRONG or not state.reading.value
    changed = state.step.kind in _NORMALISED and state.answer not in (state.reading.value, answer_text(state))
    return visible_lines(state.answer) if wrong or changed else ""


def environment(state: StepState) -> tuple[str, bool]:
    """The CMiC environment that an address names, and whether it is one for tests."""
    name = visible(state.reading.parts.get("environment", ""))
    return name, state.reading.parts.get("is_production") == "no"


def _ticked(step: Step, value: str) -> str:
    chosen = value.split(",")
    titles = [_(option.title) for option in step.options if option.id in chosen]
    people = {tag for item in chosen if (tag := item.partition("@")[2])}
    for item in chosen:
        name, at, person = item.partition("@")
        if at and (option := step.option(name)):
            titles.append(_("{item} ({person})").format(item=_(option.title), person=visible(person)))
    text = _("{count} of {all}: {items}").format(
        count=len(titles), all=len(step.options) * max(len(people), 1), items=", ".join(titles)
    )
    if others := [_(option.title) for option in step.options if f"-{option.id}" in chosen]:
        text += "; " + _("{mark}: {items}").format(mark=_(step.declined), items=", ".join(others))
    return text
