"""Keeps the history of an open profile: what is typed in one go is one change, and so is an import."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Final

from cmic_wizard.profile.draft import CUSTOMER, Draft
from cmic_wizard.profile.history import CREATED, Entry, Part, added
from cmic_wizard.struct import Struct, replace


class Origin(Struct, frozen=True):
    """Where a change comes from, where it was not made here: see `history.Entry`."""

    what: str = ""
    by: str = ""
    role: str = ""
    source: str = ""


HERE: Final = Origin()
"""Where what is done on this computer comes from."""


class Recorder:
    """Writes down what changes, in the newest line as long as it goes on."""

    def __init__(self, user: str = "") -> None:
        """`user` is the name of who answers here, "" where it is not known."""
        self.user = user
        self._base: Draft | None = None
        """The draft before the newest change, while that may go on."""
        self._line = ""
        self._group: Origin | None = None
        self._grouped = False

    def pause(self) -> None:
        """Have what comes next be another change."""
        self._base = None

    @contextlib.contextmanager
    def as_one(self, origin: Origin) -> Iterator[None]:
        """Have all that changes meanwhile be one change."""
        if self._group is not None:
            yield
            return
        self.pause()
        self._group = origin
        try:
            yield
        finally:
            self._group = None
            self.pause()

    def recorded(self, before: Draft, after: Draft, now: str) -> Draft:
        """The changed draft with its history, whatever history it brought along."""
        from cmic_wizard.profile.changes import between

        origin = self._group or HERE
        if origin.what == HERE.what:
            after = self._signed(before, after)
        if after.history is not before.history:
            after = replace(after, history=before.history)
        step = between(before, after)
        if not _counts(step, origin):
            return after
        base = self._base if self._goes_on(before, after, step) else before
        parts = step if base is before or base is None else between(base, after)
        base = base or before
        history = base.history
        if _counts(parts, origin):
            told = () if origin.what == CREATED else parts
            by = origin.by if origin.what else self.user
            history = added(history, Entry(now, origin.what, by, origin.role, origin.source, parts=told))
        self._base, self._line = base, history[-1] if history is not base.history else ""
        return replace(after, history=history)

    def _signed(self, before: Draft, after: Draft) -> Draft:
        """With the user's own name on what was answered here."""
        if not self.user or before.given is after.given:
            return after
        mine = {
            step: replace(given, by=self.user)
            for step, given in after.given.items()
            if given.role == CUSTOMER
            and not given.by
            and (given != before.given.get(step) or after.answers.get(step) != before.answers.get(step))
        }
        return replace(after, given={**after.given, **mine}) if mine else after

    def _goes_on(self, before: Draft, after: Draft, step: Sequence[Part]) -> bool:
        """Whether it belongs to the newest change."""
        from cmic_wizard.profile.changes import between

        base = self._base
        if base is None or not self._line or not before.history or before.history[-1] != self._line:
            return False
        if self._group is not None:
            return True
        if after.password != before.password:
            return after.password is not None and after.password == base.password
        answered = {part.step for part in step if "answer" in part.before}
        earlier = {part.step for part in between(base, before) if "answer" in part.before}
        return bool(answered & earlier)


def _counts(parts: Sequence[Part], origin: Origin) -> bool:
    """Whether it is worth a line: what only closes remarks, such as a check, is not."""
    return bool(parts) and (bool(origin.what) or any(part.step for part in parts))
