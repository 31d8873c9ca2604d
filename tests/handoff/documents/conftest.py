"""Profiles to make documents of: a usual one, one in which everything that people typed is hostile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from fixture_types import Made, Written
from samples import ACME

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff.documents import calendar, html, mail, markdown
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.checks import CheckResult, Stage, StageState
from cmic_wizard.profile.draft import Draft, KeptPassword, Remark
from cmic_wizard.struct import replace

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
_ALIKE = (
    *("subscriptions.cmic_version", "connection.hosting", "connection.company_codes", "kickoff.specialist"),
    *("kickoff.welcome_email", "kickoff.date", "kickoff.integration_map", "management.point_of_contact"),
)
ANSWERS = {
    **{step: ACME[step] for step in _ALIKE},
    "subscriptions.pmxchange": "licensed",
    "connection.dmsa_go_ahead": "not_yet",
    "connection.service_user": "PROCORE_API",
    "connection.mobile_server_url": "https://ACMEmob.cmicpaas.com/cmictest",
    "go_live.date": "2027-03-31T16:30+02:00[Europe/Madrid]",
}
STAGES = (
    Stage("address", StageState.OK, seconds=0.01),
    Stage("tls", StageState.WARN, seconds=0.12),
    Stage("user", StageState.FAILED, seconds=0.4),
    Stage("company", StageState.NOT_TRIED, company="001"),
)
HOSTILE = (
    "<script>alert(1)</script>",
    "</style></title><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>'",
    "[@click=app.quit]x[/] [bold]y[/bold]",
    "{{7*7}} {% raw %} {# x #} {{ view.labels }}",
    "=cmd|'/c calc'!A0",
    "x\r\nBcc: evil@evil.example\r\n\r\nbody",
    "Ruiz, Ana <evil@evil.example>, b; c",
    "A" * 70 + ", evil@evil.example; c",
    "\u202egnp.exe \u2066x",
    "\x1b]0;owned\x07\x1b[2J\x9b31m\x00",
    "[x](javascript:alert(1)) ![y](https://evil.example/p.png)",
    "<javascript:alert(1)> <https://evil.example>",
    "# heading\n\n- item\n\n> quote\n\n    code",
    "| cell | `code` ``` fence \\| \\` \\",
    "x\nEND:VEVENT\nBEGIN:VEVENT\nATTENDEE:mailto:evil@evil.example",
    "=?utf-8?q?evil?= =?utf-8?b?ZXZpbA==?=",
    "&lt;b&gt; &#60;i&#62; &amp;",
    "\u2028line\u2029paragraph\x85next",
    "*a* _b_ ~~c~~ $d$ 1. e\n---\n===",
)


def made(
    answers: Mapping[str, str] | None = None, *, changes: Mapping[str, Any] | None = None, hostile: str = ""
) -> Assessment:
    """The usual profile with other answers and changes; or with `hostile` wherever anybody can type."""
    guide = load_guide()
    check = CheckResult(False, "acmemob.cmicpaas.com", "2026-11-20T13:58:00+00:00", STAGES, {})
    remark = Remark(
        "connection.company_codes",
        "change",
        "Add Canada.\nIt is new.",
        "Ana Ruiz",
        "2026-11-20T10:00:00+00:00",
    )
    draft = Draft(
        id="acme-1f3a",
        name="Acme Builders",
        created="2026-11-01T09:00:00+00:00",
        changed="2026-11-20T14:02:11+00:00",
        answers={**ANSWERS, **(answers or {})},
        notes={"connection.mobile_server_url": "Test system only.\nAsk Peter for production."},
        password=KeptPassword("key_ring", 14, "2026-11-19T10:00:00+00:00", "SecretService"),
        check=check,
        remarks=(remark,),
    )
    draft = replace(draft, **(changes or {}))
    if hostile:
        draft = infested(draft, hostile)
    return assess(guide, draft, NOW)


def infested(draft: Draft, text: str) -> Draft:
    """The draft with `text` as every answer but the dates, as every note and in every remark and check."""
    steps = load_guide().steps
    person = f"{text} <good@acme.example>"
    answers = {step_id: person if step.kind.value == "people" else text for step_id, step in steps.items()}
    dates = {step_id: draft.answers[step_id] for step_id in ("kickoff.date", "go_live.date")}
    stages = tuple(replace(stage, company=text, detail=text, values={"text": text}) for stage in STAGES)
    return replace(
        draft,
        id=text,
        name=text,
        answers={**answers, **dates},
        notes=dict.fromkeys(steps, text),
        remarks=tuple(Remark(step_id, "question", text, text, text) for step_id in steps),
        check=CheckResult(False, text, text, stages, {}, through=text),
        password=KeptPassword("key_ring", 14, "2026-11-19T10:00:00+00:00", text),
    )


@pytest.fixture
def profile() -> Made:
    """`profile(answers, changes={…}, hostile=…)` gives an assessment."""
    return made


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)))
def hostile_text(request: pytest.FixtureRequest) -> str:
    """One text that would do harm where it counts as more than text."""
    return str(request.param)


@pytest.fixture
def written() -> Written:
    """`written("html", assessment, draft=…)`: a document of that name as text."""

    def write(name: str, assessment: Assessment, *, draft: bool = True, **options: Any) -> str:
        given = {
            "check_number": "3F9A 01BC 77D2 E04A",
            "created": "2026-11-21T08:00:00+00:00",
            "by": "cmic-wizard 1.2.3",
            "draft": draft,
            **options,
        }
        attachment = ("acme.json", b'{"format": "cmic-wizard-profile"}', "application/json")
        number = {"check_number": given["check_number"], "draft": draft}
        make: dict[str, Callable[[], str | bytes]] = {
            "html": lambda: html.document(assessment, **given),
            "markdown": lambda: markdown.document(assessment, **given),
            "calendar": lambda: calendar.document(assessment, NOW),
            "handoff": lambda: mail.handoff(assessment, attachment, **number),
            "call": lambda: mail.call_request(assessment),
        }
        document = make[name]()
        return document if isinstance(document, str) else document.decode("utf-8")

    return write
