"""Acts on two stores, ordered so that whatever cuts them, the next start completes or undoes them.

What a profile, or the note of an own key, names is kept; what else the register names has no owner and goes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from cmic_wizard import files
from cmic_wizard.credentials import identity
from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.credentials.naming import Entry, Place, SecretKind, password_of
from cmic_wizard.credentials.register import Held
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.errors import CredentialError, FileRefused, WizardError
from cmic_wizard.i18n import _
from cmic_wizard.profile.profiles import Listed, Profiles


def delete_profile(profiles: Profiles, keeper: Keeper, slug: str) -> list[str]:
    """Delete a profile, then its password from wherever it may be; what could not be removed, as sentences.

    Raises ProfileInUse, or FileRefused; the profile is then still there, and so is its password.
    """
    traces = profiles.files.traces(slug)
    entry = password_of(traces.id) if traces.id else None
    if entry is not None:
        keeper.register.note(*(Held(entry, Place(place)) for place in traces.places))
    profiles.delete(slug)
    if entry is None:
        return _delete_of_unknown(profiles, keeper)
    if _owner(profiles.list(), entry) is not None:
        return []
    try:
        reasons = keeper.forget(entry)
    except CredentialError as error:
        reasons = [str(error)]
    return [_later(reason) for reason in reasons]


def _delete_of_unknown(profiles: Profiles, keeper: Keeper) -> list[str]:
    """A profile whose id nothing tells is gone: its password is what no other profile owns."""
    if settle(profiles, keeper):
        return []
    return [
        _(
            "Its file did not say whether a password is stored for it. If there is one, it is "
            "in the key ring under a name that begins with “cmic_wizard:”, or in the vault: "
            "remove it there."
        )
    ]


def remove_unrecorded(keeper: Keeper, entry: Entry, place: Place) -> None:
    """Remove a password that no profile records any more. CredentialError says why it can't be now."""
    try:
        keeper.remove(entry, place)
    except CredentialError as error:
        raise CredentialError(_later(str(error)), error.state) from None


def _later(reason: str) -> str:
    sentence = _("The password may still be kept; removing it is tried again at the next start. {reason}")
    return sentence.format(reason=reason)


def settle(profiles: Profiles, keeper: Keeper, *, ours: str = "") -> int:
    """Complete or undo what was cut, without a window and without a word; how many secrets were removed.

    What is in use is left alone; `ours` is the slug of a profile that this very program has open. What can't
    be removed at present stays noted.
    """
    count = 0
    for folder in (keeper.data_dir, keeper.vault.folder):
        files.sweep_temporary(folder)
    with contextlib.suppress(FileRefused):
        profiles.mend()
        noted = keeper.register.held()  # first: whoever notes a password has its profile on the disk already
        listed = profiles.list()
        _note_recorded(listed, noted, keeper)
        settling = _Settling(profiles, keeper, ours)
        for held in sorted(noted, key=lambda each: (each.place, each.entry.id)):
            with contextlib.suppress(WizardError):
                count += settling.without_owner(held, listed) and settling.removed(held)
    return count


def _note_recorded(profiles: list[Listed], noted: frozenset[Held], keeper: Keeper) -> None:
    """Have the register know what the profiles and the key of version 0.1.0 keep."""
    recorded = {
        Held(password_of(listed.id), Place(listed.place))
        for listed in profiles
        if listed.place and not listed.fault
    }
    with contextlib.suppress(FileRefused):
        own = identity.find(keeper.data_dir)
        recorded |= {Held(own.entry, own.place)} if own is not None else set()
    if not recorded <= noted:
        keeper.register.note(*recorded)


def _owner(profiles: list[Listed], entry: Entry) -> Listed | None:
    return next((one for one in profiles if one.id and password_of(one.id) == entry), None)


class _Settling:
    """Removes what has no owner, each while nobody else can give it one."""

    def __init__(self, profiles: Profiles, keeper: Keeper, ours: str) -> None:
        self._profiles = profiles
        self._keeper = keeper
        self._ours = ours
        self._key_ring: bool | None = None

    def removed(self, held: Held) -> bool:
        """Whether it is removed, having no owner still. Raises WizardError where it is in use or stays."""
        if not self._can_be_reached(held.place):
            return False
        with self._keeper.register.alone(), self._nobody_at_work_on(held):
            if held in self._keeper.kept_now or not self.without_owner(held, self._profiles.list()):
                return False
            self._keeper.remove(held.entry, held.place)
            return True

    def without_owner(self, held: Held, profiles: list[Listed]) -> bool:
        """Whether nothing names it; FileRefused where the note of the own key can't be read."""
        if held.entry.kind is SecretKind.IDENTITY:
            own = identity.find(self._keeper.data_dir)
            return own is None or Held(own.entry, own.place) != held
        owner = _owner(profiles, held.entry)
        if owner is not None:
            return not owner.fault and owner.place != held.place
        known = all(listed.id for listed in profiles)
        return known and held.entry.id not in self._profiles.files.ids_set_aside()

    @contextlib.contextmanager
    def _nobody_at_work_on(self, held: Held) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            if held.entry.kind is SecretKind.IDENTITY:
                stack.enter_context(identity.alone(self._keeper.data_dir))
            else:
                owner = _owner(self._profiles.list(), held.entry)
                if owner is not None and owner.slug != self._ours:
                    stack.enter_context(self._profiles.holding(owner.slug))
            yield

    def _can_be_reached(self, place: Place) -> bool:
        """Whether nobody would be asked: a key ring that is locked opens a window."""
        if place is Place.KEY_RING and self._key_ring is None:
            self._key_ring = self._keeper.probe().key_ring is KeyRingState.OK
        return place is Place.VAULT or self._key_ring is True
