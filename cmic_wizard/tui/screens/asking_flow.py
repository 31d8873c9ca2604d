"""Asking somebody for items: whom, and what becomes of what was asked before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cmic_wizard.background import in_thread
from cmic_wizard.errors import WizardError
from cmic_wizard.handoff import inquiries
from cmic_wizard.i18n import _
from cmic_wizard.profile import settings
from cmic_wizard.profile.requests import Request
from cmic_wizard.tui.application import application_of

if TYPE_CHECKING:
    from cmic_wizard.tui.screens.wizard import WizardScreen


async def ask_for(screen: WizardScreen, steps: Sequence[str]) -> None:
    """Ask somebody for some items, or remind, or withdraw what was asked. In a worker."""
    screen.flush()
    session = screen.session
    if session.read_only:
        screen.app.notify(_("Nothing can be changed here."), markup=False)
        return
    try:
        inquiries.demand_askable(session.assessment, steps)
    except WizardError as error:
        screen.app.notify(str(error), severity="warning", markup=False)
        return
    asked = [step for step in steps if session.assessment.steps[step].asked is not None]
    if not asked or await _other_person(screen, asked):
        await _ask_anew(screen, tuple(steps))


async def _other_person(screen: WizardScreen, asked: Sequence[str]) -> bool:
    """Whether somebody else is to be asked, where somebody was asked before."""
    from cmic_wizard.tui.screens.ask_dialog import change
    from cmic_wizard.tui.screens.choose import Choose

    session = screen.session
    requests = {
        inquiries.whose(request): request for step in asked if (request := session.draft.asked.get(step))
    }
    reminds = {inquiries.remind_words(session.assessment, request): request for request in requests.values()}
    withdraw, other = _("Withdraw: nobody is waited for"), _("Ask somebody else …")
    text = "\n".join(session.assessment.steps[step].reason for step in asked)
    choices = (*reminds, other, withdraw)
    chosen = await screen.app.push_screen_wait(Choose(_("Somebody was asked"), text, choices))
    if chosen in reminds:
        await _remind(screen, reminds[chosen])
    elif chosen == withdraw:
        change(session, lambda draft, now: draft.withdrawing(asked, now))
        screen.flush()
        screen.app.notify(
            _("Nobody is waited for any more. Tell them, if they may still answer."), markup=False
        )
    return chosen == other


async def _remind(screen: WizardScreen, request: Request) -> None:
    steps = inquiries.asked_alike(screen.session.assessment, request)
    await _write(screen, steps, inquiries.person_asked(request), request)


async def _ask_anew(screen: WizardScreen, steps: tuple[str, ...]) -> None:
    from cmic_wizard.tui.screens.choose import Choose

    known = {
        inquiries.named(person): person
        for person in inquiries.people_to_ask(screen.session.assessment, steps)
    }
    new = _("Somebody else …")
    person: inquiries.Person | None = inquiries.Person("")
    if known:
        titles = ", ".join(_(screen.session.guide.steps[step].title) for step in steps)
        question = _("Who can answer this? {steps}").format(steps=titles)
        chosen = await screen.app.push_screen_wait(Choose(_("Ask somebody"), question, (*known, new)))
        person = None if chosen is None else known.get(chosen, inquiries.Person(""))
    if person is not None:
        await _write(screen, steps, person)


async def _write(
    screen: WizardScreen, steps: tuple[str, ...], person: inquiries.Person, before: Request | None = None
) -> None:
    from cmic_wizard.tui.screens.ask_dialog import AskDialog

    data_dir = application_of(screen).data_dir
    sender = await in_thread(lambda: settings.load(data_dir))
    dialog = AskDialog(screen.session, steps, person, before=before, sender=sender)
    await screen.app.push_screen_wait(dialog)
    screen.flush()
