"""The one owner of an open draft: every change goes through it, and it alone writes the file."""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

from cmic_wizard import files
from cmic_wizard.bounds import moment_in, stamped
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.profile.codec import LIMIT, clean, demand_room, draft_from_json, draft_to_json
from cmic_wizard.profile.draft import Draft, KeptPassword, Remark
from cmic_wizard.profile.lock import ProfileLock
from cmic_wizard.text import visible

Clock = Callable[[], datetime]
"""Gives the present moment with a time zone."""


_IN_ADDRESS: Final = re.compile(r"(//[^/?#@\s:]*:)[^/?#@\s]*@")


_SET_BACK: Final = timedelta(days=1)
"""What lies further ahead was written by a clock that was wrong."""


def real_clock() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def stamp(clock: Clock) -> str:
    """The present moment as files hold it: ISO 8601 in UTC, to the second."""
    return stamped(clock())


def without_password(text: str) -> str:
    """An address with the password of `user:password@host` replaced, which is no place for one, by dots."""
    return _IN_ADDRESS.sub(r"\1•••@", text)


def answered(draft: Draft, step: str, text: str, now: str) -> Draft:
    """The draft with what was typed as the answer to a step, made fit to be kept."""
    return draft.answered(step, without_password(clean(text)), now)


class Store:
    """An open profile. Changes are held in memory until `save`; a save that fails loses nothing."""

    def __init__(
        self,
        slug: str,
        path: Path,
        previous: Path,
        draft: Draft,
        *,
        lock: ProfileLock | None,
        clock: Clock = real_clock,
        saved: bool = True,
    ) -> None:
        self.slug = slug
        self.path = path
        self.saved_at = draft.changed if saved else ""
        """When the file was last written, ISO 8601 in UTC; before the first save, the draft's last change."""
        self._previous = previous
        self._draft = draft
        self._on_disk: Draft | None = draft if saved else None
        self._lock = lock
        self._clock = clock
        self._busy = threading.RLock()
        self._writing = threading.RLock()

    @property
    def draft(self) -> Draft:
        """The draft as it is now, saved or not."""
        return self._draft

    @property
    def dirty(self) -> bool:
        """Whether there is something that the file does not hold yet."""
        return self._draft is not self._on_disk and self._draft != self._on_disk

    @property
    def read_only(self) -> bool:
        """Whether changes are refused: it was opened for reading, or is closed."""
        return self._lock is None

    def now(self) -> str:
        """The present moment as the draft's times are written; a clock that was set back by less than a day
        gives its last change, so that changes stay in their order.
        """
        last, present = moment_in(self._draft.changed), self._clock()
        return stamp(lambda: last if present < last < present + _SET_BACK else present)

    def change(self, make: Callable[[Draft], Draft], *, own: bool = False) -> Draft:
        """Replace the draft by what `make` gives for it.

        FileRefused where it is read-only, or would outgrow its file; what is the program's `own`, such as
        where the user is, always finds room.
        """
        with self._busy:
            if self.read_only:
                raise FileRefused(
                    _("The profile “{name}” is open for reading only.").format(name=self._draft.name)
                )
            draft = make(self._draft)
            if not own:
                demand_room(draft, self._draft)
            self._draft = draft
            return draft

    def answer(self, step: str, text: str) -> Draft:
        """Answer a step with what was typed; an empty text opens it again."""
        return self.change(lambda draft: answered(draft, step, text, self.now()))

    def note(self, step: str, text: str) -> Draft:
        """Put a note beside a step; an empty text removes it."""
        return self.change(lambda draft: draft.noted(step, clean(text), self.now()))

    def mark(self, **marks: str) -> Draft:
        """Remember where the user is and how he likes it."""
        cleaned = {key: clean(mark) for key, mark in marks.items()}
        return self.change(lambda draft: draft.marked(**cleaned), own=True)

    def keep_password(self, password: KeptPassword | None) -> Draft:
        """Record where the password is kept; None once it is kept nowhere."""
        return self.change(lambda draft: draft.keeping(password, self.now()), own=True)

    def keep_check(self, check: CheckResult | None) -> Draft:
        """Record the newest connection check; None forgets it."""
        return self.change(lambda draft: draft.checked(check, self.now()))

    def keep_remarks(self, remarks: Iterable[Remark]) -> Draft:
        """Put these remarks in the place of all that were there."""
        return self.change(lambda draft: replace(draft, remarks=tuple(remarks), changed=self.now()))

    def save(self) -> None:
        """Bring the draft to the disk, whole or not at all, the version before it beside it.

        Raises FileRefused, or ProfileInUse where the lock was deleted and another took it; the draft then
        stays in memory, still `dirty`, and the file as it was. Another thread may go on changing the draft
        meanwhile, however long the disk takes.
        """
        with self._writing:
            with self._busy:
                if self.read_only or not self.dirty:
                    return
                draft, old, now = self._draft, self._on_disk, stamp(self._clock)
            data = draft_to_json(draft)
            files.make_private_dir(self.path.parent)
            self._hold_on()
            keep = self._previous if _differ(old, draft) else None
            files.write_atomically(self.path, data, keep_previous=keep)
            with self._busy:
                self._on_disk = draft
                self.saved_at = now

    def _hold_on(self) -> None:
        """Lock anew where the lock was deleted under way, and leave alone what others wrote meanwhile."""
        lock = self._lock
        if lock is None or lock.stands:
            return
        lock.release()
        lock.acquire(self._draft.name)
        try:
            self._demand_unchanged()
        except FileRefused:
            lock.release()
            raise

    def _demand_unchanged(self) -> None:
        if not os.path.lexists(self.path):
            return
        with contextlib.suppress(FileRefused):
            if draft_from_json(files.read_regular(self.path, LIMIT)) == self._on_disk:
                return
        raise FileRefused(
            _("Another program has changed the profile “{name}” meanwhile; it is not written over.").format(
                name=visible(self._draft.name)
            )
        )

    def close(self) -> None:
        """Save what is left and let the profile go, even where saving fails; a second call does nothing."""
        with self._writing, self._busy:
            try:
                self.save()
            finally:
                lock, self._lock = self._lock, None
                if lock is not None:
                    lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_details: object) -> None:
        self.close()


def _differ(old: Draft | None, new: Draft) -> bool:
    """Whether more than the marks changed, so that the version on disk is worth keeping."""
    return old is not None and replace(old, marks={}) != replace(new, marks={})
