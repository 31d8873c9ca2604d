"""Asking somebody: whom, until when, the request that the profile keeps, and the e-mail that goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from cmic_wizard import presence
from cmic_wizard.bounds import AUTHOR_AT_MOST, MAIL_AT_MOST, day_of, stamped
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _, language, ngettext
from cmic_wizard.profile.assessment import STATE_WORDS, Assessment, State
from cmic_wizard.profile.codec import clean
from cmic_wizard.profile.fields import Contact, as_sent, format_people, people
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.settings import Settings
from cmic_wizard.profile.waiting import OWNERS, ROLE_WORDS, called, day_of_moment, may_be_asked
from cmic_wizard.struct import Struct, replace
from cmic_wizard.text import visible

CMIC_SUPPORT: Final = "CMiC Support"
"""Who can always be asked at CMiC, though no address of theirs is known: they take tickets."""
_NAME_IN_A_FILE: Final = re.compile(r"[^A-Za-z0-9]+")
_NAME_AT_MOST: Final = 30


class Person(Struct, frozen=True):
    """Somebody who can be asked, and as what."""

    name: str
    mail: str = ""
    role: str = "colleague"
    language: str = ""

    @property
    def whom(self) -> str:
        """How they are called: by name, else by address."""
        return self.name or self.mail


def people_to_ask(assessment: Assessment, steps: Sequence[str] = ()) -> tuple[Person, ...]:
    """The people whom the profile knows, those who are likely to know these steps in front."""
    found: dict[tuple[str, str], Person] = {}
    for person in _known(assessment):
        key = person.mail.casefold() or person.name.casefold(), person.role
        before = found.get(key)
        if before is None:
            found[key] = person
        elif person.language and not before.language:
            found[key] = replace(before, language=person.language)
    likely = _likely(assessment, steps)
    return tuple(sorted(found.values(), key=lambda person: person.role not in likely))


def _known(assessment: Assessment) -> Iterator[Person]:
    for request in assessment.draft.asked.values():
        yield person_asked(request)
    for step in assessment.guide.walk():
        if step.kind is Kind.PEOPLE:
            for contact in people(assessment.values.get(step.id, "")):
                yield Person(contact.name, contact.mail, step.asked_as or "colleague")
    for given in assessment.draft.given.values():
        if given.role == "colleague" and given.by:
            yield Person(given.by)
    yield Person(CMIC_SUPPORT, role="cmic")


def _likely(assessment: Assessment, steps: Sequence[str]) -> frozenset[str]:
    """As what somebody is asked who is likely to know the steps: by whose turn it is, else a colleague."""
    owners = {assessment.steps[step].owner for step in steps if step in assessment.steps}
    owners |= {assessment.steps[step].step.owner for step in steps if step in assessment.steps}
    roles = {role for role, owner in OWNERS.items() if owner in owners}
    return frozenset(roles or {"colleague"})


def person_of(
    text: str, assessment: Assessment, role: str = "", steps: Sequence[str] = (), own: str = ""
) -> Person:
    """The person that a text means: known by name or address, or a new one as `Name <mail@host>`.

    `role` is as what they are asked, "" to go by what is known of them, and of the steps; who has an address
    where `own`, the user's own, is too is a colleague. WizardError where the text means nobody, or several.
    """
    known = people_to_ask(assessment, steps)
    wanted = " ".join(clean(text).split())
    contacts = people(wanted)
    if len(contacts) > 1:
        raise WizardError(_("Name one person to ask, not several."))
    contact = contacts[0] if contacts else Contact(wanted, "")
    if not (contact.name or contact.mail) or len(wanted) > AUTHOR_AT_MOST or len(contact.mail) > MAIL_AT_MOST:
        raise WizardError(_("Say whom to ask: a name, best with an address, as Name <mail@host>."))
    _demand_reachable(contact)
    for person in known:
        by_mail = contact.mail and contact.mail.casefold() == person.mail.casefold()
        by_name = not contact.mail and contact.name.casefold() == person.name.casefold()
        if by_mail or by_name:
            name = contact.name if by_mail and contact.name else person.name
            return replace(person, name=name, role=role or person.role)
    return Person(contact.name, contact.mail, role or _usual_role(assessment, steps, contact.mail, own))


def _demand_reachable(contact: Contact) -> None:
    """WizardError for signs alone, or an address that no e-mail can go to: the draft would reach nobody."""
    from cmic_wizard.handoff.documents.mailing import can_be_sent_to

    if contact.mail and not can_be_sent_to(as_sent(contact.mail)):
        text = _("E-mail programs can't send to “{mail}”. Correct the address, or give the name alone.")
        raise WizardError(text.format(mail=visible(contact.mail)))
    if not contact.mail and not any(character.isalnum() for character in contact.name):
        raise WizardError(_("Say whom to ask: a name, best with an address, as Name <mail@host>."))


def _usual_role(assessment: Assessment, steps: Sequence[str], mail: str, own: str) -> str:
    host = mail.casefold().rpartition("@")[2]
    if host and host == own.casefold().rpartition("@")[2]:
        return "colleague"
    likely = _likely(assessment, steps)
    return next(iter(likely)) if len(likely) == 1 else "colleague"


def demand_askable(assessment: Assessment, steps: Sequence[str]) -> None:
    """WizardError for a step for which nobody can be asked, or need be."""
    for step in steps:
        state = assessment.steps[step]
        title = _(state.step.title)
        if not may_be_asked(state.step):
            text = _("Nobody can be asked for “{step}”: it has no answer of its own.")
            raise WizardError(text.format(step=title))
        if state.state in (State.DONE, State.NOT_APPLICABLE):
            text = _("“{step}” is not open: {state}.")
            raise WizardError(text.format(step=title, state=_(STATE_WORDS[state.state])))


def day_given(text: str, now: datetime) -> str:
    """The day until which to ask, as people write it, in ISO form; "" for none.

    WizardError for what is no day, or one that is past.
    """
    from cmic_wizard.profile.rules.day import day

    bare = text.strip()
    if not bare:
        return ""
    reading = day(_A_DAY, bare, {})
    if not reading.value:
        raise WizardError(reading.errors[0].text if reading.errors else _("Write the day as 2027-03-31."))
    asked = day_of(reading.value)
    if asked is None or asked < day_of_moment(now):
        raise WizardError(_("The day until which you ask is past: {day}.").format(day=reading.value))
    return reading.value


_A_DAY: Final = Step("asking.due", Kind.TEXT, "", rule="day")


def request_for(person: Person, due: str, reference: str, now: datetime, chosen: str = "") -> Request:
    """What the profile keeps of asking somebody; `chosen` is the language that they are written to in."""
    return Request(
        whom=_kept(person.whom),
        mail=_kept(person.mail)[:MAIL_AT_MOST],
        role=person.role,
        at=stamped(now),
        due=due,
        reference=_kept(reference),
        language=chosen or person.language or language(),
    )


def _kept(text: str) -> str:
    return " ".join(clean(text).split())[:AUTHOR_AT_MOST]


def again(before: Request, now: Request) -> Request:
    """What is kept once somebody was reminded: as it is now, but since when they were asked stays."""
    return replace(now, at=before.at)


def whose(request: Request) -> tuple[str, str]:
    """By what a request is another's: who was asked, and as what."""
    return request.whom, request.role


def asked_alike(assessment: Assessment, request: Request) -> tuple[str, ...]:
    """The steps that wait for whom a request asked."""
    states = assessment.steps.values()
    return tuple(s.step.id for s in states if s.asked is not None and whose(s.asked) == whose(request))


def person_asked(request: Request) -> Person:
    """Whom a request asked."""
    name = "" if request.whom == request.mail else request.whom
    return Person(name, request.mail, request.role, request.language)


def named(person: Person) -> str:
    """Name, address and role of somebody, for a list to choose from."""
    who = format_people([Contact(person.name, person.mail)])
    return visible(f"{who} ({_(ROLE_WORDS[person.role])})")


def remind_words(assessment: Assessment, request: Request) -> str:
    """What it is called to remind somebody of all that they were asked for."""
    count = len(asked_alike(assessment, request))
    text = ngettext("Remind {name}", "Remind {name} of all {count} items", count)
    return text.format(name=called(request), count=count)


def reminders(
    assessment: Assessment, steps: Sequence[str], due: str
) -> list[tuple[Request, tuple[str, ...]]]:
    """What a reminder asks anew, person by person: the same requests with a new day, and their steps.

    Since when it was asked stays. WizardError for a step for which nobody was asked.
    """
    found: dict[Request, list[str]] = {}
    for step in steps:
        request = assessment.draft.asked.get(step)
        if request is None:
            raise WizardError(
                _("Nobody was asked for “{step}”.").format(step=_(assessment.steps[step].step.title))
            )
        same = next((r for r in found if whose(r) == whose(request)), None)
        found.setdefault(same or replace(request, due=due), []).append(step)
    return [(request, tuple(asked)) for request, asked in found.items()]


def mail_for(
    assessment: Assessment,
    steps: Sequence[str],
    request: Request,
    sender: Settings,
    now: datetime,
    *,
    stem: str,
    again: bool = False,
) -> bytes:
    """The e-mail draft that asks, or reminds, with an answer sheet where there is something to fill in."""
    from cmic_wizard.handoff import answer_sheet
    from cmic_wizard.handoff.documents.letter import Asked, letter
    from cmic_wizard.handoff.documents.mailing import file_name_of
    from cmic_wizard.handoff.questions import asked_steps

    sheet = None
    if asked_steps(assessment.guide, steps):
        data = answer_sheet.written(
            assessment.guide,
            assessment.draft,
            steps,
            sender.name,
            request.language or language(),
            "" if "@" in request.whom else request.whom,
            request.role,
        )
        sheet = file_name_of(stem + answer_sheet.SUFFIX), data, "application/toml"
    return letter(assessment, Asked(tuple(steps), request, sender, again), now, sheet)


def free_file(folder: Path, stem: str, request: Request) -> Path:
    """Where a draft goes by itself: a name in the folder that says whom it asks, and is free."""
    person = _NAME_IN_A_FILE.sub("-", request.whom.partition("@")[0]).strip("-").lower()
    name = f"{stem}-ask{'-' + person[:_NAME_AT_MOST] if person else ''}"
    path, number = folder / f"{name}.eml", 1
    while presence.is_there(path):
        number += 1
        path = folder / f"{name}-{number}.eml"
    return path
