"""No command, or `open`: opens the wizard, or a file that somebody sent."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cmic_wizard.commands.chosen_profile import folder_of, named, profiles_of
from cmic_wizard.commands.screen import prepare_screen
from cmic_wizard.errors import UsageError
from cmic_wizard.i18n import _

if TYPE_CHECKING:
    from cmic_wizard.handoff.answer_sheet import Sheet


def run(options: argparse.Namespace) -> int:
    """Open the wizard on the named, the last or the only profile; else on the list or the first run.

    With a file: the questions of an answer sheet, else the review of a hand-off.
    """
    if options.command == "open":
        return _file(options)
    prepare_screen(_("Without one, use `cmic-wizard status` and `cmic-wizard set`."))
    slug = named(options.profile, profiles_of(options)).slug if options.profile else None
    from cmic_wizard.tui.app import WizardApp
    from cmic_wizard.tui.app import run as run_app

    return run_app(WizardApp(folder_of(options), slug=slug, chosen_language=options.lang))


def _file(options: argparse.Namespace) -> int:
    from cmic_wizard.bounds import LARGEST
    from cmic_wizard.files import read_regular, typed_path
    from cmic_wizard.handoff.answers_by_mail import sheet_to_fill

    if len(options.paths) != 1:
        raise UsageError(_("`open` takes one file."))
    path = typed_path(options.paths[0])
    sheet = sheet_to_fill(read_regular(path, LARGEST, follow=True))
    if sheet is not None:
        return _questions(options, sheet, path)
    from cmic_wizard.commands.review_command import review_on_screen

    return review_on_screen(options, options.paths[0])


def _questions(options: argparse.Namespace, sheet: Sheet, path: Path) -> int:
    prepare_screen(_("Without one, fill the sheet in with any editor."))
    from cmic_wizard.credentials.keeper import Keeper
    from cmic_wizard.tui.app import WizardApp
    from cmic_wizard.tui.app import run as run_app
    from cmic_wizard.tui.screens.first_screens import session_for_sheet

    session = session_for_sheet(sheet, path, Keeper(folder_of(options)))
    return run_app(WizardApp(folder_of(options), session=session, chosen_language=options.lang))
