"""Answers that somebody brings, old beside new, and which of them are taken, without the screen."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from cmic_wizard.commands.output import tell
from cmic_wizard.commands.parser import quoted, suggestion
from cmic_wizard.commands.set_values import demand_known
from cmic_wizard.errors import ExitStatus, UsageError
from cmic_wizard.handoff import bringing
from cmic_wizard.handoff.bringing import Difference
from cmic_wizard.handoff.importing import AnotherProfile, Brought, Offered, bring, brought_answers
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.text import one_line

ALL: Final = "all"
NEW: Final = "new"


def bring_answers(options: argparse.Namespace, brought: Brought, profiles: Profiles) -> int | None:
    """Take what was chosen of the answers, and name the others; None where the file is not to be compared."""
    answers = None if options.replace else brought_answers(brought, profiles)
    if answers is None:
        return None
    wanted = _wanted(options.take)
    try:
        offered = bring(
            answers,
            profiles,
            datetime.now(UTC),
            lambda found: _chosen(found, wanted),
            name=options.named,
            usual=options.profile,
            anyway=options.anyway,
        )
    except AnotherProfile as error:
        raise AnotherProfile(f"{error} " + _("With --anyway they are taken all the same.")) from None
    if answers.is_copy and not (offered.taken or offered.left or wanted):
        return None
    _say(offered)
    if offered.left and answers.is_copy:
        tell(_("With --replace the whole file takes the place of the profile here."))
    return ExitStatus.REFUSED if offered.left and not wanted else ExitStatus.DONE


def _wanted(take: str | None) -> list[str]:
    """What `--take` names: one word, or steps; none where it is not there."""
    words = [word for part in (take or "").split(",") if (word := part.strip())]
    if take is not None and not words:
        raise UsageError(_("“{option}” needs a value.").format(option="--take"))
    if len(words) > 1 or (words and words[0] not in (ALL, NEW)):
        for word in words:
            demand_known(word)
    return words


def _chosen(found: Sequence[Difference], wanted: Sequence[str]) -> list[Difference]:
    if list(wanted) == [ALL]:
        return list(found)
    if not wanted or list(wanted) == [NEW]:
        return list(bringing.new_ones(found))
    brought = {one.step.id for one in found}
    for step in wanted:
        if step not in brought:
            text = _("The file brings no other answer to “{step}” than the one that is here.")
            raise UsageError(text.format(step=quoted(step)) + suggestion(step, brought))
    return [one for one in found if one.step.id in wanted]


def _say(offered: Offered) -> None:
    """What was taken, and what is left, old beside new."""
    if not (offered.taken or offered.left):
        tell(_("All answers of this file are in the profile already."))
        return
    tell(bringing.said_of_taken(len(offered.taken), offered.draft.name))
    for one in offered.taken:
        _tell(one)
    if offered.let_go:
        tell(bringing.said_of_the_password())
    if offered.left:
        text = ngettext(
            "{count} answer differs from the one here and was left as it is; --take takes it:",
            "{count} answers differ from those here and were left as they are; --take takes them:",
            len(offered.left),
        )
        tell(text.format(count=len(offered.left)))
        for one in offered.left:
            _tell(one)


def _tell(one: Difference) -> None:
    tell(f"  {one.step.id}  {bringing.beside(one)}")
    if one.complaint:
        tell(f"    {one_line(one.complaint)}")
