"""The profiles on this computer: one private folder, one file for each, one writer at a time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from cmic_wizard import aside, files, presence
from cmic_wizard.bounds import fault_of_name, is_id, moment_in, same_id, stamped_seconds
from cmic_wizard.errors import FileRefused, ProfileInUse
from cmic_wizard.i18n import _
from cmic_wizard.profile import resuming, settings
from cmic_wizard.profile.codec import LIMIT, draft_from_json, draft_to_json
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.draft_store import Clock, Store, real_clock, stamp
from cmic_wizard.profile.lock import ProfileLock
from cmic_wizard.profile.names import free_slug, is_slug, same_name
from cmic_wizard.profile.profile_files import ProfileFolder
from cmic_wizard.profile.recording import HERE, Origin
from cmic_wizard.struct import Struct, replace
from cmic_wizard.text import visible

__all__ = ["Listed", "Profiles", "Store"]


class Listed(Struct, frozen=True):
    """One profile in the list. `fault` says why it can't be read; its name is then that of the file."""

    slug: str
    name: str
    changed: str
    path: Path
    fault: str = ""
    id: str = ""
    """"" where a damaged file does not tell it."""
    place: str = ""
    """Where its password is kept; "" for nowhere."""


class Profiles:
    """The folder DATA_DIR/profiles: `SLUG.json`, the version before it `SLUG.previous.json`, `SLUG.lock`."""

    def __init__(
        self,
        data_dir: Path,
        *,
        clock: Clock = real_clock,
        program: str = "cmic-wizard",
        tell: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        """`program` is what others read who find a profile in use; `tell` hears what befell an open one."""
        self._data_dir = data_dir
        self.folder = data_dir / "profiles"
        self._tell = tell
        self.files = ProfileFolder(self.folder)
        self._state = data_dir / "state.json"
        self._clock = clock
        self._program = program

    def find(self, name: str) -> Listed | None:
        """The profile of that name as typed, case and spacing apart, or of that slug."""
        found = self.list()
        for listed in found:
            if not listed.fault and same_name(listed.name, name):
                return listed
        return next((listed for listed in found if listed.slug == name.strip().casefold()), None)

    def load(self, slug: str) -> Draft:
        """The draft as it is on disk, whoever holds it; FileRefused where there is none or it is damaged."""
        path = self._existing(slug)
        data = files.read_regular(path, LIMIT)
        try:
            return draft_from_json(data)
        except FileRefused as refusal:
            raise files.refused_at(path, refusal) from None

    def create(
        self,
        name: str,
        *,
        id: str | None = None,  # noqa: A002 - the draft's own word
        fill: Callable[[Draft], Draft] = lambda draft: draft,
        origin: Origin = HERE,
    ) -> Store:
        """A new profile, on disk at once and held; FileRefused for a name that is taken or can't be one.

        `id` is given where a profile comes from elsewhere and keeps its identity. What `fill` makes of the
        empty draft is what is kept, as one change of that origin; where that can't be, nothing is.
        """
        if fault := fault_of_name(name):
            raise FileRefused(fault)
        if id is not None and not is_id(id):
            raise FileRefused(
                _("A profile's id has letters, digits, hyphens and underscores only, at most 64.")
            )
        files.make_private_dir(self.folder)
        files.sweep_temporary(self.folder)
        self.mend()
        self._refuse_taken(name, id=id)
        slug = free_slug(name, self.files.taken)
        lock = self._lock(slug)
        lock.acquire(name)
        try:
            if self.files.taken(slug):
                raise _taken_error(name)
            now = stamp(self._clock)
            draft = Draft(id=id or os.urandom(16).hex(), name=name.strip(), created=now, changed=now)
            store = self._store(slug, draft, lock)
            with store.as_one(origin):
                store.change(fill)
            store.save()
        except BaseException:
            lock.release(remove=self.files.gone(slug))
            raise
        return store

    def open(self, slug: str, *, read_only: bool = False) -> Store:
        """Open a profile for changes, held until closed, or for reading only, whoever holds it.

        Raises ProfileInUse, naming the holder, or FileRefused.
        """
        if read_only:
            return self._store(slug, self.load(slug), None, presence.imprint_of(self.files.file(slug)))
        self._existing(slug)
        files.make_private_dir(self.folder)
        files.sweep_temporary(self.folder)
        self.mend()
        lock = self._lock(slug)
        lock.acquire(self._name_of(slug))
        try:
            imprint = presence.imprint_of(self.files.file(slug))
            return self._store(slug, self.load(slug), lock, imprint)
        except BaseException:
            lock.release()
            raise

    def delete(self, slug: str) -> Draft | None:
        """Remove a profile with all its versions; what it was, so that its password can go next.

        None where it could not be read. Raises ProfileInUse or FileRefused.
        """
        if not is_slug(slug) or not self.files.taken(slug):
            raise _none_error(slug)
        with self.holding(slug):
            draft = None
            with contextlib.suppress(FileRefused):
                draft = self.load(slug)
            self.files.remove(slug)
        if self.last_opened(gone=True) == slug:
            with contextlib.suppress(FileRefused):
                files.remove(self._state)
        return draft

    def rename(self, slug: str, new_name: str) -> Listed:
        """Call a profile otherwise, and its files with it; its id and so its password stay.

        The name in it changes last: until then the profile has its old name, wherever its files are, and what
        a cut leaves behind of them goes when a profile is opened next.
        """
        if fault := fault_of_name(new_name):
            raise FileRefused(fault)
        self._existing(slug)
        self._refuse_taken(new_name, apart_from=slug)
        new_slug = free_slug(new_name, lambda other: other != slug and self.files.taken(other))
        with self.holding(slug), contextlib.ExitStack() as stack:
            draft = replace(self.load(slug), name=new_name.strip(), changed=stamp(self._clock))
            if new_slug != slug:
                stack.enter_context(self.holding(new_slug))
                if self.files.taken(new_slug):
                    raise _taken_error(new_name)
            self._write_renamed(slug, new_slug, draft_to_json(draft))
        if self.last_opened(gone=True) == slug:
            self.remember_last(new_slug)
        return self._listed(new_slug)

    def _write_renamed(self, slug: str, new_slug: str, data: bytes) -> None:
        file, previous = self.files.file(new_slug), self.files.previous(new_slug)
        if slug == new_slug:
            files.write_atomically(file, data, keep_previous=previous)
            return
        self.files.move(slug, new_slug)
        try:
            files.write_atomically(file, data, keep_previous=previous)
        except FileRefused:
            self.files.move(new_slug, slug)
            files.remove(previous)
            raise
        files.remove(self.files.previous(slug))

    def mend(self) -> None:
        """Bring what a cut has left to its end: no earlier version and no lock stays without its profile.

        A version goes to its profile where that has none. What is in use is left alone, and so is a version
        whose profile is not here.
        """
        with contextlib.suppress(FileRefused):
            for slug in self.files.only_locked():
                with contextlib.suppress(FileRefused, ProfileInUse), self.holding(slug):
                    pass
            for slug in self.files.lone():
                earlier = self.previous(slug)
                owner = None if earlier is None else self._with_id(earlier.id)
                if owner is not None:
                    with contextlib.suppress(FileRefused, ProfileInUse):
                        self._give_back(slug, owner.slug)

    def _with_id(self, profile_id: str) -> Listed | None:
        found = (self._listed(slug) for slug in self.files.slugs())
        return next((one for one in found if not one.fault and same_id(one.id, profile_id)), None)

    def _give_back(self, slug: str, owner: str) -> None:
        earlier, place = self.files.previous(slug), self.files.previous(owner)
        with self.holding(slug), self.holding(owner):
            if presence.is_there(self.files.file(slug)) or not presence.is_there(earlier):
                return
            if presence.is_there(place):
                files.remove(earlier)
            else:
                files.move(earlier, place)

    def set_aside(self, slug: str) -> Path:
        """Move a damaged file out of the way, to a name with the time in it; where it is now."""
        with self.holding(slug):
            return aside.set_aside(self._existing(slug), self._clock())

    def previous(self, slug: str) -> Draft | None:
        """The version before the last save; None where there is none that can be read."""
        if not is_slug(slug):
            return None
        try:
            return draft_from_json(files.read_regular(self.files.previous(slug), LIMIT))
        except FileRefused:
            return None

    def restore_previous(self, slug: str) -> Draft:
        """Put the version before the last save in the place of a damaged file, which is set aside."""
        with self.holding(slug):
            draft = self.previous(slug)
            if draft is None:
                raise FileRefused(
                    _("There is no earlier version of the profile “{name}”.").format(name=visible(slug))
                )
            if presence.is_there(self.files.file(slug)):
                aside.set_aside(self.files.file(slug), self._clock())
            files.write_atomically(self.files.file(slug), draft_to_json(draft))
            return draft

    def last_opened(self, *, gone: bool = False) -> str | None:
        """The slug of the profile last opened; None where unknown, or (unless `gone`) no longer there."""
        slug = resuming.last(self._state)
        if slug is None:
            return None
        with contextlib.suppress(FileRefused):
            if gone or presence.is_there(self.files.file(slug)):
                return slug
        return None

    def remember_last(self, slug: str) -> None:
        """Note which profile to resume next time; a convenience, so that a failure is passed over."""
        resuming.remember(self._state, slug)

    def list(self) -> list[Listed]:
        """Every profile, the newest change first; a damaged or lost one with its reason."""
        found = [self._listed(slug) for slug in self.files.slugs()]
        ids = {listed.id.lower() for listed in found}
        lone = [self._listed(slug) for slug in self.files.lone() if not self.files.set_aside(slug)]
        found += [listed for listed in lone if listed.id.lower() not in ids]
        return sorted(found, key=lambda listed: moment_in(listed.changed), reverse=True)

    def _listed(self, slug: str) -> Listed:
        path = self.files.file(slug)
        try:
            draft = draft_from_json(files.read_regular(path, LIMIT))
        except FileRefused as refusal:
            written = 0.0
            with contextlib.suppress(FileRefused):
                if found := presence.status_of(path):
                    written = found.st_mtime
            changed, traces = stamped_seconds(written), self.files.traces(slug)
            return Listed(slug, slug, changed, path, str(refusal), traces.id, min(traces.places, default=""))
        place = draft.password.place if draft.password else ""
        return Listed(slug, draft.name, draft.changed, path, id=draft.id, place=place)

    def _store(
        self, slug: str, draft: Draft, lock: ProfileLock | None, imprint: presence.Imprint | None = None
    ) -> Store:
        return Store(
            slug,
            self.files.file(slug),
            self.files.previous(slug),
            draft,
            lock=lock,
            clock=self._clock,
            imprint=imprint,
            tell=self._tell,
            user="" if lock is None else settings.load(self._data_dir).name,
        )

    def _refuse_taken(self, name: str, *, apart_from: str = "", id: str | None = None) -> None:  # noqa: A002
        for listed in self.list():
            if listed.slug == apart_from:
                continue
            if not listed.fault and same_name(listed.name, name):
                raise _taken_error(listed.name)
            if id is not None and same_id(listed.id, id):
                raise FileRefused(
                    _("The profile “{name}” is the same one under another name.").format(name=listed.name)
                )

    @contextlib.contextmanager
    def holding(self, slug: str) -> Iterator[None]:
        """Hold a profile for a moment; the lock file goes with the profile."""
        if not is_slug(slug):
            raise _none_error(slug)
        lock = self._lock(slug)
        lock.acquire(self._name_of(slug))
        try:
            yield
        finally:
            lock.release(remove=self.files.gone(slug))

    def _lock(self, slug: str) -> ProfileLock:
        return ProfileLock(self.folder, slug, self._program, self._clock)

    def _name_of(self, slug: str) -> str:
        return self._listed(slug).name

    def _existing(self, slug: str) -> Path:
        if not is_slug(slug) or not presence.is_there(path := self.files.file(slug)):
            raise _none_error(slug)
        return path


def _none_error(slug: str) -> FileRefused:
    return FileRefused(_("There is no profile “{name}”.").format(name=visible(slug)))


def _taken_error(name: str) -> FileRefused:
    return FileRefused(_("There is a profile “{name}” already.").format(name=visible(name.strip())))
