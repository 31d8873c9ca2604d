"""Opens a file that somebody sent, from a screen on which no profile is open."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from cmic_wizard.errors import WizardError
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.results import screen_work


@screen_work()
async def open_file(screen: Screen[None], complain: Callable[[str], None]) -> None:
    """Ask for it, take it in, and open what comes of it; `complain` says what went wrong."""
    from cmic_wizard.tui.screens.import_file import take_file

    try:
        slug = await take_file(screen, None)
        if slug is not None:
            await application_of(screen).open_profile(slug)
    except WizardError as error:
        complain(str(error))
