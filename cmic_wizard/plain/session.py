"""One profile in conversation: what is changed is judged and saved at once."""

from __future__ import annotations

from datetime import UTC, datetime

from cmic_wizard.credentials.keeper import Keeper, Kept
from cmic_wizard.errors import FileRefused, ProfileInUse
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Step
from cmic_wizard.profile.answering import as_meant
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment, StepState
from cmic_wizard.profile.codec import clean
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.draft_store import Store


class Session:
    """An open profile, its judgement, and where its password is kept."""

    def __init__(self, store: Store, keeper: Keeper) -> None:
        self.store = store
        self.keeper = keeper
        self.guide = load_guide()
        self._judged: tuple[Draft, Assessment] | None = None

    @property
    def draft(self) -> Draft:
        """The answers as they stand."""
        return self.store.draft

    @property
    def assessment(self) -> Assessment:
        """The judgement of the answers as they stand, made once for each change."""
        if self._judged is None or self._judged[0] is not self.draft:
            self._judged = self.draft, assess(self.guide, self.draft, datetime.now(UTC))
        return self._judged[1]

    def state(self, step: Step) -> StepState:
        """How a step stands."""
        return self.assessment.steps[step.id]

    def answer(self, step: Step, text: str) -> frozenset[str]:
        """Take an answer, as it is meant; the steps that a user given as TENANT||USER was taken apart into.

        FileRefused where the profile has no room for it, or is open for reading only.
        """
        self.store.answer(step.id, as_meant(step, text))
        return self.store.take_user_apart() if step.splits_off else frozenset()

    def mark(self, **marks: str) -> None:
        """Remember where the user is, and how they like it."""
        if not self.store.read_only:
            self.store.mark(**marks)

    def reply(self, step: Step, text: str) -> None:
        """Close what the specialist asked of a step with the customer's words."""
        now = self.store.now()
        self.store.change(lambda draft: draft.replied(step.id, clean(text), now))

    def record(self, kept: Kept | None) -> bool:
        """Record where the password is kept, or that it no longer is; whether that is on the disk.

        One that is kept is recorded all the same and saved later. One that is to go stays recorded, and
        FileRefused, or ProfileInUse, says why.
        """
        before = self.draft.password
        self.store.keep_password(kept.record(self.store.now()) if kept is not None else None)
        try:
            self.store.save()
        except (FileRefused, ProfileInUse):
            if kept is None:
                self.store.keep_password(before)
                raise
            return False
        return True
