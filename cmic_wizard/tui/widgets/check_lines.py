"""What the last connection check says about a step, beside the field that it concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from textual.content import Content

from cmic_wizard.bounds import to_the_minute
from cmic_wizard.guide.model import CHECK_STAGES, Kind, Step
from cmic_wizard.guide.named import CHECK_STEP
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.checks import ADVICE, Conclusion, Stage, StageState, is_stale
from cmic_wizard.tui.glyphs import glyphs


def stages_for(step: Step) -> Collection[str]:
    """The stages of a check that concern a step; none where it says nothing of it."""
    return (*CHECK_STAGES, *ADVICE) if step.kind is Kind.CHECK else step.stages


def check_lines(step_id: str, assessment: Assessment) -> Iterator[Content]:
    """Lines for the step; none where it was never checked."""
    check, stages = assessment.check, stages_for(assessment.guide.steps[step_id])
    if check is None or not stages:
        return
    from cmic_wizard.profile.check_kept import since_it_worked
    from cmic_wizard.profile.check_words import conclusion_words, sentence

    mine = [stage for stage in check.stages if stage.stage in stages]
    at = to_the_minute(check.at)
    if is_stale(check, assessment.check_inputs):
        yield Content.styled(_("Checked {moment}, but something changed since.").format(moment=at), "$quiet")
        return
    advice = [stage for stage in mine if stage.stage in ADVICE and stage.needs_a_word]
    mine = [stage for stage in mine if stage.stage not in ADVICE]
    trouble = [stage for stage in mine if stage.needs_a_word]
    for stage in (*trouble, *advice):
        style = "$bad" if stage.state is StageState.FAILED else "$warned"
        yield Content.styled(f"{glyphs.warning} {sentence(stage)}", style)
    conclusion = check.conclusion
    if step_id == CHECK_STEP and conclusion is not Conclusion.PASSED:
        if not trouble:
            text = _("Checked {moment}.").format(moment=at)
            yield Content.styled(f"{glyphs.warning} {text} {conclusion_words(conclusion)}", "$warned")
        told = since_it_worked(check, assessment.draft.earlier_checks, assessment.guide)
        yield from (Content.styled(text, "$quiet") for text in told)
    elif not trouble and mine and all(stage.state is StageState.OK for stage in mine):
        text = _("Checked {moment}: in order.").format(moment=at)
        yield Content.assemble((f"{glyphs.arrow} {text}", "$good"), (_proofs(mine), "$good"))


def _proofs(stages: list[Stage]) -> str:
    """The names of the companies, as proof."""
    from cmic_wizard.text import shortened, visible

    names = [
        visible(shortened(stage.detail, 60)) for stage in stages if stage.stage == "company" and stage.detail
    ]
    return f" {', '.join(names)}" if names else ""
