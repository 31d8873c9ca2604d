"""An answer as text to read, where nothing can be changed."""

from __future__ import annotations

from textual.content import Content

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import StepState
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.rules.checklist_items import Item, items
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.safe import safe, safe_lines

_AT_MOST = 200
"""Characters of an earlier answer."""


def value_text(state: StepState, draft: Draft) -> Content:
    """The answer in words; a choice by its title, a checklist with its boxes."""
    step, answer = state.step, state.answer
    if step.kind is Kind.SECRET:
        if draft.password is None:
            return Content.styled(_("No password is stored."), "$quiet")
        return Content(_("Present, {count} characters, not shown.").format(count=draft.password.length))
    if step.kind is Kind.COMPUTED:
        return Content()
    if not answer:
        return Content.styled("—", "$quiet")
    value = state.reading.value
    if step.kind is Kind.CHOICE and (option := step.option(value)):
        return Content(_(option.title))
    if step.kind is Kind.CONFIRM and value in ("yes", "no"):
        return Content(_("Yes") if value == "yes" else _("No"))
    if step.kind is Kind.CHECKLIST and value:
        ticked = value.split(",")
        offered = items(step, draft.answers.get(step.each, ""))
        lines = [_item(item, ticked) for item in offered]
        if any(name.startswith("-") for name in ticked):
            lines.append(Content.styled(f"{glyphs.box_declined} = {_(step.declined)}", "$quiet"))
        return Content("\n").join(lines)
    if step.kind is Kind.PEOPLE:
        return safe_lines(answer.replace("; ", "\n").replace(";", "\n"))
    return safe_lines(answer)


def _item(item: Item, ticked: list[str]) -> Content:
    """An item of a checklist with its box."""
    if f"-{item.id}" in ticked:
        return Content(f"{glyphs.box_declined} {_(item.option.title)}")
    box = glyphs.box_on if item.id in ticked else glyphs.box_off
    return Content(f"{box} {_(item.option.title)}{f' ({visible(item.person)})' if item.person else ''}")


def earlier_text(step: Step | None, value: str, style: str = "") -> Content:
    """An answer of before on one line; a choice by its title."""
    if step is not None and (words := _chosen(step, value)):
        return Content.styled(words, style)
    return safe(shortened(value, _AT_MOST), style)


def _chosen(step: Step, value: str) -> str:
    titles = {option.id: _(option.title) for option in step.options}
    match step.kind:
        case Kind.CHOICE:
            return titles.get(value, "")
        case Kind.CONFIRM:
            return {"yes": _("Yes"), "no": _("No")}.get(value, "")
        case Kind.CHECKLIST:
            titles |= {f"-{name}": f"{title} ({_(step.declined)})" for name, title in titles.items()}
            named = [name.partition("@") for name in value.split(",")]
            return ", ".join(
                titles[name] + (f" ({visible(person)})" if person else "")
                for name, _at, person in named
                if name in titles
            )
    return ""
