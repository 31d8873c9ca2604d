"""Under which names secrets are kept: a namespace for each kind, and in it names of its own for each id."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from typing import Final

from cmic_wizard.bounds import file_stem, is_id
from cmic_wizard.credentials.states import VaultState
from cmic_wizard.errors import CredentialError
from cmic_wizard.i18n import _
from cmic_wizard.struct import Struct

_APPLICATION: Final = "cmic_wizard"
_PROFILE_USER: Final = "service_password"
_IDENTITY_USER: Final = "age_identity"
_FIRST_KEY: Final = "identity"
"""The name that version 0.1.0 gave the one own key, beside the ids of profiles."""
_KEY_ID: Final = re.compile(r"[0-9a-f]{32}")


class Place(StrEnum):
    """Where a secret is kept; the draft records it of a password."""

    KEY_RING = "key_ring"
    VAULT = "vault"


class SecretKind(StrEnum):
    """What a secret is; each kind has names of its own in every place."""

    PROFILE = "profile"
    """A profile's password of the service user."""
    IDENTITY = "identity"
    """The secret half of a specialist's own age key."""
    REVIEWED = "reviewed"
    """A service user's password that a reviewer keeps from a hand-off."""


class Entry(Struct, frozen=True):
    """The names of one secret: in the key ring a service and its user, in the vault a file.

    Each has a service of its own, because Windows renames the second user of a service. `older` is where
    version 0.1.0 kept the same secret; a place that it did not use has "" for names.
    """

    kind: SecretKind
    id: str
    service: str
    user: str
    file: str
    older: Entry | None = None


def password_of(profile_id: str) -> Entry:
    """A profile's password. Raises CredentialError for what is no id, so that none leads out of the vault."""
    stem = _stem(profile_id)
    names = SecretKind.PROFILE, profile_id, f"{_APPLICATION}:{stem}", _PROFILE_USER, f"{stem}.age"
    return Entry(*names, older=_of_0_1_0(profile_id, stem))


def identity_of(key_id: str) -> Entry:
    """An own age key; `key_id` is what its note says, "" for the one key that version 0.1.0 knew."""
    if not key_id:
        names = SecretKind.IDENTITY, "", f"{_APPLICATION}:{_FIRST_KEY}", _IDENTITY_USER, f"{_FIRST_KEY}.age"
        return Entry(*names)
    if not is_key_id(key_id):
        raise _bad_name()
    service = f"{_APPLICATION}.{SecretKind.IDENTITY}:{key_id}"
    return Entry(SecretKind.IDENTITY, key_id, service, _IDENTITY_USER, f"{key_id}.{SecretKind.IDENTITY}.age")


def new_identity() -> Entry:
    """Names for a new age key, which nothing has had before."""
    return identity_of(os.urandom(16).hex())


def reviewed_of(profile_id: str, number: str = "") -> Entry:
    """Names for the password of a hand-off, with a random `number`: two files may claim the same id."""
    name = f"{_stem(profile_id)}.{number or os.urandom(4).hex()}"
    service = f"{_APPLICATION}.{SecretKind.REVIEWED}:{name}"
    return Entry(SecretKind.REVIEWED, profile_id, service, _PROFILE_USER, f"{name}.{SecretKind.REVIEWED}.age")


def is_key_id(text: str) -> bool:
    """Whether a text can be the id of an own age key."""
    return _KEY_ID.fullmatch(text) is not None


def _of_0_1_0(profile_id: str, stem: str) -> Entry | None:
    """Where version 0.1.0 kept a password, where that was elsewhere."""
    if profile_id in (stem, _FIRST_KEY):
        return None
    service, file = f"{_APPLICATION}:{profile_id}", f"{profile_id}.age"
    return Entry(SecretKind.PROFILE, profile_id, service, _PROFILE_USER, file)


def _stem(profile_id: str) -> str:
    if not is_id(profile_id):
        raise _bad_name()
    stem = file_stem(profile_id)
    return f"{stem}~0" if stem == _FIRST_KEY else stem


def _bad_name() -> CredentialError:
    return CredentialError(
        _("A profile's id has only letters, digits, hyphens and underscores; this one does not."),
        VaultState.BAD_NAME,
    )
