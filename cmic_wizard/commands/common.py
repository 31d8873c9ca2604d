"""What several commands need: the chosen profile, secrets from prompt, file or descriptor, the judgement."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

from cmic_wizard.errors import FileRefused, UsageError, WizardError
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import _
from cmic_wizard.locations import data_dir
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.store import Listed, Profiles
from cmic_wizard.secret import Secret
from cmic_wizard.text import shortened, visible

_SECRET_AT_MOST = 65536


def profiles_of(options: argparse.Namespace) -> Profiles:
    """The profiles in the chosen data folder."""
    return Profiles(data_dir(options.data_dir), program=f"cmic-wizard {options.command or ''}".strip())


def chosen(options: argparse.Namespace, profiles: Profiles) -> Listed:
    """The profile that is meant: named, or the only one."""
    if options.profile:
        found = profiles.find(options.profile)
        if found is None:
            names = [listed.name for listed in profiles.list()]
            raise WizardError(_unknown(options.profile, names))
        return found
    listed = profiles.list()
    if not listed:
        raise WizardError(_("There is no profile yet. `cmic-wizard` or `cmic-wizard set` makes one."))
    if len(listed) > 1:
        names = ", ".join(visible(shortened(one.name, 60)) for one in listed)
        raise UsageError(_("There are several profiles; name one with --profile: {names}").format(names=names))
    return listed[0]


def _unknown(name: str, names: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    text = _("There is no profile “{name}”.").format(name=visible(shortened(name, 60)))
    return f"{text} " + _("Did you mean “{near}”?").format(near=visible(near[0])) if near else text


def judged(draft: Draft) -> Assessment:
    """The assessment of a draft now."""
    return assess(load_guide(), draft, (draft.check,) if draft.check else (), draft.remarks, datetime.now(UTC))


def _without_newline(data: bytes) -> Secret:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise FileRefused(_("The secret is not UTF-8 text.")) from None
    return Secret(text.removesuffix("\n").removesuffix("\r"))


def secret_of(descriptor: int | None, file: str | None) -> Secret | None:
    """A secret from a descriptor or a private file, one final newline dropped; None where neither is given."""
    if descriptor is not None and file is not None:
        raise UsageError(_("Give either the file descriptor or the file, not both."))
    if descriptor is not None:
        try:
            with os.fdopen(descriptor, "rb", closefd=True) as source:
                return _without_newline(source.read(_SECRET_AT_MOST))
        except OSError:
            raise FileRefused(_("Nothing can be read from file descriptor {number}.").format(number=descriptor)) from None
    if file is not None:
        from cmic_wizard.files import read_regular

        path = Path(file).expanduser()
        data = read_regular(path, _SECRET_AT_MOST, follow=True)
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise FileRefused(_("“{path}” can be read by others. Make it yours alone: chmod 600 “{path}”.").format(
                path=visible(file)))
        return _without_newline(data)
    return None


def prompted(text: str, *, twice: str = "") -> Secret:
    """A secret typed at the terminal, masked; with `twice` it is asked again and compared."""
    if not sys.stdin.isatty():
        raise UsageError(_("There is no terminal to ask at; use the -fd or -file option."))
    from getpass import getpass

    first = getpass(text + " ")
    if twice and getpass(twice + " ") != first:
        raise WizardError(_("The two entries are not the same. Nothing was changed."))
    return Secret(first)


def passphrase_of(options: argparse.Namespace) -> Secret | None:
    """The passphrase that was handed in, if any."""
    return secret_of(options.passphrase_fd, options.passphrase_file)


def say(text: str = "") -> None:
    """A line on standard output."""
    print(text)


def tell(text: str) -> None:
    """A line for people beside the output proper."""
    print(text, file=sys.stderr)
