"""What a hand-off changed since the one before, old beside new, in words."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from cmic_wizard.bounds import to_the_minute
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.checks import Conclusion
from cmic_wizard.review.own_assessment import NOTE
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.widgets.value import earlier_text


def seen_text(step: Step | None, value: str, style: str = "") -> Content:
    """What a hand-off said of a step (see `own_assessment.looked_at`), in words."""
    if not value:
        return Content.styled(_("nothing"), style)
    if step is not None and (words := _happened(step, value)):
        return Content.styled(words, style)
    return earlier_text(step, value, style)


def _happened(step: Step, value: str) -> str:
    match step.kind:
        case Kind.SECRET:
            return _("stored on {date}").format(date=to_the_minute(value))
        case Kind.CHECK:
            outcome, _colon, moment = value.partition(":")
            texts = {
                Conclusion.PASSED.value: _("passed on {date}"),
                Conclusion.WITHOUT_SIGN_IN.value: _("incomplete, without signing in, on {date}"),
                Conclusion.INCOMPLETE.value: _("incomplete, begun on {date}"),
                Conclusion.FAILED.value: _("failed on {date}"),
            }
            return texts[outcome].format(date=to_the_minute(moment)) if outcome in texts else ""
    return ""


def changes_of(session: ReviewSession, step: Step) -> Iterator[Content]:
    """The lines on one step: its answer before, its note before."""
    arrow = (f"{glyphs.arrow} ", "$warned")
    if (change := session.changes.get(step.id)) is not None:
        said = (_("Changed since the previous hand-off; before:") + " ", "$warned")
        yield Content.assemble(arrow, said, seen_text(step, change[0]))
    if (note := session.changes.get(NOTE + step.id)) is not None:
        old, new = note
        label = _("Changed note; before:") if old else _("New note:")
        yield Content.assemble(arrow, (f"{label} ", "$warned"), seen_text(None, old or new))


def all_changes(session: ReviewSession) -> Iterator[tuple[str, Content]]:
    """Every change as one entry, with its step: what it was, what it is."""
    for key, (old, new) in session.changes.items():
        is_note = key.startswith(NOTE)
        step_id = key.removeprefix(NOTE)
        step = session.guide.steps.get(step_id)
        if step is None:
            continue
        title = _("{step}, note").format(step=_(step.title)) if is_note else _(step.title)
        kind = None if is_note else step
        lines = (
            Content.styled(f"{glyphs.dot} {title}", "bold"),
            Content.assemble("  ", seen_text(kind, old, "$quiet")),
            Content.assemble(f"  {glyphs.arrow} ", seen_text(kind, new)),
        )
        yield step_id, Content("\n").join(lines)
