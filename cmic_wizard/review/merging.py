"""What two windows decided in one review, put together: step by step, nothing lost, and told in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from cmic_wizard.bounds import moment_in
from cmic_wizard.review.model import OVERTAKEN_AT_MOST, Review, Verdict


@dataclass(frozen=True, slots=True)
class Others:
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
    newest = _newest(base, mine, stored)
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
    result = replace(
        stored,
        verdicts=verdicts,
        overtaken={step: kept for step, kept in overtaken.items() if kept},
        author=stored.author if mine.author == base.author else mine.author,
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
        "" if result.author == stored.author else _changed(base.author, stored.author),
        unheard,
    )
    return result, others


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
