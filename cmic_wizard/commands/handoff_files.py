"""Opens hand-off files, sealed ones with the reviewer's key, a key file, or the words."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cmic_wizard.bounds import LARGEST
from cmic_wizard.commands import secrets
from cmic_wizard.commands.chosen_profile import folder_of
from cmic_wizard.errors import FileRefused
from cmic_wizard.files import typed_path
from cmic_wizard.handoff import sealed
from cmic_wizard.handoff.attached import read_openable
from cmic_wizard.handoff.opening import Opened, opened
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret

if TYPE_CHECKING:
    from cmic_wizard.handoff.keys import Identity


def contents_of(path: str) -> bytes:
    """The bytes of a file that the user names, or of what is attached to it where it is an e-mail."""
    return read_openable(typed_path(path), LARGEST)


def open_handoff(options: argparse.Namespace, data: bytes, passphrase: Secret | None) -> Opened:
    """The hand-off of a file's bytes, and the password where it was sealed with one."""
    from cmic_wizard.credentials.keeping import read_own_key
    from cmic_wizard.handoff.answer_sheet import is_sheet

    if is_sheet(data):
        raise FileRefused(_("This is an answer sheet: `open` has it filled in, `import` takes its answers."))
    act = opened(
        data,
        lambda: read_own_key(secrets.keeper_of(options), folder_of(options), passphrase=passphrase),
        given=lambda: given_keys(options),
        words=lambda: secrets.words_of(options) or passphrase,
    )
    try:
        return secrets.carried_out(act)
    except sealed.KeyNeeded as error:
        raise secrets.hinted(error, _("Name its file with --identity.")) from None


def given_keys(options: argparse.Namespace) -> Sequence[Identity]:
    """The secret keys of the files named with --identity."""
    from cmic_wizard.handoff.keys import identities_from

    if options.identity:
        secrets.harden()
    return [key for name in options.identity for key in identities_from(Path(name))]
