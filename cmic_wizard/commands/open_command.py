"""No command: opens the wizard."""

from __future__ import annotations

import argparse

from cmic_wizard.commands.chosen_profile import folder_of, named, profiles_of
from cmic_wizard.commands.screen import prepare_screen
from cmic_wizard.i18n import _


def run(options: argparse.Namespace) -> int:
    """Open the wizard on the named, the last or the only profile; else on the list or the first run."""
    prepare_screen(_("Without one, use `cmic-wizard status` and `cmic-wizard set`."))
    slug = named(options.profile, profiles_of(options)).slug if options.profile else None
    from cmic_wizard.tui.app import WizardApp
    from cmic_wizard.tui.app import run as run_app

    return run_app(WizardApp(folder_of(options), slug=slug, chosen_language=options.lang))
