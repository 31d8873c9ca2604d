"""Opens the specialist's screens: one file, a stored profile, a folder of files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textual.app import App

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.errors import CredentialError, WizardError
from cmic_wizard.handoff import document, sealed
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.passphrase import WrongPassphrase
from cmic_wizard.i18n import _
from cmic_wizard.profile.draft import Draft
from cmic_wizard.secret import Secret
from cmic_wizard.tui.app import WizardApp, run
from cmic_wizard.tui.background import in_thread
from cmic_wizard.tui.review_session import ReviewSession
from cmic_wizard.tui.screens.folder import FolderScreen
from cmic_wizard.tui.screens.review import ReviewScreen
from cmic_wizard.tui.session import Session


class FolderApp(WizardApp):
    """The table of a folder, and reviews opened over it."""

    def __init__(self, data_dir: Path, folder: Path, language: str | None, identities: Sequence[Any]) -> None:
        super().__init__(data_dir, chosen_language=language)
        self.folder = folder
        self.identities = identities

    def first_screen(self) -> FolderScreen:
        """The table."""
        return FolderScreen(self.folder, self.data_dir)


def review_file(
    data_dir: Path, handoff: HandOff, password: Secret | None = None, language: str | None = None
) -> int:
    """Review one hand-off; the exit status."""
    session = ReviewSession(handoff, Keeper(data_dir), data_dir, password)
    return run(WizardApp(data_dir, review=session, chosen_language=language))


def review_profile(data_dir: Path, draft: Draft, language: str | None = None) -> int:
    """Look at a stored profile read-only; the exit status."""
    session = Session(draft, None, Keeper(data_dir))
    return run(WizardApp(data_dir, review=session, chosen_language=language))


def review_folder(
    data_dir: Path, folder: Path, language: str | None = None, identities: Sequence[Any] = ()
) -> int:
    """Look at a folder of hand-off files; the exit status. `identities` open sealed ones."""
    return run(FolderApp(data_dir, folder, language, identities))


async def open_over(app: App[Any], path: Path) -> None:
    """Open a file of the folder over its table. Raises WizardError."""
    if not isinstance(app, FolderApp):
        return
    password: Secret | None = None
    if path.suffix.casefold() == ".age":
        opened = await _opened(app, path)
        if opened is None:
            return
        handoff, password = opened
    else:
        handoff = await in_thread(lambda: document.read_handoff(path))
    session = ReviewSession(handoff, app.keeper, app.data_dir, password)
    await app.push_screen(ReviewScreen(session))


async def _opened(app: FolderApp, path: Path) -> tuple[HandOff, Secret | None] | None:
    """A sealed file opened by the reviewer's keys, or by words that are asked for; None where he gives up."""
    from cmic_wizard.tui.screens.passphrase import PassphraseDialog

    data = sealed.read_sealed(path)
    if not sealed.needs_passphrase(data):
        identities = await in_thread(lambda: [*app.identities, *_own_identity(app)])
        return await in_thread(lambda: sealed.open_sealed(data, identities))
    fault = ""
    while True:
        text = _("This file was sealed with words. Ask the customer for them by phone.")
        words = await app.push_screen_wait(PassphraseDialog(_("Open the sealed file"), text, fault))
        if words is None:
            return None
        try:
            return await in_thread(lambda: sealed.open_sealed(data, (), words))  # noqa: B023 - awaited at once
        except WrongPassphrase as error:
            fault = str(error)


def _own_identity(app: FolderApp) -> Sequence[Any]:
    """The specialist's own key, where there is one that can be read without a question."""
    from cmic_wizard.credentials.identity import own_identity
    from cmic_wizard.handoff.keys import read_identities

    try:
        found = own_identity(app.data_dir, app.keeper)
    except (CredentialError, WizardError):
        return ()
    return read_identities(found) if found is not None else ()
