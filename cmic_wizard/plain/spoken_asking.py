"""Asking somebody for an item in conversation: whom, as what, until when; reminding and withdrawing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cmic_wizard import dates
from cmic_wizard.guide.for_asked import ASKED_ROLES
from cmic_wizard.guide.model import Step
from cmic_wizard.handoff import inquiries
from cmic_wizard.handoff.export import Made
from cmic_wizard.handoff.mail_program import open_draft
from cmic_wizard.i18n import LANGUAGES, _, language, ngettext
from cmic_wizard.plain.session import Session
from cmic_wizard.plain.spoken_handoff import written
from cmic_wizard.plain.voice import GivenUp, Voice
from cmic_wizard.presence import working_folder
from cmic_wizard.profile import settings
from cmic_wizard.profile.fields import people
from cmic_wizard.profile.settings import Settings
from cmic_wizard.profile.waiting import ROLE_WORDS, called, proposed_due
from cmic_wizard.text import visible

if TYPE_CHECKING:
    from cmic_wizard.handoff.inquiries import Person
    from cmic_wizard.profile.requests import Request


def ask_somebody(voice: Voice, session: Session, step: Step) -> bool:
    """Ask somebody for an item, remind them, or withdraw what was asked; whether that changed the profile.

    Raises WizardError where nobody can be asked, or the user gives up; the profile is as before then.
    """
    inquiries.demand_askable(session.assessment, [step.id])
    before = session.draft.asked.get(step.id)
    if before is None:
        return _write(voice, session, (step.id,), _person(voice, session, step))
    voice.line(_("Asked"), session.state(step).reason)
    place = voice.chosen(
        [
            inquiries.remind_words(session.assessment, before),
            _("Ask somebody else …"),
            _("Withdraw: nobody is waited for"),
        ],
        _("Which one (an empty line: none)"),
    )
    if place is None:
        return False
    if place == 2:
        now = session.store.now()
        session.store.change(lambda draft: draft.withdrawing([step.id], now))
        voice.line(_("Note"), _("Nobody is waited for any more. Tell them, if they may still answer."))
        return True
    if place == 1:
        return _write(voice, session, (step.id,), _person(voice, session, step))
    steps = inquiries.asked_alike(session.assessment, before)
    return _write(voice, session, steps, inquiries.person_asked(before), before)


def _person(voice: Voice, session: Session, step: Step) -> Person:
    """Somebody whom the profile knows, by number, or somebody new. GivenUp where nobody is named."""
    known = inquiries.people_to_ask(session.assessment, [step.id])
    names = [inquiries.named(person) for person in known]
    if names:
        place = voice.chosen([*names, _("Somebody else …")], _("Whom to ask (an empty line: nobody)"))
        if place is None:
            raise GivenUp(_("Nobody was asked."))
        if place < len(known):
            return known[place]
    typed = voice.one_line(_("Name and address, as Name <mail@host> (an empty line: nobody)"))
    if not typed:
        raise GivenUp(_("Nobody was asked."))
    own = settings.load(session.keeper.data_dir).mail
    person = inquiries.person_of(typed, session.assessment, "", [step.id], own)
    roles = [_(ROLE_WORDS[role]) for role in ASKED_ROLES]
    text = _("As what (an empty line: {role})").format(role=_(ROLE_WORDS[person.role]))
    place = voice.chosen(roles, text)
    role = person.role if place is None else ASKED_ROLES[place]
    return inquiries.person_of(typed, session.assessment, role, [step.id])


def _write(
    voice: Voice, session: Session, steps: tuple[str, ...], person: Person, before: Request | None = None
) -> bool:
    """Write the e-mail draft, then have the items wait; nothing is kept where it was not written."""
    now = datetime.now(UTC)
    due = _due(voice, session, now)
    if before is None:
        reference = voice.one_line(_("Reference, such as a ticket (an empty line: none)"))
        request = inquiries.request_for(person, due, reference, now, _mail_language(voice, person))
    else:
        request = inquiries.again(before, inquiries.request_for(person, due, before.reference, now))
    sender = _sender(voice, session)
    stem = session.store.slug
    mail = inquiries.mail_for(
        session.assessment, steps, request, sender, now, stem=stem, again=before is not None
    )
    name = inquiries.free_file(working_folder(), stem, request).name
    path = written(voice, session.keeper.data_dir, name, Made(mail))
    if path is None:
        raise GivenUp(_("Nobody was asked."))
    session.store.change(lambda draft: draft.asking(steps, request, session.store.now()))
    sends = (
        _("Your e-mail program has it open: you send it.")
        if open_draft(path)
        else _("Open it in your e-mail program and send it.")
    )
    voice.line(_("Note"), sends)
    waits = ngettext("{count} item now waits for {name}", "{count} items now wait for {name}", len(steps))
    day = request.due_day
    until = _(", until {day}").format(day=dates.day(day)) if day else ""
    voice.line(_("Asked"), visible(waits.format(count=len(steps), name=called(request)) + until + "."))
    return True


def _due(voice: Voice, session: Session, now: datetime) -> str:
    proposed = proposed_due(session.assessment, now).isoformat()
    voice.line(_("Proposed"), _("{day}; an empty line takes it").format(day=proposed))
    typed = voice.one_line(_("Until which day (- for no day)"))
    return "" if typed == "-" else inquiries.day_given(typed or proposed, now)


def _mail_language(voice: Voice, person: Person) -> str:
    own = person.language or language()
    text = _("Language of the e-mail (an empty line: {language})").format(language=LANGUAGES[own])
    place = voice.chosen(list(LANGUAGES.values()), text)
    return own if place is None else list(LANGUAGES)[place]


def _sender(voice: Voice, session: Session) -> Settings:
    """Who asks: kept from before, else asked for now and kept for later."""
    folder = session.keeper.data_dir
    sender = settings.load(folder)
    if sender.name:
        return sender
    named = people(voice.one_line(_("Your own name, which stands below the e-mail")))
    if len(named) != 1 or not named[0].name:
        raise GivenUp(_("Write your own name, which stands below the e-mail."))
    settings.remember(folder, name=named[0].name, mail=named[0].mail or None)
    session.store.recorder.user = named[0].name
    return settings.load(folder)
