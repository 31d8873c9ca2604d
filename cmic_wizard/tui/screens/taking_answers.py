"""Takes answers that somebody brings into a profile, the open one or another, as its user chooses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.screen import Screen

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import bringing
from cmic_wizard.handoff.bringing import AnotherProfile, Difference
from cmic_wizard.i18n import _
from cmic_wizard.profile.history import IMPORT
from cmic_wizard.profile.recording import Origin
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.screens.comparing import REPLACE, CompareDialog
from cmic_wizard.tui.screens.dialog import Confirm
from cmic_wizard.tui.session import Session

if TYPE_CHECKING:
    from cmic_wizard.profile.draft import Draft


async def take_answers(
    screen: Screen[None], session: Session | None, answers: bringing.Brought
) -> tuple[bool, str | None]:
    """Compare and take; whether that is all, and the slug of a profile to open. Raises WizardError.

    It is not all where a copy is to replace the whole profile. The open profile is meant, unless none is
    open, or they are for another one that is on this computer.
    """
    from cmic_wizard.handoff.importing import with_id

    profiles = application_of(screen).profiles
    if session is not None and session.store is not None:
        listed = with_id(profiles, answers.profile_id) if answers.profile_id else None
        if listed is None or listed.slug == session.store.slug:
            return await _into_the_open(screen, session, answers), None
    return await _into_another(screen, answers)


async def _into_the_open(screen: Screen[None], session: Session, answers: bringing.Brought) -> bool:
    """Take what is chosen into the open profile; False where the copy is to replace it."""
    before, store = session.draft, session.store
    chosen = await _chosen(screen, before, answers)
    if chosen is None or store is None:
        return True
    if isinstance(chosen, str):
        return False
    standing = [one for one in chosen if session.draft.answers.get(one.step.id, "") == one.old]
    with store.as_one(Origin(IMPORT)):
        store.change(lambda draft: bringing.taking(draft, standing, datetime.now(UTC)))
    session.announce()
    _tell(screen, before, session.draft, len(standing))
    return True


async def _into_another(screen: Screen[None], answers: bringing.Brought) -> tuple[bool, str | None]:
    """Take what is chosen into a profile that is not open, and open it."""
    from cmic_wizard.handoff import importing

    profiles = application_of(screen).profiles
    listed = importing.profile_for(answers, profiles)
    before = profiles.load(listed.slug)
    chosen = await _chosen(screen, before, answers)
    if chosen is None or isinstance(chosen, str):
        return chosen is None, None
    wanted = {one.step.id: (one.old, one.new) for one in chosen}
    offered = importing.bring(
        answers,
        profiles,
        datetime.now(UTC),
        lambda found: [one for one in found if wanted.get(one.step.id) == (one.old, one.new)],
        name=listed.name,
        anyway=True,
    )
    _tell(screen, before, offered.draft, len(offered.taken))
    return True, offered.slug


async def _chosen(
    screen: Screen[None], draft: Draft, answers: bringing.Brought
) -> Sequence[Difference] | str | None:
    """What is to be taken; `REPLACE` for the whole copy, None for nothing."""
    now = datetime.now(UTC)
    try:
        found = bringing.differences(draft, answers, now)
    except AnotherProfile as another:
        question = f"{another} " + _("Compare them all the same?")
        heading, yes = _("Answers for another profile"), _("Compare them")
        if not await screen.app.push_screen_wait(Confirm(heading, question, yes)):
            return None
        found = bringing.differences(draft, answers, now, anyway=True)
    if not found and answers.is_copy:
        return REPLACE
    if not found:
        raise FileRefused(_("All these answers are in the profile already."))
    dialog = CompareDialog(found, answers.by or _common(found), draft.name, is_copy=answers.is_copy)
    return await screen.app.push_screen_wait(dialog) or None


def _common(found: Sequence[Difference]) -> str:
    """The giver of all of them; "" where they are several."""
    names = {one.given.by for one in found}
    return names.pop() if len(names) == 1 else ""


def _tell(screen: Screen[None], before: Draft, after: Draft, count: int) -> None:
    said = bringing.said_of_taken(count, after.name)
    if bringing.lets_go(before, after):
        said = f"{said}\n{bringing.said_of_the_password()}"
        screen.app.notify(said, severity="warning", markup=False, timeout=12)
        return
    screen.app.notify(said, markup=False, timeout=8)
