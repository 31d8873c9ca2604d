"""Taking the last change back, again and again: answers, their givers, confirmations, notes, what was asked.

The password is never brought back, and never brought to another server than it was kept for.
"""

from __future__ import annotations

from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.profile.changes import FIELDS, fields_of, with_fields, with_whole
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.history import IMPORT, LARGE, Entry, entry_in, fitted, written
from cmic_wizard.profile.servers import server_of
from cmic_wizard.struct import Struct, replace


class Undone(Struct, frozen=True):
    """A draft with its last change taken back."""

    draft: Draft
    entry: Entry
    let_go: bool = False
    """Whether the password was kept for another server, so that the profile no longer names it."""

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that it concerns."""
        return tuple(part.step for part in self.entry.parts if part.step and _is_of_a_step(part.before))


def can_be_undone(draft: Draft) -> bool:
    """Whether there is a change to take back."""
    return _last(draft) is not None


def undo(draft: Draft, now: str) -> Undone:
    """Take the last change that stands back; FileRefused where there is none."""
    found = _last(draft)
    if found is None:
        raise FileRefused(_("There is no change to take back."))
    index, entry = found
    if entry.what == LARGE:
        raise FileRefused(_("The last change was too large to be kept, so it can't be taken back."))
    steps = {part.step for part in entry.parts if part.step and _is_of_a_step(part.before)}
    after = {step: fields_of(draft, step) for step in steps}
    earlier = draft
    for part in entry.parts:
        if part.step:
            earlier = with_fields(earlier, part.step, part.before)
        else:
            earlier = with_whole(earlier, part.before)
    told = {
        part.step: {name: after[part.step][name] for name in part.before if name in FIELDS}
        for part in entry.parts
        if part.step in after
    }
    line = written(entry.taken_back(now, told))
    history = fitted([*draft.history[:index], line, *draft.history[index + 1 :]], entry)
    let_go = _goes_elsewhere(draft, earlier)
    earlier = replace(earlier, history=history, changed=now, password=None if let_go else earlier.password)
    return Undone(earlier, entry, let_go)


def _last(draft: Draft) -> tuple[int, Entry] | None:
    for index in range(len(draft.history) - 1, -1, -1):
        entry = entry_in(draft.history[index])
        if entry is not None and not entry.undone and _is_undoable(entry):
            return index, entry
    return None


def _is_undoable(entry: Entry) -> bool:
    if entry.what == LARGE:
        return True
    if entry.what == IMPORT and any(not part.step for part in entry.parts):
        return True
    return any("said" in part.after or (part.step and _is_of_a_step(part.before)) for part in entry.parts)


def _is_of_a_step(before: object) -> bool:
    return isinstance(before, dict) and any(name in FIELDS for name in before)


def _goes_elsewhere(before: Draft, after: Draft) -> bool:
    """Whether a password would go to a server that it was not kept for."""
    server = server_of(after)
    if after.password is None or not server or server == server_of(before):
        return False
    return after.password.server != server
