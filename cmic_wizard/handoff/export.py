"""One place that makes every unsealed kind of file, for the command line and the screens alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cmic_wizard.handoff import document
from cmic_wizard.profile.assessment import Assessment

KINDS: Final = ("json", "html", "markdown", "ics", "handoff", "call")
"""`handoff` and `call` are the two e-mail drafts."""
MEDIA_TYPE: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Made:
    """The content of a file, and the check number of its hand-off ("" where it has none)."""

    data: bytes
    check_number: str = ""


def make(
    kind: str,
    assessment: Assessment,
    now: datetime,
    *,
    draft: bool,
    file_name: str,
) -> Made:
    """Make one of KINDS. Raises NotReady while the profile is not ready and `draft` is not said."""
    if kind == "ics":
        from cmic_wizard.handoff.documents import calendar

        return Made(calendar.document(assessment, now))
    if kind == "call":
        from cmic_wizard.handoff.documents import mail

        return Made(mail.call_request(assessment))
    handoff = document.build(assessment, now, draft=draft)
    number = document.check_number(handoff)
    if kind == "json":
        return Made(document.to_bytes(handoff), number)
    if kind == "handoff":
        from cmic_wizard.handoff.documents import mail

        attachment = (file_name, document.to_bytes(handoff), MEDIA_TYPE)
        made = mail.handoff(assessment, attachment, check_number=number, draft=not assessment.ready)
        return Made(made, number)
    return Made(_report(kind, assessment, handoff, number).encode(), number)


def _report(kind: str, assessment: Assessment, handoff: document.HandOff, number: str) -> str:
    from cmic_wizard.handoff.documents import html, markdown

    make_text = html.document if kind == "html" else markdown.document
    return make_text(
        assessment,
        check_number=number,
        created=handoff.created,
        by=handoff.by,
        draft=not assessment.ready,
    )
