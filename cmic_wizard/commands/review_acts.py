"""What a reviewer decides without the screen: `review FILE --by PERSON --accept … --save REMARKS`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from cmic_wizard.bounds import REMARK_AT_MOST
from cmic_wizard.commands.chosen_profile import folder_of
from cmic_wizard.commands.output import tell
from cmic_wizard.commands.set_values import demand_known, texts_by_step
from cmic_wizard.errors import UsageError, WizardError
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import _
from cmic_wizard.struct import Struct, field

if TYPE_CHECKING:
    from cmic_wizard.handoff.document import HandOff
    from cmic_wizard.profile.assessment import Assessment
    from cmic_wizard.review.judging import Judging
    from cmic_wizard.review.model import Review

IN_ORDER: Final = "in-order"
"""What `--accept` takes for every step that is done without any warning."""


class Acts(Struct):
    """What is to be decided, by step."""

    accepted: list[str] = field(default_factory=list)
    in_order: bool = False
    verdicts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The verdict and the remark."""
    answers: dict[str, str] = field(default_factory=dict)
    proposals: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def wanted(options: argparse.Namespace) -> bool:
    """Whether anything is to be decided; UsageError where it is not said by whom."""
    acts = (options.accept, options.change, options.question, options.answer, options.propose)
    found = any(acts) or bool(options.overall) or options.compared or bool(options.reason)
    if (found or options.by is not None) and not (options.by or "").strip():
        raise UsageError(_("Say who decides, with --by PERSON."))
    return found


def decided(options: argparse.Namespace, handoff: HandOff, assessment: Assessment) -> Review:
    """The review with what the options decide, kept; WizardError where one of it can't be meant."""
    from cmic_wizard.review import reviews
    from cmic_wizard.review.judging import Judging
    from cmic_wizard.review.model import name_of

    acts, now = _acts(options), datetime.now(UTC)
    author = name_of(options.by)
    if not author:
        raise UsageError(_("Say who decides, with --by PERSON."))

    def change(before: Review) -> Review:
        review = looking(before.seen_by(author), options, handoff, assessment, now)
        return _with_acts(review, acts, options, Judging(review, assessment), now)

    return reviews.update(folder_of(options), handoff.profile.id, handoff.profile.name, now, change, tell)


def looking(
    review: Review, options: argparse.Namespace, handoff: HandOff, assessment: Assessment, now: datetime
) -> Review:
    """The review with this hand-off as the one looked at; WizardError where something speaks against it."""
    from cmic_wizard.handoff.document import check_number
    from cmic_wizard.review.claims import alarms, claims_of
    from cmic_wizard.review.own_assessment import looked_at

    hint = _("With --anyway it is reviewed all the same.")
    said = alarms(claims_of(handoff, assessment, review, now))
    if said and not options.anyway:
        raise WizardError(" ".join([*said, hint]))
    if review.newer_than(handoff.created) and not options.anyway:
        text = _("A newer hand-off of this profile has been looked at already.")
        raise WizardError(f"{text} {hint}")
    return review.looking_at(check_number(handoff), looked_at(handoff), handoff.profile.name, handoff.created)


def _with_acts(
    review: Review, acts: Acts, options: argparse.Namespace, judging: Judging, now: datetime
) -> Review:
    if acts.in_order:
        review = _accepting(review, acts, judging, now)
    for step in acts.accepted:
        review = review.judged(step, "accepted", "", now)
    for step, (verdict, text) in acts.verdicts.items():
        review = review.judged(step, verdict, text, now)
    review = _answering(review, acts, judging, now)
    if options.overall:
        review = review.concluded(options.overall, now)
    return review.comparing(True) if options.compared else review


def _accepting(review: Review, acts: Acts, judging: Judging, now: datetime) -> Review:
    """With all accepted that is in order; what is left out is told, with the reason."""
    for state in judging.in_order:
        if state.step.id not in (*acts.verdicts, *acts.proposals):
            review = review.judged(state.step.id, "accepted", "", now)
    for state, why in judging.left_out:
        if state.step.id not in (*acts.verdicts, *acts.accepted, *acts.proposals):
            text = _("Not accepted: {step}. {reason}")
            tell(text.format(step=_(state.step.title), reason=why))
    return review


def _answering(review: Review, acts: Acts, judging: Judging, now: datetime) -> Review:
    for step in acts.reasons:
        if step not in (*acts.answers, *acts.proposals):
            text = _("--reason belongs to an answer or a proposal; “{step}” has none.")
            raise UsageError(text.format(step=step))
    for step, text in acts.answers.items():
        _demand(judging.answers, step, _("“{step}” is not yours to answer: use --propose."))
        review = review.answering(step, _valid(step, text), acts.reasons.get(step, ""), now)
    for step, text in acts.proposals.items():
        _demand(judging.proposes, step, _("No answer can be proposed to “{step}”."))
        review = review.proposing(step, _valid(step, text), acts.reasons.get(step, ""), now)
    return review


def _demand(allowed: Callable[..., bool], step: str, sentence: str) -> None:
    if not allowed(load_guide().steps[step]):
        raise WizardError(sentence.format(step=step))


def _valid(step: str, text: str) -> str:
    """An answer as it is meant; WizardError where it breaks a rule, or says nothing."""
    from cmic_wizard.review.judging import as_answer

    meant, fault = as_answer(load_guide().steps[step], text)
    if fault:
        raise WizardError(_("“{step}” can't be answered so. {reason}").format(step=step, reason=fault))
    return meant


def _acts(options: argparse.Namespace) -> Acts:
    """What the options say; refused as a whole where one of it can't be meant."""
    acts = Acts()
    for part in (name.strip() for words in options.accept for name in words.split(",")):
        if part == IN_ORDER:
            acts.in_order = True
        elif part:
            demand_known(part)
            acts.accepted.append(part)
    for verdict, given in (("change", options.change), ("question", options.question)):
        for step, text in texts_by_step(given, REMARK_AT_MOST).items():
            if step in acts.verdicts or step in acts.accepted:
                raise UsageError(_("There are two verdicts on “{step}”.").format(step=step))
            acts.verdicts[step] = (verdict, text)
    acts.answers, acts.proposals = texts_by_step(options.answer), texts_by_step(options.propose)
    acts.reasons = texts_by_step(options.reason, REMARK_AT_MOST)
    return acts
