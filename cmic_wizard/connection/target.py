"""What a connection check is asked to check."""

from __future__ import annotations

from dataclasses import dataclass, field

from cmic_wizard.profile.assess import SECRET_STEP
from cmic_wizard.profile.assessment import Assessment, StepState
from cmic_wizard.profile.draft import TENANT_STEP

ADDRESS_STEP = "connection.mobile_server_url"


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
    """What is to be checked, from the valid answers; the tenant counts in CMiC's cloud alone."""
    values = assessment.values
    cloud = values.get("connection.hosting") == "cloud"
    codes = values.get("connection.company_codes", "")
    return Target(
        base_url=values.get("connection.mobile_server_url", ""),
        user=values.get("connection.service_user", ""),
        tenant=values.get("connection.tenant_id") or None if cloud else None,
        companies=tuple(code for code in codes.split(",") if code),
        inputs=dict(assessment.check_inputs),
    )


def missing_for(assessment: Assessment, *, signing_in: bool) -> tuple[StepState, ...]:
    """The steps whose answers a check needs and does not have; without `signing_in` the address is enough."""
    values = assessment.values
    wanted = [ADDRESS_STEP]
    if signing_in:
        wanted += ["connection.service_user", "connection.company_codes"]
        wanted += [TENANT_STEP] if values.get("connection.hosting") == "cloud" else []
    missing = [step for step in wanted if step not in values]
    if signing_in and assessment.draft.password is None:
        missing.append(SECRET_STEP)
    return tuple(assessment.steps[step] for step in missing)
