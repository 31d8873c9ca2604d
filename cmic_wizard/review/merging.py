"""What two windows decided in one review, put together: step by step, by author, nothing lost, all told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from cmic_wizard.bounds import moment_in
from cmic_wizard.handoff.remarks import ReviewAnswer
from cmic_wizard.review.model import OVERTAKEN_AT_MOST, SENT_AT_MOST, Opinion, Review, Verdict
from cmic_wizard.struct import Struct, replace

_Dated = TypeVar("_Dated", Verdict, ReviewAnswer)


class Others(Struct, frozen=True):
    """What was decided in another window since this one last looked; false where that is nothing."""

    steps: tuple[str, ...] = ()
    """Steps whose verdict is another one than this window showed."""
    clashes: tuple[str, ...] = ()
    """Steps that both windows judged differently: the later verdict counts, the other stands beside it."""
    overall: bool = False
    """The verdict on the whole is another one."""
    author: bool = False
    """The reviewer's name is another one."""
    created: str = ""
    """When the hand-off was made that another window looked at last, where that is not this window's one."""
    overruled: str = ""
    """The verdict on the whole of another window, in whose place this window's later one is kept."""
    renamed: str = ""
    """The reviewer's name that another window gave, in whose place this window's is kept."""
    unheard: bool = False
    """This window's verdict on the whole is not kept, as a newer hand-off was looked at in another window."""
    anew: bool = False
    """The file was gone or damaged, and was written anew from what this window holds."""
    aside: str = ""
    """Where the damaged file is kept."""

    def __bool__(self) -> bool:
        return self != _NOTHING

    def and_then(self, later: Others) -> Others:
        """Both, of which `later` was noticed after this."""
        clashes = dict.fromkeys((*self.clashes, *later.clashes))
        return Others(
            tuple(step for step in dict.fromkeys((*self.steps, *later.steps)) if step not in clashes),
            tuple(clashes),
            self.overall or later.overall,
            self.author or later.author,
            later.created or self.created,
            later.overruled or self.overruled,
            later.renamed or self.renamed,
            self.unheard or later.unheard,
            self.anew or later.anew,
            later.aside or self.aside,
        )


_NOTHING: Final = Others()


def merged(base: Review, mine: Review, stored: Review) -> tuple[Review, Others]:
    """The review that the file is to hold, and what of it the window did not know.

    `base` is what the window had from the file, `mine` what it holds, `stored` what the file holds. What
    the window changed is applied to what is stored; where both changed the same thing, the later one counts.
    """
    named = stored.author
    stored = _from_here(base, mine, stored)
    newest = _newest(base, mine, stored)
    verdicts, overtaken, steps, clashes = _with_verdicts(base, mine, stored)
    answers = _later_of_each(base.answers, mine.answers, stored.answers)
    proposals = _later_of_each(base.proposals, mine.proposals, stored.proposals)
    steps += [
        step
        for step in dict.fromkeys((*answers, *proposals, *mine.answers, *mine.proposals))
        if step not in (*steps, *clashes)
        and (answers.get(step), proposals.get(step)) != (mine.answers.get(step), mine.proposals.get(step))
    ]
    result = replace(
        stored,
        verdicts=verdicts,
        overtaken={step: kept for step, kept in overtaken.items() if kept},
        answers=answers,
        proposals=proposals,
        check=stored.check if mine.check == base.check else mine.check,
        compared=stored.compared if mine.compared == base.compared else mine.compared,
        author=stored.author if mine.author == base.author else mine.author,
        others=_of_others(base, mine, stored),
        sent=_both_sent(mine.sent, stored.sent),
    ).at_hand_off_of(newest)
    result, unheard = _with_overall(result, base, mine, stored)
    elsewhere = result.check_number != mine.check_number
    others = Others(
        tuple(steps),
        tuple(clashes),
        result.overall != mine.overall and not elsewhere,
        result.author != mine.author,
        result.created if elsewhere and stored.check_number != base.check_number else "",
        "" if elsewhere or result.overall == stored.overall else _changed(base.overall, stored.overall),
        "" if result.author == named else _changed(base.author, named),
        unheard,
    )
    return result, others


def _from_here(base: Review, mine: Review, stored: Review) -> Review:
    """What the file holds, as the reviewer of this window sees it, where two people review it at once.

    A name given here to what had none is this window's; one that was given there meanwhile is another's,
    unless what was said here under the old name stands there under the new one.
    """
    if not mine.author or stored.author in ("", mine.author):
        return stored
    renamed = base.author and mine.author not in stored.others and base.opinion != Opinion()
    return stored if renamed else stored.seen_by(mine.author)


def _with_verdicts(
    base: Review, mine: Review, stored: Review
) -> tuple[dict[str, Verdict], dict[str, tuple[Verdict, ...]], list[str], list[str]]:
    """The verdicts that count, those beside them, the steps this window did not know, and the clashes."""
    verdicts: dict[str, Verdict] = {}
    overtaken = _overtaken(base, mine, stored)
    steps: list[str] = []
    clashes: list[str] = []
    for step in dict.fromkeys((*stored.verdicts, *mine.verdicts)):
        was, here, there = (review.verdicts.get(step) for review in (base, mine, stored))
        given = here
        if here == was or (here is not None and here.says_the_same(there)):
            given = there
        elif there not in (was, here):
            given, loser = _later(here, there)
            kept = overtaken.get(step, ())
            overtaken[step] = _with(kept, given, loser)
            if overtaken[step] != kept:
                clashes.append(step)
        if given is not None:
            verdicts[step] = given
        if step not in clashes and not _same(given, here):
            steps.append(step)
    return verdicts, overtaken, steps, clashes


def _later_of_each(
    base: Mapping[str, _Dated], mine: Mapping[str, _Dated], stored: Mapping[str, _Dated]
) -> dict[str, _Dated]:
    """What is stored with what the window changed, and of two that differ the later one."""
    found: dict[str, _Dated] = {}
    for step in dict.fromkeys((*stored, *mine)):
        was, here, there = base.get(step), mine.get(step), stored.get(step)
        given = there if here == was else here
        if here != was and there not in (was, here):
            given = max(
                (one for one in (there, here) if one), key=lambda one: moment_in(one.at), default=None
            )
        if given is not None:
            found[step] = given
    return found


def _of_others(base: Review, mine: Review, stored: Review) -> dict[str, Opinion]:
    """What others say, by their names, each of whom another window may have reviewed as."""
    found = {}
    for name in dict.fromkeys((*stored.others, *mine.others)):
        was, here, there = (review.others.get(name, Opinion()) for review in (base, mine, stored))
        found[name] = replace(
            there if here == was else here,
            verdicts=_later_of_each(was.verdicts, here.verdicts, there.verdicts),
            answers=_later_of_each(was.answers, here.answers, there.answers),
            proposals=_later_of_each(was.proposals, here.proposals, there.proposals),
        )
    return {name: opinion for name, opinion in found.items() if opinion != Opinion()}


def _both_sent(mine: tuple[str, ...] | None, stored: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The marks of both; None where neither knows."""
    if mine is None or stored is None:
        return mine or stored or None
    return tuple(dict.fromkeys((*stored, *mine)))[-SENT_AT_MOST:]


def _changed(before: str, now: str) -> str:
    return now if now != before else ""


def as_seen(mine: Review, result: Review) -> Review:
    """What the file holds, as a window shows it that looks at its own hand-off still."""
    if result.check_number == mine.check_number:
        return result
    return replace(result, overall=mine.overall, overall_at=mine.overall_at).at_hand_off_of(mine)


def _newest(base: Review, mine: Review, stored: Review) -> Review:
    """The one of them whose hand-off counts as the one looked at last."""
    if mine.check_number == base.check_number:
        return stored
    if stored.check_number == base.check_number:
        return mine
    return mine if moment_in(mine.created) > moment_in(stored.created) else stored


def _with_overall(result: Review, base: Review, mine: Review, stored: Review) -> tuple[Review, bool]:
    """With the verdict on the whole, one on a certain hand-off; whether this window's is left out."""
    given, changed = stored, (mine.overall, mine.overall_at) != (base.overall, base.overall_at)
    if mine.check_number != result.check_number:
        return result, changed and bool(mine.overall)
    if stored.check_number != result.check_number:
        given = mine
    elif changed and mine.overall != stored.overall:
        untouched = stored.overall == base.overall
        given = mine if untouched or moment_in(mine.overall_at) >= moment_in(stored.overall_at) else stored
    return replace(result, overall=given.overall, overall_at=given.overall_at), False


def _overtaken(base: Review, mine: Review, stored: Review) -> dict[str, tuple[Verdict, ...]]:
    """Those of the file, with what the window added and without what it settled."""
    found = {}
    for step in dict.fromkeys((*stored.overtaken, *mine.overtaken)):
        was, here, there = (review.overtaken.get(step, ()) for review in (base, mine, stored))
        kept = [one for one in there if one in here or one not in was]
        found[step] = tuple(kept + [one for one in here if one not in was and one not in kept])
    return found


def _later(here: Verdict | None, there: Verdict | None) -> tuple[Verdict | None, Verdict | None]:
    """Of two that differ the one that counts, and the other; one that was taken back never counts."""
    if here is None or there is None:
        return here or there, None
    return (here, there) if moment_in(here.at) >= moment_in(there.at) else (there, here)


def _with(kept: tuple[Verdict, ...], given: Verdict | None, loser: Verdict | None) -> tuple[Verdict, ...]:
    """With the overtaken one, unless what counts holds its words already."""
    if loser is None or given is None or loser in kept:
        return kept
    if loser.verdict == given.verdict and given.text.startswith(loser.text):
        return kept
    in_order = sorted((*kept, loser), key=lambda one: moment_in(one.at))
    return tuple(in_order[-OVERTAKEN_AT_MOST:])


def _same(one: Verdict | None, other: Verdict | None) -> bool:
    return one is other or (one is not None and one.says_the_same(other))
