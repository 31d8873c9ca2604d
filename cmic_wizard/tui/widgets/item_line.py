"""An action item on a line or two, as the lists of items show it."""

from __future__ import annotations

import textwrap
from typing import Final

from textual.content import Content

from cmic_wizard.guide.model import TITLE_WIDTH, Kind
from cmic_wizard.handoff.documents.answers import answer_text, typed
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import STATE_WORDS, StepState
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.exchange import accepted_by
from cmic_wizard.text import one_line, shortened
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.themes import STATE_STYLES
from cmic_wizard.tui.widgets.value import value_text

_TITLES: Final = TITLE_WIDTH + 2
"""Columns for the titles before the answers."""
_ANSWER_AT_MOST: Final = 300


def answer_line(state: StepState, draft: Draft, width: int) -> Content:
    """A step with its state and its answer in `width` cells: beside it, or beneath it where it is narrow."""
    title = _(state.step.title)
    mark = Content.styled(glyphs.shapes[state.state], STATE_STYLES[state.state])
    head = Content.assemble("  ", mark, " ", title)
    value = _in_words(state, draft)
    if not value:
        return head + Content.styled(f"  {_(STATE_WORDS[state.state])}", "$quiet")
    text = one_line(shortened(value, _ANSWER_AT_MOST))
    room = width - _TITLES - 6
    if len(title) <= _TITLES and len(text) <= room:
        return Content.assemble(head, " " * (_TITLES - len(title)), text)
    lines = textwrap.wrap(text, max(width - 6, 20))
    return Content("\n").join([head, *(Content(f"    {line}") for line in lines)])


def _in_words(state: StepState, draft: Draft) -> str:
    """The answer as a reader takes it; what is wrong as it was typed."""
    if state.step.kind is Kind.SECRET:
        return value_text(state, draft).plain if draft.password is not None else ""
    return (answer_text(state) or typed(state)).replace("\n", "; ")


def item_line(state: StepState, width: int = 90, *, warned: bool = False) -> Content:
    """One action item in `width` cells: shape and title, and beneath it why, or what it is `warned` of."""
    mark = Content.styled(glyphs.shapes[state.state], STATE_STYLES[state.state])
    lines = [Content.assemble("  ", mark, " ", _(state.step.title))]
    why = state.reason or next((w.text for w in state.warnings if warned), "")
    reason = one_line(shortened(why, 200))
    lines += [Content.styled(f"    {line}", "$quiet") for line in textwrap.wrap(reason, max(width - 4, 20))]
    if accepted := accepted_by(state.remarks, *state.seen):
        lines.append(Content.styled(f"    {accepted}", "$good"))
    return Content("\n").join(lines)
