"""What a typed line means as the answer to an item: numbers of options, a paste, a date without its zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import N_, _
from cmic_wizard.profile.fields import ANSWER_AT_MOST, read
from cmic_wizard.profile.pasting import pasted
from cmic_wizard.profile.rules.checklist_items import items
from cmic_wizard.profile.rules.simple import spelled_out
from cmic_wizard.struct import Struct
from cmic_wizard.text import one_line, shortened, visible

YES_NO: Final = (("yes", N_("Yes")), ("no", N_("No")))
READ: Final = (("yes", N_("I have read this")),)
NO_ZONE: Final = "schedule_no_zone"
_NUMBERS: Final = re.compile(r"-?\d{1,3}(?:[\s,;]+-?\d{1,3})*")
_SHOWN_AT_MOST: Final = 300


class NotMeant(WizardError):
    """What was typed can't be meant as an answer; nothing was taken."""


class Choice(Struct, frozen=True):
    """One thing that can be chosen or ticked: `id` stands in the answer."""

    id: str
    title: str
    help: str = ""
    person: str = ""


def choices(step: Step, named: str) -> list[Choice]:
    """What a step offers, in order; `named` is the answer that names the people for each of whom it asks."""
    match step.kind:
        case Kind.CHOICE:
            return [Choice(option.id, _(option.title), _(option.help)) for option in step.options]
        case Kind.CHECKLIST:
            return [
                Choice(item.id, _(item.option.title), _(item.option.help), visible(item.person))
                for item in items(step, named)
            ]
        case Kind.CONFIRM:
            return [Choice(value, _(title)) for value, title in YES_NO]
        case Kind.INFO:
            return [Choice(value, _(title)) for value, title in READ]
    return []


def meant(
    step: Step,
    typed: str,
    *,
    before: str,
    named: str,
    agreed: Callable[[str], bool],
    zone: Callable[[], str],
) -> str:
    """The answer to keep; NotMeant, with what was typed, where nothing can be taken.

    `before` is the answer that stands, `agreed` asks a question, and `zone` asks for a time zone.
    """
    if step.kind is Kind.COMPUTED:
        raise NotMeant(_("This follows from the other answers and can't be set."))
    text = _one(step, typed, agreed) if "\n" in typed else typed
    if len(text) > ANSWER_AT_MOST:
        raise NotMeant(_("This is longer than an answer may be: {count} characters.").format(count=len(text)))
    offered = choices(step, named)
    if offered and _NUMBERS.fullmatch(text):
        return _by_number(step, text, offered, before)
    if step.kind in (Kind.CONFIRM, Kind.INFO):
        return read(step, text, {}).value or text
    if step.kind is Kind.CHECKLIST:
        return spelled_out(step, _all(step, text, offered))
    if step.kind is Kind.SCHEDULE and any(f.rule == NO_ZONE for f in read(step, text, {}).errors):
        return f"{text}[{found}]" if (found := zone()) else text
    return text


def _one(step: Step, typed: str, agreed: Callable[[str], bool]) -> str:
    """A paste of several lines as its step means it; of lines that it would leave out the user is asked."""
    found = pasted(step, typed)
    if found.too_long:
        raise NotMeant(
            _("This is longer than an answer may be: {count} characters.").format(count=len(typed))
        )
    if found.left_out:
        text = _("Several lines came at once. This item takes one: “{line}”. Left out: “{rest}”. Take it?")
        line, rest = shortened(found.text, _SHOWN_AT_MOST), shortened(" · ".join(found.left_out), 600)
        if not agreed(text.format(line=visible(line), rest=visible(rest))):
            raise NotMeant(_("Nothing was taken."))
    return found.text


def _all(step: Step, text: str, offered: Sequence[Choice]) -> str:
    """A checklist for each of some people ticked whole is that of all of them."""
    words = {"all", _("all")}
    if text.casefold() not in words:
        return text
    return ",".join(choice.id for choice in offered) if step.each else "all"


def _by_number(step: Step, text: str, offered: Sequence[Choice], before: str) -> str:
    """The ids that numbers name; of a checklist, ticked (or, behind a hyphen, not) beside what is ticked."""
    numbers = [int(word) for word in re.split(r"[\s,;]+", text)]
    for number in numbers:
        if not 1 <= abs(number) <= len(offered):
            raise NotMeant(_("There is no option {number}.").format(number=number))
    if step.kind is not Kind.CHECKLIST:
        if len(numbers) > 1 or numbers[0] < 0:
            raise NotMeant(_("Choose one option: “{text}” is more.").format(text=one_line(text)))
        return offered[numbers[0] - 1].id
    marks = {word.strip() for word in before.split(",") if word.strip()}
    for number in numbers:
        name = offered[abs(number) - 1].id
        marks -= {name, f"-{name}"}
        if number > 0:
            marks.add(name)
        elif step.declined:
            marks.add(f"-{name}")
    known = [mark for choice in offered for mark in (choice.id, f"-{choice.id}")]
    return ",".join(mark for mark in known if mark in marks)
