"""No command: opens the wizard."""

from __future__ import annotations

import argparse
import gc
import sys

from cmic_wizard.commands.common import profiles_of
from cmic_wizard.errors import UsageError, WizardError
from cmic_wizard.i18n import _
from cmic_wizard.text import shortened, visible


def run(options: argparse.Namespace) -> int:
    """Open the wizard on the named, the last or the only profile; else on the list or the first run."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(_("The wizard needs a terminal. Without one use `cmic-wizard status` and `cmic-wizard set`."))
    from cmic_wizard.credentials.hardening import harden_process
    from cmic_wizard.locations import data_dir

    harden_process()
    gc.disable()
    from cmic_wizard.tui.app import WizardApp, run as run_app

    slug = None
    if options.profile:
        found = profiles_of(options).find(options.profile)
        if found is None:
            raise WizardError(_("There is no profile “{name}”.").format(name=visible(shortened(options.profile, 60))))
        slug = found.slug
    return run_app(WizardApp(data_dir(options.data_dir), slug=slug, chosen_language=options.lang))
