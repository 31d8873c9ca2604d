"""What a reviewer takes out of a hand-off for themselves: its password, its values, a note of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cmic_wizard.errors import WizardError
from cmic_wizard.i18n import _
from cmic_wizard.presence import home_folder
from cmic_wizard.profile.names import slug_of
from cmic_wizard.review import kept_passwords
from cmic_wizard.review.values import values_of
from cmic_wizard.tui.results import screen_work
from cmic_wizard.tui.review.clipboard import clipboard_of
from cmic_wizard.tui.review.kept import show_kept_passwords, write_desk_note
from cmic_wizard.tui.review.reveal import RevealDialog, WriteDialog
from cmic_wizard.tui.review.values_dialog import ValuesDialog
from cmic_wizard.tui.screens.unlocking import keep_somewhere, where

if TYPE_CHECKING:
    from cmic_wizard.tui.review.review_screen import ReviewScreen


def show_password(screen: ReviewScreen) -> None:
    """Show the password for a while."""
    if screen.session.password is not None:
        screen.app.push_screen(RevealDialog(screen.session.password))


@screen_work()
async def write_password(screen: ReviewScreen) -> None:
    """Write the password to a file of the reviewer's own."""
    if screen.session.password is None:
        return
    text = _(
        "The password will be in this file unencrypted, readable by you alone. Delete the file after use."
    )
    data = screen.session.password.reveal().encode()
    target = home_folder() / f"{slug_of(screen.session.draft.name)}-cmic-password.txt"
    await write_by(screen, WriteDialog(_("Write the password"), text, target, data))


@screen_work()
async def keep_password(screen: ReviewScreen) -> None:
    """Keep the password in the reviewer's own key ring, or in a vault where there is none."""
    if screen.session.password is None:
        return
    session = screen.session
    noted = kept_passwords.to_keep(session.draft.id, session.draft.name)
    act = kept_passwords.keep(session.keeper, session.data_dir, noted, screen.session.password)
    try:
        kept = await keep_somewhere(screen.app, act, noted.entry)
    except WizardError as error:
        screen.app.notify(str(error), severity="error", markup=False, timeout=10)
        return
    if kept is not None:
        screen.app.notify(where(kept, noted.entry), markup=False)


@screen_work()
async def show_values(screen: ReviewScreen) -> None:
    """Show what is entered in Procore, each value copied by one key."""
    password = screen.session.password
    length = len(password) if password is not None else 0
    values = values_of(screen.session.assessment)
    put = clipboard_of(screen.app).put

    def copy(tell: Callable[[str], object]) -> None:
        if password is not None:
            put(password, tell)

    await screen.app.push_screen_wait(ValuesDialog(values, length, copy))


def copy_password(screen: ReviewScreen) -> None:
    """Put the password on the clipboard for a while."""
    if screen.session.password is not None:
        clipboard_of(screen.app).put(screen.session.password, screen.app.notify)


@screen_work()
async def write_own_note(screen: ReviewScreen) -> None:
    """Write a note of the reviewer's own, which stays on this computer."""
    await write_desk_note(screen, screen.session.data_dir, screen.session.draft.id, screen.session.draft.name)


def list_passwords(screen: ReviewScreen) -> None:
    """List the passwords that the reviewer keeps."""
    show_kept_passwords(screen, screen.session.keeper, screen.session.data_dir)


async def write_by(screen: ReviewScreen, dialog: WriteDialog) -> bool:
    """Let a file be written, and say so; whether it was. In a worker."""
    written = await screen.app.push_screen_wait(dialog)
    if written is not None:
        screen.app.notify(_("Written: {path}").format(path=written), markup=False)
    return written is not None
