"""`profiles`: lists, deletes, renames."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime

from cmic_wizard.commands.common import judged, profiles_of, say, tell
from cmic_wizard.errors import UsageError, WizardError
from cmic_wizard.i18n import _
from cmic_wizard.profile.store import Listed, Profiles
from cmic_wizard.text import shortened, visible


def run(options: argparse.Namespace) -> int:
    """List the profiles, or do what the verb says."""
    profiles = profiles_of(options)
    if options.verb == "delete":
        return _delete(options, profiles)
    if options.verb == "rename":
        if len(options.names) != 2:
            raise UsageError(_("`profiles rename` takes the old and the new name."))
        profiles.rename(_found(profiles, options.names[0]).slug, options.names[1])
        return 0
    for listed in profiles.list():
        say(_line(profiles, listed))
    return 0


def _line(profiles: Profiles, listed: Listed) -> str:
    name = visible(shortened(listed.name, 80))
    if listed.fault:
        return f"{name}\t{_('damaged')}\t{listed.fault}"
    assessment = judged(profiles.load(listed.slug))
    changed = datetime.fromisoformat(listed.changed).astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{name}\t{round(assessment.progress * 100)} %\t{changed}"


def _found(profiles: Profiles, name: str) -> Listed:
    found = profiles.find(name)
    if found is None:
        raise WizardError(_("There is no profile “{name}”.").format(name=visible(shortened(name, 60))))
    return found


def _delete(options: argparse.Namespace, profiles: Profiles) -> int:
    if len(options.names) != 1:
        raise UsageError(_("`profiles delete` takes one name."))
    listed = _found(profiles, options.names[0])
    if not options.yes:
        if not sys.stdin.isatty():
            raise UsageError(_("There is no terminal to ask at; say --yes to delete without a question."))
        question = _("Delete “{name}” with its password? Type its name to confirm:")
        if input(question.format(name=visible(listed.name)) + " ").strip() != listed.name:
            tell(_("Nothing was deleted."))
            return 1
    draft = profiles.delete(listed.slug)
    if draft is not None and draft.password is not None:
        from cmic_wizard.credentials.keeper import Keeper, Place
        from cmic_wizard.locations import data_dir

        Keeper(data_dir(options.data_dir)).remove(draft.id, Place(draft.password.place))
    return 0
