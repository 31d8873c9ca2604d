"""A step as a question to somebody who may not have the program: what it is, where to look, how to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from cmic_wizard.guide.model import Guide, Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.exchange import takes_proposals
from cmic_wizard.profile.fields import people, read
from cmic_wizard.text import one_line, visible

FORMAT: Final = "cmic-wizard-answers"
"""What an answer sheet says that it is, and what ends the questions in a text."""


def askable(step: Step) -> bool:
    """Whether somebody else may be asked for the answer in writing: never for the password."""
    return takes_proposals(step)


def asked_steps(guide: Guide, steps: Sequence[str]) -> list[Step]:
    """The steps of these ids that may be asked for, in the guide's order."""
    wanted = set(steps)
    return [step for step in guide.walk() if step.id in wanted and askable(step)]


def explained(step: Step, draft: Draft, role: str = "colleague") -> Iterator[str]:
    """What the question means, where its answer is found, and how to write it: a paragraph each.

    `role` is as what somebody is asked; only the customer's own people are told where to look.
    """
    own = step.asked.text(role)
    otherwise = bool(own) and role != "colleague"
    if own:
        yield _(own)
    if role == "colleague" and not own:
        yield from _where(step)
    elif own:
        yield from _copyables(step)
    yield from _own_words(step) if otherwise and step.kind is Kind.CONFIRM else _how(step, draft, role)
    if step.example and not otherwise:
        yield _("For example: {example}").format(example=step.example)


def _where(step: Step) -> Iterator[str]:
    if step.help:
        yield _(step.help)
    if step.where:
        first, *others = _(step.where).strip().split("\n")
        yield _("Where to find it: {text}").format(text=first)
        yield from others
    yield from _copyables(step)


def _copyables(step: Step) -> Iterator[str]:
    for copyable in step.copyables:
        yield f"{_(copyable.title)}: {copyable.value}"


def _own_words(step: Step) -> Iterator[str]:
    """How to answer a question that is not the step's own: a yes is taken for what the step says alone."""
    text = _("Answer yes once this holds: “{step}”. Until then, write what we should know.")
    yield text.format(step=_(step.title))


def _how(step: Step, draft: Draft, role: str) -> Iterator[str]:
    if step.kind is Kind.CONFIRM:
        yield _("Answer yes or no.")
    elif step.kind is Kind.CHOICE:
        if role != "colleague" and step.asked.text(role):
            yield _("Answer one of these words, or in words of your own:")
        else:
            yield _("Answer one of these words:")
        for option in step.options:
            if role == "colleague" or not (option.undecided or option.owner):
                yield f"  {option.id} = {_(option.title)}"
    elif step.kind is Kind.CHECKLIST:
        yield _("Answer with the words of all that hold, separated by commas, or “all”:")
        yield from _items(step, draft)
    elif step.kind is Kind.SCHEDULE:
        yield _("Answer with date, time and time zone.")
    elif step.kind is Kind.CODES:
        yield _("Separate several by commas.")
    elif step.kind is Kind.PEOPLE:
        yield _("Separate several people by semicolons.")


def _items(step: Step, draft: Draft) -> Iterator[str]:
    for option in step.options:
        yield f"  {option.id} = {_(option.title)}"
    each = read_of(step.each, draft) if step.each else ""
    if named := people(each):
        names = ", ".join(visible(person.name or person.mail) for person in named)
        yield _("It is about: {names}").format(names=names)


def in_text(
    guide: Guide,
    draft: Draft,
    steps: Sequence[str],
    role: str = "colleague",
    also: Callable[[Step], Iterable[str]] = lambda _step: (),
) -> str:
    """The questions for the text of an e-mail, to be answered beneath each or behind its mark.

    `role` is as what somebody is asked, `also` gives what else is to be said of a step. `reply_text` reads
    what comes back by the marks, and by the last line, which names the profile.
    """
    parts = []
    for number, step in enumerate(asked_steps(guide, steps), start=1):
        lines = [f"{number}. {_(step.title)}", *explained(step, draft, role), *also(step)]
        parts.append("\n".join([*lines, _("Your answer [{step}]:").format(step=step.id)]))
    return "\n\n".join([*parts, reference(draft.id)])


def reference(profile_id: str) -> str:
    """The line that ends the questions in a text, and says which profile they are about."""
    return f"[{FORMAT} {profile_id}]"


def read_of(step_id: str, draft: Draft) -> str:
    """The value of another step's answer, "" where it has none that is valid."""
    from cmic_wizard.guide.loader import load_guide

    return read(load_guide().steps[step_id], draft.answers.get(step_id, ""), {}).value


def who(name: str) -> str:
    """A person's name on one line, as it may stand in a sentence."""
    return one_line(name).strip()
