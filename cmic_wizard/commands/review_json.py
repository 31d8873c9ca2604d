"""What `review FILE --json` prints beside the judgement: the file's answers, its claims, the review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cmic_wizard.handoff.document import check_number

if TYPE_CHECKING:
    from cmic_wizard.handoff.document import HandOff
    from cmic_wizard.review.claims import Claim
    from cmic_wizard.review.model import Review


def of_file(handoff: HandOff) -> dict[str, Any]:
    """What the file says."""
    return {
        "check_number": check_number(handoff),
        "company": handoff.profile.name,
        "created": handoff.created,
        "answers": dict(handoff.answers),
    }


def of_review(review: Review, claims: tuple[Claim, ...]) -> dict[str, Any]:
    """Who vouches for what, and what each reviewer has said on this computer, by author."""
    opinions = {review.author: review.opinion, **review.others}
    return {
        "claims": [
            {
                "what": claim.what,
                "says": claim.says,
                "vouched_by": claim.vouched_by.value,
                "alarm": claim.alarm,
            }
            for claim in claims
        ],
        "verdicts": [
            {"step": v.step, "verdict": v.verdict, "text": v.text, "author": author, "at": v.at}
            for author, opinion in opinions.items()
            for v in opinion.verdicts.values()
        ],
        "reviewers_answers": [
            {"step": a.step, "text": a.text, "reason": a.reason, "author": author, "at": a.at}
            for author, opinion in opinions.items()
            for a in opinion.answers.values()
        ],
        "proposals": [
            {"step": p.step, "text": p.text, "reason": p.reason, "author": author, "at": p.at}
            for author, opinion in opinions.items()
            for p in opinion.proposals.values()
        ],
        "overall": {author: opinion.overall for author, opinion in opinions.items() if opinion.overall},
    }
