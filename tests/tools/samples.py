"""Writes the sample hand-offs of two invented customers into `assets/`: `python tests/tools/samples.py`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from built import build  # noqa: E402

from cmic_wizard.guide.loader import load_guide  # noqa: E402
from cmic_wizard.handoff import document  # noqa: E402
from cmic_wizard.profile.assess import assess, check_inputs  # noqa: E402
from cmic_wizard.profile.checks import CheckResult, Stage, StageState  # noqa: E402
from cmic_wizard.profile.draft import Draft, KeptPassword, Remark  # noqa: E402
from cmic_wizard.struct import replace  # noqa: E402

NOW: Final = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

ACME: Final = {
    "subscriptions.cmic_version": "R12 Patch 20",
    "subscriptions.pmxchange": "enabled",
    "subscriptions.project_financials": "yes",
    "connection.hosting": "hosted",
    "connection.dmsa_go_ahead": "yes",
    "connection.dmsa_internal": "yes",
    "connection.dmsa_external": "yes",
    "connection.service_user": "PROCORE_SVC",
    "connection.auth_method": "basic",
    "connection.api_security": "yes",
    "connection.mobile_server_url": "https://acmemob.cmicpaas.com/cmicprod",
    "connection.company_codes": "001, ACME01",
    "connection.cmic_contact": "Robin Vale <robin.vale@cmic.example>",
    "kickoff.welcome_email": "yes",
    "kickoff.specialist": "Ana Ruiz <ana.ruiz@procore.example>",
    "kickoff.date": "2026-12-01T10:00-06:00[America/Chicago]",
    "kickoff.integration_map": "yes",
    "kickoff.internal_owner": "Jane Doe <jane.doe@acme.example>",
    "management.point_of_contact": "Alex Moreau <alex.moreau@procore.example>",
}
"""What the invented customer of all the tests has answered before the kickoff call."""
_OPTIONAL: Final = {
    *("subscriptions.project_financials", "connection.auth_method", "connection.api_security"),
    *("connection.cmic_contact", "kickoff.internal_owner"),
}
EVERYTHING: Final = {
    **{step: text for step, text in ACME.items() if step not in _OPTIONAL},
    "connection.company_codes": "001,ACME01",
    "kickoff.approver_role": "yes",
    "kickoff.go_live_scheduled": "yes",
    "go_live.tool_enabled": "yes",
    "go_live.date": "2026-12-15T10:00-06:00[America/Chicago]",
    "go_live.subtabs": ",".join(option.id for option in load_guide().steps["go_live.subtabs"].options),
    "go_live.approvers": "Jane Doe <jane.doe@acme.example>",
    "go_live.approver_conditions": "all",
}
"""All that is required of the same customer."""
IN_THE_CLOUD: Final = {
    **{step: EVERYTHING[step] for step in ("subscriptions.cmic_version", "subscriptions.pmxchange")},
    "connection.service_user": EVERYTHING["connection.service_user"],
    "connection.mobile_server_url": "https://nova-api.cmiccloud.com/cmicprod",
    "connection.hosting": "cloud",
    "connection.tenant_id": "SOLUTIONS",
    "connection.company_codes": "001,ACME01",
    "connection.check": "skipped:only reachable from the office",
}
"""What a hand-off needs of the same customer, were it in CMiC's cloud."""
_CONSTRUCTORA: Final = {
    "subscriptions.cmic_version": "V12-021",
    "subscriptions.pmxchange": "enabled",
    "connection.hosting": "cloud",
    "connection.service_user": "SOLUTIONS||PROCORE",
    "connection.mobile_server_url": "https://nova-api.cmiccloud.com/cmicprod",
    "connection.tenant_id": "SOLUTIONS",
    "connection.company_codes": "ACME01",
    "connection.check": "skipped: el cortafuegos de la oficina solo deja salir al servidor de Procore",
    "kickoff.specialist": "Ana Ruiz <ana.ruiz@procore.example>",
    "kickoff.date": "2026-12-02T16:30+01:00[Europe/Madrid]",
    "management.point_of_contact": "Alex Moreau <alex.moreau@procore.example>",
}


def acme_builders() -> Draft:
    """An invented customer who has done everything up to the kickoff call, the connection checked."""
    draft = Draft(
        id="5f1d8a30c2b94e7f8a6b0d3c9e112233",
        name="Acme Builders",
        created="2026-11-10T15:00:00+00:00",
        changed="2026-11-23T18:12:40+00:00",
        answers=ACME,
        notes={"kickoff.date": "Our controller joins from 10:30."},
        password=KeptPassword("key_ring", 20, "2026-11-20T16:02:11+00:00", "SecretService"),
        remarks=(
            Remark(
                step="connection.company_codes",
                verdict="question",
                text="Is 001 still in use?",
                author="Ana Ruiz",
                at="2026-11-22T11:00:00+00:00",
                open=False,
                answer="001",
            ),
        ),
    )
    values = assess(load_guide(), draft, NOW).values
    stages = [
        Stage(
            "address", StageState.OK, code="address.ok", values={"url": ACME["connection.mobile_server_url"]}
        ),
        Stage("name", StageState.OK, seconds=0.02, code="name.ok", values={"host": "acmemob.cmicpaas.com"}),
        Stage("port", StageState.OK, seconds=0.03, code="port.ok", values={"port": "443"}),
        Stage("http", StageState.OK, seconds=0.21, code="http.ok"),
        Stage("user", StageState.OK, seconds=0.34, code="user.ok"),
        Stage("role", StageState.OK, code="role.ok"),
        *(
            Stage("company", StageState.OK, code, 0.19, "company.ok", {"company": code}, detail)
            for code, detail in (("001", "Acme Builders, Inc."), ("ACME01", "Acme Builders Canada"))
        ),
    ]
    check = CheckResult(
        ok=True,
        host="acmemob.cmicpaas.com",
        at="2026-11-23T18:12:40+00:00",
        stages=tuple(stages),
        inputs=check_inputs(load_guide(), draft, values),
    )
    return replace(draft, check=check)


def constructora_acme() -> Draft:
    """An invented customer in CMiC's cloud, ready before the specialist's go-ahead, the check skipped."""
    return Draft(
        id="0c7e64b1a9f24d1db8f5a2e47d445566",
        name="Constructora Acme, S. A.",
        created="2026-11-16T08:00:00+00:00",
        changed="2026-11-24T08:55:00+00:00",
        answers=_CONSTRUCTORA,
        notes={"connection.company_codes": "La segunda empresa se añadirá en enero."},
        password=KeptPassword("vault", 16, "2026-11-19T09:00:00+00:00"),
    )


SAMPLES: Final = {
    "sample-profile.en.json": acme_builders,
    "sample-profile.es.json": constructora_acme,
}


def sample(name: str) -> bytes:
    """The file of that name."""
    draft = SAMPLES[name]()
    return document.to_bytes(build(assess(load_guide(), draft, NOW), NOW))


if __name__ == "__main__":
    for file in SAMPLES:
        (ROOT / "assets" / file).write_bytes(sample(file))
