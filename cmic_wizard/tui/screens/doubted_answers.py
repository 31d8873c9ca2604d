"""What the wizard asks and does about an answer that a rule doubts, proposes to mend, or can read twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import N_, _
from cmic_wizard.profile.assessment import State
from cmic_wizard.profile.reading import Finding
from cmic_wizard.profile.waiting import may_be_asked
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.results import screen_work
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.paste_asked import PasteAsked

if TYPE_CHECKING:
    from cmic_wizard.tui.screens.dialog import Confirm
    from cmic_wizard.tui.screens.wizard import WizardScreen


def applying(session: Session, step_id: str, *, from_review: bool = False) -> dict[str, str]:
    """The actions whose keys would do something here, each with a word for what: with the answer to a step,
    and, where `from_review` says that the review led here, going back to it.
    """
    words = {"menu": N_("Back to the review")} if from_review else {}
    state = session.assessment.steps.get(step_id)
    if state is None or session.read_only:
        return words
    findings = state.reading.findings
    if any(found.readings for found in findings):
        words["proposal"] = N_("Choose")
    elif any(found.proposal for found in findings):
        words["proposal"] = N_("Accept")
    if state.state is State.TO_CONFIRM:
        words["confirm"] = N_("Confirm")
    if state.state not in (State.DONE, State.NOT_APPLICABLE) and may_be_asked(state.step):
        words["ask"] = N_("Remind") if state.asked else N_("Ask")
    return words


async def take_proposal(screen: WizardScreen) -> None:
    """Put the proposed answer into the focused field, or have the user choose what is meant."""
    step, session = screen.focused_step, screen.session
    screen.announce()
    if step is None or session.read_only:
        return
    findings = session.assessment.steps[step.id].reading.findings
    asked = next((found for found in findings if found.readings), None)
    if asked is not None:
        choose_reading(screen, step, asked)
    else:
        await _put(screen, step, next((found.proposal for found in findings if found.proposal), ""))


async def _put(screen: WizardScreen, step: Step, proposal: str) -> None:
    if proposal and await screen.answer(step, proposal):
        screen.session.announce()
        await screen.page.put_back(step.id)
        await screen.show_step(step.id)


@screen_work()
async def choose_reading(screen: WizardScreen, step: Step, asked: Finding) -> None:
    """Let the user say which reading of an answer is meant."""
    from cmic_wizard.tui.screens.choose import Choose

    chosen = await screen.app.push_screen_wait(Choose(_(step.title), asked.text, asked.readings))
    await _put(screen, step, chosen or "")


def confirm_answer(screen: WizardScreen) -> None:
    """Confirm the focused field's answer as it stands."""
    step = screen.focused_step
    screen.announce()
    if step is None or not screen.session.confirm(step):
        screen.app.notify(_("There is nothing to confirm here."), markup=False)


def paste_question(asked: PasteAsked) -> Confirm:
    """Asks whether one line of a paste is to be taken, and shows the others."""
    from cmic_wizard.tui.screens.dialog import Confirm

    text = _("This field takes one line: “{line}”\n\nThis would be left out: “{rest}”").format(
        line=visible(shortened(asked.line, 300)),
        rest=visible(shortened(" · ".join(asked.left_out), 600)),
    )
    return Confirm(asked.heading or _("Several lines"), text, _("Take the one line"))
