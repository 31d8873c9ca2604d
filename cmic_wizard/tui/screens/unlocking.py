"""Opens the vault, or makes one, by a passphrase that is asked for on screen."""

from __future__ import annotations

from typing import Any

from textual.app import App

from cmic_wizard.background import in_thread
from cmic_wizard.credentials.keeper import Keeper, Kept, Place
from cmic_wizard.credentials.naming import Entry
from cmic_wizard.credentials.states import key_ring_name
from cmic_wizard.errors import CredentialError
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret
from cmic_wizard.tui.results import to_its_end
from cmic_wizard.tui.screens.passphrase import NewPassphraseDialog, PassphraseDialog


async def unlocked(app: App[Any], keeper: Keeper, place: Place, text: str) -> bool:
    """Whether a place can be read; the vault's passphrase is asked for until it fits. In a worker."""
    fault = ""
    while place is Place.VAULT and not keeper.vault.unlocked:
        passphrase = await app.push_screen_wait(PassphraseDialog(_("Open the vault"), text, fault))
        if passphrase is None:
            return False
        try:
            await in_thread(lambda: keeper.vault.unlock(passphrase))  # noqa: B023 - awaited at once
        except CredentialError as error:
            fault = str(error)
    return True


def where(kept: Kept, entry: Entry) -> str:
    """Where a password went, and under which name, as a notice."""
    name = entry.service if kept.place is Place.KEY_RING else entry.file
    sentence = kept.note or _("Kept in your key ring ({backend}).").format(
        backend=key_ring_name(kept.backend)
    )
    return f"{sentence} " + _("Its name there is “{name}”.").format(name=name)


async def keep_somewhere(app: App[Any], keeper: Keeper, entry: Entry, secret: Secret) -> Kept | None:
    """Keep a secret in the key ring; where there is none, offer a vault. None where the user gives up.

    In a worker. Raises CredentialError.
    """
    try:
        keeping = in_thread(lambda: keeper.save(entry, secret))
        return await to_its_end(app, keeping, lambda kept: where(kept, entry))
    except CredentialError as error:
        if not keeper.wants_new_vault(error):
            raise
        why = str(error)
    fault = ""
    while True:
        passphrase = await app.push_screen_wait(
            NewPassphraseDialog(_("A vault for your passwords"), why, fault)
        )
        if passphrase is None:
            return None
        try:
            keeping = in_thread(lambda: keeper.save(entry, secret, passphrase=passphrase))  # noqa: B023
            return await to_its_end(app, keeping, lambda kept: where(kept, entry))
        except CredentialError as error:
            fault = str(error)
