"""The one owner of an open draft: every change goes through it, and it alone writes the file."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from cmic_wizard import aside, files, presence
from cmic_wizard.bounds import moment_in
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import _
from cmic_wizard.profile.checks import CheckResult, is_worth_keeping
from cmic_wizard.profile.clock import Clock, real_clock, stamp
from cmic_wizard.profile.codec import TooLarge, clean, demand_room, draft_to_json
from cmic_wizard.profile.draft import Draft, KeptPassword
from cmic_wizard.profile.history import without_text
from cmic_wizard.profile.lock import ProfileLock
from cmic_wizard.profile.outside import (
    HERE,
    OUTSIDE,
    ChangedOutside,
    Outside,
    another_there,
    found_at,
    kept_beside,
    written_anew,
)
from cmic_wizard.profile.recording import Origin, Recorder
from cmic_wizard.profile.servers import server_of
from cmic_wizard.profile.taking import answered, with_user_apart
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace

if TYPE_CHECKING:
    from cmic_wizard.profile.undoing import Undone

__all__ = ["Clock", "Origin", "Store", "answered", "real_clock", "stamp"]

_TELLING: Final = 6
"""Characters from which on a text that is the same is no chance."""
_SET_BACK: Final = timedelta(days=1)
"""What lies further ahead was written by a clock that was wrong."""


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
        imprint: presence.Imprint | None = None,
        tell: Callable[[str], None] = lambda _sentence: None,
        user: str = "",
    ) -> None:
        """`imprint` is that of the file when the draft was read, None where there is no file yet.

        `tell` hears, in a sentence and in whichever thread saves, what another program did to the file.
        `user` is the name of who answers, "" where it is not known.
        """
        saved = imprint is not None
        self.slug = slug
        self.path = path
        self.saved_at = draft.changed if saved else ""
        """When the file was last written, ISO 8601 in UTC; before the first save, the draft's last change."""
        self._previous = previous
        self._draft = draft
        self._on_disk: Draft | None = draft if saved else None
        self._tried: Draft | None = None
        self._forgets = False
        """Whether the version before holds what is to be forgotten."""
        self._lock = lock
        self._clock = clock
        self._imprint = imprint
        self._tell = tell
        self.recorder = Recorder(user)
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
            draft = self.recorder.recorded(self._draft, make(self._draft), self.now())
            if not own:
                demand_room(draft, self._draft)
            self._draft = draft
            return draft

    def as_one(self, origin: Origin) -> contextlib.AbstractContextManager[None]:
        """Have all that changes meanwhile be one change in the history, which says where it came from."""
        return self.recorder.as_one(origin)

    def pause(self) -> None:
        """What is typed from now on is another change, which is taken back by itself."""
        self.recorder.pause()

    def undo(self) -> Undone:
        """Take the last change back that stands; FileRefused where there is none that can be."""
        from cmic_wizard.profile.undoing import undo

        with self._busy:
            self.change(lambda draft: draft)
            undone = undo(self._draft, self.now())
            if self._lock is not None:
                draft_to_json(undone.draft)
            self.pause()
            self._draft = undone.draft
            return undone

    def answer(self, step: str, text: str) -> Draft:
        """Answer a step with what was typed; an empty text opens it again."""
        return self.change(lambda draft: answered(draft, step, text, self.now()))

    def take_user_apart(self) -> frozenset[str]:
        """Take a service user given as TENANT||USER apart; the steps that concerns, none where it has no
        such form. FileRefused, and nothing changed, where there is no room for both.
        """
        before = self.draft
        after = self.change(lambda draft: with_user_apart(draft, self.now()))
        apart = [
            step for step in load_guide().walk() if before.answers.get(step.id) != after.answers.get(step.id)
        ]
        return frozenset(name for step in apart for name in (step.id, step.splits_off) if name)

    def confirm(self, step: str) -> Draft:
        """Confirm the answer to a step as it stands, which a rule doubts."""
        return self.change(lambda draft: draft.confirming(step, self.now()))

    def note(self, step: str, text: str) -> Draft:
        """Put a note beside a step; an empty text removes it."""
        return self.change(lambda draft: draft.noted(step, clean(text), self.now()))

    def mark(self, **marks: str) -> Draft:
        """Remember where the user is and how they like it; where nothing can be changed, nothing is.

        The focus that a closing page hands on comes after its profile was let go.
        """
        if self.read_only:
            return self._draft
        cleaned = {key: clean(mark) for key, mark in marks.items()}
        return self.change(lambda draft: draft.marked(**cleaned), own=True)

    def keep_handed(self, check_number: str) -> Draft:
        """Record the check number of a hand-off that was written; "" is none."""
        return self.change(lambda draft: draft.handing(check_number) if check_number else draft, own=True)

    def keep_sent(self, check_number: str, *, sent: bool) -> Draft:
        """Record that a written hand-off was sent, now, or that it was not."""
        return self.change(lambda draft: draft.sending(check_number, self.now() if sent else ""), own=True)

    def keep_password(self, password: KeptPassword | None, secret: Secret | None = None) -> Draft:
        """Record where the password is kept, and for which server; None once it is kept nowhere.

        Where the `secret` itself was typed in the wrong place before, the history forgets it.
        """
        with self._busy:
            if secret is not None and len(secret) >= _TELLING:
                history = without_text(self._draft.history, secret.reveal())
                self._forgets = self._forgets or history != self._draft.history
                self._draft = replace(self._draft, history=history)
                self.pause()
        if password is not None and not password.server:
            password = replace(password, server=server_of(self._draft))
        return self.change(lambda draft: draft.keeping(password, self.now()), own=True)

    def keep_check(self, check: CheckResult | None) -> Draft:
        """Record the newest connection check where it is worth keeping; None forgets the one that is kept."""
        if check is not None and not is_worth_keeping(check, self.draft.check):
            return self.draft
        try:
            return self.change(lambda draft: draft.checked(check, self.now()))
        except TooLarge:
            return self.change(
                lambda draft: replace(draft, check=None, earlier_checks=()).checked(check, self.now())
            )

    def save(self, *, ask: bool = False) -> None:
        """Bring the draft to the disk, whole or not at all, the version before it beside it.

        Where another program has changed the file, its version is kept beside it and told; with `ask`,
        ChangedOutside is raised instead. Raises FileRefused, or ProfileInUse where the lock was deleted and
        another took it; the draft then stays in memory, still `dirty`, and the file as it was. Another
        thread may go on changing the draft meanwhile, however long the disk takes.
        """
        with self._writing:
            if self.read_only or not self.dirty:
                return
            self._hold_on()
            outside = self._look()
            self._demand_ours(outside)
            if outside is not None and ask:
                raise ChangedOutside(self._draft.name)
            self._write(outside)

    def _write(self, outside: Outside | None) -> None:
        with self._busy:
            draft, old, now = self._draft, self._on_disk, stamp(self._clock)
        data = draft_to_json(draft)
        files.make_private_dir(self.path.parent)
        self._tried = draft
        told, gone = "", self._imprint is not None and presence.imprint_of(self.path) is None
        keep = self._previous if _differ(old, draft) and not self._forgets else None
        if outside is not None:
            keep = aside.free_name(self.path, self._clock(), OUTSIDE)
            told = kept_beside(keep, draft.name)
            if not outside.imprint.regular:
                files.move(self.path, keep)
        written = files.write_atomically(self.path, data, keep_previous=keep)
        if self._forgets:
            files.remove(self._previous)
            self._forgets = False
        with self._busy:
            self._on_disk = draft
            self.saved_at = now
        self._imprint = presence.imprint_from(written)
        if told or gone:
            self._tell(told or written_anew(draft.name))

    def _hold_on(self) -> None:
        """Lock anew where the lock was deleted under way."""
        files.make_private_dir(self.path.parent)
        lock = self._lock
        if lock is not None and not lock.stands:
            lock.release()
            lock.acquire(self._draft.name)

    def _demand_ours(self, outside: Outside | None) -> None:
        """Leave alone a file in which another profile has come to stand."""
        if outside is None or outside.draft is None or outside.draft.id == self._draft.id:
            return
        if self._lock is not None:
            self._lock.release()
        raise another_there(self._draft.name)

    def look(self) -> Outside | None:
        """What another program has put in the place of the file; None where that is nothing new.

        FileRefused where it can't be looked at.
        """
        with self._writing:
            return None if self.read_only else self._look()

    def _look(self) -> Outside | None:
        found = presence.imprint_of(self.path)
        if found is None or found == self._imprint:
            return None
        outside = found_at(self.path)
        if outside is None or outside.draft is None or outside.draft not in (self._on_disk, self._tried):
            return outside
        # A save that failed once the file had its new name has written what was tried all the same.
        with self._busy:
            self._on_disk = outside.draft
        self._imprint = outside.imprint
        return None

    def keep_both(self) -> None:
        """Put what is open in the place of what another program wrote, which is kept beside it."""
        with self._writing:
            with self._busy:
                self._on_disk = None
            self.save()

    def take_outside(self) -> Draft:
        """Take what another program wrote for the draft; what was open is kept beside it, and told.

        FileRefused where the file holds nothing of this profile, or the copy can't be written.
        """
        with self._writing, self._busy:
            outside = found_at(self.path)
            if outside is None or outside.draft is None or outside.draft.id != self._draft.id:
                raise another_there(self._draft.name)
            copy = aside.free_name(self.path, self._clock(), HERE)
            files.write_atomically(copy, draft_to_json(self._draft))
            self._draft = self._on_disk = outside.draft
            self.pause()
            self._imprint = outside.imprint
        self._tell(_("What was open here is kept as “{path}”.").format(path=files.shown(copy)))
        return outside.draft

    def close(self) -> None:
        """Save what is left and let the profile go, even where saving fails; a second call does nothing."""
        with self._writing, self._busy:
            try:
                self._notice_gone()
                self.save()
            finally:
                lock, self._lock = self._lock, None
                if lock is not None:
                    lock.release()

    def _notice_gone(self) -> None:
        """A file that was removed under way is to be written anew, though nothing else is to be saved."""
        with contextlib.suppress(FileRefused):
            if not self.read_only and self._imprint is not None and presence.imprint_of(self.path) is None:
                self._on_disk = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_details: object) -> None:
        self.close()


def _differ(old: Draft | None, new: Draft) -> bool:
    """Whether more than what is the program's own changed, so that the version on disk is worth keeping."""
    return old is not None and replace(old, marks={}, handed=()) != replace(new, marks={}, handed=())
