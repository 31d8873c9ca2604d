"""Sealing and opening with words, in a child process that may be killed and whose memory is limited."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.handoff.age_header import work_factor
from cmic_wizard.handoff.keys import pyrage
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret

TIME_OUT: Final = 60.0
"""Seconds that sealing or opening may take; pyrage aims at one, a hostile file at days."""
WORK_AT_MOST: Final = 20
"""Greatest work factor that is opened: 2^20 takes one gigabyte and some seconds."""

_CHILD: Final = Path(__file__).with_name("seal_child.py")
_SLICE: Final = 0.1


class Cancelled(WizardError):
    """The user did not want to wait."""


class WrongPassphrase(FileRefused):
    """The words don't open the file."""


def never() -> bool:
    """Nobody cancels."""
    return False


def encrypt(data: bytes, passphrase: Secret, *, cancelled: Callable[[], bool] = never) -> bytes:
    """The armored age file over `data`; WizardError where this computer can't make it."""
    outcome, result = _ask("encrypt", data, passphrase, cancelled)
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


def decrypt(data: bytes, passphrase: Secret, *, cancelled: Callable[[], bool] = never) -> bytes:
    """What an age file sealed with a passphrase holds; FileRefused says why it can't be had."""
    factor = work_factor(data)
    if factor is None:
        raise FileRefused(_("The sealed file is damaged."))
    if factor > WORK_AT_MOST:
        raise FileRefused(
            _(
                "The sealed file asks for too much memory (work factor {found}; at most {most} is opened): "
                "ask the sender to seal it for your key."
            ).format(found=factor, most=WORK_AT_MOST)
        )
    outcome, result = _ask("decrypt", data, passphrase, cancelled)
    if outcome == "ok":
        return result
    if outcome == "wrong":
        raise WrongPassphrase(_("These words don't open the file. Check them with the sender."))
    if outcome == "late":
        raise FileRefused(_("Opening the file took too long here: ask the sender to seal it for your key."))
    if outcome == "memory":
        raise FileRefused(
            _(
                "Opening a file that was sealed with words needs one gigabyte of free memory: "
                "ask the sender to seal it for your key."
            )
        )
    raise FileRefused(_("The sealed file is damaged."))


def _ask(operation: str, data: bytes, passphrase: Secret, cancelled: Callable[[], bool]) -> tuple[str, bytes]:
    """The child's outcome and result; `late` where it was killed in time, `memory` where it died."""
    pyrage()
    words = passphrase.reveal().encode()
    request = b"%s %d\n%s%s" % (operation.encode(), len(words), words, data)
    deadline = time.monotonic() + TIME_OUT
    with subprocess.Popen(  # noqa: S603 - our own child, by our own interpreter
        [sys.executable, "-P", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        try:
            said = _conversation(child, request, deadline, cancelled)
        finally:
            with contextlib.suppress(OSError):
                child.kill()
    if said is None:
        return "late", b""
    outcome, _newline, result = said.partition(b"\n")
    return outcome.decode("ascii", "replace") or "memory", result


def _conversation(
    child: subprocess.Popen[bytes], request: bytes, deadline: float, cancelled: Callable[[], bool]
) -> bytes | None:
    """All that the child says; None at the deadline."""
    waiting: bytes | None = request
    while True:
        try:
            return child.communicate(waiting, timeout=_SLICE)[0]
        except subprocess.TimeoutExpired:
            waiting = None
        if cancelled():
            raise Cancelled(_("Cancelled."))
        if time.monotonic() > deadline:
            return None
