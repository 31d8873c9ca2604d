"""Sealing and opening with words, in a child process that may be killed and whose memory is limited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cmic_wizard.age_header import Sealed
from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.handoff.seal_worker import SealKind, SealWorker, never
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret

TIME_OUT: Final = 60.0
"""Seconds that sealing or opening may take; pyrage aims at one, on the computer that seals."""
WORK_AT_MOST: Final = 20
"""Greatest work factor that is opened: 2^20 takes one gigabyte and some seconds."""


class WrongPassphrase(FileRefused):
    """The words don't open the file."""


def encrypt(data: bytes, passphrase: Secret, *, cancelled: Callable[[], bool] = never) -> bytes:
    """The armored age file over `data`; WizardError where this computer can't make it."""
    outcome, result = _ask("encrypt-words", data, passphrase, cancelled)
    if outcome == "ok":
        return result
    if outcome == "late":
        raise WizardError(_("Sealing with words took too long. Seal it for the recipient's key instead."))
    raise WizardError(
        _(
            "Sealing with words does not work here; it needs one gigabyte of free memory. "
            "Seal it for the recipient's key instead."
        )
    )


def decrypt(data: Sealed, passphrase: Secret, *, cancelled: Callable[[], bool] = never) -> bytes:
    """What an age file sealed with a passphrase holds; FileRefused says why it can't be had."""
    if data.work_factor > WORK_AT_MOST:
        raise FileRefused(
            _(
                "The sealed file asks for too much memory (work factor {found}; at most {most} is opened): "
                "ask the sender to seal it for your key."
            ).format(found=data.work_factor, most=WORK_AT_MOST)
        )
    outcome, result = _ask("decrypt-words", data.binary, passphrase, cancelled)
    if outcome == "ok":
        return result
    if outcome == "wrong":
        raise WrongPassphrase(_("These words don't open the file. Check them with the sender."))
    if outcome == "late":
        raise FileRefused(_("Opening the file took too long here: ask the sender to seal it for your key."))
    if outcome in ("memory", "died"):
        raise FileRefused(
            _(
                "Opening a file that was sealed with words needs one gigabyte of free memory: "
                "ask the sender to seal it for your key."
            )
        )
    raise FileRefused(_("The sealed file is damaged."))


def _ask(operation: str, data: bytes, passphrase: Secret, cancelled: Callable[[], bool]) -> tuple[str, bytes]:
    with SealWorker(SealKind.WORDS) as worker:
        return worker.ask(operation, [passphrase.reveal().encode(), data], TIME_OUT, cancelled)
