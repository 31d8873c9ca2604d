"""What a reviewer does with many hand-offs at once, and the menu of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmic_wizard.background import in_thread
from cmic_wizard.errors import WizardError
from cmic_wizard.tui.actions import FOLDER_ACTIONS
from cmic_wizard.tui.results import KeysMeanwhile, screen_work
from cmic_wizard.tui.screens.menu import MenuDialog

if TYPE_CHECKING:
    from cmic_wizard.tui.review.folder_screen import FolderScreen


@screen_work()
async def show_table_menu(screen: FolderScreen) -> None:
    """Search the actions of the table, and do one."""
    chosen = await screen.app.push_screen_wait(MenuDialog(None, FOLDER_ACTIONS))
    for action in FOLDER_ACTIONS:
        if chosen == f"action:{action.name}":
            await screen.run_action(action.call)


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
