"""`check`: whether CMiC answers, stage by stage."""

from __future__ import annotations

import argparse
import asyncio

from cmic_wizard.commands.check_waits import Waiting, watched
from cmic_wizard.commands.chosen_profile import chosen, folder_of, judged, profiles_of
from cmic_wizard.commands.output import ascii_only, say, say_json, tell, tell_steps
from cmic_wizard.commands.secrets import passphrase_of, password_of
from cmic_wizard.connection.report import as_json, stage_line
from cmic_wizard.connection.target import Target, missing_for, target_of
from cmic_wizard.errors import ExitStatus, FileRefused, ProfileInUse
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import _
from cmic_wizard.profile.check_kept import by_the_user, changes, kept_checks, kept_line, since_it_worked
from cmic_wizard.profile.check_words import advice_words, conclusion_words
from cmic_wizard.profile.checks import CheckResult, Conclusion, Stage
from cmic_wizard.profile.draft import Draft
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
    if options.kept:
        return _tell_kept(draft, as_data=options.json)
    assessment = judged(draft)
    without = options.without_password or options.watch is not None
    missing = missing_for(assessment, signing_in=not without)
    if missing:
        tell("cmic-wizard: " + _("The check can't begin yet, because this is missing or wrong:"))
        tell_steps(missing)
        if not without and not missing_for(assessment, signing_in=False):
            tell(_("With --without-password it checks everything that needs no sign-in."))
        return ExitStatus.REFUSED
    password = None if without else password_of(options, draft, passphrase)
    target = target_of(assessment)
    settled: list[CheckResult] = []
    try:
        if options.watch is None:
            result = asyncio.run(_checked(target, password, settled, quiet=options.json))
        else:
            from cmic_wizard.ending import ended_by_signals

            with ended_by_signals():
                result = asyncio.run(_watched(target, options.watch, quiet=options.json))
    except KeyboardInterrupt:
        for found in settled:
            _keep(profiles, slug, by_the_user(found, folder_of(options)))
        tell(_stopped(watched=options.watch is not None, settled=bool(settled)))
        raise
    if options.json:
        say_json(as_json(result))
    else:
        _tell_end(result, draft, watched=options.watch is not None)
    _keep(profiles, slug, by_the_user(result, folder_of(options)))
    return status_of(result)


def _tell_end(result: CheckResult, draft: Draft, *, watched: bool) -> None:
    """How it ended, which a watch has told already, its advice, and what has changed since it worked."""
    if not watched:
        say(conclusion_words(result.conclusion))
    if advice := advice_words(result):
        say(advice)
    for text in since_it_worked(result, kept_checks(draft), load_guide()):
        say(text)


def status_of(result: CheckResult) -> int:
    """The exit status after a check."""
    return ExitStatus.DONE if result.conclusion in _HELD else ExitStatus.CHECK_FAILED


def _stopped(*, watched: bool, settled: bool) -> str:
    """What is said to who stops a check."""
    if watched:
        return _("The watch was ended before the check passed; nothing of it is kept.")
    if settled:
        return _("The check was stopped while it read the modules; what it had found before is kept.")
    return _("The check was stopped before its end; nothing of it is kept.")


async def _checked(
    target: Target, password: Secret | None, settled: list[CheckResult], *, quiet: bool
) -> CheckResult:
    """Check; the list takes the result as soon as only advice can come."""
    from cmic_wizard.connection.check import check

    if quiet:
        return await check(target, password, on_settled=settled.append)
    say(_("Connection check of {address}").format(address=visible(target.base_url)))
    waiting = Waiting()
    return await waiting.during(
        check(
            target,
            password,
            on_stage=lambda stage: say(_line(stage)),
            on_start=waiting.begin,
            on_settled=settled.append,
        )
    )


async def _watched(target: Target, seconds: int, *, quiet: bool) -> CheckResult:
    """Check what needs no password, again and again, until it holds."""
    from cmic_wizard.connection.check import check

    if not quiet:
        text = _("Connection check of {address} every {seconds} s, until it passes; Ctrl+C ends it.")
        say(text.format(address=visible(target.base_url), seconds=seconds))
    return await watched(lambda: check(target, None), seconds, _line, quiet=quiet)


def _line(stage: Stage) -> str:
    return stage_line(stage, ascii_only=ascii_only())


def _tell_kept(draft: Draft, *, as_data: bool) -> int:
    """List the kept checks, the newest first, and what each found other than the one before it."""
    found = kept_checks(draft)
    if as_data:
        say_json(
            [as_json(check) | {"by": visible(check.by), "through": visible(check.through)} for check in found]
        )
        return ExitStatus.DONE
    if not found:
        say(_("No check is kept yet."))
    for number, check in enumerate(found):
        say(kept_line(check))
        for text in changes(found[number + 1], check, load_guide()) if number + 1 < len(found) else ():
            say(f"  {text}")
    return ExitStatus.DONE


def _keep(profiles: Profiles, slug: str, result: CheckResult) -> None:
    """Keep the result, where it is worth it."""
    try:
        with profiles.open(slug) as store:
            store.keep_check(result)
            store.save()
    except (ProfileInUse, FileRefused) as error:
        tell(_("The result was not kept in the profile. {reason}").format(reason=error))
