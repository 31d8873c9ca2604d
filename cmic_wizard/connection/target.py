"""What a connection check is asked to check."""

from __future__ import annotations

from cmic_wizard.guide.model import CheckInput
from cmic_wizard.profile.assess import SECRET_STEP
from cmic_wizard.profile.assessment import Assessment, State, StepState
from cmic_wizard.struct import Struct, field

_LONGEST = 1800.0
"""Seconds after which nobody waits for a check any more, however many companies there are."""


class Target(Struct, frozen=True):
    """The answers that a check uses. `inputs` are copied into the result, so that a stale one can be told."""

    base_url: str
    user: str = ""
    tenant: str | None = None
    """The tenant ID that goes before the user name; None where the service user signs in without one."""
    companies: tuple[str, ...] = ()
    inputs: dict[str, str] = field(default_factory=dict)
    tenant_left_out: bool = False
    """Whether a tenant ID was given that isn't sent, because it is wrong or still to be confirmed."""

    @property
    def sign_in_name(self) -> str:
        """The user name of HTTP Basic: `TENANT||USER` in CMiC's cloud, else the user alone."""
        return f"{self.tenant}||{self.user}" if self.tenant else self.user


class Limits(Struct, frozen=True):
    """How long a check may take, in seconds, and how many bytes of a reply are read.

    CMiC itself waits 60 s before it gives up, so a request may take a little longer than that.
    """

    stage: float = 5.0
    http: float = 65.0
    module: float = 65.0
    overall: float | None = None
    """For all but the modules; None for as long as so many requests need."""
    reply: int = 65536

    def for_companies(self, count: int) -> float:
        """The seconds for all stages but the modules, where there are so many companies."""
        if self.overall is not None:
            return self.overall
        return min(4 * self.stage + (1 + max(count, 1)) * self.http, _LONGEST)


def target_of(assessment: Assessment) -> Target:
    """What is to be checked, from the valid answers.

    The tenant is sent whenever it is given; only one that is wrong, or that a rule doubts and nobody has
    confirmed, is left out where none is required, and then the check says so.
    """
    steps, values = assessment.guide.checked, assessment.values
    taken = {use: values.get(step.id, "") for use, step in steps.items()}
    tenant = taken.get(CheckInput.TENANT, "")
    state = assessment.steps[steps[CheckInput.TENANT].id]
    left_out = state.state in (State.WRONG, State.TO_CONFIRM) and not state.required
    return Target(
        base_url=taken.get(CheckInput.ADDRESS, ""),
        user=taken.get(CheckInput.USER, ""),
        tenant=tenant if tenant and not left_out else None,
        tenant_left_out=left_out,
        companies=tuple(code for code in taken.get(CheckInput.COMPANIES, "").split(",") if code),
        inputs=dict(assessment.check_inputs),
    )


def missing_for(assessment: Assessment, *, signing_in: bool) -> tuple[StepState, ...]:
    """The steps whose answers a check needs and does not have; without `signing_in` the address is enough."""
    checked = assessment.guide.checked
    wanted = [CheckInput.ADDRESS]
    if signing_in:
        wanted += [CheckInput.USER, CheckInput.COMPANIES, CheckInput.TENANT]
    states = [assessment.steps[checked[each].id] for each in wanted if each in checked]
    missing = [state for state in states if state.required and state.step.id not in assessment.values]
    if signing_in and assessment.draft.password is None and SECRET_STEP in assessment.steps:
        missing.append(assessment.steps[SECRET_STEP])
    return tuple(missing)
