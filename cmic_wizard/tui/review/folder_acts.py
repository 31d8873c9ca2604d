"""What a reviewer does with many hand-offs at once, and the menu of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from cmic_wizard.background import in_thread
from cmic_wizard.errors import WizardError
from cmic_wizard.i18n import _
from cmic_wizard.tui.folder_actions import FOLDER_ACTIONS
from cmic_wizard.tui.results import KeysMeanwhile, screen_work
from cmic_wizard.tui.review.folder_lines import about_the_table, keys_of_the_table
from cmic_wizard.tui.review.kept import show_kept_passwords, write_desk_note
from cmic_wizard.tui.screens.help import HelpDialog
from cmic_wizard.tui.screens.menu import do_chosen

if TYPE_CHECKING:
    from cmic_wizard.tui.review.folder_screen import FolderScreen


@screen_work()
async def show_table_menu(screen: FolderScreen) -> None:
    """Search the actions of the table, and do one."""
    await do_chosen(screen, FOLDER_ACTIONS)


@screen_work()
async def note_on_selected(screen: FolderScreen) -> None:
    """Write a note of the reviewer's own on the customer under the cursor."""
    row = screen.selected
    if row is None or row.kind != "handoff":
        screen.app.notify(_("Select a hand-off that can be read first."), markup=False)
        return
    await write_desk_note(screen, screen.data_dir, row.profile_id, row.company)
    screen.show_verdict(row.profile_id)


@screen_work()
async def unlock(screen: FolderScreen) -> None:
    """Open all sealed files that the reviewer's key fits; what opens the key is asked for once."""
    try:
        if await screen.opener.unlock_key():
            unseal(screen)
    except WizardError as error:
        screen.app.notify(str(error), severity="error", markup=False, timeout=10)


@screen_work(exclusive=True, group="unseal", keys=KeysMeanwhile.GO_ON)
async def unseal(screen: FolderScreen) -> None:
    """Open the sealed files in a thread; each shows what is in it as soon as it is open."""
    source, opener = screen.source, screen.opener
    paths = [row.path for row in screen.inbox.rows() if row.sealed]
    await in_thread(lambda: opener.unseal(paths, source.known, lambda row: source.arrive([row]), source.stop))


def show_help(screen: FolderScreen) -> None:
    """What the columns mean, and all keys."""
    screen.app.push_screen(
        HelpDialog(None, FOLDER_ACTIONS, before=about_the_table(), beside=keys_of_the_table)
    )


def list_passwords(screen: FolderScreen) -> None:
    """List the passwords that the reviewer keeps."""
    show_kept_passwords(screen, screen.opener.keeper, screen.data_dir)


FOLDER_ACTS: Final[Mapping[str, Callable[[FolderScreen], object]]] = {
    "help": show_help,
    "menu": show_table_menu,
    "own_note": note_on_selected,
    "kept_passwords": list_passwords,
    "unlock": unlock,
}
"""What those of the table's actions do that are not about its rows alone."""
