"""Opens the specialist's screens: one file, a stored profile, a folder of files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cmic_wizard.background import in_thread
from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.keys import Identity
from cmic_wizard.i18n import _
from cmic_wizard.profile.draft import Draft
from cmic_wizard.review.folder_row import FolderRow
from cmic_wizard.review.standing import standing_of
from cmic_wizard.secret import Secret
from cmic_wizard.tui.app import WizardApp, run
from cmic_wizard.tui.review.clipboard import clipboard_of
from cmic_wizard.tui.review.folder_screen import FolderScreen
from cmic_wizard.tui.review.opener import Opener
from cmic_wizard.tui.review.reveal import RevealDialog
from cmic_wizard.tui.review.review_screen import ReviewScreen, UnsavedVerdicts
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.screens.wizard import WizardScreen
from cmic_wizard.tui.session import Session

NOTHING_IN_SIGHT = '<svg xmlns="http://www.w3.org/2000/svg"/>'


class ReviewApp(WizardApp):
    """One review; its session keeps verdicts instead of answers."""

    def screen_of(self, session: Session) -> WizardScreen:
        """The review, with verdicts."""
        return ReviewScreen(session) if isinstance(session, ReviewSession) else super().screen_of(session)

    async def may_close(self) -> bool:
        """Save the verdicts; whether the review may be left. In a worker, for the reviewer may be asked."""
        session = self.session
        if not isinstance(session, ReviewSession):
            return await super().may_close()
        if isinstance(self.screen, UnsavedVerdicts):
            return False
        await self.shutdown.seen_to()
        if await session.save_in_time():
            return True
        question = _("Your verdicts could not be saved. {reason} Leave anyway?")
        text = question.format(reason=session.save_fault)
        given_up = await self.push_screen_wait(UnsavedVerdicts(_("Not saved yet"), text, _("Leave")))
        self._told = given_up is True
        return self._told

    def exit(self, *args: Any, **options: Any) -> None:
        """As Textual's; a password that is still on the clipboard goes with the program."""
        clipboard_of(self).take_away_now()
        super().exit(*args, **options)

    def export_screenshot(self, **options: Any) -> str:
        """As Textual's, but empty while a password is in sight."""
        if any(isinstance(screen, RevealDialog) for screen in self.screen_stack):
            return NOTHING_IN_SIGHT
        return super().export_screenshot(**options)


class FolderApp(ReviewApp):
    """The table of many files, and reviews opened over it."""

    def __init__(
        self,
        data_dir: Path,
        places: Path | Sequence[Path],
        language: str | None = None,
        identities: Sequence[Identity] = (),
    ) -> None:
        super().__init__(data_dir, chosen_language=language)
        self.places = places
        self.opener = Opener(self, self.keeper, data_dir, identities)

    def first_screen(self) -> FolderScreen:
        """The table."""
        return FolderScreen(self.places, self.data_dir, self.opener, self.open_over)

    async def open_over(self, path: Path) -> FolderRow | None:
        """Open a file over the table; its row, now that it is open. In a worker. Raises WizardError."""
        found = await self.opener.open(path)
        if found is None:
            return None
        handoff, password, digest = found
        self.session = session = ReviewSession(handoff, self.keeper, self.data_dir, password)
        session.among_others = True
        await self.push_screen(ReviewScreen(session))
        standing = standing_of(session.review)
        return await in_thread(lambda: self.opener.row_of(path, handoff, digest, standing))


def review_file(
    data_dir: Path, handoff: HandOff, password: Secret | None = None, language: str | None = None
) -> int:
    """Review one hand-off; the exit status."""
    session = ReviewSession(handoff, Keeper(data_dir), data_dir, password)
    return run(ReviewApp(data_dir, session=session, chosen_language=language))


def review_profile(data_dir: Path, draft: Draft, language: str | None = None) -> int:
    """Look at a stored profile read-only; the exit status."""
    session = Session(draft, None, Keeper(data_dir))
    return run(WizardApp(data_dir, session=session, chosen_language=language))


def review_folder(
    data_dir: Path, places: Sequence[Path], language: str | None = None, identities: Sequence[Identity] = ()
) -> int:
    """Look at hand-off files, or folders of them; the exit status. `identities` open sealed ones."""
    return run(FolderApp(data_dir, places, language, identities))
