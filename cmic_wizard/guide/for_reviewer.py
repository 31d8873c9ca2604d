"""The guide in the words for somebody who reviews what a customer answered."""

from __future__ import annotations

from functools import cache

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Guide, Phase, Step
from cmic_wizard.i18n import _
from cmic_wizard.struct import replace


@cache
def reviewers_guide() -> Guide:
    """The guide of this program, each text of it that addresses the customer in the reviewer's words."""
    guide = load_guide()
    phases = tuple(_reviewed_phase(phase) for phase in guide.phases)
    return replace(guide, welcome=guide.reviewer_welcome or guide.welcome, phases=phases)


def to_reviewer(step: Step, value: str, sentence: str) -> str:
    """What is missing at a step whose answer is `value`, as told to somebody who reviews."""
    reviewed = reviewers_guide().steps.get(step.id)
    if reviewed is None:
        return sentence
    said = [(step.missing, reviewed.missing)]
    option, same = step.option(value), reviewed.option(value)
    if option is not None and same is not None:
        said.append((option.missing, same.missing))
    return next((_(theirs) for own, theirs in said if own and _(own) == sentence), sentence)


def _reviewed_phase(phase: Phase) -> Phase:
    sections = tuple(
        replace(
            section,
            intro=section.reviewer_intro or section.intro,
            steps=tuple(_reviewed_step(step) for step in section.steps),
        )
        for section in phase.sections
    )
    return replace(phase, intro=phase.reviewer_intro or phase.intro, sections=sections)


def _reviewed_step(step: Step) -> Step:
    options = tuple(replace(each, missing=each.reviewer_missing or each.missing) for each in step.options)
    texts = step.reviewer
    return replace(
        step,
        help=texts.help or step.help,
        missing=texts.missing or step.missing,
        where=texts.where or step.where,
        options=options,
    )
