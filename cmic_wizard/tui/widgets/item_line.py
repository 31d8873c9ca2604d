"""An action item on a line or two, as the lists of items show it."""

from __future__ import annotations

import textwrap

from textual.content import Content

from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import StepState
from cmic_wizard.profile.exchange import accepted_by
from cmic_wizard.text import one_line, shortened
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.themes import STATE_STYLES


def item_line(state: StepState, width: int = 90) -> Content:
    """One action item in `width` cells: shape and title, and beneath it why."""
    mark = Content.styled(glyphs.shapes[state.state], STATE_STYLES[state.state])
    lines = [Content.assemble("  ", mark, " ", _(state.step.title))]
    reason = one_line(shortened(state.reason, 200))
    lines += [Content.styled(f"    {line}", "$quiet") for line in textwrap.wrap(reason, max(width - 4, 20))]
    if accepted := accepted_by(state.remarks, *state.seen):
        lines.append(Content.styled(f"    {accepted}", "$good"))
    return Content("\n").join(lines)
