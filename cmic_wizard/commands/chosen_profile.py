"""What several commands need: the chosen profile and its judgement."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cmic_wizard.commands.output import tell
from cmic_wizard.commands.parser import quoted, suggestion
from cmic_wizard.errors import UsageError, WizardError
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import _
from cmic_wizard.locations import data_dir
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Listed, Profiles


def folder_of(options: argparse.Namespace) -> Path:
    """The chosen data folder."""
    return data_dir(options.data_dir)


def profiles_of(options: argparse.Namespace) -> Profiles:
    """The profiles in the chosen data folder."""
    return Profiles(folder_of(options), program=f"cmic-wizard {options.command or ''}".strip(), tell=tell)


def chosen(options: argparse.Namespace, profiles: Profiles) -> Listed:
    """The profile that is meant: named, or the only one."""
    if options.profile:
        return named(options.profile, profiles)
    listed = profiles.list()
    if not listed:
        raise WizardError(
            _("There is no profile yet. `cmic-wizard` makes one, or `cmic-wizard set --profile NAME …`.")
        )
    if len(listed) > 1:
        names = ", ".join(quoted(one.name) for one in listed)
        raise UsageError(
            _("There are several profiles; name one with --profile: {names}").format(names=names)
        )
    return listed[0]


def named(name: str, profiles: Profiles) -> Listed:
    """The profile of that name; WizardError with the nearest one where there is none."""
    found = profiles.find(name)
    if found is None:
        sentence = _("There is no profile “{name}”.").format(name=quoted(name))
        raise WizardError(sentence + suggestion(name, [listed.name for listed in profiles.list()]))
    return found


def demand_free(options: argparse.Namespace, path: Path, data: bytes = b"") -> None:
    """Refuse a path where something is that --force alone replaces, before anything is kept or made."""
    from cmic_wizard.handoff import targets

    with _naming_the_option():
        targets.demand_free(path, folder_of(options), data, replacing=options.force)


def write_out(options: argparse.Namespace, path: Path, data: bytes) -> None:
    """Write a file where the user wants it."""
    from cmic_wizard.handoff import targets

    with _naming_the_option():
        targets.write(path, data, folder_of(options), replacing=options.force)


@contextlib.contextmanager
def _naming_the_option() -> Iterator[None]:
    from cmic_wizard.handoff.targets import Occupied

    try:
        yield
    except Occupied as error:
        raise Occupied(f"{error} " + _("With --force it is replaced.")) from None


def judged(draft: Draft) -> Assessment:
    """The assessment of a draft now."""
    return assess(load_guide(), draft, datetime.now(UTC))
