"""Keeps the service password: in the key ring where one is usable, else in the vault, and says which."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cmic_wizard.bounds import password_fits
from cmic_wizard.credentials.naming import Entry, Place, SecretKind
from cmic_wizard.credentials.register import Held, Register
from cmic_wizard.credentials.ring import WAIT_FOR_PEOPLE, WAIT_FOR_PROBE, Answer, Job
from cmic_wizard.credentials.states import (
    KeyRingAction,
    KeyRingState,
    VaultState,
    complaint,
    key_ring_name,
    reason,
    vault_helps,
)
from cmic_wizard.credentials.vault import Vault
from cmic_wizard.errors import CredentialError, FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.profile.draft import KeptPassword
from cmic_wizard.secret import Secret
from cmic_wizard.struct import Struct

__all__ = ["VAULT_BACKEND", "Keeper", "Kept", "Place", "Probe"]

VAULT_BACKEND: Final = "age"
_NO_KEY_RING: Final = (KeyRingState.NONE, KeyRingState.REFUSED)
_NOT_KEPT: Final = (*_NO_KEY_RING, KeyRingState.LOCKED, KeyRingState.TOO_LONG, KeyRingState.TAKEN)
"""The states after which the key ring surely has not taken what it was given."""


class Probe(Struct, frozen=True):
    """What was found: the key ring, its back end's module and class, and what will be used and why."""

    key_ring: KeyRingState
    backend: str
    sentence: str
    vault_exists: bool


class Kept(Struct, frozen=True):
    """Where a password went, its length in characters, and what people should know about it, or ""."""

    place: Place
    backend: str
    length: int
    note: str = ""
    left: str = ""
    """What could not be removed of another place's copy, or ""."""

    def record(self, at: str) -> KeptPassword:
        """What the draft records of it; `at` is ISO 8601 in UTC."""
        return KeptPassword(place=self.place.value, backend=self.backend, length=self.length, at=at)


class Keeper:
    """The one door to stored passwords. Its calls block; `cancel` from another thread ends them."""

    def __init__(self, data_dir: Path, *, timeout: float = WAIT_FOR_PEOPLE) -> None:
        self.vault = Vault(data_dir / "vault")
        self.register = Register(data_dir)
        self.data_dir = data_dir
        self.kept_now: set[Held] = set()
        """What this program has kept itself, and may not have recorded yet."""
        self._timeout = timeout
        self._jobs: set[Job] = set()
        self._guard = threading.Lock()

    def cancel(self) -> None:
        """Stop every call that waits for the key ring; they raise CredentialError with state `cancelled`."""
        with self._guard:
            jobs = list(self._jobs)
        for job in jobs:
            job.cancel()

    def probe(self) -> Probe:
        """Which place would be used, without opening a window or storing anything."""
        with self._job() as job:
            answer = job.probe(min(WAIT_FOR_PROBE, self._timeout))
        try:
            exists = self.vault.exists()
        except CredentialError as error:
            why = reason(answer.state, answer.backend, answer.cause)
            usable = answer.state in (KeyRingState.OK, KeyRingState.LOCKED)
            sentence = _outlook(answer, vault_exists=False) if usable else f"{why} {error}"
            return Probe(answer.state, answer.backend, sentence, vault_exists=True)
        return Probe(answer.state, answer.backend, _outlook(answer, exists), exists)

    def save(
        self, entry: Entry, secret: Secret, *, passphrase: Secret | None = None, fresh: bool = False
    ) -> Kept:
        """Keep a secret in the key ring; only where that fails, and a passphrase is given, in the vault.

        Where there is no key ring at all, a vault that exists already takes it without its passphrase. What
        the other place holds stays until `keep_only`. With `fresh`, another secret that stands under these
        names already stays, and state `taken` is raised. Raises CredentialError.
        """
        _check_secret(secret)
        with self._job() as job:
            answer = self._into_key_ring(job, entry, secret, fresh=fresh)
            if answer.state is KeyRingState.OK:
                return Kept(Place.KEY_RING, answer.backend, len(secret))
            chosen = passphrase is not None or (answer.state in _NO_KEY_RING and self.vault.exists())
            if not vault_helps(answer.state) or not chosen:
                raise _error(KeyRingAction.SAVE, answer)
            self._save_in_vault(entry, secret, passphrase, fresh=fresh)
            return Kept(Place.VAULT, VAULT_BACKEND, len(secret), _vault_note(entry, answer))

    def wants_new_vault(self, error: CredentialError) -> bool:
        """Whether a passphrase for a new vault is to be asked for after a `save` without one ended so.

        Only where there is no key ring at all, and no vault yet. Raises CredentialError.
        """
        return error.state in _NO_KEY_RING and not self.vault.exists()

    def kept_all_the_same(self, entry: Entry, secret: Secret) -> Kept | None:
        """Where a secret went although `save` was stopped; None where the key ring does not hold it.

        Opens no window: a key ring that is locked is not asked.
        """
        limit = min(WAIT_FOR_PROBE, self._timeout)
        with self._job() as job:
            answer = job.probe(limit)
            if answer.state is KeyRingState.OK:
                answer = job.fetch(entry, limit)
        if answer.secret is None or answer.secret.reveal() != secret.reveal():
            return None
        return Kept(Place.KEY_RING, answer.backend, len(secret))

    def keep_only(self, entry: Entry, place: Place) -> str:
        """Once its place is recorded, remove a secret from the other one; what is left there, or ""."""
        for held in self._held_of(entry):
            if held.place is not place and (held.place is Place.VAULT or self._key_ring_answers()):
                try:
                    self.remove(entry, held.place)
                except CredentialError as error:
                    return _("The older copy is still there. {reason}").format(reason=error)
        return ""

    def forget(self, entry: Entry) -> list[str]:
        """Remove a secret from wherever it may be kept; why it could not be removed, for each place."""
        said = []
        for held in self._held_of(entry):
            try:
                self.remove(entry, held.place)
            except CredentialError as error:
                said.append(str(error))
        return said

    def _held_of(self, entry: Entry) -> list[Held]:
        with _credential_errors():
            found = {held for held in self.register.held() if held.entry == entry}
        if any(self.vault.holds(each) for each in (entry, entry.older) if each):
            found.add(Held(entry, Place.VAULT))
        return sorted(found, key=lambda held: held.place)

    def _key_ring_answers(self) -> bool:
        return self.probe().key_ring is KeyRingState.OK

    def load(self, entry: Entry, place: Place, *, passphrase: Secret | None = None) -> Secret:
        """Read a secret from where it was kept. Raises CredentialError, with state `absent` for none.

        What version 0.1.0 kept under other names is moved to those of today.
        """
        if place is Place.VAULT and passphrase is not None:
            self.vault.unlock(passphrase)
        try:
            return self._read(entry, place)
        except CredentialError as error:
            if entry.older is None or error.state != KeyRingState.ABSENT:
                raise
            secret = self._read(entry.older, place)
        with contextlib.suppress(CredentialError):
            self.put(entry, secret, place)
            self._drop_older(entry, place)
        return secret

    def put(self, entry: Entry, secret: Secret, place: Place) -> None:
        """Keep a secret in this place or nowhere; the vault takes it unopened. Raises CredentialError."""
        if place is Place.VAULT:
            self._into_vault(entry, secret)
            return
        with self._job() as job:
            answer = self._into_key_ring(job, entry, secret)
        if answer.state is not KeyRingState.OK:
            raise _error(KeyRingAction.SAVE, answer)

    def remove(self, entry: Entry, place: Place) -> None:
        """Remove a secret, and then strike it out; one that is not there is fine. Raises CredentialError."""
        for each in filter(None, (entry, entry.older)):
            self._erase(each, place)
        held = Held(entry, place)
        self.kept_now.discard(held)
        with contextlib.suppress(FileRefused):  # it is gone all the same
            self.register.strike(held)

    def _erase(self, entry: Entry, place: Place) -> None:
        if place is Place.VAULT:
            self.vault.remove(entry)
            return
        with self._job() as job:
            answer = job.remove(entry, self._timeout)
        if answer.state not in (KeyRingState.OK, KeyRingState.ABSENT):
            raise _error(KeyRingAction.REMOVE, answer)

    def _into_key_ring(self, job: Job, entry: Entry, secret: Secret, *, fresh: bool = False) -> Answer:
        """Note it, then store it: whatever ends the program in between, the secret is found again."""
        held = Held(entry, Place.KEY_RING)
        self.kept_now.add(held)
        with _credential_errors():
            new = self.register.note(held)
        answer = job.store(entry, secret, self._timeout, fresh=fresh)
        if answer.state is KeyRingState.OK:
            self._drop_older(entry, Place.KEY_RING)
        elif new and answer.state in _NOT_KEPT:
            with contextlib.suppress(FileRefused):
                self.register.strike(held)
        return answer

    def _into_vault(self, entry: Entry, secret: Secret) -> None:
        held = Held(entry, Place.VAULT)
        self.kept_now.add(held)
        with _credential_errors():
            self.register.note(held)
        self.vault.save(entry, secret)
        self._drop_older(entry, Place.VAULT)

    def _read(self, entry: Entry, place: Place) -> Secret:
        if place is Place.VAULT:
            return self.vault.load(entry)
        with self._job() as job:
            answer = job.fetch(entry, self._timeout)
        if answer.state is KeyRingState.OK and answer.secret is not None:
            return answer.secret
        raise _error(KeyRingAction.LOAD, answer)

    def _drop_older(self, entry: Entry, place: Place) -> None:
        """Remove what version 0.1.0 kept under other names, once these hold a secret."""
        if entry.older is not None:
            with contextlib.suppress(CredentialError):
                self._erase(entry.older, place)

    def _save_in_vault(self, entry: Entry, secret: Secret, passphrase: Secret | None, *, fresh: bool) -> None:
        if passphrase is not None:
            if self.vault.exists():
                self.vault.unlock(passphrase)
            else:
                self.vault.create(passphrase)
        if fresh and self.vault.holds(entry):
            raise CredentialError(
                _("The vault has another password under this profile's id. Enter the password yourself."),
                VaultState.TAKEN,
            )
        self._into_vault(entry, secret)

    @contextlib.contextmanager
    def _job(self) -> Iterator[Job]:
        job = Job()
        with self._guard:
            self._jobs.add(job)
        try:
            yield job
        finally:
            with self._guard:
                self._jobs.discard(job)


def _check_secret(secret: Secret) -> None:
    if not len(secret):
        raise CredentialError(_("There is nothing to keep: the password is empty."), VaultState.UNSTORABLE)
    if not password_fits(secret.reveal()):
        raise _error(KeyRingAction.SAVE, Answer(KeyRingState.TOO_LONG))


@contextlib.contextmanager
def _credential_errors() -> Iterator[None]:
    """The register's refusals as those of the keeper."""
    try:
        yield
    except FileRefused as refusal:
        raise CredentialError(str(refusal), VaultState.FILE) from None


def _error(action: KeyRingAction, answer: Answer) -> CredentialError:
    return CredentialError(complaint(action, answer.state, answer.backend, answer.cause), answer.state)


def _vault_note(entry: Entry, answer: Answer) -> str:
    kept = (
        _("Your key is kept in the vault, encrypted under your passphrase.")
        if entry.kind is SecretKind.IDENTITY
        else _("The password is kept in the vault, encrypted under your passphrase.")
    )
    note = f"{reason(answer.state, answer.backend, answer.cause)} {kept}"
    if answer.state in _NO_KEY_RING:
        return note
    older = _("An older copy, if there was one, is still in the key ring.")
    return f"{note} {older}"


def _outlook(answer: Answer, vault_exists: bool) -> str:
    name = key_ring_name(answer.backend)
    if answer.state is KeyRingState.OK:
        return _("The password will be kept in this computer's key ring ({name}).").format(name=name)
    if answer.state is KeyRingState.LOCKED:
        return _(
            "The password will be kept in this computer's key ring ({name}). It is locked, or not set up yet:"
            " its own window will ask you to open it."
        ).format(name=name)
    why = reason(answer.state, answer.backend, answer.cause)
    vault = (
        _("The password will be kept in the vault, encrypted under your passphrase.")
        if vault_exists
        else _("A vault can keep the password, encrypted under a passphrase that you choose.")
    )
    return f"{why} {vault}"
