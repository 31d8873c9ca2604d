"""Opens files for the table of a folder: a key or words are asked for once in a session."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App

from cmic_wizard.asking import Ended, Need
from cmic_wizard.background import in_thread
from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.credentials.keeping import read_own_key
from cmic_wizard.errors import WizardError
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.keys import Identity
from cmic_wizard.review.details import Details
from cmic_wizard.review.file_opener import FileOpener, look_into
from cmic_wizard.review.folder_row import FolderRow, Known, opened_row
from cmic_wizard.review.opened_files import OpenedFiles
from cmic_wizard.review.standing import Standing
from cmic_wizard.secret import Secret
from cmic_wizard.tui.review.opening_dialog import OpeningDialog
from cmic_wizard.tui.screens.unlocking import Step, asked, carried_out


class Opener:
    """Asks on the screen for what opens the files of this session."""

    def __init__(
        self, app: App[Any], keeper: Keeper, data_dir: Path, identities: Sequence[Identity] = ()
    ) -> None:
        self.opened = OpenedFiles(data_dir)
        self.keeper = keeper
        self._app = app
        self._files = FileOpener(data_dir, lambda: read_own_key(keeper, data_dir), given=identities)

    @property
    def has_keys(self) -> bool:
        """Whether sealed files can be opened without asking."""
        return self._files.has_keys

    async def open(self, path: Path) -> tuple[HandOff, Secret | None, str] | None:
        """A hand-off, its password and, of a sealed file, its hash; None where the user gives up.

        In a worker. Raises WizardError.
        """
        found, stop = await in_thread(lambda: look_into(path)), threading.Event()
        beside = partial(self._waited_for, stop) if found.sealed else in_thread
        act = self._files.opening(found, stop.is_set)
        handoff = await carried_out(act, partial(asked, self._app), beside=beside)
        return None if handoff is None else (*handoff, found.digest)

    async def _waited_for(self, stop: threading.Event, step: Step) -> Need | Ended[Any] | None:
        """A step of opening, carried out while a dialog tells of it, which can stop it."""
        dialog = OpeningDialog(step, stop)
        found: Need | Ended[Any] | WizardError | None = await self._app.push_screen_wait(dialog)
        if isinstance(found, WizardError):
            raise found
        return found

    async def unlock_key(self) -> bool:
        """Ask for what opens the reviewer's own key, where no key is at hand; whether there is one.

        In a worker. Raises WizardError.
        """
        if not self.has_keys:
            await carried_out(self._files.own_key(), partial(asked, self._app))
        return self.has_keys

    def unseal(
        self, paths: Sequence[Path], known: Known, on_row: Callable[[FolderRow], None], stop: threading.Event
    ) -> None:
        """Open sealed files with the keys at hand, and give their rows; those that don't open are left."""
        for path, handoff, digest in self._files.unseal(paths, stop.is_set):
            on_row(opened_row(path, handoff, known, digest))

    def row_of(self, path: Path, handoff: HandOff, digest: str, standing: Standing | None) -> FolderRow:
        """The row of a file that was opened."""
        standings = {handoff.profile.id: standing} if standing is not None else {}
        return opened_row(path, handoff, Known(standings, self.opened), digest)

    def details(self, row: FolderRow) -> Details | None:
        """What matters of a file; None of a sealed one that this session has not opened."""
        return self._files.details(row.path)
