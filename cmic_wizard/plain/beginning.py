"""How a conversation begins: the language, the profile, and where things stand."""

from __future__ import annotations

import contextlib

from cmic_wizard.bounds import to_the_minute
from cmic_wizard.errors import ProfileInUse, WizardError
from cmic_wizard.files import shown
from cmic_wizard.handoff.remarks import said_of_the_review
from cmic_wizard.i18n import LANGUAGES, _, language, ngettext, set_language
from cmic_wizard.plain.item_speech import entry
from cmic_wizard.plain.session import Session
from cmic_wizard.plain.voice import GivenUp, Voice
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.draft_store import Store
from cmic_wizard.profile.profiles import Listed, Profiles
from cmic_wizard.text import shortened, visible


def ask_language(voice: Voice) -> None:
    """Ask for the language, which nobody has said yet; an empty line keeps the one of this computer."""
    voice.line("Language · Idioma", LANGUAGES[language()])
    words = list(LANGUAGES.values())
    place = None
    with contextlib.suppress(GivenUp):  # there is nothing to go back to
        place = voice.chosen(
            words, "Language (Enter: {0}) · Idioma (Intro: {0})".format(LANGUAGES[language()])
        )
    if place is not None:
        set_language(list(LANGUAGES)[place])


def first_profile(voice: Voice, profiles: Profiles, *, asks_language: bool) -> Store:
    """The profile to begin with: the last one, the only one, a chosen one, or a new one."""
    last = profiles.last_opened()
    listed = profiles.list()
    if last is None and len(listed) == 1 and not listed[0].fault:
        last = listed[0].slug
    if last is not None:
        try:
            return opened(voice, profiles, last)
        except WizardError as error:
            voice.fault(error)
    elif not listed and asks_language:
        ask_language(voice)
    return chosen_profile(voice, profiles)


def chosen_profile(voice: Voice, profiles: Profiles, *, instead_of: str = "") -> Store:
    """A profile that the user chooses, or makes; where they go back, that of the slug `instead_of`."""
    while True:
        listed = profiles.list()
        names = [_in_a_line(one) for one in listed]
        prompt = _("Which profile (an empty line: the same)") if instead_of else _("Which profile")
        try:
            place = voice.chosen([*names, _("A new profile")], prompt) if listed else 0
            if place is None and not instead_of:
                continue
            if place is None:
                return opened(voice, profiles, instead_of)
            if place == len(listed):
                return new_profile(voice, profiles)
            return opened(voice, profiles, _whole(voice, profiles, listed[place]))
        except GivenUp as left:
            voice.line(_("Note"), str(left))
            if instead_of:
                return opened(voice, profiles, instead_of)
        except WizardError as error:
            voice.fault(error)


def _in_a_line(listed: Listed) -> str:
    name = visible(shortened(listed.name, 80))
    if listed.fault:
        return f"{name}: {_('damaged')}. {shortened(listed.fault, 200)}"
    return _("{name}: last changed {date}").format(name=name, date=to_the_minute(listed.changed))


def _whole(voice: Voice, profiles: Profiles, listed: Listed) -> str:
    """The slug of a profile, a damaged one put right by its earlier version where that is agreed to."""
    question = _("Put the version before its last save in its place? The damaged file is kept beside it.")
    if listed.fault and profiles.previous(listed.slug) is not None and voice.agreed(question):
        profiles.restore_previous(listed.slug)
    return listed.slug


def new_profile(voice: Voice, profiles: Profiles) -> Store:
    """A profile under a name that is asked for until it can be one."""
    text = _(
        "This wizard takes you through Procore's set-up guide for CMiC, keeps what you enter,"
        " and hands it to your integration specialist. Everything is saved as you type."
    )
    voice.line(_("Welcome"), text)
    while True:
        name = voice.one_line(_("Your company's name"))
        if not name:
            continue
        try:
            store = profiles.create(name)
        except WizardError as error:
            voice.fault(error)
            continue
        store.mark(language=language())
        profiles.remember_last(store.slug)
        return store


def opened(voice: Voice, profiles: Profiles, slug: str) -> Store:
    """A stored profile, held; one that another window holds is opened for reading only, and that is said."""
    try:
        store = profiles.open(slug)
    except ProfileInUse as busy:
        voice.fault(busy)
        voice.line(_("Note"), _("It is opened for reading only: no answer is taken."))
        return profiles.open(slug, read_only=True)
    profiles.remember_last(slug)
    return store


def greet(voice: Voice, session: Session, *, hint: str) -> None:
    """Which profile it is, where things stand, and how to be helped."""
    voice.line(_("Profile"), shortened(session.draft.name, 80))
    say_standing(voice, session)
    voice.line(_("Saved in"), shown(session.store.path))
    voice.line(_("Help"), hint)


def say_standing(voice: Voice, session: Session) -> None:
    """How far it is, what is open, and whose turn it is."""
    assessment = session.assessment
    voice.line(_("Progress"), f"{int(assessment.progress * 100)} %")
    voice.line(_("Standing"), readiness(assessment))
    voice.line(_("Turns"), turns(assessment))
    voice.line(_("Review"), said_of_the_review(session.draft))


def turns(assessment: Assessment) -> str:
    """How many items are the user's own, and how many wait."""
    own, waiting = len(assessment.own), len(assessment.waiting)
    said = ngettext("{count} to do for you", "{count} to do for you", own).format(count=own)
    rest = ngettext("{count} waiting", "{count} waiting", waiting).format(count=waiting)
    return f"{said}, {rest}"


def readiness(assessment: Assessment) -> str:
    """Complete, ready, or not yet."""
    if assessment.complete:
        return _("Everything is done.")
    return _("Ready to hand off.") if assessment.ready else _("Not ready to hand off yet.")


def say_list(voice: Voice, assessment: Assessment, *, everything: bool = False) -> None:
    """The open items, the user's own first; or all of the guide."""
    states = assessment.steps.values() if everything else assessment.outstanding
    for state in states:
        voice.line(*entry(assessment, state))
    if not states:
        voice.line(_("List"), _("Nothing is open."))
