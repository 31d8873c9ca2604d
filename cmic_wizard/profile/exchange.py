"""What specialist and customer have said to each other about an answer: proposals, acceptances, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from cmic_wizard import dates
from cmic_wizard.bounds import moment_in
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.guide.named import CHECK_STEP, SECRET_STEP
from cmic_wizard.i18n import _
from cmic_wizard.profile.draft import CUSTOMER, Draft, Proposal, Remark
from cmic_wizard.profile.names import same_name
from cmic_wizard.profile.reading import Finding, Severity
from cmic_wizard.profile.rules.simple import SKIPPED
from cmic_wizard.profile.verdicts import REPLY, RETURNING
from cmic_wizard.text import one_line, shortened, visible

PROPOSED: Final = "proposed"
"""The rule of a finding that tells of a proposal."""
LONG_AGO: Final = timedelta(days=90)
"""After so long an answer may no longer hold, so that it is said how old it is."""
COLLEAGUE: Final = "colleague"
"""The role of who answers because the customer has asked."""
_UNPROPOSED: Final = (Kind.SECRET, Kind.CHECK, Kind.COMPUTED, Kind.INFO)
_SHOWN_AT_MOST: Final = 200


def takes_proposals(step: Step) -> bool:
    """Whether somebody else may propose an answer: to what is typed, chosen or ticked."""
    return step.kind not in _UNPROPOSED


def proposed(step: Step, draft: Draft) -> tuple[Proposal, ...]:
    """What others propose for a step and nobody has decided on, the newest last."""
    answer = draft.answers.get(step.id, "")
    return tuple(p for p in draft.proposals if p.open and p.step == step.id and p.text != answer)


def finding_of(proposal: Proposal, step: Step) -> Finding:
    """A proposal as something for the customer to take, or to decline by confirming the own answer."""
    said = _("{name} proposes: {answer}")
    if proposal.reason:
        said = _("{name} proposes: {answer}. Reason: {reason}")
    text = said.format(
        name=visible(proposal.author) or _("The specialist"),
        answer=in_words(step, proposal.text),
        reason=one_line(proposal.reason),
    )
    return Finding(Severity.DOUBT, PROPOSED, text, proposal=proposal.text)


def in_words(step: Step, answer: str) -> str:
    """An answer on one line: a choice by its title, a date as people say it, what else was typed."""
    if step.kind is Kind.CHOICE and (option := step.option(answer)):
        return _(option.title)
    if step.kind is Kind.CONFIRM and answer in ("yes", "no"):
        return _("Yes") if answer == "yes" else _("No")
    if step.kind is Kind.SCHEDULE and (when := dates.moment(answer)):
        return dates.spoken(when)
    if step.kind is Kind.CHECK and answer.startswith(SKIPPED):
        reason = shortened(answer.removeprefix(SKIPPED), _SHOWN_AT_MOST)
        return one_line(_("Not checked; to be done later. Reason: {reason}").format(reason=reason))
    if step.kind is Kind.CHECKLIST and not step.each and answer:
        return one_line(
            shortened(", ".join(_mark(step, mark.strip()) for mark in answer.split(",")), _SHOWN_AT_MOST)
        )
    return one_line(shortened(answer, _SHOWN_AT_MOST))


def _mark(step: Step, mark: str) -> str:
    """One mark of a checklist by its title; what is none, as it was typed."""
    option = step.option(mark.removeprefix("-"))
    if option is None:
        return mark
    return f"{_(option.title)}: {_(step.declined)}" if mark.startswith("-") else _(option.title)


def given_by(step: Step, draft: Draft, *, user: str | None = None) -> str:
    """“Answered by Robin Vega, 28 Nov”, where it was not the customer who answered, or long ago; else "".

    `user` is the name of who looks at it here, "" where it is not known; None where that is somebody else's
    computer.
    """
    given = draft.given.get(step.id)
    if given is None or step.id not in draft.answers:
        return ""
    when = dates.instant(given.at)
    day = dates.short_day(when.astimezone()) if when else ""
    name = visible(given.by)
    if given.role != CUSTOMER:
        name = name or (_("a colleague") if given.role == COLLEAGUE else _("the specialist"))
    elif not (name and user is not None and not same_name(given.by, user)):
        if moment_in(draft.changed) - moment_in(given.at) < LONG_AGO:
            return ""
        name = name if user is None else ""
    said = _("Answered by {name}, {day}") if name else _("Answered on {day}")
    return said.format(name=name, day=day)


def returned_by(draft: Draft) -> tuple[int, int]:
    """How many steps are accepted as they stand, and how many are asked about."""
    by_step: dict[str, list[Remark]] = {}
    for remark in draft.remarks:
        by_step.setdefault(remark.step, []).append(remark)
    accepted = sum(_is_accepted(found, *as_seen(draft, step)) for step, found in by_step.items())
    asked = sum(any(r.open and r.verdict in RETURNING for r in found) for found in by_step.values())
    return accepted, asked


def as_seen(draft: Draft, step: str) -> tuple[str, str]:
    """By what a reviewer tells the answer to a step from the next one, and since when it stands.

    That is the answer, of a password when it was stored, of a check how it ended and when; "" for nothing.
    """
    if step == SECRET_STEP and draft.password is not None:
        return draft.password.at, draft.password.at
    if step == CHECK_STEP and step not in draft.answers and draft.check is not None:
        return f"{draft.check.conclusion.value}:{draft.check.at}", draft.check.at
    given = draft.given.get(step)
    return draft.answers.get(step, ""), given.at if given is not None else ""


def _is_accepted(remarks: Sequence[Remark], seen: str, since: str) -> bool:
    found = acceptance(remarks)
    return found is not None and not _has_changed(found, seen, since)


def _has_changed(remark: Remark, seen: str, since: str) -> bool:
    """Whether a remark was made on something else than what stands there now."""
    if remark.answer:
        return remark.answer != seen
    # It was made where nothing stood, or by a program that did not say on what.
    return bool(seen and since) and moment_in(since) > moment_in(remark.at)


def acceptance(remarks: Sequence[Remark]) -> Remark | None:
    """The newest acceptance of a step, where its author has said nothing else since."""
    last = {remark.author: remark for remark in remarks if remark.verdict != REPLY}
    accepted = [remark for remark in last.values() if remark.verdict == "accepted"]
    return accepted[-1] if accepted else None


def accepted_by(remarks: Sequence[Remark], seen: str, since: str) -> str:
    """“Accepted by Robin Vega, 28 Nov”, and where it was another answer that was accepted; "" for nothing.

    `seen` and `since` are what `as_seen` says of the step.
    """
    remark = acceptance(remarks)
    if remark is None:
        return ""
    name, when = visible(remark.author) or _("the specialist"), dates.instant(remark.at)
    said = _("Accepted by {name}, {day}")
    if _has_changed(remark, seen, since):
        said = _("Accepted by {name}, {day}; the answer has changed since")
    return said.format(name=name, day=dates.short_day(when.astimezone()) if when else "")
