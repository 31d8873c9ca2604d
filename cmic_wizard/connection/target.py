"""What a connection check is asked to check."""

from __future__ import annotations

from dataclasses import dataclass, field

from cmic_wizard.guide.model import CheckInput
from cmic_wizard.profile.assess import SECRET_STEP
from cmic_wizard.profile.assessment import Assessment, StepState


@dataclass(frozen=True, slots=True)
class Target:
    """The answers that a check uses. `inputs` are copied into the result, so that a stale one can be told."""

    base_url: str
    user: str = ""
    tenant: str | None = None
    """The tenant ID that goes before the user name; None where the service user signs in without one."""
    companies: tuple[str, ...] = ()
    inputs: dict[str, str] = field(default_factory=dict)

    @property
    def sign_in_name(self) -> str:
        """The user name of HTTP Basic: `TENANT||USER` in CMiC's cloud, else the user alone."""
        return f"{self.tenant}||{self.user}" if self.tenant else self.user


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a check may take, in seconds, and how many bytes of a reply are read."""

    stage: float = 5.0
    http: float = 15.0
    overall: float = 20.0
    reply: int = 65536


def target_of(assessment: Assessment) -> Target:
    """What is to be checked, from the valid answers; the tenant counts where it is required, in the cloud."""
    steps, values = assessment.guide.checked, assessment.values
    taken = {use: values.get(step.id, "") for use, step in steps.items()}
    tenant = taken.get(CheckInput.TENANT, "")
    return Target(
        base_url=taken.get(CheckInput.ADDRESS, ""),
        user=taken.get(CheckInput.USER, ""),
        tenant=tenant if tenant and assessment.steps[steps[CheckInput.TENANT].id].required else None,
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
