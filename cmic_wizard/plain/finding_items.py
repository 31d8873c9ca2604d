"""Which item a few words name: its number, its id, its title, or a part of either."""

from __future__ import annotations

import difflib
from typing import Final

from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.plain.voice import Voice
from cmic_wizard.profile.assessment import Assessment, StepState
from cmic_wizard.profile.rules.common import plain
from cmic_wizard.text import shortened, visible

CHOICES_AT_MOST: Final = 12
"""Items that a few words may leave open to choose from."""


def chosen_item(voice: Voice, assessment: Assessment, text: str) -> Step | None:
    """The item that is meant, asked for where nothing or too little was said; None where none is.

    WizardError where nothing is called so.
    """
    text = text or voice.one_line(_("Which item (an empty line: none)"))
    if not text:
        return None
    found = found_items(assessment, text)
    if not found:
        raise WizardError(_("There is no item “{text}”.").format(text=visible(shortened(text, 60))))
    if len(found) == 1:
        return found[0].step
    titles = [_(state.step.title) for state in found[:CHOICES_AT_MOST]]
    place = voice.chosen(titles, _("Which item (an empty line: none)"))
    return None if place is None else found[place].step


def found_items(assessment: Assessment, text: str) -> list[StepState]:
    """The items that are meant, best first; one alone where there is no doubt."""
    states = list(assessment.steps.values())
    if text.isdecimal():
        number = int(text) if len(text) < 6 else 0
        return [states[number - 1]] if 1 <= number <= len(states) else []
    words = plain(text)
    if not words:
        return []
    titles = {state.step.id: plain(_(state.step.title)) for state in states}
    whole = [s for s in states if words == titles[s.step.id] or text.casefold() == s.step.id]
    if whole:
        return whole
    parted = [s for s in states if words in titles[s.step.id] or text.casefold() in s.step.id]
    if parted:
        return parted
    near = difflib.get_close_matches(words, list(titles.values()), n=3, cutoff=0.6)
    return [state for title in near for state in states if titles[state.step.id] == title]
