"""What other windows decided in the same review, in words."""

from __future__ import annotations

from collections.abc import Sequence

from cmic_wizard import dates
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.verdicts import OVERALL
from cmic_wizard.review.merging import Others
from cmic_wizard.review.model import Review
from cmic_wizard.text import visible

_NAMED = 3
"""Steps that are named; more are counted."""


def told(others: Others, review: Review) -> list[str]:
    """A sentence for each kind of thing that was decided, `review` being what stands now."""
    said = []
    if others.steps:
        said.append(_("Reviewed in another window: {steps}.").format(steps=_titles(others.steps)))
    if others.clashes:
        text = _(
            "Reviewed differently in another window: {steps}. The later verdict counts; the "
            "other one is shown beneath it."
        )
        said.append(text.format(steps=_titles(others.clashes)))
    said += _of_the_whole(others, review)
    if others.created:
        text = _("In another window, a hand-off made on {date} was looked at: this one is not the newest.")
        said.append(text.format(date=day(others.created)))
    if others.unheard:
        said.append(
            _(
                "Your overall verdict is not kept: in another window a newer hand-off was "
                "looked at, which needs a verdict of its own."
            )
        )
    if others.aside:
        text = _(
            "The file with your verdicts was damaged; it has been written again, and what was "
            "there is kept as “{path}”."
        )
        said.append(text.format(path=visible(others.aside)))
    elif others.anew:
        said.append(_("The file with your verdicts was missing; it has been written again."))
    return said


def _of_the_whole(others: Others, review: Review) -> list[str]:
    """Of the verdict on the whole, and of the reviewer's name."""
    said, titles = [], {value: _(title) for value, title in OVERALL.items()}
    if others.overall:
        text = _("The overall verdict was changed in another window: {verdict}.")
        if not review.overall:
            text = _("The overall verdict was taken back in another window.")
        said.append(text.format(verdict=titles.get(review.overall)))
    if others.overruled:
        text = _("In another window the overall verdict was “{verdict}”; yours is later and counts.")
        said.append(text.format(verdict=titles[others.overruled]))
    if others.author:
        text = _("The reviewer's name was changed in another window: {name}.")
        said.append(text.format(name=visible(review.author) or "—"))
    if others.renamed:
        text = _("In another window the reviewer's name was given as “{name}”; yours counts.")
        said.append(text.format(name=visible(others.renamed)))
    return said


def day(created: str) -> str:
    """A moment in words, to the minute: two hand-offs may be of one day."""
    when = dates.instant(created)
    return dates.spoken(when) if when else created


def _titles(steps: Sequence[str]) -> str:
    guide = load_guide()
    named = ", ".join(f"“{_(guide.steps[step].title)}”" for step in steps[:_NAMED])
    more = len(steps) - _NAMED
    if more <= 0:
        return named
    return ngettext("{steps} and {count} more", "{steps} and {count} more", more).format(
        steps=named, count=more
    )
