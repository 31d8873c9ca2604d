"""Opens the specialist's screens: one file, a stored profile, a folder of files."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cmic_wizard.age_header import is_age
from cmic_wizard.asking import Ended, Need
from cmic_wizard.background import in_thread
from cmic_wizard.bounds import LARGEST
from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.credentials.keeping import read_own_key
from cmic_wizard.errors import WizardError
from cmic_wizard.handoff import document, sealed
from cmic_wizard.handoff.attached import read_openable
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.keys import Identity
from cmic_wizard.handoff.opening import Opened, opened
from cmic_wizard.i18n import _
from cmic_wizard.profile.draft import Draft
from cmic_wizard.review.folder import MAIL, FolderRow, opened_row
from cmic_wizard.secret import Secret
from cmic_wizard.tui.app import WizardApp, run
from cmic_wizard.tui.review.folder_screen import FolderScreen
from cmic_wizard.tui.review.opening_dialog import OpeningDialog
from cmic_wizard.tui.review.reveal import RevealDialog
from cmic_wizard.tui.review.review_screen import ReviewScreen, UnsavedVerdicts
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.screens.unlocking import Step, asked, carried_out
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

    def export_screenshot(self, **options: Any) -> str:
        """As Textual's, but empty while a password is in sight."""
        if any(isinstance(screen, RevealDialog) for screen in self.screen_stack):
            return NOTHING_IN_SIGHT
        return super().export_screenshot(**options)


class FolderApp(ReviewApp):
    """The table of a folder, and reviews opened over it."""

    def __init__(
        self, data_dir: Path, folder: Path, language: str | None = None, identities: Sequence[Identity] = ()
    ) -> None:
        super().__init__(data_dir, chosen_language=language)
        self.folder = folder
        self.identities = identities

    def first_screen(self) -> FolderScreen:
        """The table."""
        return FolderScreen(self.folder, self.data_dir, self.open_over)

    async def open_over(self, path: Path) -> FolderRow | None:
        """Open a file over the table; its row, now that it is open. In a worker. Raises WizardError."""
        found = await self._opened_file(path)
        if found is None:
            return None
        handoff, password = found
        self.session = session = ReviewSession(handoff, self.keeper, self.data_dir, password)
        await self.push_screen(ReviewScreen(session))
        return await in_thread(lambda: opened_row(path, handoff, {session.draft.id: session.review.standing}))

    async def _opened_file(self, path: Path) -> Opened | None:
        """A file, a sealed one opened by the reviewer's keys or by words; None: they give up."""
        if path.suffix.casefold() == MAIL:
            data = await in_thread(lambda: read_openable(path, LARGEST))
            if not is_age(data):
                return await in_thread(lambda: document.parse(data)), None
        elif path.suffix.casefold() != ".age":
            return await in_thread(lambda: document.read_handoff(path)), None
        else:
            data = await in_thread(lambda: sealed.read_sealed(path))
        stop = threading.Event()

        async def waited_for(step: Step) -> Need | Ended[Any] | None:
            dialog = OpeningDialog(step, stop)
            found: Need | Ended[Any] | WizardError | None = await self.push_screen_wait(dialog)
            if isinstance(found, WizardError):
                raise found
            return found

        act = opened(
            data,
            lambda: read_own_key(self.keeper, self.data_dir),
            given=lambda: self.identities,
            cancelled=stop.is_set,
        )
        return await carried_out(act, partial(asked, self), beside=waited_for)


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
    data_dir: Path, folder: Path, language: str | None = None, identities: Sequence[Identity] = ()
) -> int:
    """Look at a folder of hand-off files; the exit status. `identities` open sealed ones."""
    return run(FolderApp(data_dir, folder, language, identities))
