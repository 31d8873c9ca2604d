"""The outcome of judging a draft: for every step its state, why, and who acts next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Self

from cmic_wizard.guide.model import ContactRole, Guide, Kind, Owner, Phase, Section, Step
from cmic_wizard.i18n import N_
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.profile.draft import Draft, Remark
from cmic_wizard.profile.reading import Finding, Reading
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.rules.people import Contact, people
from cmic_wizard.struct import Struct, replace


class State(StrEnum):
    """The state of a step."""

    DONE = "done"
    TODO = "todo"
    WRONG = "wrong"
    TO_CONFIRM = "to_confirm"
    RETURNED = "returned"
    WAITING = "waiting"
    OPTIONAL = "optional"
    NOT_APPLICABLE = "not_applicable"


OWN = frozenset({State.TODO, State.WRONG, State.TO_CONFIRM, State.RETURNED})
"""The states in which it is the user's own turn."""

STATE_WORDS = {
    State.DONE: N_("done"),
    State.TODO: N_("to do"),
    State.WRONG: N_("wrong"),
    State.TO_CONFIRM: N_("to confirm"),
    State.RETURNED: N_("returned"),
    State.WAITING: N_("waiting"),
    State.OPTIONAL: N_("optional"),
    State.NOT_APPLICABLE: N_("not applicable"),
}
SHAPES = {
    State.DONE: "✓",
    State.TODO: "●",
    State.WRONG: "✗",
    State.TO_CONFIRM: "▲",
    State.RETURNED: "↩",
    State.WAITING: "◌",
    State.OPTIONAL: "○",
    State.NOT_APPLICABLE: "–",
}
ASCII_SHAPES = {
    State.DONE: "+",
    State.TODO: "!",
    State.WRONG: "E",
    State.TO_CONFIRM: "?",
    State.RETURNED: "R",
    State.WAITING: "w",
    State.OPTIONAL: "-",
    State.NOT_APPLICABLE: "n",
}
OWNER_WORDS = {
    Owner.CUSTOMER: N_("you"),
    Owner.COLLEAGUE: N_("a colleague"),
    Owner.SPECIALIST: N_("integration specialist"),
    Owner.CMIC: N_("CMiC"),
    Owner.PROCORE: N_("Procore"),
}
_GRAVEST_FIRST = (State.RETURNED, State.WRONG, State.TO_CONFIRM, State.TODO, State.WAITING)


class StepState(Struct, frozen=True):
    """One step as it stands."""

    step: Step
    section: Section
    phase: Phase
    state: State
    owner: Owner
    """Who acts next."""
    required: bool
    applies: bool
    answer: str
    """As typed."""
    reading: Reading
    note: str = ""
    remarks: tuple[Remark, ...] = ()
    reason: str = ""
    """Why it is in this state, as a sentence; "" where the state says it all."""
    seen: tuple[str, str] = ("", "")
    """By what a reviewer tells the answer from the next, and since when it stands (`exchange.as_seen`)."""
    asked: Request | None = None
    """Who was asked for it and has not answered."""
    late: bool = False
    """Whether that one's day is past."""

    @property
    def own(self) -> bool:
        """Whether it is the user's own turn."""
        return self.state in OWN

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What to think about although it passes."""
        return self.reading.warnings

    def with_state(
        self,
        state: State,
        reason: str,
        *,
        owner: Owner | None = None,
        required: bool | None = None,
        reading: Reading | None = None,
        extra: tuple[Finding, ...] = (),
    ) -> Self:
        """The same step, judged."""
        seen = reading or self.reading
        return replace(
            self,
            state=state,
            reason=reason,
            owner=owner or self.owner,
            required=self.required if required is None else required,
            reading=replace(seen, findings=(*seen.findings, *extra)) if extra else seen,
        )


class Assessment(Struct, frozen=True, dict=True):
    """Everything that people are shown is a rendering of this."""

    guide: Guide
    draft: Draft
    steps: Mapping[str, StepState]
    """By step id, in the guide's order."""
    values: Mapping[str, str]
    """Normalised valid answers by step id."""
    check: CheckResult | None
    check_inputs: Mapping[str, str]

    @cached_property
    def own(self) -> tuple[StepState, ...]:
        """The user's own open steps, returned ones first."""
        return tuple(sorted(self.in_state(*OWN), key=lambda s: s.state is not State.RETURNED))

    @cached_property
    def waiting(self) -> tuple[StepState, ...]:
        """Steps that wait on somebody else or on an earlier step, required or not."""
        return self.in_state(State.WAITING)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many steps are in each state, every state named."""
        return {state.value: len(self.in_state(state)) for state in State}

    def in_state(self, *states: State) -> tuple[StepState, ...]:
        """The steps in any of these states, in the guide's order: what every count counts and list lists."""
        return tuple(s for s in self.steps.values() if s.state in states)

    @property
    def required(self) -> tuple[StepState, ...]:
        """The steps that must be done."""
        return tuple(s for s in self.steps.values() if s.required)

    @cached_property
    def outstanding(self) -> tuple[StepState, ...]:
        """Every step that is somebody's turn: own ones first, then those that wait."""
        return (*self.own, *self.waiting)

    @cached_property
    def unready(self) -> tuple[StepState, ...]:
        """What keeps the profile from being ready: the gate's required steps that are the user's turn.

        Where there is none, those that wait for one that is in their hands although it is not required.
        """
        open_steps = [s for s in self.steps.values() if s.phase.gate and s.required]
        own = tuple(s for s in open_steps if s.own)
        return own or tuple(s for s in open_steps if s.state is State.WAITING and s.owner is Owner.CUSTOMER)

    @cached_property
    def first_look(self) -> tuple[StepState, ...]:
        """What to look at before a hand-off: what is wrong, to confirm or returned; then what keeps it from
        being ready; then what passes with a warning.
        """
        order = (State.WRONG, State.TO_CONFIRM, State.RETURNED)
        own = [s for state in order for s in self.in_state(state)]
        missing = [s for s in self.unready if s not in own]
        return (*own, *missing, *(s for s in self.in_state(State.DONE) if s.warnings))

    @property
    def ready(self) -> bool:
        """Whether it can be handed off."""
        return not self.unready

    @property
    def complete(self) -> bool:
        """Whether every required step of the guide is done."""
        return all(s.state is State.DONE for s in self.required)

    @property
    def progress(self) -> float:
        """The share of required steps that are done, 0 to 1."""
        wanted = self.required
        return sum(s.state is State.DONE for s in wanted) / len(wanted) if wanted else 1.0

    def next(self, behind: str | None = None) -> StepState | None:
        """The next own step, in the guide's order behind the step `behind` and round again from the start."""
        if behind is None or behind not in self.steps:
            return self.own[0] if self.own else None
        order = list(self.steps)
        start = order.index(behind) + 1
        return next((self.steps[i] for i in (*order[start:], *order[:start]) if self.steps[i].own), None)

    def people_of(self, contact: ContactRole) -> list[Contact]:
        """The people whom the valid answers name as this contact."""
        step = self.guide.contacts.get(contact)
        return people(self.values.get(step.id, "")) if step else []

    def of_section(self, section_id: str) -> tuple[StepState, ...]:
        """The steps of one section."""
        return tuple(s for s in self.steps.values() if s.section.id == section_id)

    def of_phase(self, phase_id: str) -> tuple[StepState, ...]:
        """The steps of one phase."""
        return tuple(s for s in self.steps.values() if s.phase.id == phase_id)


def summary(states: Iterable[StepState]) -> tuple[State, int]:
    """One state for several steps, the gravest, and how many are the user's own turn."""
    listed = [s for s in states if s.step.kind is not Kind.INFO or s.own]
    own = sum(s.own for s in listed)
    for state in _GRAVEST_FIRST:
        if any(s.state is state and (s.own or s.required) for s in listed):
            return state, own
    if any(s.required and s.state is State.DONE for s in listed):
        return State.DONE, own
    if listed and all(s.state is State.DONE for s in listed):
        return State.DONE, own
    return State.OPTIONAL, own
