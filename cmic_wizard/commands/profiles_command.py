"""`profiles`: lists, copies, renames, deletes."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from cmic_wizard.bounds import to_the_minute
from cmic_wizard.commands.chosen_profile import judged, named, profiles_of
from cmic_wizard.commands.output import say, tell
from cmic_wizard.commands.parser import one_of
from cmic_wizard.commands.secrets import can_ask, keeper_of, settle
from cmic_wizard.errors import CredentialError, ExitStatus, FileRefused, UsageError
from cmic_wizard.i18n import _
from cmic_wizard.profile.listing import standing_of
from cmic_wizard.profile.names import same_name
from cmic_wizard.profile.profiles import Listed, Profiles
from cmic_wizard.text import shortened, visible


def run(options: argparse.Namespace) -> int:
    """List the profiles, or do what the first word says."""
    profiles = profiles_of(options)
    settle(options)
    if not options.words:
        return _list(profiles)
    verb, *names = options.words
    if one_of("copy", "delete", "rename")(verb) == "delete":
        return _delete(options, profiles, names)
    if verb == "copy":
        return _copy(profiles, names)
    if len(names) != 2:
        raise UsageError(_("`profiles rename` takes the old name and the new one."))
    listed = profiles.rename(named(names[0], profiles).slug, names[1])
    tell(_("The profile is now called “{name}”.").format(name=visible(listed.name)))
    return ExitStatus.DONE


def _copy(profiles: Profiles, names: list[str]) -> int:
    from cmic_wizard.profile.second_environment import copy

    if len(names) != 2:
        raise UsageError(_("`profiles copy` takes the name of a profile and that of its copy."))
    _slug, said = copy(profiles, named(names[0], profiles).slug, names[1])
    tell(said)
    return ExitStatus.DONE


def _list(profiles: Profiles) -> int:
    found = profiles.list()
    for listed in found:
        say(_line(profiles, listed))
    if not found:
        tell(_("There is no profile yet."))
    return ExitStatus.DONE


def _line(profiles: Profiles, listed: Listed) -> str:
    name, fault = visible(shortened(listed.name, 80)), listed.fault
    if not fault:
        try:
            assessment = judged(profiles.load(listed.slug))
        except FileRefused as refusal:
            fault = str(refusal)
    if fault:
        earlier = _("the version before its last save is whole: the wizard offers it")
        kept = (earlier,) if profiles.previous(listed.slug) is not None else ()
        return "\t".join((name, _("damaged"), visible(fault), *kept))
    standing = standing_of(assessment, datetime.now(UTC))
    progress, changed = f"{int(assessment.progress * 100)} %", to_the_minute(listed.changed)
    return "\t".join((name, progress, changed, *standing.words()))


def _delete(options: argparse.Namespace, profiles: Profiles, names: list[str]) -> int:
    if len(names) != 1:
        raise UsageError(_("`profiles delete` takes one name."))
    listed = named(names[0], profiles)
    name = visible(listed.name)
    if not options.yes:
        if not can_ask():
            raise UsageError(_("There is no terminal to ask at: use --yes to delete without a question."))
        question = _("Delete “{name}” with its password? Type its name to confirm:").format(name=name)
        if not same_name(input(f"{question} "), listed.name):
            tell(_("Nothing was deleted."))
            return ExitStatus.REFUSED
    from cmic_wizard.credentials.leftovers import delete_profile

    left = delete_profile(profiles, keeper_of(options), listed.slug)
    tell(_("“{name}” is deleted.").format(name=name))
    if left:
        raise CredentialError(" ".join(left))
    return ExitStatus.DONE
