"""What the application opens with, and the screen of each session; rare ones are imported when they open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.errors import ProfileInUse
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.tui.screens.wizard import WizardScreen
from cmic_wizard.tui.session import Session

if TYPE_CHECKING:
    from cmic_wizard.handoff.answer_sheet import Sheet


def screen_of(session: Session) -> WizardScreen:
    """The screen of a profile, or of somebody else's questions."""
    if session.for_somebody:
        from cmic_wizard.tui.screens.question_screen import AnswerScreen

        return AnswerScreen(session)
    return WizardScreen(session)


def session_of(profiles: Profiles, slug: str, keeper: Keeper) -> Session:
    """The session of a profile, which can only be read where another program has it open."""
    try:
        store = profiles.open(slug)
    except ProfileInUse as busy:
        return Session(profiles.load(slug), None, keeper, holder=str(busy))
    profiles.remember_last(slug)
    return Session(store.draft, store, keeper)


def session_for_sheet(sheet: Sheet, path: Path, keeper: Keeper) -> Session:
    """The session in which the questions of a sheet that lies at a path are answered. Raises FileRefused."""
    from cmic_wizard.handoff.sheet_store import SheetStore
    from cmic_wizard.tui.screens.question_screen import AnswerSession

    return AnswerSession(SheetStore(sheet, path), keeper)


def resumed(profiles: Profiles) -> str | None:
    """The profile that was open last, or the only one."""
    last = profiles.last_opened()
    if last is not None:
        return last
    listed = profiles.list()
    return listed[0].slug if len(listed) == 1 and not listed[0].fault else None


def without_profile(profiles: Profiles, *, ask_language: bool) -> Screen[None]:
    """The list where there is a profile, else the first screen of all."""
    return list_screen(profiles) if profiles.list() else _first_run(ask_language=ask_language)


def list_screen(profiles: Profiles, fault: str = "", behind: str = "") -> Screen[None]:
    """The list of profiles; `behind` it stands the profile that Esc goes back to."""
    from cmic_wizard.tui.screens.profiles_screen import ProfilesScreen

    return ProfilesScreen(profiles, fault, behind=behind)


def _first_run(*, ask_language: bool) -> Screen[None]:
    from cmic_wizard.tui.screens.first_run import FirstRunScreen

    return FirstRunScreen(ask_language=ask_language)
