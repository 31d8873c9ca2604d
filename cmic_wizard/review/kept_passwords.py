"""Passwords of hand-offs that a reviewer keeps of their own will: listed, read again, and deleted."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from cmic_wizard.asking import Act
from cmic_wizard.bounds import stamped
from cmic_wizard.credentials.keeper import Keeper, Kept, Place
from cmic_wizard.credentials.keeping import keep_secret, read_secret
from cmic_wizard.credentials.naming import Entry, reviewed_of
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.errors import CredentialError, FileRefused
from cmic_wizard.review import desk
from cmic_wizard.review.desk import KeptHere
from cmic_wizard.secret import Secret
from cmic_wizard.struct import Struct, replace


class KeptPassword(Struct, frozen=True):
    """One that is kept, or may be: its entry, and what is noted of it."""

    profile_id: str
    noted: KeptHere

    @property
    def entry(self) -> Entry:
        """Its names in key ring and vault."""
        return reviewed_of(self.profile_id, self.noted.number)


def listed(data_dir: Path) -> list[KeptPassword]:
    """All of them, by the company's name. FileRefused where the notes can't be read."""
    found = [
        KeptPassword(kept.profile_id, noted)
        for kept in desk.every(data_dir).values()
        for noted in kept.passwords
    ]
    return sorted(found, key=lambda one: (one.noted.company.casefold(), one.noted.at))


def to_keep(profile_id: str, company: str) -> KeptPassword:
    """Names for one that is about to be kept; each has its own, as two files may claim the same id."""
    return KeptPassword(profile_id, KeptHere(os.urandom(4).hex(), company, "", stamped(datetime.now(UTC))))


def keep(keeper: Keeper, data_dir: Path, kept: KeptPassword, password: Secret) -> Act[Kept]:
    """Note that a password is about to be kept, keep it, and note where it went.

    Raises WizardError; what was surely not kept is then not noted any more.
    """
    desk.keep_password(data_dir, kept.profile_id, kept.noted)
    try:
        found = yield from keep_secret(keeper, kept.entry, password)
    except (CredentialError, GeneratorExit) as error:
        if not isinstance(error, CredentialError) or error.state != KeyRingState.CANCELLED:
            with contextlib.suppress(FileRefused):  # it stays noted, and deleting it is possible
                desk.strike_password(data_dir, kept.profile_id, kept.noted.number)
        raise
    desk.keep_password(data_dir, kept.profile_id, replace(kept.noted, place=found.place.value))
    return found


def read(keeper: Keeper, kept: KeptPassword) -> Act[Secret]:
    """The password itself; the vault's passphrase is asked for where it is there. Raises CredentialError."""
    return (yield from read_secret(keeper, kept.entry, _place(kept)))


def delete(keeper: Keeper, data_dir: Path, kept: KeptPassword) -> None:
    """Remove it from wherever it may be, then its note. Raises WizardError; the note then stays."""
    places = [Place(kept.noted.place)] if kept.noted.place else list(Place)
    for place in places:
        keeper.remove(kept.entry, place)
    desk.strike_password(data_dir, kept.profile_id, kept.noted.number)


def _place(kept: KeptPassword) -> Place:
    return Place(kept.noted.place) if kept.noted.place else Place.KEY_RING
