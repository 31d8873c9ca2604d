"""`history`: who answered what, and when, the newest first."""

from __future__ import annotations

import argparse
from typing import Any

from cmic_wizard.commands.chosen_profile import chosen, profiles_of
from cmic_wizard.commands.output import say, say_json, tell
from cmic_wizard.commands.set_values import demand_step
from cmic_wizard.errors import ExitStatus, UsageError
from cmic_wizard.i18n import _
from cmic_wizard.profile.changes import Change, changes, given_in
from cmic_wizard.profile.history_words import is_by, kind_of, line_of, role_of, who_of
from cmic_wizard.text import visible, visible_lines


def run(options: argparse.Namespace) -> int:
    """Print the changes of the profile, of one step or of one person."""
    if len(options.steps) > 1:
        raise UsageError(_("`history` takes one step, or none for all."))
    for step in options.steps:
        demand_step(step)
    profiles = profiles_of(options)
    found = [
        change
        for change in changes(profiles.load(chosen(options, profiles).slug))
        if (not options.steps or change.step in options.steps)
        and (options.by is None or is_by(change, options.by))
    ]
    if options.json:
        say_json([as_json(change) for change in found])
        return ExitStatus.DONE
    for change in found:
        say(line_of(change))
    if not found:
        tell(_("No change is kept here."))
    return ExitStatus.DONE


def as_json(change: Change) -> dict[str, Any]:
    """A change for programs; what a field did not change is not there."""
    entry, given = change.entry, given_in(change.after.get("given", ""))
    return {
        "at": entry.at,
        "step": visible(change.step) or None,
        "what": kind_of(change),
        "by": visible(who_of(change)),
        "role": visible(role_of(change)),
        "given": visible(given.at) if given else None,
        "imported": entry.what == "import",
        "before": _shown(change.before.get("answer")),
        "after": _shown(change.after.get("answer")),
        "note": _shown(change.after.get("note")),
        "undone": visible(entry.undone) or None,
    }


def _shown(text: str | None) -> str | None:
    return None if text is None else visible_lines(text)
