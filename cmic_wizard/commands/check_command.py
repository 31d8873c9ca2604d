"""`check`: whether CMiC answers, stage by stage."""

from __future__ import annotations

import argparse
import asyncio

from cmic_wizard.commands.chosen_profile import chosen, judged, profiles_of
from cmic_wizard.commands.output import ascii_only, say, say_json, tell, tell_steps
from cmic_wizard.commands.secrets import passphrase_of, password_of
from cmic_wizard.connection.report import as_json, stage_line
from cmic_wizard.connection.target import Target, missing_for, target_of
from cmic_wizard.errors import ExitStatus, FileRefused, ProfileInUse
from cmic_wizard.i18n import _
from cmic_wizard.profile.check_words import conclusion_words
from cmic_wizard.profile.checks import CheckResult, Conclusion, Stage
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.secret import Secret
from cmic_wizard.text import visible

_HELD = (Conclusion.PASSED, Conclusion.WITHOUT_SIGN_IN)


def run(options: argparse.Namespace) -> int:
    """Check, print, keep the result; 0 when every stage holds that was asked for, 4 when one fails."""
    passphrase = passphrase_of(options)
    profiles = profiles_of(options)
    slug = chosen(options, profiles).slug
    draft = profiles.load(slug)
    assessment = judged(draft)
    missing = missing_for(assessment, signing_in=not options.without_password)
    if missing:
        tell("cmic-wizard: " + _("The check can't begin yet, because this is missing or wrong:"))
        tell_steps(missing)
        if not options.without_password and not missing_for(assessment, signing_in=False):
            tell(_("With --without-password it checks everything that needs no sign-in."))
        return ExitStatus.REFUSED
    password = None if options.without_password else password_of(options, draft, passphrase)
    target = target_of(assessment)
    try:
        result = asyncio.run(_checked(target, password, quiet=options.json))
    except KeyboardInterrupt:
        tell(_("The check was stopped before its end; nothing of it is kept."))
        raise
    if options.json:
        say_json(as_json(result))
    else:
        say(conclusion_words(result.conclusion))
    _keep(profiles, slug, result)
    return status_of(result)


def status_of(result: CheckResult) -> int:
    """The exit status after a check."""
    return ExitStatus.DONE if result.conclusion in _HELD else ExitStatus.CHECK_FAILED


async def _checked(target: Target, password: Secret | None, *, quiet: bool) -> CheckResult:
    from cmic_wizard.connection.check import check

    plain = ascii_only()

    def show(stage: Stage) -> None:
        say(stage_line(stage, ascii_only=plain))

    if quiet:
        return await check(target, password)
    say(_("Connection check of {address}").format(address=visible(target.base_url)))
    return await check(target, password, on_stage=show)


def _keep(profiles: Profiles, slug: str, result: CheckResult) -> None:
    """Keep the result, where it is worth it."""
    try:
        with profiles.open(slug) as store:
            store.keep_check(result)
            store.save()
    except (ProfileInUse, FileRefused) as error:
        tell(_("The result was not kept in the profile. {reason}").format(reason=error))
