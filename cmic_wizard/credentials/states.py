"""How keeping a password can end, and the sentence for each ending."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cmic_wizard.bounds import PASSWORD_AT_MOST
from cmic_wizard.i18n import N_, _
from cmic_wizard.text import shortened, visible


class KeyRingState(StrEnum):
    """How asking the key ring ended."""

    OK = "ok"
    ABSENT = "absent"
    NONE = "none"
    LOCKED = "locked"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    LOST = "lost"
    TAKEN = "taken"
    TOO_LONG = "too_long"
    CANCELLED = "cancelled"
    ERROR = "error"


class VaultState(StrEnum):
    """Why the vault, or a secret for any place, was refused."""

    ABSENT = "absent"
    LOCKED = "vault_locked"
    WRONG = "wrong_passphrase"
    WEAK = "weak_passphrase"
    EXISTS = "vault_exists"
    DAMAGED = "damaged"
    UNAVAILABLE = "vault_unavailable"
    FILE = "file"
    BAD_NAME = "bad_name"
    UNSTORABLE = "bad_secret"
    TAKEN = "taken"


def vault_helps(state: str) -> bool:
    """Whether a passphrase, and with it a vault, is a way out where keeping a secret ended so."""
    return state not in (
        KeyRingState.CANCELLED,
        KeyRingState.TOO_LONG,
        KeyRingState.TAKEN,
        VaultState.UNSTORABLE,
    )


class KeyRingAction(StrEnum):
    """What was wanted from the key ring; the advice depends on it."""

    SAVE = "save"
    LOAD = "load"
    REMOVE = "remove"


_KEY_RINGS: Final = {
    "keyring.backends.SecretService.Keyring": "Secret Service",
    "keyring.backends.libsecret.Keyring": "Secret Service",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
}

_NULL: Final = "keyring.backends.null.Keyring"


def key_ring_name(backend: str) -> str:
    """The key ring as people know it, from the back end's module and class."""
    return _KEY_RINGS.get(backend) or shortened(visible(backend), 80)


_REASONS: Final = {
    KeyRingState.OK: "",
    KeyRingState.ABSENT: N_("The key ring has nothing stored for this profile."),
    KeyRingState.NONE: N_("This computer has no key ring that this program can use."),
    KeyRingState.LOCKED: N_("The key ring ({name}) is locked, or not set up yet."),
    KeyRingState.TIMEOUT: N_("The key ring did not answer; its window may be waiting behind this one."),
    KeyRingState.REFUSED: N_(
        "Python's key ring is “{name}”, which this program does not trust with a password."
    ),
    KeyRingState.LOST: N_("The key ring ({name}) did not return what was stored in it."),
    KeyRingState.TAKEN: N_("The key ring ({name}) has another password under this profile's id."),
    KeyRingState.TOO_LONG: N_(
        "This is longer than {count} characters, the most that every key ring can store."
    ),
    KeyRingState.CANCELLED: N_("Stopped before the key ring had answered."),
    KeyRingState.ERROR: N_("The key ring failed ({cause})."),
}
_SWITCHED_OFF: Final = N_("The key ring is switched off for Python programs on this computer ({name}).")

_ADVICE: Final = {
    KeyRingAction.SAVE: {
        KeyRingState.LOCKED: N_(
            "Unlock it and try again, or choose a passphrase to keep the password in a vault."
        ),
        KeyRingState.TIMEOUT: N_(
            "Answer it and try again, or choose a passphrase to keep the password in a vault."
        ),
        KeyRingState.TAKEN: N_("Enter the password yourself."),
        KeyRingState.TOO_LONG: N_("Check that nothing else was pasted along with it."),
        KeyRingState.CANCELLED: N_("Save once more when you are ready."),
    },
    KeyRingAction.LOAD: {
        KeyRingState.LOCKED: N_("Unlock it and try again."),
        KeyRingState.TIMEOUT: N_("Answer it and try again."),
        KeyRingState.CANCELLED: N_("Try again when you are ready."),
        KeyRingState.ABSENT: N_("Enter the password again."),
    },
    KeyRingAction.REMOVE: {
        KeyRingState.LOCKED: N_("Unlock it and try again; until then the password stays in it."),
        KeyRingState.TIMEOUT: N_("Answer it and try again; until then the password may stay in it."),
        KeyRingState.CANCELLED: N_("The password may still be in it."),
    },
}
_OTHERWISE: Final = {
    KeyRingAction.SAVE: N_("Choose a passphrase to keep the password in a vault instead."),
    KeyRingAction.LOAD: N_("Enter the password again, or work where that key ring can be used."),
    KeyRingAction.REMOVE: N_("If a password is stored there, remove it with the key ring's own program."),
}


def reason(state: KeyRingState, backend: str = "", cause: str = "") -> str:
    """What happened, in one sentence; "" for `ok`."""
    message = _SWITCHED_OFF if backend == _NULL and state is KeyRingState.REFUSED else _REASONS[state]
    return _(message).format(
        name=key_ring_name(backend), cause=shortened(visible(cause or "?"), 80), count=PASSWORD_AT_MOST
    )


def complaint(action: KeyRingAction, state: KeyRingState, backend: str = "", cause: str = "") -> str:
    """What happened and what to do about it."""
    advice = _ADVICE[action].get(state, _OTHERWISE[action])
    return f"{reason(state, backend, cause)} {_(advice)}"
