"""Opens files for the table of a folder: a key or words are asked for once in a session."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from textual.app import App

from cmic_wizard.asking import Act, Ended, Need, Question, Wanted
from cmic_wizard.background import in_thread
from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.credentials.keeping import read_own_key
from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.handoff import document, sealed
from cmic_wizard.handoff.attached import read_openable
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.keys import Identity, read_identities
from cmic_wizard.handoff.opening import Opened, opened
from cmic_wizard.handoff.seal_worker import SealKind, SealWorker
from cmic_wizard.review.details import Details, details_in
from cmic_wizard.review.folder_row import FolderRow, Known, opened_row
from cmic_wizard.review.opened_files import OpenedFiles, hash_of
from cmic_wizard.review.standing import Standing
from cmic_wizard.secret import Secret
from cmic_wizard.tui.review.opening_dialog import OpeningDialog
from cmic_wizard.tui.screens.unlocking import Step, asked, carried_out

_KEPT: Final = 200
"""Sealed hand-offs that stay open for the pane, without their passwords."""


class Opener:
    """Knows the keys and words of this session, and never writes any of them."""

    def __init__(
        self, app: App[Any], keeper: Keeper, data_dir: Path, identities: Sequence[Identity] = ()
    ) -> None:
        self.opened = OpenedFiles(data_dir)
        self._app = app
        self.keeper = keeper
        self._data_dir = data_dir
        self._given = tuple(identities)
        self._own: Secret | None = None
        self._words: dict[str, Secret] = {}
        self._unsealed: dict[str, HandOff] = {}
        self._closed: set[str] = set()
        """Sealed files that the keys of this session don't open."""

    @property
    def has_keys(self) -> bool:
        """Whether sealed files can be opened without asking."""
        return bool(self._given) or self._own is not None

    async def open(self, path: Path) -> tuple[HandOff, Secret | None, str] | None:
        """A hand-off, its password and, of a sealed file, its hash; None where the user gives up.

        In a worker. Raises WizardError.
        """
        data = await in_thread(lambda: read_openable(path, sealed.LIMIT))
        if not sealed.is_age(data):
            return await in_thread(lambda: document.parse(data)), None, ""
        digest, stop, typed = hash_of(data), threading.Event(), list[Secret]()

        async def waited_for(step: Step) -> Need | Ended[Any] | None:
            dialog = OpeningDialog(step, stop)
            found: Need | Ended[Any] | WizardError | None = await self._app.push_screen_wait(dialog)
            if isinstance(found, WizardError):
                raise found
            return found

        async def ask(question: Question) -> Secret | None:
            answer = await asked(self._app, question)
            if question.wanted is Wanted.WORDS and answer is not None:
                typed[:] = [answer]
            return answer

        act: Act[Opened] = opened(
            data,
            self._own_key,
            given=lambda: self._given,
            words=lambda: self._words.get(digest),
            cancelled=stop.is_set,
        )
        found = await carried_out(act, ask, beside=waited_for)
        if found is None:
            return None
        if typed:
            self._words[digest] = typed[0]
        self._keep(digest, found[0])
        return *found, digest

    def _own_key(self) -> Act[Secret | None]:
        """The reviewer's own key, which its vault is opened for once."""
        if self._own is None:
            self._own = yield from read_own_key(self.keeper, self._data_dir)
        return self._own

    async def unlock_key(self) -> bool:
        """Ask for what opens the reviewer's own key, where no key is at hand; whether there is one.

        In a worker. Raises WizardError.
        """
        if not self.has_keys:
            await carried_out(self._own_key(), partial(asked, self._app))
        return self.has_keys

    def unseal(
        self, paths: Sequence[Path], known: Known, on_row: Callable[[FolderRow], None], stop: threading.Event
    ) -> None:
        """Open sealed files with the keys at hand, and give their rows; those that don't open are left."""
        keys = self._given or (() if self._own is None else tuple(read_identities(self._own)))
        with SealWorker(SealKind.KEYS) as worker:
            for path in paths:
                if stop.is_set():
                    return
                try:
                    data = read_openable(path, sealed.LIMIT)
                    digest = hash_of(data)
                    if digest in self._closed or sealed.needs_passphrase(data):
                        continue
                    handoff, _password = sealed.open_sealed(data, keys, cancelled=stop.is_set, worker=worker)
                except sealed.NoKeyFits:
                    self._closed.add(digest)
                    continue
                except WizardError:
                    continue
                self._keep(digest, handoff)
                on_row(opened_row(path, handoff, known, digest))

    def row_of(self, path: Path, handoff: HandOff, digest: str, standing: Standing | None) -> FolderRow:
        """The row of a file that was opened."""
        standings = {handoff.profile.id: standing} if standing is not None else {}
        return opened_row(path, handoff, Known(standings, self.opened), digest)

    def details(self, row: FolderRow) -> Details | None:
        """What matters of a file; None of a sealed one that this session has not opened."""
        try:
            data = read_openable(row.path, sealed.LIMIT)
            handoff = self._unsealed.get(hash_of(data)) if row.sealed else document.parse(data)
        except FileRefused:
            return None
        return None if handoff is None else details_in(self._data_dir, handoff, datetime.now(UTC))

    def _keep(self, digest: str, handoff: HandOff) -> None:
        self._unsealed.pop(digest, None)
        self._unsealed[digest] = handoff
        while len(self._unsealed) > _KEPT:
            del self._unsealed[next(iter(self._unsealed))]
