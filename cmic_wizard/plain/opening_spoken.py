"""Opens files in conversation: sealed ones with the reader's own key, keys that were named, or words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.handoff import sealed
from cmic_wizard.plain.secrets_asked import carried_out
from cmic_wizard.plain.voice import Voice

if TYPE_CHECKING:
    from cmic_wizard.handoff.importing import Brought
    from cmic_wizard.handoff.keys import Identity
    from cmic_wizard.handoff.opening import Opened
    from cmic_wizard.secret import Secret


def opened_file(voice: Voice, keeper: Keeper, data: bytes, keys: Sequence[Identity] = ()) -> Opened:
    """The hand-off of a file's bytes, and the password where it was sealed with one. Raises WizardError."""
    from cmic_wizard.credentials.keeping import read_own_key
    from cmic_wizard.handoff.opening import opened

    act = opened(data, lambda: read_own_key(keeper, keeper.data_dir), given=lambda: keys)
    return carried_out(voice, act)


def open_sealed_or_not(voice: Voice, keeper: Keeper, data: bytes) -> tuple[Brought, Secret | None]:
    """What a file brings, whatever it is, and the password of a sealed one. Raises WizardError."""
    from cmic_wizard.handoff.importing import understand

    if sealed.is_age(data):
        return opened_file(voice, keeper, data)
    return understand(data), None
