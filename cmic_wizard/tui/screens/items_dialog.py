"""All action items, grouped by whose turn it is; Enter goes there."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from cmic_wizard.guide.model import Owner
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import OWNER_WORDS, Assessment, State, StepState
from cmic_wizard.profile.exchange import acceptance
from cmic_wizard.tui.screens.dialog import Dialog
from cmic_wizard.tui.widgets.item_line import item_line


class ItemsDialog(Dialog[str]):
    """The list; its result is the id of the chosen step."""

    def __init__(self, assessment: Assessment, *, review: bool = False) -> None:
        super().__init__()
        self.review = review
        self.heading = _("All action items")
        self.assessment = assessment
        self.add_class("-wide")

    def _groups(self) -> Iterable[tuple[str, list[StepState]]]:
        yield _("The customer's turn") if self.review else _("Your turn"), list(self.assessment.own)
        for owner in Owner:
            title = (
                (
                    _("Waiting for an earlier step")
                    if self.review
                    else _("Waiting for an earlier step of yours")
                )
                if owner is Owner.CUSTOMER
                else _("Waiting for: {owner}").format(owner=_(OWNER_WORDS[owner]))
            )
            yield title, [state for state in self.assessment.waiting if state.owner is owner]
        yield _("Optional"), list(self.assessment.in_state(State.OPTIONAL))
        done = self.assessment.in_state(State.DONE)
        yield _("Accepted by the specialist"), [state for state in done if acceptance(state.remarks)]

    def body(self) -> Iterable[Widget]:
        """The groups and their items."""
        options: list[Option | None] = []
        for title, states in self._groups():
            if states:
                options.append(
                    Option(Content.styled(f"{title} ({len(states)})", "bold $mark"), disabled=True)
                )
                options += [
                    Option(item_line(s, min(self.app.size.width, 100) - 6), id=s.step.id) for s in states
                ]
        if not self.assessment.outstanding:
            options.insert(0, Option(Content.styled(_("Everything is done."), "$good"), disabled=True))
        yield OptionList(*options, compact=True)

    def buttons(self) -> Iterable[Button]:
        """None: Enter goes, Esc closes."""
        return ()

    def on_mount(self) -> None:
        """Stand on the first item."""
        self.query_one(OptionList).action_first()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the step back."""
        event.stop()
        self.dismiss(event.option_id)
