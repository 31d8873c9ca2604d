"""Under which names a secret is kept; a name from a file never becomes a path elsewhere."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.credentials.states import VaultState
from cmic_wizard.errors import CredentialError
from cmic_wizard.i18n import _

IDENTITY: Final = "identity"
"""The name of the specialist's own age key; every other name is a profile's id."""

_NAME: Final = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)\Z)[0-9a-z][0-9a-z_-]{0,63}\Z", re.IGNORECASE)


def checked_name(name: str) -> str:
    """The name itself; raises CredentialError for one that could lead out of the vault's folder."""
    if not _NAME.match(name):
        raise CredentialError(
            _("A profile's id has only letters, digits, hyphens and underscores; this one does not."),
            VaultState.BAD_NAME,
        )
    return name


def service_of(name: str) -> str:
    """The key ring's service: one for each name, because Windows renames the second user of a service."""
    return f"cmic_wizard:{name}"


def user_of(name: str) -> str:
    """The key ring's user: what kind of secret it is."""
    return "age_identity" if name == IDENTITY else "service_password"
