"""One profile on screen: it owns the store, judges it after each change, saves it, and tells who listens."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cmic_wizard.background import ANSWERS_WITHIN, in_thread
from cmic_wizard.credentials.keeper import Keeper, Kept
from cmic_wizard.errors import FileRefused, ProfileInUse
from cmic_wizard.files import shown
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Guide, Step
from cmic_wizard.i18n import N_, _
from cmic_wizard.profile.answering import as_meant
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.profile.draft import Draft, KeptPassword
from cmic_wizard.profile.draft_store import Store
from cmic_wizard.profile.outside import Outside
from cmic_wizard.secret import Secret
from cmic_wizard.text import visible_lines


class Session:
    """The only writer of a draft while it is on screen. Widgets read `assessment` and call its methods."""

    reviewed = False
    """Whether verdicts are taken beside the answers."""
    only: frozenset[str] = frozenset()
    """The actions that there are, where it is not all of them."""
    for_somebody = False
    """Whether the questions are somebody else's, who asked for the answers."""
    last_page = N_("Review and hand-off")
    """What the page is called that closes the guide."""

    def __init__(self, draft: Draft, store: Store | None, keeper: Keeper, *, holder: str = "") -> None:
        """Without a store nothing can be changed: a review, or a profile that `holder` has open elsewhere."""
        self.guide: Guide = load_guide()
        self.store = store
        self.keeper = keeper
        self.holder = holder
        self.save_fault = ""
        self.outside: Outside | None = None
        """What another program has put in the place of the file, while nothing has been decided on it."""
        self._asked_at: float | None = None
        self.check_number = ""
        self._draft = draft
        self._assessment: Assessment | None = None
        self._listeners: list[Callable[[], None]] = []

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self.store is None

    @property
    def draft(self) -> Draft:
        """The answers as they stand."""
        return self.store.draft if self.store else self._draft

    @property
    def assessment(self) -> Assessment:
        """The judgement of the answers as they stand, made once for each change."""
        if self._assessment is None:
            self._assessment = assess(self.guide, self.draft, datetime.now(UTC))
        return self._assessment

    def offers(self, _action: str) -> bool:
        """Whether an action that only some sessions have makes sense in this one."""
        return False

    def listen(self, listener: Callable[[], None]) -> None:
        """Have `listener` called after each announced change."""
        self._listeners.append(listener)

    def unlisten(self, listener: Callable[[], None]) -> None:
        """Forget a listener."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def announce(self) -> None:
        """Judge anew and tell every listener."""
        self._assessment = None
        for listener in tuple(self._listeners):
            listener()

    def answer(self, step: Step, text: str) -> bool:
        """Take an answer as typed; whether anything changed. Listeners hear of it at the next `announce`.

        FileRefused where the profile has no room for it.
        """
        if self.store is None or visible_lines(text) == visible_lines(self.draft.answers.get(step.id, "")):
            return False
        self.store.answer(step.id, text)
        self._assessment = None
        return True

    def settle(self, step: Step) -> None:
        """An answer was left: a date is kept as it is meant, a user typed as TENANT||USER taken apart."""
        if self.store is None:
            return
        before = self.draft
        text = before.answers.get(step.id, "")
        with contextlib.suppress(FileRefused):  # it stays as typed, where there is no room for more
            if (meant := as_meant(step, text)) != text:
                self.store.answer(step.id, meant)
            if step.splits_off:
                self.store.take_user_apart()
        self.store.pause()
        if self.draft is not before:
            self.announce()

    def confirm(self, step: Step) -> bool:
        """Confirm an answer that a rule doubts, as it stands; whether there was anything to confirm."""
        if self.store is None or self.assessment.steps[step.id].state is not State.TO_CONFIRM:
            return False
        self.store.confirm(step.id)
        self.announce()
        return True

    def note(self, step: Step, text: str) -> None:
        """Keep a note beside a step; an empty one is removed. FileRefused where there is no room for it."""
        if self.store is not None:
            self.store.note(step.id, text.strip())
            self.announce()

    def mark_sent(self, number: str) -> None:
        """Mark a written hand-off as sent now, or, where it is marked, as not sent."""
        if self.store is not None and number:
            self.store.keep_sent(number, sent=number not in self.draft.sent)
            self.announce()

    def mark(self, **marks: str) -> None:
        """Remember where the user is."""
        if self.store is not None:
            self.store.mark(**marks)

    async def record_password(self, kept: Kept | None, secret: Secret | None = None) -> bool:
        """Record where the password is kept, or that it no longer is; whether that is on the disk.

        One that is kept is recorded all the same, and saved later. One that is to go stays recorded, and
        FileRefused says why.
        """
        if self.store is None:
            return False
        before = self.draft.password
        self._record(kept.record(self.store.now()) if kept is not None else None, secret)
        if await self.save_in_time():
            return True
        if kept is None:
            self._record(before)
            raise FileRefused(self.save_fault)
        return False

    def _record(self, kept: KeptPassword | None, secret: Secret | None = None) -> None:
        if self.store is not None:
            self.store.keep_password(kept, secret)
            self.announce()

    def keep_check(self, result: CheckResult | None) -> None:
        """Keep the outcome of a connection check. FileRefused where the profile has no room for it."""
        from cmic_wizard.profile.check_kept import by_the_user

        if self.store is not None:
            self.store.keep_check(result and by_the_user(result, self.keeper.data_dir))
            self.announce()

    @property
    def dirty(self) -> bool:
        """Whether something is not on the disk yet."""
        return self.store is not None and self.store.dirty

    def save(self, *, ask: bool = True) -> bool:
        """Write what is not on the disk yet; a failure is kept in `save_fault` as a sentence.

        Where another program has changed the file, that is a failure too; without `ask`, both are kept.
        """
        if self.store is None or not self.store.dirty:
            self.save_fault = ""
            return True
        try:
            self.store.save(ask=ask)
        except (FileRefused, ProfileInUse) as error:
            self.save_fault = str(error)
            return False
        self.save_fault = ""
        return True

    def look(self) -> None:
        """See what another program has put in the place of the file; FileRefused where that can't be told."""
        if self.store is not None:
            self.outside = self.store.look()

    def keep_both(self) -> None:
        """Keep what is open and, beside it, what another program wrote. Raises FileRefused, ProfileInUse."""
        if self.store is not None:
            self.store.keep_both()
            self.outside, self.save_fault = None, ""

    def take_outside(self) -> None:
        """Take what another program wrote; what was open is kept beside it. Raises FileRefused."""
        if self.store is not None:
            self.store.take_outside()
            self.outside, self.save_fault = None, ""
            self._assessment = None

    async def save_in_time(self) -> bool:
        """`save` without asking, off the screen's thread; a disk that does not answer is a failure.

        One who asks again meanwhile does not wait longer for it.
        """
        now = time.monotonic()
        if self._asked_at is None:
            self._asked_at = now
        left = max(self._asked_at + ANSWERS_WITHIN - now, 0)
        try:
            saved = await in_thread(lambda: self.save(ask=False), left)
        except TimeoutError:
            self.save_fault = no_answer(self.folder)
            saved = not self.dirty
        self._asked_at = None
        return saved

    @property
    def folder(self) -> Path:
        """Where it is saved."""
        return self.store.path.parent if self.store is not None else Path()

    def close(self) -> None:
        """Save and give the profile free; what could not be saved stands in `save_fault`."""
        if self.store is not None:
            self.save(ask=False)
            with contextlib.suppress(FileRefused, ProfileInUse):
                self.store.close()


def no_answer(path: Path) -> str:
    """What is said where a disk takes too long."""
    return _("The disk does not answer: “{path}” can't be written now.").format(path=shown(path))
