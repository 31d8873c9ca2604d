"""Where a secret goes and how it is read again, for every door: key ring, else vault, asked how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cmic_wizard.asking import Act, Need, Question, Wanted
from cmic_wizard.credentials import identity
from cmic_wizard.credentials.keeper import Keeper, Kept, Place
from cmic_wizard.credentials.leftovers import remove_unrecorded
from cmic_wizard.credentials.naming import Entry, password_of
from cmic_wizard.credentials.register import Held
from cmic_wizard.credentials.states import KeyRingState, VaultState
from cmic_wizard.errors import CredentialError
from cmic_wizard.i18n import _
from cmic_wizard.profile.draft import Draft, KeptPassword
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace

Result = TypeVar("Result")


class Record(Need, frozen=True):
    """The profile is to record where its password is kept, or that it no longer is.

    The answer is whether that is on the disk.
    """

    kept: Kept | None
    secret: Secret | None = None
    """What was kept, so that the profile can forget where it was typed in the wrong place."""


def keep_secret(
    keeper: Keeper, entry: Entry, secret: Secret, *, passphrase: Secret | None = None, fresh: bool = False
) -> Act[Kept]:
    """Keep a secret; where there is no key ring at all, ask for the passphrase of a new vault until it does.

    A key ring that was stopped may have kept it all the same. Raises CredentialError.
    """
    reason: CredentialError | None = None
    fault: CredentialError | None = None
    while True:
        try:
            return keeper.save(entry, secret, passphrase=passphrase, fresh=fresh)
        except CredentialError as error:
            if error.state == KeyRingState.CANCELLED and (kept := keeper.kept_all_the_same(entry, secret)):
                return kept
            if reason is not None:
                fault = error
            elif passphrase is None and keeper.wants_new_vault(error):
                reason = error
            else:
                raise
        passphrase = yield Question(Wanted.NEW_VAULT, reason, fault)


def keep_password(
    keeper: Keeper,
    profile_id: str,
    password: Secret,
    *,
    passphrase: Secret | None = None,
    fresh: bool = False,
) -> Act[Kept]:
    """Keep a profile's password and have that recorded; what another place held of it goes last."""
    entry = password_of(profile_id)
    kept = yield from keep_secret(keeper, entry, password, passphrase=passphrase, fresh=fresh)
    recorded = yield Record(kept, password)
    return replace(kept, left=keeper.keep_only(entry, kept.place)) if recorded else kept


def keep_brought_password(
    keeper: Keeper, profile_id: str, password: Secret, *, had_one: bool, passphrase: Secret | None = None
) -> Act[Kept]:
    """Keep the password that a file brought; it replaces another only where the profile had one itself.

    What else stands under the profile's id is somebody else's, such as another data folder's.
    """
    try:
        return (
            yield from keep_password(keeper, profile_id, password, passphrase=passphrase, fresh=not had_one)
        )
    except CredentialError as error:
        sentence = _("The password that was in the file could not be kept. {reason}")
        raise CredentialError(sentence.format(reason=error), error.state) from None


def forget_password(keeper: Keeper, profile_id: str, kept: KeptPassword) -> Act[None]:
    """Remove a profile's password: first the record of it, then itself.

    Where it can't be removed, CredentialError says why; the next start tries again.
    """
    entry, place = password_of(profile_id), Place(kept.place)
    keeper.register.note(Held(entry, place))
    if (yield Record(None)):
        remove_unrecorded(keeper, entry, place)


def read_password(keeper: Keeper, draft: Draft, *, passphrase: Secret | None = None) -> Act[Secret | None]:
    """The profile's password; None where none is kept. Raises CredentialError."""
    if draft.password is None:
        return None
    entry, place = password_of(draft.id), Place(draft.password.place)
    return (
        yield from _unlocked(
            Wanted.VAULT_OF_PASSWORD, passphrase, lambda words: keeper.load(entry, place, passphrase=words)
        )
    )


def read_secret(keeper: Keeper, entry: Entry, place: Place) -> Act[Secret]:
    """A secret that no profile records. Raises CredentialError, with state `absent` for none."""
    return (
        yield from _unlocked(
            Wanted.VAULT_OF_PASSWORD, None, lambda words: keeper.load(entry, place, passphrase=words)
        )
    )


def read_own_key(keeper: Keeper, data_dir: Path, *, passphrase: Secret | None = None) -> Act[Secret | None]:
    """The specialist's own secret key; None where they have none. Raises CredentialError, or FileRefused."""
    return (
        yield from _unlocked(
            Wanted.VAULT_OF_KEY,
            passphrase,
            lambda words: identity.own_identity(data_dir, keeper, passphrase=words),
        )
    )


def _unlocked(
    wanted: Wanted, passphrase: Secret | None, read: Callable[[Secret | None], Result]
) -> Act[Result]:
    """What `read` finds; where the vault is locked, its passphrase is asked for until it fits."""
    reason: CredentialError | None = None
    fault: CredentialError | None = None
    while True:
        try:
            return read(passphrase)
        except CredentialError as error:
            if error.state == VaultState.LOCKED:
                reason = error
            elif error.state == VaultState.WRONG and reason is not None:
                fault = error
            else:
                raise
        passphrase = yield Question(wanted, reason, fault)
