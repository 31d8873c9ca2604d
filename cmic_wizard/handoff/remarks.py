"""What comes back from the specialist, and how it gets into the customer's profile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from cmic_wizard import dates
from cmic_wizard.bounds import moment_in, same_id, stamped, to_the_minute
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff.remarks_file import (
    ENDING,
    FORMAT,
    NEWEST,
    RemarksFile,
    ReviewAnswer,
    ReviewRemark,
    author_from,
    demand_visible,
    parse,
    remark_from_dict,
    remark_to_dict,
    to_bytes,
)
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.codec import TooLarge, demand_room
from cmic_wizard.profile.draft import Draft, Given, Proposal, Remark
from cmic_wizard.profile.exchange import returned_by
from cmic_wizard.profile.fields import read
from cmic_wizard.profile.verdicts import REPLY
from cmic_wizard.struct import replace
from cmic_wizard.text import visible

__all__ = [
    "ENDING",
    "FORMAT",
    "NEWEST",
    "OlderFile",
    "RemarksFile",
    "ReviewAnswer",
    "ReviewRemark",
    "UnknownHandOff",
    "author_from",
    "both_exchanges",
    "demand_visible",
    "merge",
    "overall_of",
    "parse",
    "remark_from_dict",
    "remark_to_dict",
    "said_of_the_review",
    "said_of_the_whole",
    "said_of_what_was_brought",
    "to_bytes",
]

SPECIALIST: Final = "specialist"
"""The role of who answers in a review."""
_CREATED: Final = "review_created"
_OVERALL: Final = "review_overall"
_AUTHOR: Final = "review_author"


class OlderFile(FileRefused):
    """The file is older than remarks that are there already; `merge` takes it with `older=True`."""


class UnknownHandOff(FileRefused):
    """They are about a hand-off that this profile never wrote; `merge` takes them with `anyway=True`."""


def merge(
    draft: Draft, file: RemarksFile, now: datetime, *, older: bool = False, anyway: bool = False
) -> Draft:
    """The draft with the file in it: steps to be changed or explained are returned, the exchange is kept.

    What the reviewer answered himself becomes the answer where the turn was theirs and the customer has not
    answered since, else it stands beside it as proposals do. Merging a file again changes nothing.

    FileRefused for another profile's file, and for more than fits into the profile; OlderFile where newer
    remarks were merged before and this one brings others; UnknownHandOff for a check number that was never
    written here.
    """
    if not same_id(file.profile_id, draft.id):
        raise FileRefused(
            _("These remarks are about the profile “{theirs}”, not about “{ours}”.").format(
                theirs=visible(file.profile_name), ours=visible(draft.name)
            )
        )
    newest = draft.marks.get(_CREATED, "")
    is_newer = not newest or moment_in(file.created) > moment_in(newest)
    result = _with_answers(_with_remarks(draft, file), file)
    fresh = result != draft
    if not fresh and not is_newer:
        return draft
    if file.check_number not in draft.handed and not anyway:
        raise UnknownHandOff(_unknown(file))
    if fresh and not is_newer and not older:
        raise OlderFile(
            _("These remarks are not newer than those that were imported before ({date}).").format(
                date=to_the_minute(newest)
            )
        )
    changed = stamped(now)
    result = replace(result, changed=changed)
    try:
        demand_room(result, draft)
    except TooLarge as reason:
        raise FileRefused(_("These remarks were not imported. {reason}").format(reason=reason)) from None
    if not is_newer:
        return result
    # A clock that runs ahead must not make every later file look older.
    created = file.created if moment_in(file.created) <= now else changed
    return result.marked(**{_CREATED: created, _OVERALL: file.overall, _AUTHOR: file.author})


def _unknown(file: RemarksFile) -> str:
    """What is said of remarks on a hand-off that was never written here."""
    text = _("These remarks don't say which hand-off they are about. Ask who sent them.")
    if file.check_number:
        text = _(
            "These remarks are about a hand-off with the check number {number}, which this profile has "
            "never written. Ask who sent them."
        )
    return text.format(number=visible(file.check_number))


def _with_remarks(draft: Draft, file: RemarksFile) -> Draft:
    """With the verdicts in it. One closes what its author asked of the same step before, nobody else's."""
    known = {_key(remark) for remark in draft.remarks}
    fresh = {key: r for r in _as_remarks(file) if (key := _key(r)) not in known}

    def replaces(later: Remark, earlier: Remark) -> bool:
        one, other = (
            _came_by(draft, r.at) if _key(r) in known else moment_in(r.at) for r in (later, earlier)
        )
        return _are_of_one(later, earlier) and one > other

    merged = list(draft.remarks)
    for remark in fresh.values():
        if any(replaces(other, remark) for other in merged):
            merged.append(replace(remark, open=False))
            continue
        merged = [replace(other, open=False) if replaces(remark, other) else other for other in merged]
        merged.append(remark)
    return replace(draft, remarks=tuple(merged)) if fresh else draft


def _are_of_one(later: Remark, earlier: Remark) -> bool:
    """Whether both are verdicts of one author on one step."""
    same = (later.step, later.author) == (earlier.step, earlier.author)
    return same and REPLY not in (later.verdict, earlier.verdict)


def _came_by(draft: Draft, at: str) -> datetime:
    """When something was said that came in before: not after its file came, whatever its clock said.

    A clock that ran ahead must not make what is said later, by a right one, count as earlier.
    """
    newest = draft.marks.get(_CREATED, "")
    return min(moment_in(at), moment_in(newest)) if newest else moment_in(at)


def _with_answers(draft: Draft, file: RemarksFile) -> Draft:
    """With what the reviewer answered and proposes; what was taken in before changes nothing."""
    for answer in file.answers:
        made = _made(answer, file.author)
        if not _is_known(draft, made):
            draft = _answered(draft, made)
    for proposal in file.proposals:
        made = _made(proposal, file.author)
        if not _is_known(draft, made):
            draft = _proposed(draft, made)
    return draft


def _made(given: ReviewAnswer, author: str) -> Proposal:
    return Proposal(given.step, given.text, given.reason, author, given.at)


def _is_known(draft: Draft, made: Proposal) -> bool:
    before = (p for p in draft.proposals if (p.step, p.author) == (made.step, made.author))
    return any(
        (p.text, p.at) == (made.text, made.at) or _came_by(draft, p.at) >= moment_in(made.at) for p in before
    )


def _answered(draft: Draft, made: Proposal) -> Draft:
    """With an answer as the reviewer's own, or beside the customer's, who has answered otherwise since."""
    step, current = load_guide().steps[made.step], draft.answers.get(made.step, "")
    given = draft.given.get(made.step)
    later = given is not None and given.role != SPECIALIST and moment_in(given.at) > moment_in(made.at)
    if later or not step.is_reviewers(read(step, current, {}).value if current else ""):
        return _proposed(draft, made)
    if given is not None and given.role == SPECIALIST and _came_by(draft, given.at) > moment_in(made.at):
        return _with_proposal(draft, replace(made, open=False))
    draft = draft.brought(made.step, made.text, Given(made.at, made.author, SPECIALIST))
    draft = _with_proposal(draft, replace(made, open=False))
    if not made.reason:
        return draft
    word = Remark(made.step, REPLY, made.reason, made.author, made.at, open=False, answer=made.text)
    return replace(draft, remarks=(*draft.remarks, word))


def _proposed(draft: Draft, made: Proposal) -> Draft:
    """With a proposal; one of what is the answer already is done with."""
    return _with_proposal(draft, replace(made, open=draft.answers.get(made.step, "") != made.text))


def _with_proposal(draft: Draft, made: Proposal) -> Draft:
    """With a proposal in the place of the same author's one before."""
    others = (p for p in draft.proposals if (p.step, p.author) != (made.step, made.author))
    return replace(draft, proposals=(*others, made))


def overall_of(draft: Draft) -> tuple[str, str]:
    """The newest verdict on the whole that was merged (see `OVERALL`), and its author."""
    return draft.marks.get(_OVERALL, ""), draft.marks.get(_AUTHOR, "")


def said_of_the_whole(draft: Draft) -> str:
    """The specialist's verdict on the whole, as a sentence; "" where none came yet."""
    overall, author = overall_of(draft)
    texts = {
        "accepted": _("{name} accepts the hand-off."),
        "changes": _("{name} asks for changes."),
    }
    if overall not in texts:
        return ""
    return texts[overall].format(name=visible(author) or _("The specialist"))


def reviewed_at(draft: Draft) -> str:
    """When the newest review that came was made, ISO 8601; "" where none came."""
    return draft.marks.get(_CREATED, "")


def said_of_the_review(draft: Draft) -> str:
    """How the specialist's review stands, in a line; "" where none came yet."""
    whole, when = said_of_the_whole(draft), dates.instant(draft.marks.get(_CREATED, ""))
    if when is None:
        return ""
    accepted, asked = returned_by(draft)
    parts = [
        ngettext("{count} item accepted", "{count} items accepted", accepted).format(count=accepted),
        ngettext("{count} came back", "{count} came back", asked).format(count=asked),
    ]
    text = _("Review of {day}: {whole} {counts}.")
    day = dates.short_day(when.astimezone())
    return text.format(day=day, whole=whole, counts=", ".join(parts)).replace("  ", " ")


def said_of_what_was_brought(before: Draft, after: Draft, file: RemarksFile) -> list[str]:
    """Sentences on what a merged file brought beside its remarks."""
    guide, name = load_guide(), visible(file.author) or _("The specialist")
    given = [step for step in after.answers if after.given.get(step) != before.given.get(step)]
    made = {p.step for p in after.proposals if p.open and p not in before.proposals}
    said = []
    for steps, text in (
        (given, _("{name} has answered: {steps}.")),
        (made, _("{name} proposes an answer to: {steps}.")),
    ):
        if steps:
            titles = ", ".join(_(step.title) for step in guide.walk() if step.id in steps)
            said.append(text.format(name=name, steps=titles))
    if file.check is not None:
        from cmic_wizard.profile.check_words import conclusion_words

        text = _("{name} has checked the connection to {host} on {date}: {outcome}")
        outcome = conclusion_words(file.check.conclusion)
        host, date = visible(file.check.host), to_the_minute(file.check.at)
        said.append(text.format(name=name, host=host, date=date, outcome=outcome))
    return said


def both_exchanges(first: Sequence[Remark], second: Sequence[Remark]) -> tuple[Remark, ...]:
    """All remarks of two, in the order in which they were made; of one that both have, that of `first`."""
    found = {_key(remark): remark for remark in (*second, *first)}
    return tuple(sorted(found.values(), key=lambda remark: moment_in(remark.at)))


def _as_remarks(file: RemarksFile) -> list[Remark]:
    return [
        Remark(
            step=remark.step,
            verdict=remark.verdict,
            text=remark.text,
            author=file.author,
            at=remark.at,
            open=remark.verdict != "accepted",
            answer=remark.answer,
        )
        for remark in file.remarks
    ]


def _key(remark: Remark) -> tuple[str, ...]:
    """What makes two remarks the same one, whether it is still open or not."""
    return remark.step, remark.verdict, remark.text, remark.author, remark.at
