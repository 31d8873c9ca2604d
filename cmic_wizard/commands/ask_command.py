"""`ask`: asks somebody for answers by an e-mail draft, reminds, withdraws, and lists what was asked."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cmic_wizard import dates
from cmic_wizard.commands.chosen_profile import (
    chosen,
    demand_free,
    folder_of,
    judged,
    profiles_of,
    write_out,
)
from cmic_wizard.commands.output import STANDARD_OUTPUT, say, say_bytes, say_json, tell
from cmic_wizard.commands.set_values import demand_known
from cmic_wizard.errors import ExitStatus, UsageError, WizardError
from cmic_wizard.files import shown, typed_path
from cmic_wizard.guide.named import SECRET_STEP
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.presence import working_folder
from cmic_wizard.profile import settings
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.draft_store import Store
from cmic_wizard.profile.requests import Request, status_of
from cmic_wizard.profile.settings import Settings
from cmic_wizard.profile.waiting import ROLE_WORDS, called, day_of_moment, proposed_due
from cmic_wizard.text import one_line

NO_DAY: Final = "none"
"""As the day until which to ask."""


def run(options: argparse.Namespace) -> int:
    """Ask, remind, withdraw or list."""
    steps = list(dict.fromkeys(options.steps))
    _demand_sense(options, steps)
    for step in steps:
        demand_known(step)
    profiles = profiles_of(options)
    slug = chosen(options, profiles).slug
    if options.list:
        return _list(judged(profiles.load(slug)), as_json=options.json)
    with profiles.open(slug) as store:
        if options.withdraw:
            return _withdraw(store, steps)
        return _ask(options, store, steps)


def _demand_sense(options: argparse.Namespace, steps: Sequence[str]) -> None:
    """Refuse options that contradict each other, or say too little."""
    wrong = ""
    if sum((options.list, options.withdraw, options.remind, options.whom is not None)) > 1:
        wrong = _("Give one of --whom, --remind, --withdraw and --list.")
    elif options.list and (steps or options.output):
        wrong = _("--list takes no steps and writes no file.")
    elif options.json and not options.list:
        wrong = _("--json needs --list.")
    elif not options.list and not steps:
        wrong = _("Name the steps: `ask STEP … --whom PERSON`.")
    elif not (options.list or options.withdraw or options.remind or options.whom):
        wrong = _("Say whom to ask, with --whom PERSON.")
    elif options.open and options.output == STANDARD_OUTPUT:
        wrong = _("--open needs a file.")
    if wrong:
        raise UsageError(wrong)


def _ask(options: argparse.Namespace, store: Store, steps: Sequence[str]) -> int:
    """Write the e-mail draft, and have the steps wait; nothing is kept where the file can't be written."""
    from cmic_wizard.handoff import inquiries

    now, assessment = datetime.now(UTC), judged(store.draft)
    inquiries.demand_askable(assessment, steps)
    sender = _sender(options)
    store.recorder.user = sender.name or store.recorder.user
    due = _due(options.due, assessment, now)
    if options.remind:
        rounds = inquiries.reminders(assessment, steps, due)
        if len(rounds) > 1:
            names = ", ".join(called(request) for request, _steps in rounds)
            raise WizardError(
                _("These were asked of several people; remind one at a time: {names}.").format(names=names)
            )
        request, steps = rounds[0]
    else:
        request = _request(options, assessment, steps, due, now, sender)
    mail = inquiries.mail_for(assessment, steps, request, sender, now, stem=store.slug, again=options.remind)
    path = _written(options, lambda: inquiries.free_file(working_folder(), store.slug, request), mail)
    if not sender.name:
        tell(_("The e-mail is signed in the company’s name alone; with --by your own stands there, too."))
    store.change(lambda draft: draft.asking(steps, request, store.now()))
    store.save()
    _tell(steps, request)
    if path is not None and options.open:
        from cmic_wizard.handoff.mail_program import open_draft

        if not open_draft(path):
            tell(_("No e-mail program was found here; open the file where there is one."))
    return ExitStatus.DONE


def _request(
    options: argparse.Namespace,
    assessment: Assessment,
    steps: Sequence[str],
    due: str,
    now: datetime,
    sender: Settings,
) -> Request:
    from cmic_wizard.handoff import inquiries

    person = inquiries.person_of(options.whom, assessment, options.role or "", steps, sender.mail)
    return inquiries.request_for(person, due, options.reference or "", now, options.mail_lang or "")


def _due(given: str | None, assessment: Assessment, now: datetime) -> str:
    from cmic_wizard.handoff.inquiries import day_given

    if given is None:
        return proposed_due(assessment, now).isoformat()
    return "" if given.strip().casefold() == NO_DAY else day_given(given, now)


def _sender(options: argparse.Namespace) -> Settings:
    """Who asks: as said now, which is kept for later, or before."""
    if options.by is not None:
        from cmic_wizard.profile.fields import people

        named = people(options.by)
        if len(named) != 1:
            raise UsageError(_("--by takes one name, or “Name <mail@host>”."))
        settings.remember(folder_of(options), name=named[0].name, mail=named[0].mail or None)
    return settings.load(folder_of(options))


def _written(options: argparse.Namespace, usual: Callable[[], Path], mail: bytes) -> Path | None:
    if options.output == STANDARD_OUTPUT:
        say_bytes(mail)
        return None
    path = typed_path(options.output) if options.output else usual()
    demand_free(options, path, mail)
    write_out(options, path, mail)
    tell(_("Written: {path}").format(path=shown(path)))
    return path


def _tell(steps: Sequence[str], request: Request) -> None:
    text = ngettext(
        "{count} step now waits for {name}{until}.", "{count} steps now wait for {name}{until}.", len(steps)
    )
    day = request.due_day
    until = _(", until {day}").format(day=dates.day(day)) if day else ""
    name = called(request)
    if request.role != "colleague" and ROLE_WORDS[request.role] not in name:
        name += f" ({_(ROLE_WORDS[request.role])})"
    tell(text.format(count=len(steps), name=name, until=until))
    if SECRET_STEP in steps:
        tell(_("The e-mail says how the password comes to you: never by e-mail."))


def _withdraw(store: Store, steps: Sequence[str]) -> int:
    for step in steps:
        if step not in store.draft.asked:
            raise WizardError(_("Nobody was asked for “{step}”.").format(step=step))
    store.change(lambda draft: draft.withdrawing(steps, store.now()))
    store.save()
    count = len(steps)
    tell(
        ngettext("{count} step waits for nobody now.", "{count} steps wait for nobody now.", count).format(
            count=count
        )
    )
    return ExitStatus.DONE


def _list(assessment: Assessment, *, as_json: bool) -> int:
    today = day_of_moment(datetime.now(UTC))
    asked = [(step, r) for step in assessment.steps if (r := assessment.draft.asked.get(step)) is not None]
    if as_json:
        say_json([_entry(step, request, late=request.is_late(today)) for step, request in asked])
        return ExitStatus.DONE
    for step, request in asked:
        late = _("late") if request.is_late(today) else ""
        role = _(ROLE_WORDS[request.role])
        fields = (step, called(request), role, request.at[:10], request.due, late, request.reference)
        say("\t".join(one_line(field) for field in fields).rstrip("\t"))
    if not asked:
        tell(_("Nobody was asked for anything."))
    return ExitStatus.DONE


def _entry(step: str, request: Request, *, late: bool) -> dict[str, Any]:
    return {"step": step, **status_of(request), "late": late}
