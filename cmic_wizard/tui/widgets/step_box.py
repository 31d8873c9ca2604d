"""What stands on a page for one step, whatever it shows."""

from __future__ import annotations

from textual.containers import Vertical

from cmic_wizard.profile.assessment import StepState
from cmic_wizard.tui.session import Session


class StepBox(Vertical):
    """The place of a step on a page: which it is, and how it was judged when it was last shown."""

    def __init__(self, state: StepState, session: Session) -> None:
        super().__init__(id=f"step-{state.step.id.replace('.', '-')}", classes=f"-{state.state.value}")
        self.state = state
        self.session = session
        self.step = state.step

    async def put_back(self) -> None:
        """Show what is kept instead of what is typed, the focus staying here."""
