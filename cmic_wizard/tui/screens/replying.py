"""The customer's words on what the specialist asked of an item, where the answer itself is to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.codec import clean
from cmic_wizard.profile.draft import Draft
from cmic_wizard.struct import replace
from cmic_wizard.tui.session import Session

if TYPE_CHECKING:
    from cmic_wizard.tui.screens.wizard import WizardScreen


def is_asked(session: Session, step: Step) -> bool:
    """Whether a change is asked for that nobody has answered; a question is answered by a note."""
    return any(r.open and r.verdict == "change" for r in session.assessment.steps[step.id].remarks)


async def reply(screen: WizardScreen, step: Step) -> bool:
    """Ask what is to be said, and keep it as a reply; whether a note is wanted instead. In a worker."""
    from cmic_wizard.tui.screens.choose import Choose

    changed, disagree, note = _("I have already changed it."), _("I disagree …"), _("Write a note …")
    asked = screen.session.assessment.steps[step.id].reason
    chosen = await screen.app.push_screen_wait(
        Choose(_("Reply: {step}").format(step=_(step.title)), asked, (changed, disagree, note))
    )
    if chosen == changed:
        _keep(screen, step, screen.session.draft, changed)
    elif chosen == disagree:
        await _say_why(screen, step)
    return chosen == note


async def _say_why(screen: WizardScreen, step: Step) -> None:
    from cmic_wizard.tui.screens.note import TextDialog

    before = screen.session.draft
    hint = _("Why should the answer stay as it is? The specialist reads this. Esc saves and closes.")

    def keep(text: str) -> None:
        line = text.strip()
        _keep(screen, step, before, _("I disagree: {reason}").format(reason=line) if line else "")

    await screen.app.push_screen_wait(TextDialog(_("I disagree"), hint, "", keep))


def _keep(screen: WizardScreen, step: Step, before: Draft, text: str) -> None:
    """Put a reply in the place of what was typed of it so far; an empty one leaves what was asked open."""
    store = screen.session.store
    if store is None:
        return
    now = store.now()

    def replied(draft: Draft) -> Draft:
        asked = replace(draft, remarks=before.remarks)
        return asked.replied(step.id, clean(text), now) if text else asked

    store.change(replied)
    screen.session.announce()
    screen.flush()
