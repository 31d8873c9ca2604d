"""Secrets come in by prompt, file or descriptor, and are kept in the key ring or the vault."""

from __future__ import annotations

import argparse
import contextlib
import copy
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cmic_wizard.commands.chosen_profile import folder_of
from cmic_wizard.commands.output import tell
from cmic_wizard.commands.parser import quoted
from cmic_wizard.encodings import as_utf8
from cmic_wizard.errors import FileRefused, UsageError, WizardError
from cmic_wizard.files import typed_path
from cmic_wizard.i18n import _
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.draft_store import Store
from cmic_wizard.secret import Secret

if TYPE_CHECKING:
    from cmic_wizard.asking import Act, Need, Question
    from cmic_wizard.credentials.keeper import Keeper, Kept

Result = TypeVar("Result")
Refusal = TypeVar("Refusal", bound=WizardError)
_SECRET_AT_MOST = 65_536


def keeper_of(options: argparse.Namespace) -> Keeper:
    """The door to stored passwords."""
    from cmic_wizard.credentials.keeper import Keeper

    return Keeper(folder_of(options))


def passphrase_of(options: argparse.Namespace) -> Secret | None:
    """The passphrase that was handed in, if any; to be asked for once, early."""
    return secret_of(options.passphrase_fd, options.passphrase_file)


def words_of(options: argparse.Namespace) -> Secret | None:
    """The words that open a sealed file, where they were handed in apart from the passphrase."""
    return secret_of(options.words_fd, options.words_file)


def secret_of(descriptor: int | None, file: str | None) -> Secret | None:
    """A secret from a descriptor or a private file, one final newline dropped; None for neither."""
    if descriptor is not None and file is not None:
        raise UsageError(_("Give either the file descriptor or the file, not both."))
    if descriptor is None and file is None:
        return None
    harden()
    if descriptor is not None:
        return _without_newline(_all_of(descriptor))
    return _without_newline(_private(typed_path(str(file))))


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def prompted(question: str, *, again: str = "") -> Secret:
    """A secret typed at the terminal, unseen; with `again` it is asked for twice and compared."""
    if not can_ask():
        raise UsageError(_("There is no terminal to ask at: use the option that ends in -fd or -file."))
    harden()
    first = _unseen(f"{question} ")
    if again and _unseen(f"{again} ") != first:
        raise WizardError(_("The two entries differ. Nothing was changed."))
    return Secret(first)


def _unseen(prompt: str) -> str:
    """A line typed unseen: also once the program comes back from the background."""
    from getpass import getpass

    from cmic_wizard.foreground import called_at_return

    def back() -> None:
        if sys.platform != "win32":
            import termios

            with (
                contextlib.suppress(OSError, termios.error),
                Path("/dev/tty").open("r+b", buffering=0) as tty,
            ):
                silent = termios.tcgetattr(tty)
                silent[3] &= ~termios.ECHO
                termios.tcsetattr(tty, termios.TCSADRAIN, silent)
                tty.write(prompt.encode(errors="replace"))

    with called_at_return(back):
        return getpass(prompt)


def agreed(question: str) -> bool:
    """Whether somebody at the terminal answers a question with yes, in either language."""
    from cmic_wizard.profile.rules.simple import YES

    return input(f"{question} ").strip().casefold() in YES


def carried_out(act: Act[Result], store: Store | None = None) -> Result:
    """The result of an act: it asks at the terminal, once, and records in `store`."""
    from cmic_wizard.asking import Question, carried_out
    from cmic_wizard.credentials.keeping import Record

    harden()

    def bring(need: Need) -> object:
        if isinstance(need, Question):
            return _answer(need)
        if isinstance(need, Record) and store is not None:
            if need.kept is not None and need.kept.note:
                tell(need.kept.note)
            kept = need.kept.record(store.now()) if need.kept is not None else None
            store.keep_password(kept, need.secret)
            store.save()
        return store is not None

    return carried_out(act, bring)


def _answer(question: Question) -> Secret:
    """What is typed at the terminal; where nobody sits there, or it was typed before, what is wrong."""
    from cmic_wizard.asking import Wanted

    if question.fault is not None:
        raise question.fault
    if not can_ask():
        words = question.wanted is Wanted.WORDS
        raise hinted(
            question.reason,
            _("Use --words-fd or --words-file.") if words else _("Use --passphrase-fd or --passphrase-file."),
        )
    if question.wanted is Wanted.WORDS:
        return prompted(_("The words that open the file:"))
    if question.wanted is not Wanted.NEW_VAULT:
        return prompted(_("Passphrase of the vault:"))
    tell(str(question.reason))
    return prompted(_("Passphrase for a new vault:"), again=_("The same once more:"))


def hinted(error: Refusal, hint: str) -> Refusal:
    """The same error, with the option beside it that helps."""
    said = copy.copy(error)
    said.args = (f"{error} {hint}",)
    return said


def password_of(options: argparse.Namespace, draft: Draft, passphrase: Secret | None) -> Secret | None:
    """The profile's password; None where none is kept."""
    if draft.password is None:
        return None
    from cmic_wizard.credentials.keeping import read_password

    return carried_out(read_password(keeper_of(options), draft, passphrase=passphrase))


def forget(options: argparse.Namespace, store: Store) -> None:
    """Remove the profile's password from where it is kept, and bring that to the disk."""
    kept = store.draft.password
    if kept is None:
        return
    from cmic_wizard.credentials.keeping import forget_password

    carried_out(forget_password(keeper_of(options), store.draft.id, kept), store)


def keep_password(
    options: argparse.Namespace,
    store: Store,
    password: Secret,
    passphrase: Secret | None,
) -> None:
    """Keep the profile's password and record that; what another place held of it goes last."""
    from cmic_wizard.credentials import keeping

    act = keeping.keep_password(keeper_of(options), store.draft.id, password, passphrase=passphrase)
    _tell_left(carried_out(act, store))


def keep_brought_password(
    options: argparse.Namespace, store: Store, password: Secret, passphrase: Secret | None, *, had_one: bool
) -> None:
    """The same with a password that a file brought; `had_one` is what `importing.Taken` says."""
    from cmic_wizard.credentials import keeping

    keeper, profile_id = keeper_of(options), store.draft.id
    _tell_left(
        carried_out(
            keeping.keep_brought_password(
                keeper, profile_id, password, had_one=had_one, passphrase=passphrase
            ),
            store,
        )
    )


def _tell_left(kept: Kept) -> None:
    if kept.left:
        tell(kept.left)


def settle(options: argparse.Namespace) -> None:
    """Complete or undo what was cut before."""
    from cmic_wizard.commands.chosen_profile import profiles_of
    from cmic_wizard.credentials import leftovers

    leftovers.settle(profiles_of(options), keeper_of(options))


def harden() -> None:
    """Before a secret is in memory, see to it that no dump of the memory can be made."""
    from cmic_wizard.credentials.hardening import harden_process

    harden_process()


def _all_of(descriptor: int) -> bytes:
    try:
        with os.fdopen(descriptor, "rb") as source:
            data = source.read(_SECRET_AT_MOST + 1)
    except OSError:
        raise FileRefused(
            _("Nothing can be read from file descriptor {number}.").format(number=descriptor)
        ) from None
    if len(data) > _SECRET_AT_MOST:
        raise FileRefused(_("This is too long for a password or a passphrase."))
    return data


def _private(path: Path) -> bytes:
    from cmic_wizard.files import read_regular
    from cmic_wizard.presence import open_to_others

    data = read_regular(path, _SECRET_AT_MOST, follow=True)
    if open_to_others(path):
        sentence = _("“{path}” is open to others. Make it yours alone: chmod 600 “{path}”.")
        raise FileRefused(sentence.format(path=quoted(str(path))))
    return data


def _without_newline(data: bytes) -> Secret:
    try:
        text = as_utf8(data).decode("utf-8")
    except UnicodeDecodeError:
        raise FileRefused(_("The password or passphrase is not text in UTF-8.")) from None
    ending = "\r\n" if text.endswith("\r\n") else "\n"
    return Secret(text.removesuffix(ending))
